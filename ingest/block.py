"""Block: the structure of a document as every reader gives it, before it is cut into passages.

A reader turns one format into blocks and knows nothing of passages; `ingest.structure` turns blocks into
passages and knows nothing of formats.
"""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    LITERAL = "literal"
    """Text that is kept as it is laid out, such as a fenced block."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle on a page, in points from its top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, kw_only=True)
class Row:
    """A table row. Every cell stands for one column: what spans several is repeated in each.

    `header`: it names columns. `spans`: one cell spans the whole table. `start` and `end` are code points
    into the document, end exclusive; `boxes` are where it stands on pages.
    """

    cells: tuple[str, ...]
    header: bool = False
    spans: bool = False
    start: int
    end: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Block:
    """A heading, paragraph, list, list item or table.

    `text` is what a reader sees, on one line, without reference marks; `marks` are those that were taken out.
    `level` is a heading's, from 1. `anchor` names a paragraph that is a recommendation, or a place in the
    document. `children` are a list's items, or what stands in an item: its paragraphs first. `rows` are a
    table's, its `text` the caption. `start` and `end` are code points into the document, end exclusive.
    """

    kind: BlockKind
    start: int
    end: int
    text: str = ""
    level: int = 0
    anchor: str | None = None
    marks: tuple[str, ...] = ()
    children: tuple["Block", ...] = ()
    rows: tuple[Row, ...] = ()
    boxes: tuple[Box, ...] = ()

    @property
    def page(self) -> int | None:
        """The page on which it begins, from 1; None where the document has no pages."""
        return self.boxes[0].page if self.boxes else None
