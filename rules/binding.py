"""Binding: which things a number belongs to, so that figures can't be exchanged between arms or end
points."""

from collections.abc import Sequence

from rules.claim import Atom, Kind, Reading
from rules.match import Pair
from rules.meaning import Meaning

_FREE = frozenset({"grade", "stage", "type", "line", "phase", "cycles", "day no", "level", "class"})
"""Labels rather than amounts: they qualify the word beside them and do not compete for things."""
_BOUND = frozenset(
    {"s:before", "s:after", "s:intravenous", "s:intramuscular", "s:subcutaneous", "s:oral", "s:rectal",
     "s:intrathecal", "s:inhaled", "s:topical", "s:transdermal", "s:intranasal", "s:vaginal"}
)  # fmt: skip
"""Ways of giving a drug, each with its own dose, and before and after, each with its own time."""
_BREAKS = frozenset({"and", ",", ";", "but", "while", "whereas", "against", "versus", "vs", "v", "or"})


def unbound(statement: Reading, sentence: Reading, pairs: Sequence[Pair], meaning: Meaning) -> str:
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
        elsewhere = [a for key, atoms in theirs.items() if key != twin.first for a in atoms if a not in there]
        mine = _owners(statement, number.quantity.what).get(number.first, ())
        bound = any(other.ids & meaning.wide(atom) for atom in mine for other in there)
        for atom in mine:
            wide = meaning.wide(atom)
            if any(other.ids & wide for other in there) or (
                bound and _leads(atom, sentence, min(theirs), there, meaning)
            ):
                continue
            if meaning.kinds(atom) & {"outcome"} and not any(meaning.kinds(o) & {"outcome"} for o in there):
                continue  # the end point stands once for all arms
            if any(other.ids & atom.ids for other in elsewhere):
                return number.words
    return ""


def _leads(atom: Atom, sentence: Reading, first: int, there: Sequence[Atom], meaning: Meaning) -> bool:
    """Whether a thing is named before all numbers, and none of its kind beside this one: then it is what all
    of them are said of."""
    kinds = meaning.kinds(atom)
    named = any(other.first < first and other.ids & meaning.wide(atom) for other in sentence.atoms)
    return named and not any(kinds & meaning.kinds(other) for other in there)


def of_another(reading: Reading, condition: Atom, numbers: Sequence[Atom]) -> bool:
    """Whether a condition goes with another number of the sentence than any of `numbers`: "40 mg in A and
    20 mg in B"."""
    dimensions = {n.quantity.what for n in numbers if n.quantity is not None}
    for stretch in _stretches(reading):
        here = [a for a in stretch if a.quantity is not None and a.quantity.what in dimensions]
        if condition in stretch:
            return bool(here) and not any(a in numbers for a in here)
    return False


def _owners(reading: Reading, what: str) -> dict[int, tuple[Atom, ...]]:
    """For each number of one dimension (by its first token) the things in its stretch between "and",
    commas and
    the like; a number in a stretch without things shares those of the number before it ("38% v 24%")."""
    owners: dict[int, tuple[Atom, ...]] = {}
    before: tuple[Atom, ...] = ()
    for stretch in _stretches(reading):
        numbers = [a for a in stretch if a.quantity is not None and a.quantity.what == what]
        things = tuple(a for a in stretch if a.kind in (Kind.CONCEPT, Kind.WORD) or a.ids & _BOUND)
        for number in numbers:
            owners[number.first] = things or before
        if numbers and things:
            before = things
        elif things and not numbers:
            before = before if owners else things
    return owners


def _stretches(reading: Reading) -> list[list[Atom]]:
    cuts = [i for i, token in enumerate(reading.tokens) if token.lower in _BREAKS]
    stretches: list[list[Atom]] = [[]]
    for atom in (a for a in reading.atoms if not a.asked):
        while cuts and cuts[0] < atom.first:
            cuts.pop(0)
            if stretches[-1]:
                stretches.append([])
        stretches[-1].append(atom)
    return stretches
