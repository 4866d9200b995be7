"""Entailment: whether one sentence of a guideline carries one segment of a statement, by named steps.

A step weakens: a member stands for its class, a stronger word for a weaker one, a detail is left out.
Nothing is added: every concept and number of the statement must stand in the sentence (or, as topic or
population, in the passage around it or in the question), with the same polarity, the same side of a
comparison and no stronger force. Similarity of words never counts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.claim import Atom, Kind, Reading, Segment
from rules.lexicon import Lexicon
from rules.quantity import Quantity


class Flaw(StrEnum):
    """The step at which an entailment failed."""

    NONE = "entailed"
    ABSENT = "names what the passage does not"
    NUMBER = "gives a number that the passage does not"
    BINDING = "ties a number to something else than the passage does"
    POLARITY = "says the opposite of the passage"
    SIDE = "exchanges the sides of a comparison or exclusion"
    WEAK = "makes optional what the passage demands"
    FORCE = "is put more strongly than the passage"
    POPULATION = "is said by the passage of other patients"
    CONDITION = "drops a condition or population of the passage"
    SCOPE = "reaches wider than the passage"
    WORDS = "says more than the passage"


_JUDGING = frozenset({"effect", "comparison", "knowledge"})
_TOPICS = frozenset({"disease", "population", "site", "setting", "biomarker"})
_PEOPLE = frozenset({"c:woman", "c:patient", "c:adult", "c:women", "c:patients", "c:female"})
"""People in general: a passage speaks of them without saying so."""
_DRUGS = frozenset({"drug", "drug_class", "regimen", "substance"})
_INTERVENTIONS = frozenset({"drug", "drug_class", "regimen", "modality", "substance"})
_SAYING = frozenset({"acts", "effect", "comparison", "knowledge", "change", "verbs"})
_CONFLICTS = frozenset({Flaw.NUMBER, Flaw.BINDING, Flaw.POLARITY, Flaw.SIDE, Flaw.POPULATION, Flaw.WEAK})


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome for one segment and one sentence. `cost` is 0 for a literal match and grows with each step;
    `covered` counts the atoms of the segment that the sentence itself carries, `direct` the things among them
    that it calls by the same name and not by their class."""

    flaw: Flaw
    cost: float
    covered: int
    words: str = ""
    direct: int = 0

    @property
    def entailed(self) -> bool:
        return self.flaw is Flaw.NONE

    @property
    def conflicting(self) -> bool:
        return self.flaw in _CONFLICTS


@dataclass(frozen=True, slots=True)
class Around:
    """What a sentence may borrow as topic or population: ids from its passage, its headings, the question.

    `beside`: the other sentences of the passage. `agreed`: all facts by which the passage divides patients are known and are those of this patient.
    """

    passage: frozenset[str]
    headings: frozenset[str]
    question: frozenset[str]
    question_reading: Reading | None = None
    agreed: bool = False
    beside: tuple[Reading, ...] = ()


_FREE = frozenset({"time", "every", "count", "cycles", "age", "grade", "stage", "type", "line", "phase"})
"""Dimensions whose numbers are bound by the words of their segment alone."""
_BUDGET = 0.26
_IN_PASSAGE, _IN_HEADING, _IN_QUESTION = 0.3, 0.15, 0.25


def ids_of(atoms: Iterable[Atom], lexicon: Lexicon) -> frozenset[str]:
    """All ids that the atoms entail: concepts with their classes, senses with what they imply, words."""
    found: set[str] = set()
    for atom in atoms:
        found |= widened(atom, lexicon)
    return frozenset(found)


def widened(atom: Atom, lexicon: Lexicon) -> frozenset[str]:
    """The ids of an atom and everything more general."""
    return lexicon.widened(atom.ids)


