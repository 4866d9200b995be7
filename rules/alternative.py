"""Alternative: conditions of which one is enough, as "if they have had none or stopped it a year ago"."""

from collections.abc import Sequence

from rules.claim import Atom, Reading


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
