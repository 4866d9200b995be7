"""PDF column: the lines of a page in the order in which a person reads them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from ingest.pdf_line import Line, joined


class Placed(Protocol):
    """What stands on a page, in points from its top left corner."""

    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...


P = TypeVar("P", bound=Placed)

_MIN_LINES = 4
"""A column has at least so many lines on each side of its gutter."""

_MIN_WIDTH = 0.18
"""A column is at least this share of what is printed wide."""


def columns(placed: Sequence[P]) -> list[list[P]]:
    """Parts of a page in reading order, each from the top: columns, and what spans them between."""
    if not placed:
        return []
    gutter = _gutter(placed)
    if gutter is None:
        return [sorted(placed, key=lambda item: (round(item.bottom), item.left))]
    found: list[list[P]] = []
    for spanning, band in _bands(placed, gutter):
        if spanning:
            found.append(band)
            continue
        left = [item for item in band if item.right <= gutter]
        right = [item for item in band if item.right > gutter]
        tail = _below(left, right)
        found.extend([*columns(left[: len(left) - len(tail)]), *columns(right)])
        if tail:
            found.append(tail)
    return found


def _below(left: Sequence[P], right: Sequence[P]) -> list[P]:
    """What stands by itself below both columns, such as the caption of a table that spans them."""
    if not left or not right:
        return []
    floor = max(item.bottom for item in right)
    for index in range(1, len(left)):
        above = max(item.bottom for item in left[:index])
        here = left[index]
        if here.top > floor and here.top - above > 0.8 * (here.bottom - here.top):
            return list(left[index:])
    return []


def _gutter(placed: Sequence[P]) -> float | None:
    """The level place that most levels leave blank between two lines, where few others run across."""
    left, right = min(item.left for item in placed), max(item.right for item in placed)
    width = right - left
    if width <= 0:
        return None
    best: tuple[float, float] | None = None
    for place in _gaps(placed):
        if not left + _MIN_WIDTH * width < place < right - _MIN_WIDTH * width:
            continue
        before = [item for item in placed if item.right <= place]
        after = [item for item in placed if item.left >= place]
        across = len(placed) - len(before) - len(after)
        if min(len(before), len(after)) < _MIN_LINES or across > 0.5 * (len(before) + len(after)):
            continue
        if not _beside(before, after) or not (_wide(before, width) and _wide(after, width)):
            continue
        score = min(len(before), len(after)) - 2.0 * across
        if best is None or score > best[0]:
            best = (score, place)
    return best[1] if best else None


def _gaps(placed: Sequence[P]) -> set[float]:
    """Where a line ends and another begins beside it, to two points: in the middle between them."""
    found = set()
    ordered = sorted(placed, key=lambda item: item.bottom)
    for index, item in enumerate(ordered):
        beside = [
            other
            for other in ordered[max(0, index - 6) : index + 7]
            if other.left > item.right and other.top < item.bottom and other.bottom > item.top
        ]
        if beside:
            nearest = min(other.left for other in beside)
            found.add(round((item.right + nearest) / 4) * 2.0)
            found.add(round((nearest - 3) / 2) * 2.0)
    return found


def _beside(before: Sequence[P], after: Sequence[P]) -> bool:
    """The two sides stand at the same height for most of the shorter one."""
    top = max(min(item.top for item in before), min(item.top for item in after))
    bottom = min(max(item.bottom for item in before), max(item.bottom for item in after))
    shorter = min(
        max(item.bottom for item in side) - min(item.top for item in side) for side in (before, after)
    )
    return bottom - top >= 0.5 * shorter


def _wide(side: Sequence[P], width: float) -> bool:
    """Its lines are wide enough for running text."""
    widths = sorted(item.right - item.left for item in side)
    return widths[(3 * len(widths)) // 4] >= _MIN_WIDTH * width


def _bands(placed: Sequence[P], gutter: float) -> Iterator[tuple[bool, list[P]]]:
    """Runs of what spans the gutter and what does not, from the top."""
    band: list[P] = []
    spanning = False
    for item in sorted(placed, key=lambda item: (round(item.bottom), item.left)):
        spans = item.left < gutter < item.right
        if band and spans != spanning:
            yield spanning, band
            band = []
        spanning = spans
        band.append(item)
    if band:
        yield spanning, band


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand on one level, from the top; each level from the left."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.baseline, line.left)):
        if found and line.baseline - found[-1][0].baseline <= 0.3 * line.size:
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.left) for row in found]


def whole(lines: Iterable[Line]) -> list[Line]:
    """The lines of one column, what stands on one level put together."""
    return [joined(row) if len(row) > 1 else row[0] for row in rows(lines)]


def pitch(lines: Sequence[Line]) -> float:
    """How far lines of a column stand apart: the lower quartile of their distances, 0 where there is one."""
    steps = sorted(
        below.baseline - above.baseline for above, below in pairwise(lines) if below.baseline > above.baseline
    )
    return steps[len(steps) // 4] if steps else 0.0
