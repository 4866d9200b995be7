"""Sequence: what comes first where a sentence says what comes after it."""

from collections.abc import Sequence

from rules.claim import Atom, Kind, Reading
from rules.meaning import Meaning

_FIRST = frozenset({"s:initial", "s:first_line"})


def leads(atom: Atom, atoms: Sequence[Atom], sentence: Reading, meaning: Meaning) -> bool:
    """Whether "A comes first" is said by a sentence on what is done after A."""
    before = [other for other in atoms if other.kind is Kind.CONCEPT and other.last < atom.first]
    if not atom.ids & _FIRST or not before:
        return False
    for other in sentence.atoms:
        if "s:after" not in other.ids:
            continue
        thing = next((a for a in sentence.atoms if a.kind is Kind.CONCEPT and a.first > other.last), None)
        if thing is not None and (
            thing.ids & meaning.wide(before[-1]) or before[-1].ids & meaning.wide(thing)
        ):
            return True
    return False
