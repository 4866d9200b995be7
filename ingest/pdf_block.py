"""PDF block: paragraphs and tables in reading order as blocks, with the text that they lie in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.block import Block, BlockKind, Row
from ingest.pdf_heading import printed
from ingest.pdf_paragraph import Paragraph, Part
from ingest.pdf_table import CellRow, Table

_CAPTION = re.compile(r"(?:Table|Box|Figure|Fig\.)(?:\s+[A-Z]?\d|\.\s|\s+[A-Z]\b)", re.IGNORECASE)
_CONTINUED = re.compile(r"\W*\(?(?:cont(?:inued|['’]d|\.)?)\)?\W*\Z", re.IGNORECASE)
_SAME = 4.0
"""Columns of a table that goes on over the page stand no further apart, in points."""


def blocks(parts: Sequence[Part], levels: Mapping[int, int]) -> tuple[str, tuple[Block, ...]]:
    """The text and blocks of a document. `levels` are those of headings, by the paragraph's identity."""
    return _Build(levels=levels).built(_captioned(_whole_tables(parts)))


@dataclass(frozen=True, kw_only=True)
class _Captioned:
    """A table over all its pages, with its caption."""

    caption: Paragraph | None
    tables: tuple[Table, ...]


def _whole_tables(parts: Sequence[Part]) -> list[Paragraph | list[Table]]:
    """Parts with each table that goes on at the top of the next page put together."""
    found: list[Paragraph | list[Table]] = []
    for part in parts:
        last = found[-1] if found else None
        if not isinstance(part, Table):
            found.append(part)
            continue
        if isinstance(last, Paragraph) and _CONTINUED.search(last.text) and len(found) > 1:
            before = found[-2]
            if isinstance(before, list) and _goes_on(before[-1], part):
                found.pop()
                before.append(part)
                continue
        if isinstance(last, list) and _goes_on(last[-1], part):
            last.append(part)
        else:
            found.append([part])
    return found


def _goes_on(before: Table, after: Table) -> bool:
    return (
        after.page == before.page + 1
        and len(before.columns) == len(after.columns)
        and all(abs(one - two) <= _SAME for one, two in zip(before.columns, after.columns, strict=True))
    )


def _captioned(parts: Sequence[Paragraph | list[Table]]) -> list[Paragraph | _Captioned]:
    """Parts with each table given the caption above it, or the one right below."""
    found: list[Paragraph | _Captioned] = []
    skip = False
    for index, part in enumerate(parts):
        if skip:
            skip = False
            continue
        if isinstance(part, Paragraph):
            found.append(part)
            continue
        caption: Paragraph | None = None
        above = found[-1] if found else None
        below = parts[index + 1] if index + 1 < len(parts) else None
        if isinstance(above, Paragraph) and _CAPTION.match(printed(above)):
            caption = above
            found.pop()
        elif isinstance(below, Paragraph) and _CAPTION.match(below.text) and len(below.text) < 300:
            following = parts[index + 2] if index + 2 < len(parts) else None
            if not isinstance(following, list):
                caption, skip = below, True
        found.append(_Captioned(caption=caption, tables=tuple(part)))
    return found


@dataclass(kw_only=True)
class _Item:
    """A list item while its list is built."""

    paragraph: Paragraph
    more: list[Paragraph] = field(default_factory=list)
    below: list["_Item"] = field(default_factory=list)


