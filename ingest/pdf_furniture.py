"""PDF furniture: running headers and footers, page numbers and margin line numbers.

Nothing is known by its words: what stands in the same place on many pages and says the same, or counts with
them, is furniture.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf_line import Line, Word

_EDGE = 0.13
"""The share of a page's height, above and below, in which furniture is looked for."""

_ROWS = 3
"""How many levels from the edge may be furniture."""

_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\W*(?:page|p\.|pg\.?)?\W*(\d{1,4})\W*(?:(?:of|/)\W*\d{1,4})?\W*", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,5}")
_MIN_NUMBERS = 4


@dataclass(frozen=True, kw_only=True)
class PageLines:
    """The lines of a page, from the top. `tables` are the top and bottom of each drawn table."""

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """Pages without furniture, and how many of each kind were taken out."""

    pages: tuple[PageLines, ...]
    dropped: Counter[str]


def cleared(pages: Sequence[PageLines]) -> Cleared:
    """Take margin line numbers out of a document's pages first, then what runs over its pages."""
    dropped: Counter[str] = Counter()
    numbered = tuple(_without_line_numbers(pages, dropped))
    running = _running(numbered)
    kept = []
    for page in numbered:
        lines = tuple(line for line in page.lines if id(line) not in running)
        dropped["page furniture"] += len(page.lines) - len(lines)
        kept.append(PageLines(number=page.number, height=page.height, lines=lines, tables=page.tables))
    return Cleared(pages=tuple(kept), dropped=+dropped)


def _without_line_numbers(pages: Sequence[PageLines], dropped: Counter[str]) -> Iterator[PageLines]:
    columns = [_number_column(page) for page in pages]
    written = sum(bool(page.lines) for page in pages)
    found = sum(column is not None for column in columns)
    if not found or found * 2 < written:
        yield from pages
        return
    places = [column for column in columns if column is not None]
    left, right = min(place[0] for place in places), max(place[1] for place in places)
    for page in pages:
        kept = []
        for line in page.lines:
            words = tuple(
                word
                for word in line.words
                if not (left - 2 <= word.left and word.right <= right + 2 and _counts(word))
            )
            dropped["line number"] += len(line.words) - len(words)
            if words:
                kept.append(Line(page=line.page, words=words, underlined=line.underlined))
        yield PageLines(number=page.number, height=page.height, lines=tuple(kept), tables=page.tables)


def _counts(word: Word) -> bool:
    return _COUNT.fullmatch(word.text) is not None


def _number_column(page: PageLines) -> tuple[float, float] | None:
    """The left and right of numbers that count up by a constant step beside all that a page prints."""
    words = [word for line in page.lines for word in line.words]
    for at_left in (True, False):
        edges: dict[int, list[Word]] = defaultdict(list)
        for line in page.lines:
            word = line.words[0] if at_left else line.words[-1]
            if _counts(word):
                edges[round((word.right if at_left else word.left) / 3)].append(word)
        for edge in sorted(edges, key=lambda value: -len(edges[value]))[:2]:
            column = sorted(
                {
                    id(word): word for near in (edge - 1, edge, edge + 1) for word in edges.get(near, ())
                }.values(),
                key=lambda word: word.baseline,
            )
            if len(column) < _MIN_NUMBERS or not _constant_step([int(word.text) for word in column]):
                continue
            left, right = min(word.left for word in column), max(word.right for word in column)
            inside = {id(word) for word in column}
            middle = _tall(words, column)
            if at_left and all(word.left > right for word in middle if id(word) not in inside):
                return left, right
            if not at_left and all(word.right < left for word in middle if id(word) not in inside):
                return left, right
    return None


def _tall(words: Iterable[Word], column: Sequence[Word]) -> list[Word]:
    """The words between the first and last of a column of numbers."""
    top, bottom = column[0].baseline - column[0].size, column[-1].baseline + column[-1].size
    return [word for word in words if top <= word.baseline <= bottom]


def _constant_step(numbers: Sequence[int]) -> bool:
    steps = Counter(after - before for before, after in pairwise(numbers))
    step, count = steps.most_common(1)[0]
    return step > 0 and step in {1, 2, 5, 10} and count >= 0.8 * (len(numbers) - 1)


