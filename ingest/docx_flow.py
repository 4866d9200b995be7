"""DOCX flow: the body of a Word document in order as blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from docx.oxml.ns import qn
from lxml.etree import _Element

from ingest.block import Block, BlockKind
from ingest.docx_style import Place, Styles
from ingest.docx_table import lines
from ingest.docx_text import Speaker
from ingest.dropped import Dropped
from ingest.grid import rows
from ingest.mark import Run, Words, words
from ingest.minor_heading import Standing, rank
from ingest.transcript import Transcript

_TRANSPARENT = {qn(tag) for tag in ("w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:sdtContent")}
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """A list item before items are nested; `blocks` are its own paragraphs."""

    place: Place
    blocks: tuple[Block, ...]


@dataclass(kw_only=True)
class DocxFlow:
    """One pass over a body. `bare`: bracketed numbers are reference marks. `lowered`: it has a title, below
    which its headings stand."""

    styles: Styles
    speaker: Speaker
    transcript: Transcript
    dropped: Dropped
    bare: bool
    lowered: bool
    doubtful: Dropped = field(default_factory=Dropped)
    standings: list[Standing] = field(default_factory=list)
    _entries: list[_Entry] = field(default_factory=list)
    _caption: Block | None = None

    def read(self, body: _Element) -> None:
        """Add the blocks of a body."""
        self._content(body)
        self._end_list()
        self._end_caption()

    def _content(self, body: _Element) -> None:
        for child in body:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag == qn("w:sdt"):
                gallery = child.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
                content = child.find(qn("w:sdtContent"))
                if gallery is not None and gallery.get(qn("w:val")) == "Table of Contents":
                    self.dropped.add("table of contents", "whole document")
                elif content is not None:
                    self._content(content)
            elif child.tag in _TRANSPARENT:
                self._content(child)

    def _paragraph(self, paragraph: _Element) -> None:
        if self.styles.is_contents(paragraph):
            self.dropped.add("table of contents", "whole document")
            return
        runs = list(self.speaker.runs(paragraph))
        said = words(runs, bare=self.bare)
        said = replace(said, marks=said.marks + self.speaker.kept(paragraph))
        if said.text:
            self._said(paragraph, runs, said)
        for box in paragraph.iter(_BOX):
            if next(box.iterancestors(_FALLBACK), None) is None:
                self.doubtful.add("text box, read after the paragraph that holds it", f"“{said.text[:60]}”")
                self._content(box)

    def _said(self, paragraph: _Element, runs: Sequence[Run], said: Words) -> None:
        level, name = self.styles.level(paragraph), self.styles.name(paragraph)
        place = self.styles.place(paragraph)
        if level or name == "title":
            self._end_list()
            self._end_caption()
            level = level + self.lowered if level else 1
            self._add(self._block(BlockKind.HEADING, said, level=level))
        elif name == "caption":
            self._end_list()
            self._end_caption()
            self._caption = self._block(BlockKind.PARAGRAPH, said)
        elif place is not None:
            self._end_caption()
            if place.depth == 0 and self._is_another(place):
                self._end_list()
            entry = _Entry(place=place, blocks=(self._block(BlockKind.PARAGRAPH, said),))
            self._entries.append(entry)
        elif self._entries and name.startswith("list continue"):
            last = self._entries.pop()
            block = self._block(BlockKind.PARAGRAPH, said)
            self._entries.append(replace(last, blocks=(*last.blocks, block)))
        else:
            self._end_list()
            self._end_caption()
            block = self._block(BlockKind.PARAGRAPH, said)
            self.standings.append(Standing(block=block, rank=rank(runs), centred=_is_centred(paragraph)))

    def _block(self, kind: BlockKind, said: Words, *, level: int = 0) -> Block:
        start, end = self.transcript.line(said.text)
        return Block(kind=kind, start=start, end=end, text=said.text, level=level, marks=said.marks)

    def _add(self, block: Block) -> None:
        self.standings.append(Standing(block=block))

    def _is_another(self, place: Place) -> bool:
        """Whether an item begins another list than the one before it at the same depth."""
        before = next((one.place for one in reversed(self._entries) if one.place.depth == 0), place)
        return before.of != place.of

    def _end_list(self) -> None:
        entries, self._entries = self._entries, []
        if entries:
            self._add(self._nested(entries))

    def _end_caption(self) -> None:
        """A caption with no table after it is a paragraph: that of a figure, or of the table before it."""
        caption, self._caption = self._caption, None
        if caption is not None:
            self._add(caption)

    def _nested(self, entries: Sequence[_Entry]) -> Block:
        items: list[Block] = []
        at = 0
        while at < len(entries):
            first = entries[at]
            end = at + 1
            while end < len(entries) and entries[end].place.depth > first.place.depth:
                end += 1
            below = (self._nested(entries[at + 1 : end]),) if end > at + 1 else ()
            items.append(self.transcript.gathered(BlockKind.ITEM, (*first.blocks, *below)))
            at = end
        return self.transcript.gathered(BlockKind.LIST, tuple(items))

    def _table(self, table: _Element) -> None:
        self._end_list()
        caption, self._caption = self._caption, None
        marks = list(caption.marks) if caption is not None else []
        read = lines(table, lambda cell: self._cell(cell, marks), self.styles)
        cells = [cell for line in read.lines for cell in line.cells]
        if len(cells) == 1:
            self._end_caption()
            self._content(next(table.iter(qn("w:tc"))))
            self._end_list()
            return
        start = caption.start if caption is not None else self.transcript.end
        found = rows(read.lines, self.transcript)
        if not found:
            return
        where = f"“{' | '.join(found[0].cells)[:60]}”"
        if read.supposed:
            self.doubtful.add("headers taken from the first row", where)
        elif len(found[0].cells) > 1 and len(found) > 1 and not any(row.header for row in found):
            self.doubtful.add("table without headers", where)
        self._add(
            Block(
                kind=BlockKind.TABLE,
                start=start,
                end=found[-1].end,
                text=caption.text if caption is not None else "",
                marks=tuple(marks),
                rows=found,
            )
        )

    def _cell(self, cell: _Element, marks: list[str]) -> tuple[str, bool]:
        """The words of a cell, and whether all of them are bold."""
        runs: list[Run] = []
        for paragraph in _paragraphs(cell):
            runs.extend(self.speaker.runs(paragraph))
            runs.append(Run(text=" "))
            marks.extend(self.speaker.kept(paragraph))
        said = words(runs, bare=self.bare)
        marks.extend(said.marks)
        return said.text, all(run.bold for run in runs if run.text.strip())


def _paragraphs(cell: _Element) -> Iterator[_Element]:
    for paragraph in cell.iter(qn("w:p")):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield paragraph


def _is_centred(paragraph: _Element) -> bool:
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    return mark is not None and mark.get(qn("w:val")) == "center"
