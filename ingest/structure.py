"""Structure: the passages of a document, cut along its blocks and nowhere else.

A list item begins with its lead-in. A table row carries caption and column headers. Nothing is cut inside a
paragraph. A paragraph or item with an anchor is one recommendation; in a document without anchors they are
found by their words.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from corpus.guideline import Guideline
from ingest.advice import Cut, advised, anchored, with_grades
from ingest.block import Block, BlockKind, Row
from ingest.passage import Kind, Passage
from ingest.table import Cell, row_texts

_CAPTION = re.compile(r"(?:Table|Box|Figure)\s+\S", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A passage before it has a name. `start` and `end` are code points into the document."""

    kind: Kind
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    page: int | None
    anchor: str | None = None
    lead: str = ""
    cells: tuple[Cell, ...] = ()


def structured(blocks: Sequence[Block], guideline: Guideline) -> tuple[Passage, ...]:
    """The passages of a document's blocks, in document order.

    A level-one heading that repeats the guideline's title is not part of heading paths, since the passage
    has the title.
    """
    marked = anchored(blocks)
    walk = _Walk(title=guideline.title)
    cuts = tuple(_named(walk.pieces(blocks if marked else with_grades(blocks)), guideline))
    return tuple(cut.passage for cut in cuts) if marked else tuple(advised(cuts, guideline.publisher))


def _named(pieces: Iterable[_Piece], guideline: Guideline) -> Iterator[Cut]:
    seen: Counter[str] = Counter()
    for piece in pieces:
        anchor = piece.anchor
        if anchor is None:
            words = "\n".join((*piece.heading_path, piece.text))
            anchor = f"{piece.kind.value[0]}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"
            seen[anchor] += 1
            if seen[anchor] > 1:
                anchor = f"{anchor}-{seen[anchor]}"
        passage = Passage(
            id=f"{guideline.id}:{anchor}",
            guideline=guideline.id,
            version=guideline.version,
            title=guideline.title,
            kind=piece.kind,
            heading_path=piece.heading_path,
            text=piece.text,
            start=piece.start,
            end=piece.end,
            anchor=anchor,
            page=piece.page,
        )
        yield Cut(passage=passage, lead=len(piece.lead), caption=piece.lead, cells=piece.cells)


@dataclass(kw_only=True)
class _Walk:
    """One pass over the blocks of a document, keeping the headings it is under."""

    title: str
    _headings: list[tuple[int, str]] = field(default_factory=list)

    @property
    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

    def pieces(self, blocks: Sequence[Block], lead: str = "") -> Iterator[_Piece]:
        """The pieces of sibling blocks; a paragraph that only leads in to what follows is not one itself."""
        held = ""
        for block, following in zip_longest(blocks, blocks[1:]):
            if block.kind is BlockKind.HEADING:
                self._enter(block)
            elif block.kind is BlockKind.PARAGRAPH:
                held = block.text if _leads_in(block.text, following) else ""
                if block.text and (block.anchor or not held):
                    yield self._piece(Kind.PARAGRAPH, (block,), lead)
                continue
            elif block.kind is BlockKind.LIST:
                for item in block.children:
                    yield from self._item(item, _joined(lead, held))
            elif block.kind is BlockKind.TABLE and _says(block):
                yield from self._rows(block.rows, _joined(lead, held, block.text))
            elif block.text:
                yield self._piece(Kind.PARAGRAPH, (block,), lead)
            held = ""

    def _enter(self, heading: Block) -> None:
        while self._headings and self._headings[-1][0] >= heading.level:
            self._headings.pop()
        repeats_title = (
            heading.level == 1 and heading.text.casefold() == " ".join(self.title.split()).casefold()
        )
        if heading.text and not repeats_title:
            self._headings.append((heading.level, heading.text))

    def _item(self, item: Block, lead: str) -> Iterator[_Piece]:
        """A list item: its paragraphs are one piece unless an anchor ends one; then what lies below it."""
        own: list[Block] = []
        for child in item.children:
            if child.kind is not BlockKind.PARAGRAPH:
                break
            own.append(child)
        below = item.children[len(own) :]
        said = " ".join(block.text for block in own)
        introduces = any(map(_says, below)) and said.endswith(":") and not any(block.anchor for block in own)
        if said and not introduces:
            yield from self._grouped(own, lead)
        yield from self.pieces(below, lead=_joined(lead, said))

    def _grouped(self, paragraphs: Sequence[Block], lead: str) -> Iterator[_Piece]:
        group: list[Block] = []
        for paragraph in paragraphs:
            group.append(paragraph)
            if paragraph.anchor is not None:
                yield self._piece(Kind.LIST_ITEM, group, lead)
                group = []
        if any(paragraph.text for paragraph in group):
            yield self._piece(Kind.LIST_ITEM, group, lead)

    def _piece(self, kind: Kind, blocks: Sequence[Block], lead: str) -> _Piece:
        anchor = blocks[-1].anchor
        return _Piece(
            kind=kind if anchor is None else Kind.RECOMMENDATION,
            heading_path=self._path,
            text=_joined(lead, *(block.text for block in blocks)),
            start=blocks[0].start,
            end=blocks[-1].end,
            page=blocks[0].page,
            anchor=anchor,
            lead=lead,
        )

    def _rows(self, rows: Sequence[Row], caption: str) -> Iterator[_Piece]:
        for told in row_texts(rows, caption):
            if not told.cells:
                continue
            yield _Piece(
                kind=Kind.TABLE_ROW,
                heading_path=self._path,
                text=told.text,
                start=told.row.start,
                end=told.row.end,
                page=told.row.boxes[0].page if told.row.boxes else None,
                lead=caption,
                cells=told.cells,
            )


def _leads_in(text: str, following: Block | None) -> bool:
    if following is None or following.kind not in {BlockKind.LIST, BlockKind.TABLE}:
        return False
    if not _says(following):
        return False
    return text.endswith(":") or (following.kind is BlockKind.TABLE and _CAPTION.match(text) is not None)


def _says(block: Block) -> bool:
    """Whether passages come of a block: a lead-in to nothing has to stand for itself."""
    if block.kind in {BlockKind.LIST, BlockKind.ITEM}:
        return any(map(_says, block.children))
    if block.kind is BlockKind.TABLE:
        return any(any(row.cells) for row in block.rows)
    return bool(block.text) and block.kind is not BlockKind.HEADING


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)
