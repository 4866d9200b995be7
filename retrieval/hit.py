"""Hit: a passage by number, as one way of searching found it."""

from typing import NamedTuple


class Hit(NamedTuple):
    """`score` is higher for better; its scale belongs to the way that found it."""

    number: int
    score: float
