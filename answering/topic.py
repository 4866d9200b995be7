"""Topic: what a question asks about and what a heading stands over, by one table of words for both sides."""

from enum import StrEnum
from functools import lru_cache

from answering.words import columns, table


class Topic(StrEnum):
    """A part of care."""

    AIM = "aim"
    WORKUP = "workup"
    TREATMENT = "treatment"
    CHOICE = "choice"
    REGIMEN = "regimen"
    DURATION = "duration"
    SUPPORT = "support"
    RESPONSE = "response"
    PROGNOSIS = "prognosis"
    PITFALL = "pitfall"


_WEAK = Topic.TREATMENT
"""Most headings of a guideline are about treatment; one that also tells something else tells that."""


@lru_cache(maxsize=4096)
def asked_topics(text: str) -> frozenset[Topic]:
    """The topics that a question's words ask about; empty where none is recognised."""
    return _found("asked", text)


@lru_cache(maxsize=65536)
def said_topics(text: str) -> frozenset[Topic]:
    """The topics that a passage's own words show."""
    return _found("said", text)


@lru_cache(maxsize=65536)
def passage_topics(heading_path: tuple[str, ...], text: str) -> frozenset[Topic]:
    """The topics of a passage: those of its nearest telling heading, and those its own words show.

    The first heading is the document's title and tells nothing about the part.
    """
    said = said_topics(text)
    for heading in reversed(heading_path[1:] or heading_path):
        headed = _found("headed", heading)
        if headed:
            return said | (headed - {_WEAK} or headed)
    return said


@lru_cache(maxsize=65536)
def stands_apart(heading_path: tuple[str, ...]) -> bool:
    """Whether a passage stands under a heading such as "References", where nothing is answered."""
    pattern = table("apart")["apart"]
    return any(pattern.fullmatch(heading.strip()) for heading in heading_path[1:])


def _found(column: str, text: str) -> frozenset[Topic]:
    return frozenset(Topic(key) for key, pattern in columns("topics")[column].items() if pattern.search(text))
