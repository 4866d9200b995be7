"""Passage: the smallest piece of a guideline that can be cited."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a passage is in the structure of its document."""

    RECOMMENDATION = "recommendation"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


@dataclass(frozen=True, kw_only=True)
class Grade:
    """A strength or level of evidence exactly as printed, with the scheme it belongs to; never converted."""

    scheme: str
    value: str


class Polarity(StrEnum):
    """Whether a recommendation is for or against what it speaks of. Cautions and limits are for."""

    FOR = "for"
    AGAINST = "against"


class Modality(StrEnum):
    """How binding the words of a recommendation are; its printed strength is another matter."""

    MUST = "must"
    SHOULD = "should"
    """Should, is recommended, and the imperative."""
    MAY = "may"
    """May, consider, suggest."""


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """One recommendation in the text of a passage.

    `start` and `end` are code points into the passage's text, end exclusive; a printed grade lies within.
    `words` are those that make it one ("should not", "recommends against"), as printed; empty where only a
    printed strength or a label does. `population` is whom it is for, as printed; None where it does not say.
    `strength` and `evidence` are None where none is printed.
    """

    start: int
    end: int
    polarity: Polarity
    modality: Modality
    words: str = ""
    population: str | None = None
    strength: Grade | None = None
    evidence: Grade | None = None


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One citable piece.

    `id` is stable: an edit elsewhere in the document does not change it.
    `text` is what may be quoted; a list item's text begins with its lead-in.
    `start` and `end` are code points into the source document, end exclusive; for a list item they
    cover the item itself.
    `page` counts from 1 where the source has pages, else None.
    `strength` and `evidence` are the grade that the passage as a whole bears: the one of all its
    recommendations, or one printed at its end. Where parts bear different grades they are None.
    `recommendations` are those found in its text, in order; a passage of any kind can hold some.
    """

    id: str
    guideline: str
    version: str
    title: str
    kind: Kind
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    anchor: str
    page: int | None = None
    strength: Grade | None = None
    evidence: Grade | None = None
    recommendations: tuple[Recommendation, ...] = ()
