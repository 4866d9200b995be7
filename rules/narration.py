"""Narration: whether words tell what was done or found, and so can carry no advice."""

from collections.abc import Sequence

_PAST = frozenset({"was", "were", "had", "did"})
_FOUND = frozenset(
    {"reported", "showed", "shown", "demonstrated", "found", "revealed", "observed", "enrolled", "led",
     "randomized", "randomised", "resulted", "concluded", "experienced", "received", "produced", "improved",
     "reduced", "increased", "decreased"}
)  # fmt: skip
_STUDIES = frozenset(
    {"trial", "trials", "study", "studies", "analysis", "analyses", "meta", "review", "investigators",
     "authors", "cohort", "rct", "rcts", "series", "researchers"}
)  # fmt: skip


def told(words: Sequence[str]) -> bool:
    """Whether these words, in lower case, are in the past tense or tell what a study found."""
    return any(word in _PAST for word in words) or (
        any(word in _STUDIES for word in words) and any(word in _FOUND for word in words)
    )
