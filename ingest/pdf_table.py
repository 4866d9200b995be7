"""PDF table: tables that are drawn with rules, and those whose columns are only aligned."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.block import Box
from ingest.pdf_column import rows as levels
from ingest.pdf_line import Line
from ingest.pdf_page import Rule

_SNAP = 3.0
"""Edges that are no further apart are one, in points."""

_MIN_ROWS = 3
"""Columns that are only aligned are a table from so many rows on."""


@dataclass(frozen=True, kw_only=True)
class CellRow:
    """A row of a table. What spans several columns or rows is repeated in each; `bold`: all its words are."""

    cells: tuple[str, ...]
    top: float
    bottom: float
    bold: bool = False
    header: bool = False
    spans: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as it stands on a page. `columns` are where its columns begin."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    rows: tuple[CellRow, ...]
    columns: tuple[float, ...]
    marks: tuple[str, ...] = ()

    def box(self, row: CellRow) -> Box:
        """Where a row stands."""
        return Box(
            page=self.page,
            left=round(self.left, 1),
            top=round(row.top, 1),
            right=round(self.right, 1),
            bottom=round(row.bottom, 1),
        )


def ruled(lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[list[Table], list[Line]]:
    """The tables whose cells are drawn, and the lines that stand in none."""
    grids = _grids(rules)
    tables: list[Table] = []
    left_over = list(lines)
    for cells in grids:
        x0, y0 = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
        x1, y1 = max(cell[2] for cell in cells), max(cell[3] for cell in cells)
        inside = [line for line in left_over if _within(line, (x0, y0, x1, y1))]
        table = _gridded(inside, cells)
        if table is not None:
            tables.append(table)
            taken = {id(line) for line in inside}
            left_over = [line for line in left_over if id(line) not in taken]
    return tables, left_over


_Cell = tuple[float, float, float, float]


def grounds(rules: Sequence[Rule]) -> list[tuple[float, float]]:
    """Top and bottom of what the cells drawn on a page cover, for each table."""
    return [
        (min(cell[1] for cell in cells), max(cell[3] for cell in cells))
        for cells in _grids(rules)
        if len({round(cell[0]) for cell in cells}) > 1
    ]


def _grids(rules: Sequence[Rule]) -> list[list[_Cell]]:
    """Cells that rules enclose, by the table that they make up, with pdfplumber's geometry."""
    from pdfplumber import table as plumber  # noqa: PLC0415  (heavy)

    edges = [
        {
            "x0": rule.left, "x1": rule.right, "top": rule.top, "bottom": rule.bottom,
            "width": rule.right - rule.left, "height": rule.bottom - rule.top,
            "orientation": "h" if rule.level else "v",
        }
        for rule in rules
        if rule.length > _SNAP
    ]  # fmt: skip
    if sum(edge["orientation"] == "v" for edge in edges) < 3:
        return []
    merged = plumber.merge_edges(
        edges, snap_x_tolerance=_SNAP, snap_y_tolerance=_SNAP, join_x_tolerance=_SNAP, join_y_tolerance=_SNAP
    )
    long = [edge for edge in merged if max(edge["width"], edge["height"]) >= 6 or True]
    crossings = plumber.edges_to_intersections(long, _SNAP, _SNAP)
    return [list(cells) for cells in plumber.cells_to_tables(plumber.intersections_to_cells(crossings))]


def _within(line: Line, box: _Cell) -> bool:
    middle, level = (line.left + line.right) / 2, line.baseline - 0.3 * line.size
    return box[0] - 1 <= middle <= box[2] + 1 and box[1] <= level <= box[3]


def _places(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _at(places: Sequence[float], value: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - value))