def _running(pages: Sequence[PageLines]) -> set[int]:
    """The identities of lines that run over pages: alike in place and words, or counting with the pages."""
    groups: dict[tuple[bool, str], list[tuple[PageLines, Line]]] = defaultdict(list)
    for page in pages:
        for at_top, line in _edges(page):
            groups[(at_top, _NUMBER.sub("#", line.text.casefold()))].append((page, line))
    written = sum(bool(page.lines) for page in pages)
    found: set[int] = set()
    for members in groups.values():
        for level in _levels(members):
            on = {page.number for page, _ in level}
            if len(on) < _enough(written):
                continue
            if _alike(level) or _counting(level):
                found.update(id(line) for _, line in level)
    return _whole_levels(pages, found | _page_numbers(pages))


def _whole_levels(pages: Sequence[PageLines], found: set[int]) -> set[int]:
    """Those lines beside which nothing else stands: a bullet at the top of each page belongs to its item."""
    kept: set[int] = set()
    for page in pages:
        levels: dict[int, list[Line]] = defaultdict(list)
        for line in page.lines:
            levels[round(line.baseline / 2)].append(line)
        for level in levels.values():
            if all(id(line) in found for line in level):
                kept.update(id(line) for line in level)
    return kept


def _enough(written: int) -> int:
    """On how many pages a line must stand to run over them."""
    return 2 if written <= 3 else 3


def _edges(page: PageLines) -> Iterator[tuple[bool, Line]]:
    """The lines near the upper (True) and lower edge of a page."""
    levels = sorted({round(line.baseline) for line in page.lines})
    for line in page.lines:
        if _in_table(line, page):
            continue
        level = round(line.baseline)
        if line.bottom < _EDGE * page.height and level in levels[:_ROWS]:
            yield True, line
        elif line.top > (1 - _EDGE) * page.height and level in levels[-_ROWS:]:
            yield False, line


def _in_table(line: Line, page: PageLines) -> bool:
    """It stands in a table that reaches into the page; headers of tables come back on each page too."""
    upper, lower = _EDGE * page.height, (1 - _EDGE) * page.height
    return any(
        top <= line.baseline <= bottom and bottom > upper and top < lower for top, bottom in page.tables
    )


def _levels(members: Sequence[tuple[PageLines, Line]]) -> Iterator[list[tuple[PageLines, Line]]]:
    """Lines parted by how far they stand from the top."""
    level: list[tuple[PageLines, Line]] = []
    for page, line in sorted(members, key=lambda member: member[1].baseline):
        if level and line.baseline - level[-1][1].baseline > 3:
            yield level
            level = []
        level.append((page, line))
    if level:
        yield level


def _alike(level: Sequence[tuple[PageLines, Line]]) -> bool:
    """The same words each time, and no heading that happens to come at the top of some pages."""
    words = Counter(line.text.casefold() for _, line in level)
    return words.most_common(1)[0][1] >= max(2, 0.6 * len(level))


def _counting(level: Sequence[tuple[PageLines, Line]]) -> bool:
    """One of its numbers is the page's, give or take a constant."""
    columns = [[int(number) for number in _NUMBER.findall(line.text)] for _, line in level]
    if not columns[0] or any(len(column) != len(columns[0]) for column in columns):
        return False
    for place in range(len(columns[0])):
        away = Counter(column[place] - page.number for column, (page, _) in zip(columns, level, strict=True))
        if away.most_common(1)[0][1] >= 0.8 * len(level):
            return True
    return False


def _page_numbers(pages: Sequence[PageLines]) -> set[int]:
    """Lines at an edge that are a number and nothing else, as far from the page's own as on other pages."""
    away: dict[int, list[Line]] = defaultdict(list)
    romans: list[Line] = []
    for page in pages:
        for _, line in _edges(page):
            number = _BARE_NUMBER.fullmatch(line.text)
            if number:
                away[int(number[1]) - page.number].append(line)
            elif _ROMAN.fullmatch(line.text):
                romans.append(line)
    found = {id(line) for lines in away.values() if len(lines) >= 2 for line in lines}
    if len(romans) >= 2:
        found.update(id(line) for line in romans)
    return found
