"""DOCX table: its cells with what they span, and which rows name columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from docx.oxml.ns import qn
from lxml.etree import _Element

from ingest.docx_style import Styles
from ingest.grid import WIDEST, Cell, Line

_LONGEST_HEADER = 60


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The rows of a table. `supposed`: that its first row names columns is likely, not said."""

    lines: tuple[Line, ...]
    supposed: bool


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A cell as the file has it. `column` is where it begins; `goes_on`: it belongs to the one above."""

    column: int
    across: int
    goes_on: bool
    element: _Element


def lines(table: _Element, read: Callable[[_Element], tuple[str, bool]], styles: Styles) -> Lines:
    """The rows of a table; `read` gives a cell's words and whether they are all bold.

    Rows that are repeated on each page name columns. Else the first does where the table's style sets it off,
    and, where the table is only marked as having a first row of its own kind, if it reads like headers.
    """
    found = [row for row in _rows(table) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    placed = [list(_placed(row)) for row in found]
    out = []
    for y, row in enumerate(found):
        cells = []
        for cell in placed[y]:
            if not cell.goes_on or y == 0:
                text, bold = read(cell.element)
                cells.append(Cell(text=text, bold=bold, across=cell.across, down=_down(placed, y, cell)))
        out.append(Line(cells=cells, header=_repeats(row)))
    supposed = False
    if len(out) > 1 and not any(line.header for line in out) and _has_first_row(table):
        texts = [cell.text for cell in out[0].cells]
        bold = all(cell.bold for cell in out[0].cells)
        likely = len(texts) > 1 and all(_reads_like_header(text) for text in texts)
        if likely and not bold and len(set(texts)) == len(texts):
            supposed = not styles.sets_off_first_row(table)
            out[0] = replace(out[0], header=True)
    return Lines(lines=tuple(out), supposed=supposed)


def _rows(table: _Element) -> Iterator[_Element]:
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is table:
            yield row


def _placed(row: _Element) -> Iterator[_Placed]:
    column = _value(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is not row:
            continue
        across = min(_value(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1), WIDEST)
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        goes_on = merge is not None and (merge.get(qn("w:val")) or "continue") == "continue"
        yield _Placed(column=column, across=across, goes_on=goes_on, element=cell)
        column += across


def _down(placed: Sequence[Sequence[_Placed]], y: int, cell: _Placed) -> int:
    """How many rows a cell spans: those below that go on with it in the same column."""
    down = 1
    for row in placed[y + 1 :]:
        if not any(below.goes_on and below.column == cell.column for below in row):
            break
        down += 1
    return down


def _repeats(row: _Element) -> bool:
    mark = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    return mark is not None and (mark.get(qn("w:val")) or "true").lower() not in {"0", "false", "off"}


def _has_first_row(table: _Element) -> bool:
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is None:
        return False
    if look.get(qn("w:firstRow")) is not None:
        return look.get(qn("w:firstRow")) in {"1", "true", "on"}
    try:
        return bool(int(look.get(qn("w:val")) or "0", 16) & 0x20)
    except ValueError:
        return False


def _reads_like_header(text: str) -> bool:
    return bool(text) and len(text) <= _LONGEST_HEADER and text[-1] not in ".;" and not text[0].isdigit()


def _value(mark: _Element | None, absent: int) -> int:
    value = "" if mark is None else mark.get(qn("w:val")) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else absent
