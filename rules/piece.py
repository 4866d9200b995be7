"""Piece: a stretch of tokens with one function in a sentence."""

from dataclasses import dataclass

from rules.quantity import Quantity


@dataclass(frozen=True)
class Piece:
    """Tokens `first`..`last` (inclusive) of a sentence.

    `role` is "concept", "sense", "quantity", "word", "grammar", "mark" or "light"; `ids` are what the
    words may stand for (for "grammar" the roles they play).
    """

    role: str
    first: int
    last: int
    ids: frozenset[str] = frozenset()
    quantity: Quantity | None = None
