"""Predicate: whether a word is all that a segment says of its things."""

from collections.abc import Sequence

from rules.claim import Atom, Kind
from rules.meaning import Meaning

_CIRCUMSTANCE = frozenset({"after", "before", "in", "during"})
"""Words with which a thing begins that only tells when or where."""


def all_that_is_said(atom: Atom, atoms: Sequence[Atom], meaning: Meaning) -> bool:
    """Whether a word that has an opposite ("favorable", "obsolete") is all that a segment says of its things,
    so that the passage itself has to say it."""
    if (
        atom.kind is not Kind.SENSE
        or atom.asked
        or atom.condition
        or not meaning.qualifies(atom)
        or meaning.acts(atom)
    ):
        return False
    if "s:suitable" in atom.ids:
        return False  # what is given is meant to suit
    if any(a is not atom and a.first == atom.first for a in atoms):
        return False  # the question says it
    if any(a.first == atom.last + 1 and a.words.split()[0].lower() not in _CIRCUMSTANCE for a in atoms):
        return False  # it stands before its thing
    others = [a for a in atoms if a.kind is not Kind.CONCEPT and a is not atom]
    return all(meaning.small(other) for other in others)
