"""Match: how one sentence of a guideline bears on one segment of a statement, and the flaw if it does not
carry it."""

from dataclasses import dataclass
from enum import StrEnum

from rules.claim import Atom, Reading, Segment

Pair = tuple[Atom, Atom]
"""An atom of the statement with the atom of the sentence that carries it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A segment of a statement beside the clause of a sentence that may carry it (`home`), atom by atom.

    `turned` are the pairs whose words are opposites.
    """

    statement: Reading
    segment: Segment
    sentence: Reading
    home: Segment
    pairs: tuple[Pair, ...]
    turned: tuple[Pair, ...]


class Flaw(StrEnum):
    """The step at which an entailment failed."""

    NONE = "entailed"
    ABSENT = "names what the passage does not"
    NUMBER = "gives a number that the passage does not"
    BINDING = "ties a number to something else than the passage does"
    POLARITY = "says the opposite of the passage"
    SIDE = "exchanges the sides of a comparison or exclusion"
    ROLE = "exchanges cause and effect, or before and after"
    WEAK = "makes optional what the passage demands"
    FORCE = "is put more strongly than the passage"
    POPULATION = "is said by the passage of other patients"
    DISEASE = "points to another disease than the passage is about"
    CONDITION = "drops a condition or population of the passage"
    SCOPE = "reaches wider than the passage"
    LINE = "is said by the passage of another line of therapy"
    WORDS = "says more than the passage"


_SHOULD = 4
"""Modal force of "should"."""
_CONFLICTS = frozenset(
    {Flaw.NUMBER, Flaw.BINDING, Flaw.POLARITY, Flaw.SIDE, Flaw.ROLE, Flaw.POPULATION, Flaw.WEAK}
)


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome for one segment and one sentence. `cost` is 0 for a literal match and grows with each step;
    `covered` counts the atoms of the segment that the sentence itself carries, `direct` the things among them
    that it calls by the same name and not by their class. `broad`: members for which a modality stood."""

    flaw: Flaw
    cost: float
    covered: int
    words: str = ""
    direct: int = 0
    broad: frozenset[str] = frozenset()

    @property
    def entailed(self) -> bool:
        return self.flaw is Flaw.NONE

    @property
    def rank(self) -> tuple[bool, int, float]:
        """What makes one match better than another, compared in order."""
        return self.entailed, self.covered, -self.cost

    def carries(self, *, beside: bool) -> bool:
        """Whether a part is carried, be it as what goes `beside` the rest and shares its modal word."""
        return self.entailed or (beside and self.flaw is Flaw.WEAK)

    def denies(self, force: int) -> bool:
        """Whether this sentence speaks against a statement of such a force: it says the opposite, it says
        exactly this of less, or it only allows what is demanded."""
        if self.flaw is Flaw.SCOPE:
            return self.cost == 0
        return self.flaw in (Flaw.POLARITY, Flaw.SIDE) or (self.flaw is Flaw.FORCE and force >= _SHOULD)

    def nearer(self, best: "Match") -> bool:
        """Whether this calls by name what `best` carries by a whole modality."""
        return bool(best.broad) and self.direct > best.direct and self.covered >= best.covered

    def level(self, best: "Match") -> bool:
        """Whether this denies as much, at no higher price, as a dear `best` carries."""
        dear = self.flaw is Flaw.POLARITY and best.cost >= 1.0
        return dear and self.cost <= best.cost and self.covered >= best.covered

    def meant(self, whole: int) -> bool:
        """Whether this is the sentence that speaks of all `whole` atoms of a statement, so that its members
        are not looked for elsewhere."""
        if self.flaw is Flaw.POLARITY:
            return True
        full = self.covered >= whole - 1
        if self.flaw is Flaw.POPULATION:  # things that are all met by their class may be met by chance
            return full and 2 * self.direct >= whole
        return full and self.flaw in (Flaw.SIDE, Flaw.SCOPE)

    @property
    def conflicting(self) -> bool:
        return self.flaw in _CONFLICTS


@dataclass(frozen=True, slots=True)
class Around:
    """What a sentence may borrow as topic or population: ids from its passage, its headings, the question.

    `beside`: the other sentences of the passage. `agreed`: the words of the facts by which the passage
    divides patients, where all are known and are those of this patient.
    """

    passage: frozenset[str]
    headings: frozenset[str]
    question: frozenset[str]
    question_reading: Reading | None = None
    agreed: tuple[str, ...] = ()
    beside: tuple[Reading, ...] = ()
