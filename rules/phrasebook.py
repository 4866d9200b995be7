"""Phrasebook: finds the longest known phrases in a run of tokens, on stems, in one pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.text import Token, tokens


@dataclass(frozen=True)
class Match:
    """Phrases found at tokens `first`..`last` (inclusive): all ids that those words may stand for."""

    ids: frozenset[str]
    first: int
    last: int


class _Index:
    """Phrases by their first key, for one way of reducing words."""

    def __init__(self) -> None:
        self.phrases: dict[str, dict[tuple[str, ...], set[str]]] = {}
        self.longest: dict[str, int] = {}

    def add(self, key: tuple[str, ...], id: str) -> None:
        self.phrases.setdefault(key[0], {}).setdefault(key, set()).add(id)
        self.longest[key[0]] = max(self.longest.get(key[0], 1), len(key))

    def at(self, keys: Sequence[str], index: int, limit: int) -> tuple[int, set[str]]:
        bucket = self.phrases.get(keys[index])
        if bucket is None:
            return 0, set()
        for length in range(min(self.longest[keys[index]], limit - index), 0, -1):
            ids = bucket.get(tuple(keys[index : index + length]))
            if ids:
                return length, ids
        return 0, set()


class Phrasebook:
    """Phrases, matched without inflection, and where that finds nothing, without derivation."""

    def __init__(self) -> None:
        self._bases = _Index()
        self._stems = _Index()
        self._exact: dict[str, set[str]] = {}

    def add(self, phrase: str, id: str, *, exact: bool = False) -> None:
        """Adds a phrase. An `exact` one is a single word matched with its capitals ("LET", "AC")."""
        if exact:
            self._exact.setdefault(phrase.replace("-", ""), set()).add(id)
            return
        words = [token for token in tokens(phrase) if token.text not in "()\"',.;:"]
        if words:
            self._bases.add(tuple(word.base for word in words), id)
            self._stems.add(tuple(word.stem for word in words), id)

    def at(self, words: Sequence[Token], index: int) -> Match | None:
        """The longest phrase that begins at `index`."""
        word = words[index]
        limit = min(len(words), index + 12)
        window = words[index:limit]
        length, ids = self._bases.at([w.base for w in window], 0, len(window))
        wider, more = self._stems.at([w.stem for w in window], 0, len(window))
        if wider > length:
            length, ids = wider, more
        exact = self._exact.get(word.text) or self._exact.get(word.text.removesuffix("s")) or set()
        if length > 1:
            return Match(frozenset(ids), index, index + length - 1)
        found = ids | exact
        return Match(frozenset(found), index, index) if found else None

    def knows(self, stem: str) -> bool:
        """Whether any phrase begins with this stem."""
        return stem in self._stems.phrases

    def stems(self) -> Iterable[str]:
        """The first stems of all phrases."""
        return self._stems.phrases.keys()

    def single(self) -> list[str]:
        """All one-word phrases as stems."""
        return [phrase[0] for bucket in self._stems.phrases.values() for phrase in bucket if len(phrase) == 1]

    def ids(self, phrase: tuple[str, ...]) -> frozenset[str]:
        """The ids of one phrase, given as stems; empty where it is not known."""
        return frozenset(self._stems.phrases.get(phrase[0], {}).get(phrase, ()))
