"""Statement: a sentence of an answer with the question it replies to and the patient it is said of."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace

from rules.auxiliary import AUXILIARIES, FINITE
from rules.claim import Atom, Reading, Segment
from rules.context import Value
from rules.match import Flaw

_REASONS = frozenset({"because", "since", "as", "for"})
_SHE_HAS = (
    AUXILIARIES
    | _REASONS
    | {"she", "he", "the", "patient", "woman", "there", "her", "his", "a", "and", "but", "this"}
    | {"no", "not", "neither", "nor", "never", "any"}
)
"""Words around what is told of a patient."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The question an answer replies to. `point` is its last sentence, what is really asked, and `topic` the
    last one that names a thing; `values` are the facts it gives of the patient, `told` its sentences that
    tell of her. `listing`: what replies is an item of a list, and `point` the line that leads in to it."""

    text: str
    whole: Reading
    point: Reading
    topic: Reading
    ids: frozenset[str]
    values: Mapping[str, Value]
    told: tuple[Reading, ...] = ()
    listing: bool = False


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence to be grounded, with what it is said in reply to and of whom."""

    text: str
    reading: Reading
    asked: Asked
    patient: Mapping[str, Value]
    restated: frozenset[int]


def meant(text: str, reading: Reading) -> str:
    """A text less the things that it names only to leave them out ("rather than as stage IV") or to liken
    others to them ("like stage IV disease"), and less reasons that lie in other patients ("..., because it is
    for those with X")."""
    cuts = [(atom.first, atom.last) for atom in reading.atoms if _aside(atom, reading)]
    cuts += [(part.first, part.last) for part in reading.segments[1:] if of_others(reading, part)]
    pieces: list[str] = []
    done = 0
    for first, last in sorted(cuts):
        pieces.append(text[done : max(done, reading.tokens[first].start)])
        done = max(done, reading.tokens[last].end)
    return "".join([*pieces, text[done:]])


def of_others(reading: Reading, segment: Segment) -> bool:
    """Whether a clause gives a reason that lies in other patients: "because it is for those with X"."""
    opens = reading.tokens[segment.first].lower in _REASONS
    return opens and any(atom.condition for atom in reading.atoms if atom.segment == segment.index)


def _aside(atom: Atom, reading: Reading) -> bool:
    likened = atom.first > 0 and reading.tokens[atom.first - 1].lower == "like"
    return (atom.excluded or likened) and not atom.condition


def speaking(statement: Reading) -> list[Segment]:
    """The segments that say something; one that only sets a condition is judged with its neighbours."""
    full = [s for s in statement.segments if any(a.segment == s.index for a in statement.atoms)]
    main = [s for s in full if not all(a.condition for a in statement.atoms if a.segment == s.index)]
    return main or full


def known_already(statement: Statement, segment: Segment, small: Callable[[Atom], bool]) -> bool:
    """Whether a segment only says again what the question tells of the patient. `small`: whether an atom may
    be left out of account."""
    atoms = [a for a in statement.reading.atoms if a.segment == segment.index]
    if not statement.restated or segment.force is not None or not atoms:
        return False
    if segment.negative and not _again(statement, segment.first, segment.last, _SHE_HAS):
        return False  # "surgery of the metastasis is contraindicated"
    return all(small(a) or _again(statement, a.first, a.last, FINITE) for a in atoms)


def _again(statement: Statement, first: int, last: int, besides: Set[str]) -> bool:
    """Whether all words of a stretch, but for some, say again what the question tells of the patient."""
    tokens = statement.reading.tokens
    return all(
        index in statement.restated or not tokens[index].is_word or tokens[index].lower in besides
        for index in range(first, last + 1)
    )


def only(reading: Reading) -> bool:
    return any(segment.exclusive for segment in reading.segments)


def denied_to_others(statement: Reading, segment: Segment, sentence: Reading, *, flaw: Flaw) -> bool:
    """Whether a segment only denies what a sentence keeps for patients of another kind than hers. One that
    sets a condition of its own is not carried where the sentence has other conditions."""
    conditional = any(a.condition or a.excluded for a in statement.atoms if a.segment == segment.index)
    if flaw is Flaw.CONDITION:
        return segment.negative and not conditional and keeps(sentence)
    return flaw is Flaw.POLARITY and segment.negative and only(sentence)


def keeps(reading: Reading) -> bool:
    """Whether a sentence keeps something for some patients: "only if A", "it is for patients with A"."""
    words = [token.lower for token in reading.tokens]
    meant_for = any(
        words[i] in ("is", "are") and words[i + 1 : i + 3] in (["for", "patients"], ["for", "those"])
        for i in range(len(words))
    )
    return only(reading) or (meant_for and not any(segment.negative for segment in reading.segments))


def negated(reading: Reading) -> Reading:
    """The same reading with the polarity of its last segment turned."""
    if not reading.segments:
        return reading
    last = reading.segments[-1]
    return replace(reading, segments=(*reading.segments[:-1], replace(last, negative=not last.negative)))
