"""Binding: which things a number belongs to, so that figures can't be exchanged between arms or end
points."""

from collections.abc import Sequence

from rules.claim import Atom, Kind, Reading
from rules.match import Pair
from rules.meaning import Meaning

_FREE = frozenset({"grade", "stage", "type", "line", "phase", "cycles", "day no", "level", "class"})
"""Labels rather than amounts: they qualify the word beside them and do not compete for things."""
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
        for atom in _owners(statement, number.quantity.what).get(number.first, ()):
            wide = meaning.wide(atom)
            if any(other.ids & wide for other in there):
                continue
            if any(other.ids & atom.ids for other in elsewhere):
                return number.words
    return ""


def _owners(reading: Reading, what: str) -> dict[int, tuple[Atom, ...]]:
    """For each number of one dimension (by its first token) the things in its stretch between "and",
    commas and
    the like; a number in a stretch without things shares those of the number before it ("38% v 24%")."""
    owners: dict[int, tuple[Atom, ...]] = {}
    before: tuple[Atom, ...] = ()
    for stretch in _stretches(reading):
        numbers = [a for a in stretch if a.quantity is not None and a.quantity.what == what]
        things = tuple(a for a in stretch if a.kind in (Kind.CONCEPT, Kind.WORD))
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
