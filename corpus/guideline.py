"""Guideline: the identity of one document in one version, as printed, never as guessed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where a guideline version stands in its life."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class ReviewState(StrEnum):
    """How far clinical review of the encoded text has come. Nothing shipped is `approved`."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A work that the guideline cites, as it cites it; `n` is its printed number."""

    n: int
    title: str
    authors: str
    year: int


@dataclass(frozen=True, kw_only=True)
class Guideline:
    """One guideline version. A date that is not known is None; it is never filled in."""

    id: str
    version: str
    title: str
    publisher: str | None
    published: date | None
    retrieved: date | None
    review_by: date | None
    licence: str
    source: str
    status: Status
    superseded_by: str | None
    review: ReviewState
    references: tuple[Reference, ...] = ()
