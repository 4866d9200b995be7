"""Listing: whether a sentence says of the member of a bare list the opposite of what was asked for."""

from collections.abc import Sequence

from rules.claim import Atom, Reading

_SHORT = 6
"""Concepts in a line that may be taken to speak of each thing it names."""


def denies(line: Reading, member: Atom, topic: Sequence[Atom], *, negative: bool) -> bool:
    """Whether a short line says of `member` the opposite of what the question asks for."""
    if len(line.concepts) > _SHORT:
        return False
    mine = [b for b in line.atoms if b.ids & member.ids and not b.excluded]
    about = [b for t in topic for b in line.atoms if b.ids & t.ids]
    if not mine or not about or any(b.ids & t.ids for b in mine for t in topic):
        return False
    return all((b.excluded or line.segments[b.segment].negative) != negative for b in about)
