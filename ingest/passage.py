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


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One citable piece.

    `id` is stable: an edit elsewhere in the document does not change it.
    `text` is what may be quoted; a list item's text begins with its lead-in.
    `start` and `end` are code points into the source document, end exclusive; for a list item they
    cover the item itself.
    `page` counts from 1 where the source has pages, else None.
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
