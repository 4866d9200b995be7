"""Alone: a treatment that a sentence gives by itself, and so without another."""

from rules.claim import Atom, Reading
from rules.meaning import INTERVENTIONS, Meaning


def alone_in(sentence: Reading, atom: Atom, meaning: Meaning) -> Atom | None:
    """The "alone" of a sentence, which carries that something goes without another treatment."""
    if not atom.excluded or atom.condition or not meaning.kinds(atom) & INTERVENTIONS:
        return None
    return next(
        (
            other
            for other in sentence.atoms
            if "s:alone" in other.ids
            and not (other.excluded or other.condition or other.against)
            and not sentence.segments[other.segment].negative
        ),
        None,
    )
