"""Ahead: what the next pieces of a sentence tell of the clause that is being read."""

from collections.abc import Sequence

from rules.claim import Atom, Kind
from rules.lexicon import Lexicon
from rules.piece import Piece
from rules.text import Token, base

_PEOPLE = frozenset({"s:patient", "s:adult", "s:woman", "s:man", "s:child", "s:elderly", "s:young"})
"""Words for groups of people."""
_SURPASSING = frozenset(
    {base(word) for word in ("beat", "outdo", "outdoes", "surpass", "outperform", "outclass")}
)
"""Verbs whose object is the lesser thing."""
GROUPS = frozenset({"s:adult", "s:woman", "s:man", "s:child", "s:adolescent"})
"""Those by which patients are divided."""
_AUXILIARY = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "does", "do", "did", "not", "takes"}
)
TOGETHER = frozenset({"s:combine", "s:simultaneous", "s:alone", "s:add"})
"""Words that tell how things are given together, and so make no clause of their own."""


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

    def watches(self, ahead: Sequence[Piece]) -> bool:
        """Whether what follows up to the next comma speaks of watching something, and before that of no
        treatment."""
        for piece in ahead:
            if piece.role == "mark":
                return False
            kinds = {self.lexicon.concepts[id].kind for id in piece.ids if id in self.lexicon.concepts}
            if kinds & {"drug", "drug_class", "regimen"}:
                return False
            if "s:monitor" in piece.ids or any(
                "c:cardiac_monitoring" in self.lexicon.above(id) for id in piece.ids if id[0] == "c"
            ):
                return True
        return False

    def surpasses(self, piece: Piece) -> bool:
        """Whether a verb puts its subject above its object: "A beats B", not "A is beaten by B"."""
        after = self.words[piece.last + 1 : piece.last + 2]
        return self.words[piece.last].base in _SURPASSING and bool(after) and after[0].lower != "by"

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

    def pairs_things(self, last: Atom | None, piece: Piece, ahead: Sequence[Piece]) -> bool:
        """Whether "and" joins two things in one phrase: "a trial of A and B found", not "stop A and B is
        started"."""
        if last is not None and ahead and self.order(last.ids) and self.order(ahead[0].ids):
            return True  # "before and during"
        if last is None or last.kind is not Kind.CONCEPT or len(ahead) < 2:
            return False
        if last.last != piece.first - 1 or ahead[0].role != "concept":
            return False
        follows = self.words[ahead[1].first].lower
        return follows not in _AUXILIARY and not (
            ahead[1].role == "sense"
            and not ahead[1].ids & TOGETHER
            and any(self.category(id) in ("modality", "acts") for id in ahead[1].ids)
        )

    def does(self, piece: Piece) -> bool:
        """Whether a piece is a verb in the past that says what was done."""
        word = self.words[piece.first].lower
        acts = piece.role == "sense" and any(self.category(id) == "acts" for id in piece.ids)
        return word in ("has", "have", "had") or (acts and word.endswith("ed"))

    def goes_on(self, before: Atom | None, piece: Piece, content: frozenset[str]) -> bool:
        """Whether a verb after an excluded thing is that of the clause: "A without B counts as C"."""
        verb = any(self.category(id) in ("verbs", "knowledge") for id in content)
        return (
            verb
            and self.words[piece.first].lower.endswith("s")
            and before is not None
            and before.excluded
            and before.kind is Kind.CONCEPT
            and before.last == piece.first - 1
        )
