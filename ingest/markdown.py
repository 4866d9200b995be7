"""Markdown: a guideline written in Markdown, read into blocks and cut into passages.

A paragraph or list item that ends with ` {#anchor}` is one recommendation.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.guideline import Guideline
from ingest.block import Block, BlockKind, Row
from ingest.errors import AnchorMisplaced
from ingest.passage import Passage
from ingest.plain import blanked, plain
from ingest.structure import structured

_ANCHOR = re.compile(r"[ \t]\{#(?P<anchor>[^}\n]*)\}[ \t]*\r?$", re.MULTILINE)
_MARK = re.compile(r"\s*[ \t]\{#(?P<anchor>[^}\n]*)\}\s*\Z")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_NOT_LINE_END = re.compile(r"[^\r\n]")
_STATED = {
    "title": "title",
    "version": "version",
    "publisher": "publisher",
    "published": "published",
    "review_by": "review_by",
    "license": "licence",
    "licence": "licence",
    "url": "source",
}
"""Names in front matter that tell who a document is, as several tools write them."""
_NOTHING = {"", "~", "null", "Null", "NULL"}
"""How YAML writes that a field has no value."""
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*:?-+:?\s*")


def _parser() -> MarkdownIt:
    """CommonMark with tables, blocks only: the inline pass is done on the pieces that need it.

    Block quotes and indented code are off: "- >75 years" and a deep indent are text in a guideline.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["blockquote", "code"])
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


_PARSER = _parser()


def passages(document: str, guideline: Guideline) -> tuple[Passage, ...]:
    """The passages of a whole Markdown file, front matter included, in document order.

    Pure. Offsets are code points into `document`.
    Raises AnchorMisplaced where an anchor marks no paragraph or list item.
    """
    found = structured(read_markdown(document), guideline)
    _check_anchors(document, found, guideline.id)
    return found


def read_markdown(document: str) -> tuple[Block, ...]:
    """The blocks of a whole Markdown file, without its front matter."""
    return tuple(_Reading(document=document).blocks())


def stated_in(document: str, blocks: Sequence[Block]) -> Mapping[str, str]:
    """What a Markdown file says of itself in front matter of any kind, and by its first level-one heading.

    `blocks` are those of `read_markdown`. Names are those of `Reading.stated`, values as printed: a version
    1.10 is not the number 1.1. Front matter that is not YAML, or not a mapping, says nothing.
    """
    headings = (block.text for block in blocks if block.kind is BlockKind.HEADING and block.level == 1)
    title = next(headings, "")
    stated = {"title": title} if title else {}
    front = _FRONT_MATTER.match(document)
    try:
        # The base loader makes text of every value: no number, and no date that may not exist.
        fields = yaml.load(front[0].strip().strip("-"), Loader=yaml.BaseLoader) if front else None
    except (yaml.YAMLError, RecursionError):
        return stated
    if isinstance(fields, dict):
        found = {_STATED.get(str(name).lower()): value for name, value in fields.items()}
        stated |= {
            name: " ".join(value.split())
            for name, value in found.items()
            if name and isinstance(value, str) and value.strip() not in _NOTHING
        }
    return stated


def _check_anchors(document: str, found: Sequence[Passage], guideline: str) -> None:
    unplaced = Counter(match["anchor"] for match in _ANCHOR.finditer(_body(document)))
    unplaced.subtract(passage.anchor for passage in found)
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
class _Reading:
    """One document with its lines and where each begins."""

    document: str
    _lines: list[str] = field(init=False)
    _starts: list[int] = field(init=False)

    def blocks(self) -> Iterator[Block]:
        """The blocks in document order."""
        body = _body(self.document)
        ends = [match.span() for match in _LINE_END.finditer(body)]
        self._starts = [0, *(end for _, end in ends)]
        self._lines = [
            body[start:end]
            for start, end in zip(self._starts, [*(begin for begin, _ in ends), len(body)], strict=True)
        ]
        yield from self._all(SyntaxTreeNode(_PARSER.parse(body)).children)

    def _all(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        for node in nodes:
            if node.type == "heading":
                yield self._block(BlockKind.HEADING, node, text=plain(_inline(node)), level=int(node.tag[1]))
            elif node.type == "paragraph":
                yield self._paragraph(node)
            elif node.type in {"bullet_list", "ordered_list"}:
                items = tuple(
                    self._block(BlockKind.ITEM, item, children=tuple(self._all(item.children)))
                    for item in node.children
                )
                yield self._block(BlockKind.LIST, node, children=items)
            elif node.type == "table":
                yield self._block(BlockKind.TABLE, node, rows=tuple(self._rows(node)))
            elif node.type == "fence" and node.content.strip():
                yield self._block(BlockKind.LITERAL, node, text=" ".join(node.content.split()))

    def _block(  # noqa: PLR0913  (one parameter for each kind's own content)
        self,
        kind: BlockKind,
        node: SyntaxTreeNode,
        *,
        text: str = "",
        level: int = 0,
        children: tuple[Block, ...] = (),
        rows: tuple[Row, ...] = (),
    ) -> Block:
        first, last = _map(node)
        return Block(
            kind=kind,
            start=self._starts[first],
            end=self._starts[last - 1] + len(self._lines[last - 1]),
            text=text,
            level=level,
            children=children,
            rows=rows,
        )

    def _rows(self, node: SyntaxTreeNode) -> Iterator[Row]:
        first, last = _map(node)
        rows = [(line, _cells(self._lines[line])) for line in range(first, last)]
        filled = [(line, cells) for line, cells in rows if any(cells)]
        for position, (line, cells) in enumerate(filled):
            whole = self._lines[line]
            start = self._starts[line] + len(whole) - len(whole.lstrip())
            yield Row(
                cells=cells,
                # A converter that found no header writes an empty one; the first words are then the headers.
                header=position == 0 and len(filled) > 1 and len(cells) > 1,
                spans=len(cells) > 1 and not any(cells[1:]),
                start=start,
                end=start + len(whole.strip()),
            )

    def _paragraph(self, node: SyntaxTreeNode) -> Block:
        """A paragraph's content. Its first line may follow a list marker, so it is placed from the right."""
        first, last = _map(node)
        content = _inline(node)
        whole = self._lines[first].rstrip()
        start = self._starts[first] + len(whole) - len(content.split("\n", 1)[0].rstrip())
        end = self._starts[last - 1] + len(self._lines[last - 1].rstrip())
        mark = _MARK.search(self.document, start, end)
        if mark:
            end = mark.start()
        return Block(
            kind=BlockKind.PARAGRAPH,
            start=start,
            end=end,
            text=plain(self.document[start:end]),
            anchor=mark["anchor"] if mark else None,
        )


def _cells(line: str) -> tuple[str, ...]:
    """The cells of one line of a pipe table in plain words; a line that only rules has none."""
    row = line.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    cells = _PIPE.split(row)
    if all(_RULE.fullmatch(cell) or not cell.strip() for cell in cells):
        return ()
    return tuple(plain(cell.replace("\\|", "|")) for cell in cells)


def _inline(node: SyntaxTreeNode) -> str:
    return node.children[0].content if node.children else ""


def _map(node: SyntaxTreeNode) -> tuple[int, int]:
    """The lines of a block, from 0, end exclusive."""
    if node.map is None:
        raise ValueError(f"a {node.type} block without a place in its document")
    return node.map