@dataclass(kw_only=True)
class _Build:
    """Writes blocks down one after the other, each with its place in the text."""

    levels: Mapping[int, int]
    _lines: list[str] = field(default_factory=list)
    _at: int = 0

    def built(self, parts: Sequence[Paragraph | _Captioned]) -> tuple[str, tuple[Block, ...]]:
        """All blocks, and the text."""
        found: list[Block] = []
        items: list[Paragraph] = []
        for part in parts:
            if (
                isinstance(part, Paragraph)
                and id(part) not in self.levels
                and (part.label or _inside(part, items))
            ):
                items.append(part)
                continue
            found.extend(self._lists(items))
            items = []
            if isinstance(part, _Captioned):
                found.append(self._table(part))
            elif id(part) in self.levels:
                found.append(self._paragraph(part, BlockKind.HEADING, level=self.levels[id(part)]))
            else:
                found.append(self._paragraph(part, BlockKind.PARAGRAPH))
        found.extend(self._lists(items))
        return "".join(self._lines), tuple(found)

    def _write(self, text: str) -> tuple[int, int]:
        start = self._at
        self._lines.append(f"{text}\n")
        self._at += len(text) + 1
        return start, start + len(text)

    def _paragraph(self, part: Paragraph, kind: BlockKind, *, level: int = 0) -> Block:
        text = printed(part) if kind is BlockKind.HEADING else part.text
        start, end = self._write(text)
        return Block(
            kind=kind, start=start, end=end, text=text, level=level, marks=part.marks, boxes=part.boxes
        )

    def _lists(self, items: Sequence[Paragraph]) -> list[Block]:
        return [self._list(_nested(items))] if items else []

    def _list(self, items: Sequence[_Item]) -> Block:
        made = tuple(self._item(item) for item in items)
        boxes = tuple(box for item in made for box in item.boxes)
        return Block(kind=BlockKind.LIST, start=made[0].start, end=made[-1].end, children=made, boxes=boxes)

    def _item(self, item: _Item) -> Block:
        children = [self._paragraph(part, BlockKind.PARAGRAPH) for part in (item.paragraph, *item.more)]
        if item.below:
            children.append(self._list(item.below))
        boxes = tuple(box for child in children for box in child.boxes)
        return Block(
            kind=BlockKind.ITEM,
            start=children[0].start,
            end=children[-1].end,
            children=tuple(children),
            boxes=boxes,
        )

    def _table(self, part: _Captioned) -> Block:
        text = printed(part.caption) if part.caption else ""
        start, end = self._write(text) if text else (self._at, self._at)
        rows: list[Row] = []
        heads = [row.cells for row in part.tables[0].rows if row.header]
        for index, table in enumerate(part.tables):
            for row in table.rows:
                again = index > 0 and row.cells in heads
                if not again:
                    rows.append(self._row(table, row, header=row.header and index == 0))
        boxes = tuple(
            box for box in (*(part.caption.boxes if part.caption else ()), *(row.boxes[0] for row in rows))
        )
        marks = (
            *(part.caption.marks if part.caption else ()),
            *(m for table in part.tables for m in table.marks),
        )
        return Block(
            kind=BlockKind.TABLE,
            start=start,
            end=rows[-1].end if rows else end,
            text=text,
            rows=tuple(rows),
            boxes=boxes,
            marks=marks,
        )

    def _row(self, table: Table, row: CellRow, *, header: bool) -> Row:
        said = [
            cell
            for index, cell in enumerate(row.cells)
            if cell and (not index or cell != row.cells[index - 1])
        ]
        start, end = self._write(" | ".join(said))
        return Row(
            cells=row.cells, header=header, spans=row.spans, start=start, end=end, boxes=(table.box(row),)
        )


def _inside(part: Paragraph, items: Sequence[Paragraph]) -> bool:
    """A paragraph without a label goes on within the list item above it."""
    if not items or part.note:
        return False
    last = next((item for item in reversed(items) if item.label), None)
    if last is None or len(last.lines[0].words) < 2:
        return False
    first = last.lines[0]
    begins = (last.lines[1].left if len(last.lines) > 1 else first.words[1].left) - last.left
    return last.indent + 4 < begins and abs(part.indent - begins) <= 4 and abs(part.size - last.size) < 0.9


def _nested(items: Sequence[Paragraph]) -> list[_Item]:
    """Items in their lists: one that is indented further than the one above lies below it."""
    top: list[_Item] = []
    open_items: list[_Item] = []
    for part in items:
        if not part.label and open_items:
            open_items[-1].more.append(part)
            continue
        while open_items and open_items[-1].paragraph.indent >= part.indent - 4:
            open_items.pop()
        item = _Item(paragraph=part)
        (open_items[-1].below if open_items else top).append(item)
        open_items.append(item)
    return top
