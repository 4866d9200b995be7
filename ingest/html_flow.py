"""HTML flow: the elements of a page in document order as blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from ingest.block import Block, BlockKind
from ingest.dropped import Dropped
from ingest.grid import rows
from ingest.html_furniture import furniture, is_contents, names_contents, quoted
from ingest.html_table import grouped, is_layout, lines, outside, stray, table_rows
from ingest.mark import Run, Words, words
from ingest.minor_heading import Standing, rank
from ingest.transcript import Transcript

_HEADING = re.compile(r"h([1-6])")
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_REFERENCE_ROLES = {"doc-noteref", "doc-biblioref"}
_BOLD = re.compile(r"font-weight\s*:\s*(bold|bolder|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_UNDERLINE = re.compile(r"text-decoration[\w-]*\s*:[^;]*underline", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_PLAIN = Run(text="")
_HEADER_CELL = 3


@dataclass(kw_only=True)
class Flow:
    """One pass over the content of an element. `bare`: bracketed numbers are reference marks here."""

    transcript: Transcript
    dropped: Dropped
    bare: bool
    doubtful: Dropped = field(default_factory=Dropped)
    standings: list[Standing] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _breaks: int = 0

    def read(self, element: _Element, look: Run = _PLAIN, *, centred: bool = False) -> None:
        """Add the blocks of an element's content."""
        self._content(element, look, centred)
        self._end(centred)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks so far, headings by look not looked for: that of list items and the like."""
        return tuple(standing.block for standing in self.standings)

    def _content(self, element: _Element, look: Run, centred: bool) -> None:
        self._say(element.text, look)
        for child in element:
            self._child(child, look, centred)
            self._say(child.tail, look)

    def _say(self, text: str | None, look: Run) -> None:
        if text:
            if text.strip():
                self._breaks = 0
            self._runs.append(replace(look, text=text))

    def _child(self, child: _Element, look: Run, centred: bool) -> None:
        tag = child.tag
        if not isinstance(tag, str):
            self.dropped.add("comment", "whole document")
            return
        kind = furniture(child)
        if kind is not None:
            if kind:
                self.dropped.add(kind, quoted(child))
        elif tag == "br":
            self._break(centred)
        elif tag == "img":
            self._picture(child, look)
        elif (heading := _HEADING.fullmatch(tag)) or child.get("role") == "heading":
            self._end(centred)
            level = child.get("aria-level") or (heading[1] if heading else "2")
            self._heading(child, int(level) if level.isdigit() else 2)
        elif tag in {"ul", "ol", "menu", "dir"}:
            self._end(centred)
            self._list(child, look)
        elif tag == "dl":
            self._end(centred)
            self._definitions(child, look)
        elif tag == "table":
            self._end(centred)
            self._table(child, look)
        elif tag in _BLOCKS:
            self._end(centred)
            inner = centred or tag == "center" or child.get("align") == "center"
            self.read(child, styled(child, look), centred=inner or _is_centred(child))
        else:
            self._content(child, styled(child, look), centred)

    def _break(self, centred: bool) -> None:
        self._runs.append(replace(_PLAIN, text=" "))
        self._breaks += 1
        if self._breaks > 1:
            self._end(centred)

    def _picture(self, picture: _Element, look: Run) -> None:
        said = (picture.get("alt") or "").strip()
        if said:
            self._runs.append(replace(look, text=f" {said} "))
        else:
            self.dropped.add("picture without words", (picture.get("src") or "<img>")[-60:])

    def _end(self, centred: bool) -> None:
        """End the paragraph that the text so far makes."""
        runs, self._runs, self._breaks = self._runs, [], 0
        said = words(runs, bare=self.bare)
        if said.text:
            paragraph = self._block(BlockKind.PARAGRAPH, said)
            self.standings.append(Standing(block=paragraph, rank=rank(runs), centred=centred))

    def _block(self, kind: BlockKind, said: Words, *, level: int = 0) -> Block:
        start, end = self.transcript.line(said.text)
        return Block(kind=kind, start=start, end=end, text=said.text, level=level, marks=said.marks)

    def _heading(self, element: _Element, level: int) -> None:
        said = self._words(element)
        if said.text:
            self._add(self._block(BlockKind.HEADING, said, level=level))

    def _add(self, block: Block) -> None:
        self.standings.append(Standing(block=block))

    def _list(self, element: _Element, look: Run) -> None:
        if is_contents(element):
            self.dropped.add("table of contents", quoted(element))
            if self.standings and names_contents(self.standings[-1].block.text):
                self.standings.pop()
            return
        items: list[Block] = []
        for inner in self._items(element, look):
            if inner:
                items.append(self.transcript.gathered(BlockKind.ITEM, inner))
        if items:
            self._add(self.transcript.gathered(BlockKind.LIST, tuple(items)))

    def _items(self, element: _Element, look: Run) -> Iterator[tuple[Block, ...]]:
        """The blocks of each item. What stands in a list outside its items is an item too."""
        yield self._loose(element.text, look)
        for child in element:
            if child.tag == "li" and furniture(child) is None:
                yield self._inside((child,), look)
            else:
                flow = self._another()
                flow._child(child, look, False)
                flow._end(False)
                yield flow.blocks()
            yield self._loose(child.tail, look)

    def _loose(self, text: str | None, look: Run) -> tuple[Block, ...]:
        flow = self._another()
        flow._say(text, look)
        flow._end(False)
        return flow.blocks()

    def _inside(self, elements: Sequence[_Element], look: Run) -> tuple[Block, ...]:
        flow = self._another()
        for element in elements:
            flow.read(element, styled(element, look))
        return flow.blocks()

    def _another(self) -> "Flow":
        return Flow(transcript=self.transcript, dropped=self.dropped, bare=self.bare, doubtful=self.doubtful)

    def _definitions(self, element: _Element, look: Run) -> None:
        """A definition list: an item is a term, or several, with what is said of it."""
        items: list[Block] = []
        self._say(outside(element), look)
        self._end(False)
        for terms, told in grouped(element):
            term = self._term(terms)
            inner = ((term,) if term else ()) + self._inside(told, look)
            if inner:
                items.append(self.transcript.gathered(BlockKind.ITEM, inner))
        if items:
            self._add(self.transcript.gathered(BlockKind.LIST, tuple(items)))

    def _term(self, terms: Sequence[_Element]) -> Block | None:
        said = [self._words(term) for term in terms]
        text = ", ".join(one.text for one in said if one.text)
        if not text:
            return None
        marks = tuple(mark for one in said for mark in one.marks)
        ended = text if text[-1] in ".:;,?!–—-" else f"{text}:"
        return self._block(BlockKind.PARAGRAPH, Words(text=ended, marks=marks))

    def _table(self, element: _Element, look: Run) -> None:
        captioned = self._captioned(element)
        self._say(stray(element), look)
        self._end(False)
        if is_layout(element, captioned=captioned):
            for row in table_rows(element):
                for cell in row:
                    if cell.tag in {"td", "th"} and furniture(cell) is None:
                        self._placed(cell, look)
            return
        caption = element.find("caption")
        said = self._words(caption) if caption is not None else Words(text="")
        start = self.transcript.end
        if said.text:
            self.transcript.line(said.text)
        marks: list[str] = list(said.marks)
        found = rows(lines(element, self._cell(marks)), self.transcript)
        if not found:
            return
        if len(found[0].cells) > 1 and len(found) > 1 and not any(row.header for row in found):
            self.doubtful.add("table without headers", f"“{' | '.join(found[0].cells)[:60]}”")
        self._add(
            Block(
                kind=BlockKind.TABLE,
                start=start,
                end=found[-1].end,
                text=said.text,
                marks=tuple(marks),
                rows=found,
            )
        )

    def _placed(self, cell: _Element, look: Run) -> None:
        """The content of a cell that only places text. A header cell stands below what names the table."""
        before = len(self.standings)
        self.read(cell, styled(cell, look))
        if cell.tag == "th":
            placed = self.standings[before:]
            self.standings[before:] = [
                replace(one, rank=one.rank and max(one.rank, _HEADER_CELL)) for one in placed
            ]

    def _captioned(self, element: _Element) -> bool:
        before = self.standings[-1] if self.standings else None
        return element.find("caption") is not None or (
            before is not None and before.rank > 0 and before.block.kind is BlockKind.PARAGRAPH
        )

    def _cell(self, marks: list[str]) -> "CellReader":
        return CellReader(flow=self, marks=marks)

    def _words(self, element: _Element) -> Words:
        """All words of an element on one line, its blocks with white space between."""
        return words(list(self.runs(element, _PLAIN)), bare=self.bare)

    def runs(self, element: _Element, look: Run) -> Iterator[Run]:
        """The runs of an element, with white space where a block begins or ends; furniture left out."""
        yield replace(look, text=element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                kind = furniture(child)
                apart = child.tag in _BLOCKS or child.tag == "br"
                if kind:
                    self.dropped.add(kind, quoted(child))
                elif child.tag == "img":
                    yield replace(look, text=f" {(child.get('alt') or '').strip()} ")
                elif kind is None:
                    yield replace(_PLAIN, text=" " if apart else "")
                    yield from self.runs(child, styled(child, look))
                    yield replace(_PLAIN, text=" " if apart else "")
            yield replace(look, text=child.tail or "")


@dataclass(frozen=True, kw_only=True)
class CellReader:
    """Reads cells of one table; `marks` collects what is taken out of them."""

    flow: Flow
    marks: list[str]

    def __call__(self, cell: _Element) -> tuple[str, bool]:
        """The words of a cell, and whether all of them are bold."""
        runs = list(self.flow.runs(cell, styled(cell, _PLAIN)))
        said = words(runs, bare=self.flow.bare)
        self.marks.extend(said.marks)
        return said.text, all(run.bold for run in runs if run.text.strip())


def styled(element: _Element, look: Run) -> Run:
    """The look of the text in an element, given that around it."""
    tag = element.tag
    style = element.get("style") or ""
    bold = _BOLD.search(style)
    href = element.get("href") or ""
    linked = look.linked or (tag == "a" and (href.startswith("#") or element.get("role") in _REFERENCE_ROLES))
    return replace(
        look,
        bold=bold[1].lower() in {"bold", "bolder", "600", "700", "800", "900"}
        if bold
        else look.bold or tag in {"b", "strong", "th"},
        italic=look.italic or tag in {"i", "em"} or bool(_ITALIC.search(style)),
        underlined=look.underlined or tag == "u" or bool(_UNDERLINE.search(style)),
        raised=look.raised or tag == "sup" or bool(_SUPER.search(style)),
        linked=linked,
    )


def _is_centred(element: _Element) -> bool:
    return bool(_CENTRED.search(element.get("style") or ""))
