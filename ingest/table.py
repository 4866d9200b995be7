"""Table: the rows of a table as sentences that carry caption and column headers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.block import Row


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A filled cell in the text of its row: `start` is a code point into that text. `header` is "" where it
    is not certain which the cell has."""

    header: str
    text: str
    start: int


@dataclass(frozen=True, kw_only=True)
class RowText:
    """A row as a sentence, with the place of each of its cells in it."""

    row: Row
    text: str
    cells: tuple[Cell, ...]


def row_texts(rows: Sequence[Row], caption: str) -> Iterator[RowText]:
    """The rows of a table that are no headers, each with its text `caption Header: cell; Header: cell`.

    Header rows above each other are joined (`Upper > Lower`). Empty cells are left out, and no cell is lost.
    A cell gets a header only where it is certain which: not in a row with more or fewer cells than there are
    headers, nor in one that spans the table. Headers that no row takes up are rows themselves.
    """
    headers: tuple[str, ...] = ()
    waiting: list[Row] = []
    above: Row | None = None
    for row in rows:
        if row.header:
            if above is None or not above.header or len(headers) != len(row.cells):
                yield from (_sentence(unused, (), caption) for unused in waiting)
                headers, waiting = row.cells, [row]
            else:
                headers = _below(headers, row)
                waiting.append(row)
        else:
            if any(row.cells) and _fits(row, headers):
                waiting = []
            yield _sentence(row, headers, caption)
        above = row
    yield from (_sentence(unused, (), caption) for unused in waiting)


def _fits(row: Row, headers: Sequence[str]) -> bool:
    """Whether it is certain which header each cell has."""
    return len(row.cells) == len(headers) and not row.spans


def _below(upper: tuple[str, ...], row: Row) -> tuple[str, ...]:
    """Headers with a further header row beneath; a cell that reaches down over both rows is named once."""
    return tuple(
        above if below in ("", above) else f"{above} > {below}" if above else below
        for above, below in zip(upper, row.cells, strict=True)
    )


def _sentence(row: Row, headers: Sequence[str], caption: str) -> RowText:
    cells = tuple(cell for cell in row.cells if cell)[:1] if row.spans else row.cells
    certain = _fits(row, headers)
    text, placed = caption, list[Cell]()
    for label, cell in zip(headers if certain else [""] * len(cells), cells, strict=True):
        if cell:
            text += ("; " if placed else " " if text else "") + (f"{label}: " if label else "")
            placed.append(Cell(header=label, text=cell, start=len(text)))
            text += cell
    return RowText(row=row, text=text, cells=tuple(placed))
