"""Table: the rows of a Markdown pipe table as sentences that carry caption and column headers."""

import re
from collections.abc import Iterator, Sequence

from ingest.plain import plain

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*:?-+:?\s*")


def row_texts(lines: Sequence[str], caption: str) -> Iterator[tuple[int, str]]:
    """The rows of a table given by its source lines (header, rule, rows), each as (line, text).

    `line` counts from 0 within `lines`. Text is `caption Header: cell; Header: cell`; empty cells are
    left out, and no cell is lost. A cell gets a header only where it is certain which: not in a row
    with more or fewer cells than there are headers, nor in one that spans the table.
    """
    rows = [(number, _cells(line)) for number, line in enumerate(lines)]
    filled = [(number, cells) for number, cells in rows if any(cells)]
    headers: Sequence[str] = ()
    for position, (number, cells) in enumerate(filled):
        # A converter that found no header writes an empty one; the first words are then the headers.
        if position == 0 and len(filled) > 1 and len(cells) > 1:
            headers = cells
            continue
        yield number, " ".join(part for part in (caption, _sentence(cells, headers)) if part)


def _cells(line: str) -> tuple[str, ...]:
    """The cells of one line in plain words; a line that only rules has none."""
    row = line.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    cells = _PIPE.split(row)
    if all(_RULE.fullmatch(cell) or not cell.strip() for cell in cells):
        return ()
    return tuple(plain(cell.replace("\\|", "|")) for cell in cells)


def _sentence(cells: Sequence[str], headers: Sequence[str]) -> str:
    spans = len(cells) > 1 and not any(cells[1:])
    certain = len(cells) == len(headers) and not spans
    labels = headers if certain else [""] * len(cells)
    return "; ".join(
        f"{label}: {cell}" if label else cell for label, cell in zip(labels, cells, strict=True) if cell
    )