class Entailer:
    """Decides entailment of segments by sentences, with one lexicon. `mentioned` tells whether the guideline
    names a concept anywhere."""

    def __init__(self, lexicon: Lexicon, mentioned: Callable[[str], bool]) -> None:
        self.lexicon = lexicon
        self.mentioned = mentioned

    def match(
        self,
        statement: Reading,
        segment: Segment,
        sentence: Reading,
        around: Around,
        part: Sequence[Atom] | None = None,
    ) -> Match:
        """Whether `sentence`, with what is around it, entails `segment` of `statement`, or `part` of its atoms."""
        atoms = list(part) if part else [a for a in statement.atoms if a.segment == segment.index]
        if self._about_another(statement, atoms, sentence):
            return Match(Flaw.SIDE, 9.0, 0, statement_words(statement, segment))
        numbered = any(a.quantity is not None and a.quantity.what not in _FREE for a in atoms)
        pairs: list[tuple[Atom, Atom]] = []
        turned: list[tuple[Atom, Atom]] = []
        cost = 0.0
        for atom in atoms:
            if atom.kind is Kind.QUANTITY:
                twin = self._number(atom, statement, sentence)
                if twin is None:
                    if self._restated(atom, around):
                        cost += _IN_QUESTION
                        continue
                    if atom.quantity is not None and atom.quantity.what in _FREE and any(
                        self._number(atom, statement, other) for other in around.beside
                    ):
                        cost += _IN_PASSAGE
                        continue
                    return Match(Flaw.NUMBER, 9.0, len(pairs), atom.words)
                pairs.append((atom, twin))
                continue
            twin, step, opposite = self._partner(atom, sentence, pairs)
            if twin is not None:
                pairs.append((atom, twin))
                cost += step
                if opposite:
                    turned.append((atom, twin))
                continue
            borrowed = self._borrowed(atom, around, sentence, numbered)
            if borrowed is None:
                if atom.kind is Kind.CONCEPT and atom.ids <= _PEOPLE:
                    cost += 0.3
                    continue
                if atom.kind is Kind.CONCEPT or _named(atom):
                    return Match(Flaw.ABSENT, 9.0, len(pairs), atom.words)
                cost += 0.2 if self._faint(atom) else 1.6 if self._judges(atom) else 1.0
            else:
                cost += borrowed
        covered = sum(1 for atom, _ in pairs if not self._faint(atom))
        if covered == 0:
            return Match(Flaw.WORDS, 9.0, 0, statement_words(statement, segment))
        direct = sum(1 for a, b in pairs if a.kind is Kind.CONCEPT and a.ids & b.ids)
        flaw, words = self._conflict(statement, segment, sentence, pairs, turned, around)
        if flaw is not Flaw.NONE:
            return Match(flaw, cost, covered, words, direct)
        full = sum(1 for atom in atoms if not self._faint(atom))
        if cost > _BUDGET * max(2, len(atoms)) or 2 * covered < full:
            return Match(Flaw.WORDS, cost, covered, statement_words(statement, segment))
        return Match(Flaw.NONE, cost, covered, direct=direct)

    def _partner(
        self, atom: Atom, sentence: Reading, taken: Sequence[tuple[Atom, Atom]]
    ) -> tuple[Atom | None, float, bool]:
        """The atom of the sentence that carries `atom`: same or narrower first, then a class, then an opposite."""
        best: tuple[float, bool, Atom] | None = None
        mine = widened(atom, self.lexicon)
        used = {id(twin) for _, twin in taken}
        for other in sentence.atoms:
            if other.kind is Kind.QUANTITY:
                continue
            step: float | None = None
            opposite = False
            if other.ids & atom.ids:
                step = 0.0
            elif atom.ids & widened(other, self.lexicon):
                step = 0.5 if atom.kind is Kind.CONCEPT else 0.1
            elif atom.kind is Kind.CONCEPT and other.kind is Kind.CONCEPT and other.ids & mine:
                step = self._membership(atom, other)
            elif atom.kind is Kind.SENSE and other.kind is Kind.SENSE and self._opposed(atom, other):
                step, opposite = 0.4 if self._opposed(atom, other) == "complement" else 0.7, True
            if step is None:
                continue
            if id(other) in used:
                step += 0.05
            if (atom.excluded, atom.against) != (other.excluded, other.against):
                step += 0.2
            if best is None or step < best[0]:
                best = (step, opposite, other)
        if best is None:
            return None, 0.0, False
        return best[2], min(best[0], 0.5), best[1]

    def _membership(self, atom: Atom, other: Atom) -> float | None:
        """What it costs to take a class for its member. A whole modality ("chemotherapy") stands for a drug only
        where the guideline knows that drug at all."""
        if not self._kinds(other) & {"modality", "setting"}:
            return 0.1
        return 0.3 if any(self.mentioned(id) for id in atom.ids) or not self._kinds(atom) & _DRUGS else None

    def _opposed(self, atom: Atom, other: Atom) -> str:
        """"complement" where exactly one of two senses is true, "contrary" where at most one is, else ""."""
        senses = self.lexicon.senses
        mine = [senses[id] for id in atom.ids if id in senses]
        theirs = [senses[id] for id in other.ids if id in senses]
        if any(s.negates & other.ids for s in mine) or any(s.negates & atom.ids for s in theirs):
            return "complement"
        if any(s.opposite & other.ids for s in mine) or any(s.opposite & atom.ids for s in theirs):
            return "contrary"
        return ""

    def _borrowed(self, atom: Atom, around: Around, sentence: Reading, numbered: bool) -> float | None:
        """What it costs to take an atom from around the sentence; None where that is not allowed.

        Topics (diseases, populations, places) may be taken from headings, passage or question; an
        intervention only where the sentence names no other of its kind; findings, outcomes and tests never.
        """
        if atom.kind is not Kind.CONCEPT:
            dear = 0.6 if self._speaks(atom) else 0.0
            for ids, price in (
                (around.headings, _IN_HEADING), (around.question, _IN_QUESTION), (around.passage, _IN_PASSAGE)
            ):  # fmt: skip
                if atom.ids & ids:
                    return price + dear
            return None
        kinds = {self.lexicon.concepts[id].kind for id in atom.ids if id in self.lexicon.concepts}
        mine = widened(atom, self.lexicon)
        if mine & around.headings:
            return _IN_HEADING
        if kinds & _TOPICS:
            if atom.ids & around.question:
                return _IN_QUESTION
            return _IN_PASSAGE if atom.ids & around.passage and not numbered else None
        if kinds & _INTERVENTIONS and not self._competes(atom, sentence):
            if atom.ids & around.passage:
                return _IN_PASSAGE
            return _IN_QUESTION if atom.ids & around.question else None
        return None

    def _faint(self, atom: Atom) -> bool:
        """Whether an atom says so little that a passage may lack it."""
        return atom.kind is Kind.SENSE and any(self.lexicon.senses[id].faint for id in atom.ids if id in self.lexicon.senses)

    def _judges(self, atom: Atom) -> bool:
        """Whether an atom compares, or tells an effect or what is known: the heart of what is said."""
        senses = (self.lexicon.senses[id] for id in atom.ids if id in self.lexicon.senses)
        return atom.kind is Kind.SENSE and all(s.category in _JUDGING for s in senses)

    def _speaks(self, atom: Atom) -> bool:
        """Whether an atom is what a clause says rather than what it speaks of."""
        return any(
            self.lexicon.senses[id].category in _SAYING and not self.lexicon.senses[id].faint
            for id in atom.ids
            if id in self.lexicon.senses
        )

    def _about_another(self, statement: Reading, atoms: Sequence[Atom], sentence: Reading) -> bool:
        """Whether a segment without an intervention of its own, in a statement that names some, meets a sentence
        that speaks only of others: "this drug" is then not the drug of that sentence."""
        if any(self._kinds(atom) & _INTERVENTIONS for atom in atoms if atom.kind is Kind.CONCEPT):
            return False
        meant = [a for a in statement.atoms if a.kind is Kind.CONCEPT and self._kinds(a) & _DRUGS and not a.excluded]
        named = [b for b in sentence.atoms if b.kind is Kind.CONCEPT and self._kinds(b) & _DRUGS and not b.excluded]
        return bool(meant) and bool(named) and not any(
            a.ids & widened(b, self.lexicon) or b.ids & widened(a, self.lexicon) for a in meant for b in named
        )

    def _competes(self, atom: Atom, sentence: Reading) -> bool:
        """Whether a sentence names an intervention of its own that is not this one."""
        mine = widened(atom, self.lexicon)
        for other in sentence.atoms:
            if other.kind is Kind.CONCEPT and self._kinds(other) & _INTERVENTIONS:
                if not (other.ids & mine or atom.ids & widened(other, self.lexicon)):
                    return True
        return False

    def _kinds(self, atom: Atom) -> frozenset[str]:
        return frozenset(self.lexicon.concepts[id].kind for id in atom.ids if id in self.lexicon.concepts)

    def _number(self, atom: Atom, statement: Reading, sentence: Reading) -> Atom | None:
        quantity = atom.quantity
        if quantity is None:
            return None
        same = [
            other for other in sentence.atoms if other.quantity is not None and quantity.same(other.quantity)
        ]
        if quantity.what == "count" and not same:
            years = Quantity(quantity.low * 365.25, quantity.high * 365.25, "age", quantity.bound, 0, 0)
            same = [o for o in sentence.atoms if o.quantity is not None and o.quantity.what == "age" and years.same(o.quantity)]
        elif quantity.what == "count" and quantity.noun:
            named = [o for o in same if o.quantity is not None and o.quantity.noun in (quantity.noun, "")]
            same = named or [] if quantity.low != 1 else same
        return same[0] if same else None

    def _restated(self, atom: Atom, around: Around) -> bool:
        if around.question_reading is None or atom.quantity is None:
            return False
        return any(
            other.quantity is not None and atom.quantity.same(other.quantity)
            for other in around.question_reading.atoms
        ) or (atom.quantity.what == "count" and atom.quantity.high <= 2 and atom.quantity.bound == "=")

    def _conflict(
        self,
        statement: Reading,
        segment: Segment,
        sentence: Reading,
        pairs: Sequence[tuple[Atom, Atom]],
        turned: Sequence[tuple[Atom, Atom]],
        around: Around,
    ) -> tuple[Flaw, str]:
        home = _home(sentence, pairs)
        comparing = any(a.against and a.kind is Kind.CONCEPT for a, _ in pairs) and any(
            b.against and b.kind is Kind.CONCEPT for _, b in pairs
        )
        for other in self._populations(statement, segment):
            twin, _, _ = self._partner(other, sentence, ())
            if twin is not None and other.excluded != twin.excluded:
                return Flaw.SIDE, other.words
            if twin is None and other.kind is Kind.CONCEPT and not self._present(other, around):
                return Flaw.ABSENT, other.words
        sides = any(a.against and a.kind is Kind.CONCEPT for a, _ in pairs) and any(
            a.kind is Kind.SENSE and self._judges(a) for a, _ in pairs
        )
        if sides and not comparing:
            return Flaw.SIDE, statement_words(statement, segment)
        left_out = False  # "is not given" says what "without" does
        for mine, theirs in pairs:
            if mine.kind is Kind.CONCEPT and mine.excluded != theirs.excluded:
                if segment.negative == home.negative:
                    return Flaw.SIDE, mine.words
                left_out = True
            if comparing and mine.kind is Kind.CONCEPT and (mine.against != theirs.against) != bool(turned):
                return Flaw.SIDE, mine.words
        for mine, theirs in pairs:
            there = sentence.segments[theirs.segment].negative
            if mine.kind is Kind.CONCEPT and there != home.negative and not theirs.excluded and not left_out:
                return Flaw.POLARITY, mine.words
        if not left_out and self._opposite(segment, sentence, pairs, turned, home):
            return Flaw.POLARITY, statement_words(statement, segment)
        stray = self._strayed(pairs, sentence, home)
        if stray:
            return Flaw.SIDE, stray
        loose = self._unbound(statement, sentence, pairs)
        if loose:
            return Flaw.BINDING, loose
        forces = [other.force for other in statement.segments if other.force is not None]
        force = segment.force if segment.force is not None else min(forces, default=4)
        conditional = all(a.condition for a, _ in pairs)
        if not conditional and home.force is not None and home.force <= 3 and force > home.force and not home.negative:
            return Flaw.FORCE, statement_words(statement, segment)
        if home.force == 5 and segment.force is not None and segment.force <= 3 and not home.negative:
            return Flaw.WEAK, statement_words(statement, segment)
        if home.negative and not left_out:
            lost = self._lost(statement, sentence, home, around)
            if lost:
                return Flaw.SCOPE, lost
        if segment.force is not None and segment.force >= 4 and home.past:
            return Flaw.FORCE, statement_words(statement, segment)
        if segment.exclusive and not home.exclusive and not any(s.exclusive for s in sentence.segments):
            return Flaw.SCOPE, statement_words(statement, segment)
        if segment.universal and not home.universal and (home.force or 5) <= 3:
            return Flaw.SCOPE, statement_words(statement, segment)
        dropped = self._dropped(statement, sentence, home, around)
        if dropped:
            return Flaw.CONDITION, dropped
        return Flaw.NONE, ""

    def _lost(self, statement: Reading, sentence: Reading, home: Segment, around: Around) -> str:
        """The words of a thing that a negative clause names and the statement leaves out: "not A with B" does not
        say "not A"."""
        known = ids_of(statement.atoms, self.lexicon) | around.question | around.headings
        for atom in sentence.atoms:
            if atom.segment != home.index or atom.kind not in (Kind.CONCEPT, Kind.QUANTITY) or atom.excluded:
                continue
            if atom.kind is Kind.QUANTITY or self._kinds(atom) & (_TOPICS | {"outcome"}) or atom.ids & known:
                continue
            if not any(other.ids & widened(atom, self.lexicon) for other in statement.atoms):
                return atom.words
        return ""

    def _populations(self, statement: Reading, segment: Segment) -> tuple[Atom, ...]:
        """The conditions that a neighbouring segment, holding nothing else, sets for a segment."""
        conditional = {
            near
            for near in (segment.index - 1, segment.index + 1)
            if all(a.condition for a in statement.atoms if a.segment == near)
        }
        return tuple(
            atom
            for atom in statement.atoms
            if atom.segment in conditional and atom.kind in (Kind.CONCEPT, Kind.SENSE)
            and not self._faint(atom)
        )

    def _present(self, atom: Atom, around: Around) -> bool:
        wide = widened(atom, self.lexicon)
        return bool(wide & around.headings or atom.ids & around.passage or atom.ids & around.question)

    def _strayed(self, pairs: Sequence[tuple[Atom, Atom]], sentence: Reading, home: Segment) -> str:
        """A thing that the sentence names in another clause, while the clause meant names another such thing."""
        met = {id(theirs) for _, theirs in pairs}
        rivals = [
            atom
            for atom in sentence.atoms
            if atom.segment == home.index and atom.kind is Kind.CONCEPT and id(atom) not in met and not atom.excluded
        ]
        for mine, theirs in pairs:
            if mine.kind is not Kind.CONCEPT or theirs.segment == home.index:
                continue
            kinds = self._kinds(mine) & (_INTERVENTIONS | {"population"})
            wide = widened(mine, self.lexicon)
            if any(kinds & self._kinds(rival) and not rival.ids & wide for rival in rivals):
                return mine.words
        return ""

    def _divides(self, atom: Atom) -> bool:
        """Whether an atom names a population, a disease or a marker, as facts do."""
        concepts = (self.lexicon.concepts.get(id) for id in atom.ids)
        return any(c is not None and c.kind in ("population", "disease", "biomarker", "setting") for c in concepts)

    def _opposite(
        self,
        segment: Segment,
        sentence: Reading,
        pairs: Sequence[tuple[Atom, Atom]],
        turned: Sequence[tuple[Atom, Atom]],
        home: Segment,
    ) -> bool:
        """Whether polarity differs: an opposite word has to meet an opposite negation, and only then."""
        polar = [a for a, _ in pairs if a.kind is Kind.SENSE and self._turns(a)]
        if not polar:
            return segment.negative != home.negative
        for mine, theirs in pairs:
            if mine.kind is not Kind.SENSE or not self._turns(mine):
                continue
            there = sentence.segments[theirs.segment].negative ^ theirs.excluded
            differs = (segment.negative ^ mine.excluded) != there
            kind = self._opposed(mine, theirs) if (mine, theirs) in turned else ""
            if differs != (kind == "complement") and not (kind == "contrary" and differs):
                return True
        return False

    def _turns(self, atom: Atom) -> bool:
        senses = (self.lexicon.senses[id] for id in atom.ids if id in self.lexicon.senses)
        return any((sense.opposite or sense.negates) and not sense.faint for sense in senses)

    def _unbound(self, statement: Reading, sentence: Reading, pairs: Sequence[tuple[Atom, Atom]]) -> str:
        """A number of the statement that in the sentence belongs to another thing; "" if all are bound alike.

        Only numbers of one dimension compete for the things around them.
        """
        for number, twin in pairs:
            if number.quantity is None or twin.quantity is None or number.quantity.what in _FREE:
                continue
            theirs = _owners(sentence, twin.quantity.what)
            if len(theirs) < 2:
                continue
            there = theirs.get(twin.first, ())
            elsewhere = [atom for key, atoms in theirs.items() if key != twin.first for atom in atoms]
            for atom in _owners(statement, number.quantity.what).get(number.first, ()):
                wide = widened(atom, self.lexicon)
                if any(other.ids & wide for other in there):
                    continue
                if any(other.ids & atom.ids for other in elsewhere if other not in there):
                    return number.words
        return ""

    def _dropped(self, statement: Reading, sentence: Reading, home: Segment, around: Around) -> str:
        """The words of a condition of the sentence of which the statement and the question hold nothing."""
        conditions = [
            atom
            for atom in sentence.atoms
            if atom.condition and not atom.exception and abs(atom.segment - home.index) <= 1
        ]
        things = [atom for atom in conditions if atom.kind in (Kind.CONCEPT, Kind.QUANTITY)]
        if around.agreed:
            things = [atom for atom in things if not self._divides(atom)]
            conditions = things
        conditions = things or [atom for atom in conditions if not self._faint(atom)]
        if not conditions:
            return ""
        known = ids_of(statement.atoms, self.lexicon) | around.question | around.headings
        dropped = [
            atom
            for atom in conditions
            if not atom.ids & known
            and not (atom.kind is Kind.QUANTITY and self._number(atom, sentence, statement) is not None)
        ]
        if 2 * len(dropped) <= len(conditions):
            return ""
        return ", ".join(atom.words for atom in dropped)


