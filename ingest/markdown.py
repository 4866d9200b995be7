"""Markdown: the passages of a guideline written in Markdown, cut along its structure and nowhere else.

A paragraph or list item that ends with ` {#anchor}` is one recommendation. A list item begins with its
lead-in. A table row carries caption and column headers. Nothing is cut inside a paragraph.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.guideline import Guideline
from ingest.errors import AnchorMisplaced
from ingest.passage import Kind, Passage
from ingest.plain import blanked, plain
from ingest.table import row_texts

_ANCHOR = re.compile(r"[ \t]\{#(?P<anchor>[^}\n]*)\}[ \t]*\r?$", re.MULTILINE)
_MARK = re.compile(r"\s*[ \t]\{#(?P<anchor>[^}\n]*)\}\s*\Z")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_NOT_LINE_END = re.compile(r"[^\r\n]")
_CAPTION = re.compile(r"(?:Table|Box|Figure)\s+\S", re.IGNORECASE)


def _parser() -> MarkdownIt:
    """CommonMark with tables, blocks only: the inline pass is done on the pieces that need it.

    Block quotes and indented code are off: "- >75 years" and a deep indent are text in a guideline.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["blockquote", "code"])
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


_PARSER = _parser()


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A passage before it has a name. `start` and `end` are code points into the document."""

    kind: Kind
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    anchor: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Span:
    """A stretch of the document with its words, and the anchor that stood at its end."""

    start: int
    end: int
    text: str
    anchor: str | None


def passages(document: str, guideline: Guideline) -> tuple[Passage, ...]:
    """The passages of a whole Markdown file, front matter included, in document order.

    Pure. Offsets are code points into `document`. A level-one heading that repeats the guideline's
    title is not part of heading paths, since the passage has the title.
    Raises AnchorMisplaced where an anchor marks no paragraph or list item.
    """
    pieces = tuple(_Walk(document=document, title=guideline.title).pieces())
    _check_anchors(document, pieces, guideline.id)
    return tuple(_named(pieces, guideline))


def _named(pieces: Iterable[_Piece], guideline: Guideline) -> Iterator[Passage]:
    seen: Counter[str] = Counter()
    for piece in pieces:
        anchor = piece.anchor
        if anchor is None:
            words = "\n".join((*piece.heading_path, piece.text))
            anchor = f"{piece.kind.value[0]}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"
            seen[anchor] += 1
            if seen[anchor] > 1:
                anchor = f"{anchor}-{seen[anchor]}"
        yield Passage(
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
        )


def _check_anchors(document: str, pieces: Sequence[_Piece], guideline: str) -> None:
    unplaced = Counter(match["anchor"] for match in _ANCHOR.finditer(_body(document)))
    unplaced.subtract(piece.anchor for piece in pieces if piece.anchor is not None)
    for match in _ANCHOR.finditer(_body(document)):
        if unplaced[match["anchor"]] > 0:
            line = document.count("\n", 0, match.start()) + 1
            raise AnchorMisplaced(guideline=guideline, anchor=match["anchor"], line=line)


def _body(document: str) -> str:
    """The document with front matter and comments turned into spaces: offsets stay, lines stay."""
    text = blanked(document)
    front = _FRONT_MATTER.match(text)
    return _NOT_LINE_END.sub(" ", front[0]) + text[front.end() :] if front else text


@dataclass(kw_only=True)
class _Walk:
    """One pass over the blocks of a document, keeping the headings it is under."""

    document: str
    title: str
    _lines: list[str] = field(init=False)
    _starts: list[int] = field(init=False)
    _headings: list[tuple[int, str]] = field(default_factory=list)

    def pieces(self) -> Iterator[_Piece]:
        body = _body(self.document)
        ends = [match.span() for match in _LINE_END.finditer(body)]
        self._starts = [0, *(end for _, end in ends)]
        self._lines = [
            body[start:end]
            for start, end in zip(self._starts, [*(begin for begin, _ in ends), len(body)], strict=True)
        ]
        yield from self._blocks(SyntaxTreeNode(_PARSER.parse(body)).children, lead="")

    @property
    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

    def _blocks(self, nodes: Sequence[SyntaxTreeNode], lead: str) -> Iterator[_Piece]:
        """The pieces of sibling blocks; a paragraph that only leads in to what follows is not one itself."""
        held = ""
        for node, following in zip_longest(nodes, nodes[1:]):
            if node.type == "heading":
                self._enter(node)
            elif node.type == "paragraph":
                span = self._span(node)
                held = span.text if _leads_in(span.text, following) else ""
                if span.text and (span.anchor or not held):
                    yield self._piece(Kind.PARAGRAPH, (span,), lead)
                continue
            elif node.type in {"bullet_list", "ordered_list"}:
                for item in node.children:
                    yield from self._item(item, _joined(lead, held))
            elif node.type == "table":
                yield from self._rows(node, _joined(lead, held))
            elif node.type == "fence" and node.content.strip():
                yield self._fence(node)
            held = ""

    def _enter(self, node: SyntaxTreeNode) -> None:
        level, text = int(node.tag[1]), plain(_inline(node))
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        repeats_title = level == 1 and text.casefold() == " ".join(self.title.split()).casefold()
        if text and not repeats_title:
            self._headings.append((level, text))

    def _item(self, item: SyntaxTreeNode, lead: str) -> Iterator[_Piece]:
        """A list item: its paragraphs are one piece unless an anchor ends one; then what lies below it."""
        own: list[_Span] = []
        first = 0
        for child in item.children:
            if child.type != "paragraph":
                break
            own.append(self._span(child))
            first += 1
        below = item.children[first:]
        said = " ".join(span.text for span in own)
        introduces = bool(below) and said.endswith(":") and not any(span.anchor for span in own)
        if said and not introduces:
            yield from self._grouped(own, lead)
        yield from self._blocks(below, lead=_joined(lead, said))

    def _grouped(self, spans: Sequence[_Span], lead: str) -> Iterator[_Piece]:
        group: list[_Span] = []
        for span in spans:
            group.append(span)
            if span.anchor is not None:
                yield self._piece(Kind.LIST_ITEM, group, lead)
                group = []
        if any(span.text for span in group):
            yield self._piece(Kind.LIST_ITEM, group, lead)

    def _piece(self, kind: Kind, spans: Sequence[_Span], lead: str) -> _Piece:
        anchor = spans[-1].anchor
        return _Piece(
            kind=kind if anchor is None else Kind.RECOMMENDATION,
            heading_path=self._path,
            text=_joined(lead, *(span.text for span in spans)),
            start=spans[0].start,
            end=spans[-1].end,
            anchor=anchor,
        )

    def _rows(self, node: SyntaxTreeNode, caption: str) -> Iterator[_Piece]:
        first, last = _map(node)
        for line, text in row_texts(self._lines[first:last], caption):
            whole = self._lines[first + line]
            start = self._starts[first + line] + len(whole) - len(whole.lstrip())
            yield _Piece(
                kind=Kind.TABLE_ROW,
                heading_path=self._path,
                text=text,
                start=start,
                end=start + len(whole.strip()),
            )

    def _fence(self, node: SyntaxTreeNode) -> _Piece:
        first, last = _map(node)
        end = self._starts[last - 1] + len(self._lines[last - 1])
        return _Piece(
            kind=Kind.PARAGRAPH,
            heading_path=self._path,
            text=" ".join(node.content.split()),
            start=self._starts[first],
            end=end,
        )

    def _span(self, node: SyntaxTreeNode) -> _Span:
        """A paragraph's content. Its first line may follow a list marker, so it is placed from the right."""
        first, last = _map(node)
        content = _inline(node)
        whole = self._lines[first].rstrip()
        start = self._starts[first] + len(whole) - len(content.split("\n", 1)[0].rstrip())
        end = self._starts[last - 1] + len(self._lines[last - 1].rstrip())
        mark = _MARK.search(self.document, start, end)
        if mark:
            end = mark.start()
        return _Span(
            start=start,
            end=end,
            text=plain(self.document[start:end]),
            anchor=mark["anchor"] if mark else None,
        )


def _leads_in(text: str, following: SyntaxTreeNode | None) -> bool:
    if following is None or following.type not in {"bullet_list", "ordered_list", "table"}:
        return False
    return text.endswith(":") or (following.type == "table" and _CAPTION.match(text) is not None)


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def _inline(node: SyntaxTreeNode) -> str:
    return node.children[0].content if node.children else ""


def _map(node: SyntaxTreeNode) -> tuple[int, int]:
    """The lines of a block, from 0, end exclusive."""
    if node.map is None:
        raise ValueError(f"a {node.type} block without a place in its document")
    return node.map
