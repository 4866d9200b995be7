"""Errors of retrieval.

RetrievalError
├── EmptyQuery           nothing to look for
└── UnknownGuideline     a filter names a guideline that is not on record
"""

from collections.abc import Sequence


class RetrievalError(Exception):
    """Root of the errors of this package; the message says what, why and what to do next."""


class EmptyQuery(RetrievalError):
    """The query has no words."""

    def __init__(self) -> None:
        super().__init__("the query is empty, so there is nothing to look for. Give at least one word.")


class UnknownGuideline(RetrievalError):
    """`unknown` were asked for; `choices` are on record."""

    def __init__(self, *, unknown: Sequence[str], choices: Sequence[str]) -> None:
        named = ", ".join(f"'{name}'" for name in unknown)
        listed = ", ".join(choices) if choices else "none (ingest a guideline first)"
        super().__init__(
            f"no guideline {named} is on record, so a search in it would find nothing. Choose from: {listed}."
        )
        self.unknown = tuple(unknown)
        self.choices = tuple(choices)
