"""Grid: the cells of a table that span rows and columns, laid out so that each row has all its cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.block import Row
from ingest.transcript import Transcript

_RULE = re.compile(r":?[-–—]{2,}:?|")

WIDEST = 100
"""A cell spans at most as many columns: files have been seen that claim a billion."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell as the document has it, over `across` columns and `down` rows. `bold`: all of its words are."""

    text: str
    across: int = 1
    down: int = 1
    header: bool = False
    bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of a table as the document has it. `header`: the document says that it names columns."""

    cells: Sequence[Cell]
    header: bool = False


def rows(lines: Sequence[Line], transcript: Transcript) -> tuple[Row, ...]:
    """The rows of a table with spanned cells repeated, each a line of the transcript; empty ones left out.

    Header rows are those that the document marks; else the first rows of header cells alone; else a first
    row that is bold where the rest is not.
    """
    lines = [line for line in lines if not _is_rule(line)]
    laid = _laid(lines)
    headers = _headers(lines, laid)
    out = []
    for position, cells in enumerate(laid):
        if any(cell.text for cell in cells):
            start, end = transcript.line(" | ".join(cell.text for cell in _once(cells)))
            texts = tuple(cell.text for cell in cells)
            spans = len(texts) > 1 and (len(_once(cells)) == 1 or not any(texts[1:]))
            header = position in headers
            out.append(Row(cells=texts, header=header, spans=spans and not header, start=start, end=end))
    return tuple(out)


def _laid(lines: Sequence[Line]) -> list[list[Cell]]:
    """Each row as one cell a column; columns in which no cell begins are left out."""
    taken: dict[tuple[int, int], Cell] = {}
    begun: set[int] = set()
    for y, line in enumerate(lines):
        x = 0
        for cell in line.cells:
            while (y, x) in taken:
                x += 1
            begun.add(x)
            for row in range(y, min(y + max(1, cell.down), len(lines))):
                for column in range(x, x + min(max(1, cell.across), WIDEST)):
                    taken.setdefault((row, column), cell)
            x += min(max(1, cell.across), WIDEST)
    empty = Cell(text="")
    return [[taken.get((y, x), empty) for x in sorted(begun)] for y in range(len(lines))]


def _once(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a row without the repetition of those that span columns."""
    return [cell for at, cell in enumerate(cells) if at == 0 or cell is not cells[at - 1]]


def _is_rule(line: Line) -> bool:
    """Whether a row is a drawn line, as converters leave them in the body: dashes in every cell."""
    return any(cell.text for cell in line.cells) and all(_RULE.fullmatch(cell.text) for cell in line.cells)


def _headers(lines: Sequence[Line], laid: Sequence[Sequence[Cell]]) -> set[int]:
    filled = [position for position, cells in enumerate(laid) if any(cell.text for cell in cells)]
    marked = {position for position, line in enumerate(lines) if line.header}
    if marked and not marked.intersection(filled):
        # A converter that found no header writes an empty one; the first words are then the headers.
        return set(filled[:1]) if len(filled) > 1 and len(laid[filled[0]]) > 1 else set()
    if marked:
        return marked if len(marked) < len(lines) else {0}
    found: set[int] = set()
    for position, (line, cells) in enumerate(zip(lines, laid, strict=True)):
        if (
            len(cells) < 2
            or not all(cell.header for cell in cells if cell.text)
            or not any(cell.text for cell in cells)
        ):
            break
        if found and not any(cell.across > 1 or cell.down > 1 for cell in lines[position - 1].cells):
            break
        if line.cells and len(_once(cells)) == 1 and len(cells) > 1 and not found and position:
            break
        found.add(position)
    if found and len(found) < len(lines):
        return found
    return {0} if _first_is_bold(laid) else set()


def _first_is_bold(laid: Sequence[Sequence[Cell]]) -> bool:
    if len(laid) < 2 or len(laid[0]) < 2 or not all(cell.text and cell.bold for cell in laid[0]):
        return False
    return any(cell.text and not cell.bold for row in laid[1:] for cell in row[1:])