def _gridded(lines: Sequence[Line], cells: Sequence[_Cell]) -> Table | None:
    """A table of drawn cells; None where they hold no table, such as a box around running text."""
    xs = _places([x for cell in cells for x in (cell[0], cell[2])])
    ys = _places([y for cell in cells for y in (cell[1], cell[3])])
    across, down = len(xs) - 1, len(ys) - 1
    if across < 2 or down < 1 or not lines:
        return None
    grid = [["" for _ in range(across)] for _ in range(down)]
    wide = [[0 for _ in range(across)] for _ in range(down)]
    bold = [[True for _ in range(across)] for _ in range(down)]
    filled: set[int] = set()
    for cell in cells:
        words, all_bold = _in_cell(lines, cell)
        first, last = _at(xs, cell[0]), max(_at(xs, cell[2]), _at(xs, cell[0]) + 1)
        for row in range(_at(ys, cell[1]), max(_at(ys, cell[3]), _at(ys, cell[1]) + 1)):
            for column in range(first, last):
                grid[row][column], wide[row][column], bold[row][column] = words, last - first, all_bold
                if words:
                    filled.add(column)
    if len(filled) < 2:
        return None
    keep = sorted(filled)
    found = [
        CellRow(
            cells=tuple(grid[row][column] for column in keep),
            top=ys[row],
            bottom=ys[row + 1],
            bold=all(bold[row][column] for column in keep if grid[row][column]),
            spans=wide[row][0] >= across and bool(grid[row][0]),
        )
        for row in range(down)
        if any(grid[row])
    ]
    return _table(lines, found, [xs[column] for column in keep], (xs[0], ys[0], xs[-1], ys[-1]))


def _table(lines: Sequence[Line], found: Sequence[CellRow], columns: Sequence[float], box: _Cell) -> Table:
    return Table(
        page=lines[0].page,
        left=box[0],
        top=box[1],
        right=box[2],
        bottom=box[3],
        rows=tuple(_headed(found)),
        columns=tuple(columns),
        marks=tuple(mark for line in lines for mark in line.marks),
    )


def _in_cell(lines: Sequence[Line], cell: _Cell) -> tuple[str, bool]:
    """What stands in a cell, word by word: a line may run over several cells without a wide gap."""
    said: list[str] = []
    bold = True
    for line in sorted(lines, key=lambda line: (round(line.baseline), line.left)):
        words = [
            word
            for word in line.words
            if cell[0] - 1 <= (word.left + word.right) / 2 <= cell[2] + 1
            and cell[1] <= word.baseline - 0.3 * word.size <= cell[3]
        ]
        if words:
            said.append(" ".join(word.text for word in words if word.text))
            bold = bold and all(word.bold for word in words)
    return mended(said), bold


def mended(parts: Sequence[str]) -> str:
    """Lines of a cell as one; a word that is parted at a line end is put together, its hyphen kept."""
    text = ""
    for part in parts:
        text = (
            text + part if text.endswith("-") and part[:1].islower() else f"{text} {part}" if text else part
        )
    return text.replace("\N{SOFT HYPHEN}", "")


def _headed(found: Sequence[CellRow]) -> Iterator[CellRow]:
    """Rows with those that name columns marked: the bold ones at the top, or else the first."""
    plain = [not row.bold for row in found]
    heads = 0
    if len(found) > 1:
        heads = plain.index(True) if True in plain else 1
        heads = heads if 1 <= heads <= 3 else 1
        while heads < len(found) - 1 and found[heads - 1].spans:
            heads += 1
        while heads > 1 and found[heads - 1].spans:
            heads -= 1
    for index, row in enumerate(found):
        yield CellRow(
            cells=row.cells,
            top=row.top,
            bottom=row.bottom,
            bold=row.bold,
            spans=row.spans,
            header=index < heads,
        )


