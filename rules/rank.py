"""Rank: where a reading puts one thing above another."""

from collections.abc import Sequence

from rules.claim import Atom, Kind, Reading
from rules.meaning import DRUGS
from rules.mention import Mentions, said, within, word_before

_ABOVE = frozenset({"s:prefer", "s:better"})
_TOP = frozenset({"s:better", "s:best", "s:prefer"})
_PREPOSITIONS = frozenset(
    {"for", "of", "with", "on", "under", "after", "before", "during", "by", "from", "in", "as", "like"}
)
_STANDARD = frozenset({"s:standard"})


class Ranks:
    """Finds comparisons of named things."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions

    def top(self, reading: Reading, concepts: Sequence[str]) -> Atom | None:
        """A drug or regimen among `concepts` that a reading calls better than others, or one of the concepts
        themselves for which it names a standard."""
        for segment in reading.segments:
            atoms = [a for a in within(reading, segment) if not a.condition]
            if segment.negative or segment.past:
                continue
            judged = [a for a in atoms if a.kind is Kind.SENSE and not a.excluded and not a.against]
            for atom in atoms:
                if atom.against or atom.excluded or not self.mentions.any(atom, concepts):
                    continue
                if word_before(reading, atom) in _PREPOSITIONS or _example(reading, atom):
                    continue
                itself = any(f"c:{concept}" in atom.ids for concept in concepts)
                if self.mentions.kinds(atom) & DRUGS and any(
                    a.ids & _TOP and a.first > atom.last for a in judged
                ):
                    return atom
                if itself and any(a.ids & _STANDARD for a in judged):
                    return atom
        return None

    def reversed(self, reading: Reading, what: str, over: str) -> tuple[Atom, Atom] | None:
        """Where a reading puts `over` above `what`."""
        for segment in reading.segments:
            atoms = within(reading, segment)
            above = [a for a in atoms if self.mentions.names(a, over) and not a.against and not a.excluded]
            below = [a for a in atoms if self.mentions.names(a, what) and (a.against or a.excluded)]
            if above and below and said(reading, segment) & _ABOVE and not segment.negative:
                return above[0], below[0]
        return None

    def above(self, reading: Reading, what: str, over: str) -> bool:
        """Whether a reading puts `what` above `over`."""
        return self.reversed(reading, what=over, over=what) is not None


def _example(reading: Reading, atom: Atom) -> bool:
    """Whether a thing stands for others: "a single agent such as capecitabine or a taxane"."""
    first = reading.segments[atom.segment].first
    words = [token.lower for token in reading.tokens[first : atom.first]]
    return "such" in words and words[words.index("such") + 1 :][:1] == ["as"]
