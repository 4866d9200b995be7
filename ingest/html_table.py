"""HTML table: its cells, and whether it is one, since pages use tables to place text; definition lists."""

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from ingest.grid import Cell, Line
from ingest.html_furniture import furniture

_PARTS = {"tbody", "thead", "tfoot", "colgroup"}
_MOST_BLOCKS = 8
_DEEPEST = 65_534


def is_layout(table: _Element, *, captioned: bool) -> bool:
    """Whether a table only places text: it says so, holds a table or heading in a cell, or has one cell,
    or one column without a caption or with lists in it."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if any(next(cell.iter("table", "h1", "h2", "h3", "h4"), None) is not None for cell in table.iter("td")):
        return True
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table_rows(table)]
    widest = max((len(row) for row in rows), default=0)
    if widest > 1:
        return next(table.iter("th", "caption"), None) is None and any(
            len(cell.findall("p")) + len(cell.findall("div")) >= _MOST_BLOCKS for row in rows for cell in row
        )
    cells = [cell for row in rows for cell in row]
    holds_lists = any(next(cell.iter("ul", "ol", "dl"), None) is not None for cell in cells)
    return len(cells) < 2 or not captioned or holds_lists


def lines(table: _Element, read: Callable[[_Element], tuple[str, bool]]) -> list[Line]:
    """The rows of a table as it has them; `read` gives a cell's words and whether they are all bold."""
    found = []
    for row in table_rows(table):
        cells = [_cell(cell, read) for cell in row if cell.tag in {"td", "th"} and furniture(cell) is None]
        found.append(Line(cells=cells, header=row.getparent().tag == "thead"))
    return found


def stray(part: _Element) -> str:
    """The words that stand in a table outside its cells: browsers show them before it."""
    words = [part.text or ""]
    for child in part:
        if child.tag in _PARTS or (child.tag == "tr" and part.tag != "tr"):
            words.append(stray(child))
        elif isinstance(child.tag, str) and not _is_own(child, part) and furniture(child) is None:
            words.append(" ".join(child.itertext()))
        words.append(child.tail or "")
    return " ".join(words)


def _is_own(child: _Element, part: _Element) -> bool:
    """Whether an element has a place in a part of a table."""
    return child.tag in ({"td", "th"} if part.tag == "tr" else {"caption"} if part.tag == "table" else set())


def grouped(definitions: _Element) -> Iterator[tuple[list[_Element], list[_Element]]]:
    """The terms of a definition list, those that share a meaning together, each with what is said of them."""
    terms: list[_Element] = []
    told: list[_Element] = []
    for part in (part for child in definitions for part in (child if child.tag == "div" else (child,))):
        if part.tag == "dt" and told:
            yield terms, told
            terms, told = [], []
        if isinstance(part.tag, str) and furniture(part) is None:
            (terms if part.tag == "dt" else told).append(part)
    if terms or told:
        yield terms, told


def outside(definitions: _Element) -> str:
    """The words that stand in a definition list outside its terms and their meanings."""
    parts = [definitions, *(child for child in definitions if child.tag == "div")]
    return " ".join((part.text or "") + " ".join(child.tail or "" for child in part) for part in parts)


def table_rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table, without those of tables in its cells."""
    for part in table:
        if part.tag == "tr" and furniture(part) is None:
            yield part
        elif part.tag in _PARTS and furniture(part) is None:
            yield from table_rows(part)


def _cell(cell: _Element, read: Callable[[_Element], tuple[str, bool]]) -> Cell:
    text, bold = read(cell)
    # Zero rows means down to the end.
    down = _span(cell, "rowspan") or _DEEPEST
    return Cell(text=text, across=_span(cell, "colspan") or 1, down=down, header=cell.tag == "th", bold=bold)


def _span(cell: _Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), _DEEPEST) if value.isascii() and value.isdigit() and len(value) < 12 else 1
