"""Ahead: what the next pieces of a sentence tell of the clause that is being read."""

from collections.abc import Sequence

from rules.lexicon import Lexicon
from rules.piece import Piece
from rules.text import Token

_PEOPLE = frozenset({"s:patient", "s:adult", "s:woman", "s:man", "s:child", "s:elderly", "s:young"})
"""Words for groups of people."""
GROUPS = frozenset({"s:adult", "s:woman", "s:man", "s:child", "s:adolescent"})
"""Those by which patients are divided."""


class Ahead:
    """Looks ahead in one sentence."""

    def __init__(self, words: Sequence[Token], lexicon: Lexicon) -> None:
        self.words = words
        self.lexicon = lexicon

    def says_more(self, ahead: Sequence[Piece]) -> bool:
        """Whether a full sentence follows: one with a negation, a contrast or modal force of its own."""
        return any(
            (piece.role == "grammar" and piece.ids & {"negator", "contrast"})
            or (piece.role == "sense" and any(self.category(id) == "modality" for id in piece.ids))
            for piece in ahead
        )

    def has_comma(self, ahead: Sequence[Piece]) -> bool:
        return any(piece.role == "mark" and self.words[piece.first].text == "," for piece in ahead[:10])

    def lists_on(self, ahead: Sequence[Piece]) -> bool:
        """Whether a comma goes on with a list, to be closed by "and" or "or"."""
        return any(
            piece.role == "light" and self.words[piece.first].lower in ("and", "or") for piece in ahead[:4]
        )

    def people_next(self, ahead: Sequence[Piece]) -> bool:
        """Whether a group of people follows, so that what is said is said of them."""
        for piece in ahead[:3]:
            if piece.role == "sense" and any(id in _PEOPLE for id in piece.ids):
                return True
            if piece.role not in ("sense", "light", "word"):
                return False
        return False

    def acts_next(self, ahead: Sequence[Piece]) -> bool:
        """Whether a thing and then an act follow ("and capecitabine takes its place")."""
        for piece in ahead[:4]:
            if piece.role == "concept":
                return True
            if piece.role not in ("light",):
                return False
        return False

    def order(self, ids: frozenset[str]) -> bool:
        return any(self.category(id) == "order" for id in ids)

    def category(self, id: str) -> str:
        sense = self.lexicon.senses.get(id)
        return sense.category if sense else ""
