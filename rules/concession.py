"""Concession: what a statement admits beside its claim, where the passage makes it a condition."""

from collections.abc import Callable

from rules.claim import Atom, Kind, Reading, Segment

_CONCEDING = frozenset({"although", "though", "despite"})


def against_it(statement: Reading, segment: Segment, carried: Callable[[Atom], Atom | None]) -> str:
    """The words that the next clause concedes and that the sentence makes a condition the other way round:
    "not A, although there is B" by "not A where there is no B"; "" where there are none. `carried`: the atom
    of the sentence that carries one of the statement."""
    following = statement.segments[segment.index + 1 : segment.index + 2]
    if not following or statement.tokens[following[0].first].lower not in _CONCEDING:
        return ""
    for atom in statement.atoms:
        if atom.segment != following[0].index or atom.kind is not Kind.CONCEPT:
            continue
        twin = carried(atom)
        lacking = atom.excluded != following[0].negative
        if twin is not None and (twin.condition or twin.excluded) and twin.excluded != lacking:
            return atom.words
    return ""
