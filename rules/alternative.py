"""Alternative: conditions of which one is enough, as "if they have had none or stopped it a year ago"."""

from collections.abc import Sequence

from rules.claim import Atom, Reading
from rules.match import Pair


def spared_of(sentence: Reading, conditions: Sequence[Atom], met: set[int]) -> set[int]:
    """The atoms (by `id`) of alternative conditions that need not be met, as another is met in full."""
    ors = [
        index
        for index, token in enumerate(sentence.tokens)
        if token.lower == "or"
        and any(a.last < index for a in conditions)
        and any(a.first > index for a in conditions)
    ]
    if len(ors) != 1:
        return set()
    start = max((a.last for a in sentence.atoms if not a.condition and a.last < ors[0]), default=-1)
    before = [a for a in conditions if start < a.first < ors[0]]
    after = [a for a in conditions if a.first > ors[0]]
    for mine, other in ((before, after), (after, before)):
        if mine and all(id(atom) in met for atom in mine):
            return {id(atom) for atom in other if id(atom) not in met}
    return set()


def beside_another(sentence: Reading, atom: Atom, pairs: Sequence[Pair]) -> bool:
    """Whether all of another condition, joined to that of an atom by "or", is met: "if she never had A or
    stopped it" for one who has stopped A."""
    words = [token.lower for token in sentence.tokens]
    met = {id(theirs) for _, theirs in pairs}
    for at in (index for index, word in enumerate(words) if word == "or" and index > atom.last):
        other = [a for a in sentence.atoms if a.first > at and a.condition and a.segment == atom.segment]
        if atom.condition and len(other) > 1 and all(id(a) in met for a in other):
            return True
    return False
