"""Spelling: the one known word that a misspelt one can only mean, within a safe edit distance."""

from functools import cached_property, lru_cache

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from rules.lexicon import Lexicon
from rules.text import base, stem

_SHORTEST = 6
"""Letters that a word must have to be corrected: shorter ones are too near to one another."""
_LONG = 9
"""Letters from which the name of a thing may have two errors."""

Choices = dict[str, list[str]]
"""Words by their first letter, which is hardly ever the one that is wrong."""


class Spelling:
    """Corrects words against the names and words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._near = lru_cache(maxsize=20000)(self._nearest)

    def correction(self, word: str, known: frozenset[str]) -> str | None:
        """The word that a lower-case word is taken for, or None where it is known, or several are as near."""
        if len(word) < _SHORTEST or not word.isascii() or not word.isalpha() or stem(word) in known:
            return None
        return self._near(word)

    @cached_property
    def _names(self) -> Choices:
        return _by_letter(self._lexicon.spelled[0])

    @cached_property
    def _words(self) -> Choices:
        return _by_letter(self._lexicon.spelled[1])

    def _nearest(self, word: str) -> str | None:
        """One edit from six letters, two from nine for the names of things; one edit for other words."""
        lexicon = self._lexicon
        if stem(word) in lexicon.known_stems or stem(word) in lexicon.common:
            return None
        near = _within(word, self._names, 1 if len(word) < _LONG else 2) + _within(word, self._words, 1)
        near = [found for found in near if found[0] == min(distance for distance, _ in near)]
        words = sorted({choice for _, choice in near}, key=lambda choice: (len(choice), choice))
        if not words or any(base(choice) == base(word) for choice in words):
            return None
        return words[0] if all(self._same(words[0], other) for other in words[1:]) else None

    def _same(self, word: str, other: str) -> bool:
        """Whether two words say the same, so that it does not matter which was meant."""
        if stem(word) == stem(other):
            return True
        for book in (self._lexicon.concept_phrases, self._lexicon.sense_phrases):
            ids = book.ids(stem(word))
            if ids and ids == book.ids(stem(other)):
                return True
        return False


def _by_letter(words: str) -> Choices:
    found: Choices = {}
    for word in words.split():
        if len(word) >= _SHORTEST - 1:
            found.setdefault(word[0], []).append(word)
    return found


def _within(word: str, choices: Choices, limit: int) -> list[tuple[int, str]]:
    """The choices at most so many edits away, with how many it takes."""
    found = extract(
        word,
        choices.get(word[0], ()),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=limit,
        limit=None,
    )
    return [(int(distance), choice) for choice, distance, _ in found]
