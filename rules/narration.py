"""Narration: whether words tell what was done or found, and so can carry no advice."""

from collections.abc import Sequence
from itertools import pairwise

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
    past = any(
        word in _PAST and before not in ("has", "have") for before, word in pairwise(["", *words])
    )  # "if they have had A" tells of no study
    return past or (any(word in _STUDIES for word in words) and any(word in _FOUND for word in words))
