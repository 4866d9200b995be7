"""HTML table: its cells, and whether it is one: pages have used tables to place text."""

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from ingest.grid import Cell, Line
from ingest.html_furniture import furniture

_MOST_BLOCKS = 8
_DEEPEST = 65_534


def is_layout(table: _Element, *, captioned: bool) -> bool:
    """Whether a table only places text: it says so, holds a table or heading in a cell, or has one cell,
    or one column without a caption or with lists in it."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if any(next(cell.iter("table", "h1", "h2", "h3", "h4"), None) is not None for cell in table.iter("td")):
        return True
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in _rows(table)]
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
    for row in _rows(table):
        cells = [_cell(cell, read) for cell in row if cell.tag in {"td", "th"} and furniture(cell) is None]
        found.append(Line(cells=cells, header=row.getparent().tag == "thead"))
    return found


def _rows(table: _Element) -> Iterator[_Element]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table and furniture(row) is None:
            yield row


def _cell(cell: _Element, read: Callable[[_Element], tuple[str, bool]]) -> Cell:
    text, bold = read(cell)
    # Zero rows means down to the end.
    down = _span(cell, "rowspan") or _DEEPEST
    return Cell(text=text, across=_span(cell, "colspan") or 1, down=down, header=cell.tag == "th", bold=bold)


def _span(cell: _Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), _DEEPEST) if value.isascii() and value.isdigit() and len(value) < 12 else 1
