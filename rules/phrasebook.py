"""Phrasebook: finds the longest known phrases in a run of tokens, in one pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.text import Token, tokens

Phrases = dict[str, dict[str, list[str]]]
"""Ids by phrase (its words joined by blanks) by first word."""


@dataclass(frozen=True)
class Match:
    """Phrases found at tokens `first`..`last` (inclusive): all ids that those words may stand for."""

    ids: frozenset[str]
    first: int
    last: int


class _Index:
    """Phrases by their first word, for one way of reducing words."""

    def __init__(self, phrases: Phrases | None = None) -> None:
        self.phrases: Phrases = phrases if phrases is not None else {}
        self._longest: dict[str, int] = {}

    def add(self, words: Sequence[str], id: str) -> None:
        ids = self.phrases.setdefault(words[0], {}).setdefault(" ".join(words), [])
        if id not in ids:
            ids.append(id)

    def at(self, words: Sequence[str]) -> tuple[int, list[str]]:
        """How many of the words form the longest phrase, and its ids."""
        bucket = self.phrases.get(words[0])
        if bucket is None:
            return 0, []
        longest = self._longest.get(words[0])
        if longest is None:
            longest = self._longest[words[0]] = max(phrase.count(" ") + 1 for phrase in bucket)
        for length in range(min(longest, len(words)), 0, -1):
            ids = bucket.get(" ".join(words[:length]))
            if ids:
                return length, ids
        return 0, []


class Phrasebook:
    """Phrases, matched without inflection, and where that finds nothing longer, without derivation too
    (not where `derived` is False)."""

    def __init__(
        self,
        bases: Phrases | None = None,
        stems: Phrases | None = None,
        exact: dict[str, list[str]] | None = None,
        *,
        derived: bool = True,
    ) -> None:
        self._derived = derived
        self._bases = _Index(bases)
        self._stems = _Index(stems)
        self._exact: dict[str, list[str]] = exact if exact is not None else {}
        self.written: set[str] = set()
        """The words of the phrases that were added, in lower case and with their endings."""

    @property
    def parts(self) -> tuple[Phrases, Phrases, dict[str, list[str]]]:
        """What the phrasebook is made of, as plain data; the constructor takes it back."""
        return self._bases.phrases, self._stems.phrases, self._exact

    def add(self, phrase: str, id: str, *, exact: bool = False) -> None:
        """Adds a phrase. An `exact` one is a single word matched with its capitals ("LET", "AC")."""
        if exact:
            ids = self._exact.setdefault(phrase.replace("-", ""), [])
            if id not in ids:
                ids.append(id)
            return
        words = [token for token in tokens(phrase) if token.text not in "()\"',.;:"]
        if words:
            self.written.update(word.lower for word in words if word.is_word)
            self._bases.add([word.base for word in words], id)
            if self._derived:
                self._stems.add([word.stem for word in words], id)

    def at(self, words: Sequence[Token], index: int) -> Match | None:
        """The longest phrase that begins at `index`."""
        word = words[index]
        window = words[index : index + 12]
        length, ids = (
            self._bases.at([w.base for w in window]) if word.base in self._bases.phrases else (0, [])
        )
        if word.stem in self._stems.phrases:
            wider, more = self._stems.at([w.stem for w in window])
            if wider > length:
                length, ids = wider, more
        if length > 1:
            return Match(frozenset(ids), index, index + length - 1)
        exact = self._exact.get(word.text) or self._exact.get(word.text.removesuffix("s")) or []
        found = frozenset(ids) | frozenset(exact)
        return Match(found, index, index) if found else None

    def knows(self, stem: str) -> bool:
        """Whether any phrase begins with this stem."""
        return stem in self._stems.phrases

    def stems(self) -> Iterable[str]:
        """The first stems of all phrases."""
        return self._stems.phrases.keys()

    def single(self) -> list[str]:
        """All one-word phrases as stems."""
        return [phrase for bucket in self._stems.phrases.values() for phrase in bucket if " " not in phrase]

    def ids(self, stem: str) -> frozenset[str]:
        """The ids of a one-word phrase, given as its stem; empty where it is not known."""
        return frozenset(self._stems.phrases.get(stem, {}).get(stem, ()))
