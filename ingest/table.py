"""Table: the rows of a table as sentences that carry caption and column headers."""

from collections.abc import Iterator, Sequence

from ingest.block import Row


def row_texts(rows: Sequence[Row], caption: str) -> Iterator[tuple[Row, str]]:
    """The rows of a table that are no headers, each with its text `caption Header: cell; Header: cell`.

    Header rows above each other are joined (`Upper > Lower`). Empty cells are left out, and no cell is lost.
    A cell gets a header only where it is certain which: not in a row with more or fewer cells than there are
    headers, nor in one that spans the table. A table of headers alone is all rows.
    """
    headers: tuple[str, ...] = ()
    alone = all(row.header for row in rows)
    above: Row | None = None
    for row in rows:
        if row.header and not alone:
            headers = _below(headers, row) if above is not None and above.header else row.cells
        else:
            yield row, " ".join(part for part in (caption, _sentence(row, headers)) if part)
        above = row


def _below(upper: tuple[str, ...], row: Row) -> tuple[str, ...]:
    """Headers with a further header row beneath; a cell that reaches down over both rows is named once."""
    if len(upper) != len(row.cells):
        return row.cells
    return tuple(
        above if below in ("", above) else f"{above} > {below}" if above else below
        for above, below in zip(upper, row.cells, strict=True)
    )


def _sentence(row: Row, headers: Sequence[str]) -> str:
    if row.spans:
        return next((cell for cell in row.cells if cell), "")
    certain = len(row.cells) == len(headers)
    labels = headers if certain else [""] * len(row.cells)
    return "; ".join(
        f"{label}: {cell}" if label else cell for label, cell in zip(labels, row.cells, strict=True) if cell
    )