def _named(atom: Atom) -> bool:
    """Whether an unknown word looks like a name or an abbreviation, and so is a thing: what is not understood
    must not slip through."""
    word = atom.words
    return atom.kind is Kind.WORD and len(word) > 1 and (word[1:] != word[1:].lower() or any(c.isdigit() for c in word))


def ids_direct(reading: Reading) -> frozenset[str]:
    """The ids that a reading names outright."""
    return frozenset(id for atom in reading.atoms for id in atom.ids)


def _concepts(ids: frozenset[str]) -> frozenset[str]:
    return frozenset(id for id in ids if id.startswith("c:"))


def statement_words(statement: Reading, segment: Segment) -> str:
    """The words of a segment, for a reason that a person reads."""
    return " ".join(token.text for token in statement.tokens[segment.first : segment.last + 1])


def _home(sentence: Reading, pairs: Sequence[tuple[Atom, Atom]]) -> Segment:
    """The segment of the sentence that carries most of the match; predicates weigh more than things."""
    weight: dict[int, float] = {}
    for mine, theirs in pairs:
        weight[theirs.segment] = weight.get(theirs.segment, 0.0) + (1.6 if mine.kind is Kind.SENSE else 1.0)
    index = max(weight, key=lambda key: (weight[key], -key))
    return sentence.segments[index]


def _owners(reading: Reading, what: str) -> Mapping[int, tuple[Atom, ...]]:
    """For each number of one dimension (by its first token) the things it belongs to: those since the number
    before it, or, where there are none, those of that number ("38% v 24%"), or those up to the next one."""
    owners: dict[int, tuple[Atom, ...]] = {}
    pending: list[Atom] = []
    before: int | None = None
    leading: list[int] = []
    for atom in reading.atoms:
        if atom.quantity is not None and atom.quantity.what == what:
            if pending:
                owners[atom.first] = tuple(pending)
                leading = []
            elif before is not None:
                owners[atom.first] = owners[before]
                if before in leading:
                    leading.append(atom.first)
            else:
                owners[atom.first] = ()
                leading = [atom.first]
            before = atom.first
            pending = []
        elif atom.kind in (Kind.CONCEPT, Kind.WORD):
            pending.append(atom)
            for number in leading:
                owners[number] = (*owners[number], atom)
    return owners
