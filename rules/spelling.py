"""Spelling: the one known word that a misspelt one can only mean, within a safe edit distance."""

from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from rules.lexicon import Lexicon
from rules.text import stem


class Spelling:
    """Corrects words against the names and words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = tuple(sorted({name for name in lexicon.concept_phrases.single() if len(name) > 5}))
        self._words = tuple(sorted({word for word in lexicon.sense_phrases.single() if len(word) > 6}))
        self._near = lru_cache(maxsize=20000)(self._nearest)

    def correction(self, word: str, known: frozenset[str]) -> str | None:
        """The stem that a lower-case word is taken for, or None where it is known, or several are as near."""
        if len(word) < 6 or not word.isascii() or not word.isalpha() or stem(word) in known:
            return None
        return self._near(stem(word), len(word))

    def _nearest(self, root: str, length: int) -> str | None:
        """One edit from six letters, two from nine for the names of things; one edit for other words."""
        phrases = self._lexicon.concept_phrases
        if phrases.knows(root) or root in self._lexicon.known_stems:
            return None
        limit = 1 if length < 9 else 2
        names = _within(root, self._names, limit)
        if names:
            return names[0] if len({phrases.ids(name) for name in names}) == 1 else None
        words = _within(root, self._words, 1)
        return words[0] if len(words) == 1 else None


def _within(root: str, choices: tuple[str, ...], limit: int) -> list[str]:
    return [
        choice
        for choice in choices
        if abs(len(choice) - len(root)) <= limit
        and DamerauLevenshtein.distance(root, choice, score_cutoff=limit) <= limit
    ]
