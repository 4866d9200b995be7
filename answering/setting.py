"""Setting: the stage of disease a text is about. A guideline covers the stages that its headings name."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from answering.words import table


class Setting(StrEnum):
    """Stages that guidelines are written for."""

    PREVENTION = "prevention"
    SCREENING = "screening"
    PRIMARY = "primary"
    RECURRENT = "recurrent"


def settings_of(texts: Iterable[str]) -> frozenset[Setting]:
    """The settings that these texts name."""
    return _named("\n".join(texts))


@lru_cache(maxsize=256)
def _named(joined: str) -> frozenset[Setting]:
    return frozenset(Setting(key) for key, pattern in table("settings").items() if pattern.search(joined))