def aligned(lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """The tables without rules among lines: rows of short pieces that begin at the same places."""
    tables: list[Table] = []
    taken: set[int] = set()
    for run in _runs(levels(lines)):
        table = _aligned(run)
        if table is not None:
            tables.append(table)
            taken.update(id(line) for row in run for line in row)
    return tables, [line for line in lines if id(line) not in taken]


def _runs(all_rows: Sequence[list[Line]]) -> Iterator[list[list[Line]]]:
    """Runs of levels that have several pieces at common places; one piece alone goes on with a cell."""
    run: list[list[Line]] = []
    for row in all_rows:
        if run and not _follows(row, run):
            yield _trimmed(run)
            run = []
        if run or (len(row) > 1 and not _labelled(row)):
            run.append(row)
    if run:
        yield _trimmed(run)


def _labelled(row: Sequence[Line]) -> bool:
    """A bullet or number with its item."""
    return len(row) == 2 and len(row[0].words) == 1 and len(row[0].text) <= 4 and not row[0].text[0].isupper()


def _follows(row: Sequence[Line], run: Sequence[Sequence[Line]]) -> bool:
    above = run[-1]
    step = row[0].baseline - above[0].baseline
    if step > 3.2 * max(line.size for line in row):
        return False
    starts = _starts(run)
    if len(row) > 1:
        return (
            not _labelled(row) and sum(_near(line.left, starts) or _centred(line, run) for line in row) >= 2
        )
    usual = [below[0].baseline - over[0].baseline for over, below in pairwise(run)]
    tight = step <= 1.35 * row[0].size and (not usual or step <= min(usual) + 1)
    rightmost = max(starts)
    if _near(row[0].left, starts[1:]) and row[0].left >= starts[1] - 3:
        return tight or step <= 1.6 * row[0].size
    return tight and row[0].left >= starts[0] - 3 and row[0].right < rightmost


def _starts(run: Sequence[Sequence[Line]]) -> list[float]:
    return _places([line.left for row in run if len(row) > 1 for line in row])


def _near(value: float, places: Sequence[float]) -> bool:
    return any(abs(value - place) <= _SNAP for place in places)


def _centred(line: Line, run: Sequence[Sequence[Line]]) -> bool:
    """It is centred or flush right under a piece of the run."""
    middle = (line.left + line.right) / 2
    return any(
        abs(middle - (other.left + other.right) / 2) <= _SNAP or abs(line.right - other.right) <= _SNAP
        for row in run
        for other in row
    )


def _trimmed(run: list[list[Line]]) -> list[list[Line]]:
    while run and len(run[-1]) == 1 and run[-1][0].left <= run[0][0].left + _SNAP:
        run.pop()
    return run


def _aligned(run: Sequence[Sequence[Line]]) -> Table | None:
    """A run of levels as a table; None where it is running text in columns, or too little."""
    several = [row for row in run if len(row) > 1]
    if len(several) < _MIN_ROWS:
        return None
    pieces = [line for row in several for line in row]
    bounds = _bounds(pieces)
    if len(bounds) < 2:
        return None
    columns = [[line for line in pieces if _column(line, bounds) == index] for index in range(len(bounds))]
    if not all(len(column) >= 0.5 * len(several) for column in columns[:2]) or not any(
        _short(column) for column in columns
    ):
        return None
    found: list[CellRow] = []
    for cells, level in _merged(run, bounds):
        bold = all(line.bold for line in level)
        found.append(
            CellRow(
                cells=cells,
                top=min(line.top for line in level),
                bottom=max(line.bottom for line in level),
                bold=bold,
                spans=bool(cells[0]) and not any(cells[1:]),
            )
        )
    if len(found) < _MIN_ROWS:
        return None
    lines = [line for row in run for line in row]
    box = (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )
    return _table(lines, found, [bound[0] for bound in bounds], box)


def _bounds(pieces: Sequence[Line]) -> list[tuple[float, float]]:
    """The columns as left and right edges: pieces that overlap, seen from above, are in one."""
    found: list[tuple[float, float]] = []
    for line in sorted(pieces, key=lambda line: line.left):
        if found and line.left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], line.right))
        else:
            found.append((line.left, line.right))
    return found


def _column(line: Line, bounds: Sequence[tuple[float, float]]) -> int:
    """The column that a piece lies in most."""
    return max(
        range(len(bounds)),
        key=lambda index: min(line.right, bounds[index][1]) - max(line.left, bounds[index][0]),
    )


def _short(column: Sequence[Line]) -> bool:
    """Most of its cells are a few words."""
    words: Counter[float] = Counter()
    for line in column:
        words[line.baseline] += len(line.words)
    lengths = sorted(words.values())
    return bool(lengths) and lengths[len(lengths) // 2] <= 3


def _merged(
    run: Sequence[Sequence[Line]], bounds: Sequence[tuple[float, float]]
) -> Iterator[tuple[tuple[str, ...], list[Line]]]:
    """Rows of cells; a level that goes on with cells of the row above is part of it."""
    steps = sorted(below[0].baseline - above[0].baseline for above, below in pairwise(run))
    usual = steps[len(steps) // 2]
    cells: list[list[str]] = [[] for _ in bounds]
    level: list[Line] = []
    for above, row in zip([None, *run], run, strict=False):
        places = [_column(line, bounds) for line in row]
        step = row[0].baseline - above[0].baseline if above else 0.0
        goes_on = above is not None and (
            (0 not in places and step <= 1.4 * row[0].size)
            or (len(row) == 1 and step < 0.9 * usual)
            or (len(row) < len(bounds) and step < 0.75 * usual)
        )
        if level and not goes_on:
            yield tuple(mended(cell) for cell in cells), level
            cells, level = [[] for _ in bounds], []
        for place, line in zip(places, row, strict=True):
            cells[place].append(line.text)
        level.extend(row)
    if level:
        yield tuple(mended(cell) for cell in cells), level
