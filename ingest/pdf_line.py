"""PDF line: glyphs put together as words, and words as the lines that are printed without a wide gap."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from ingest.block import Box
from ingest.pdf_page import Glyph, Page

WORD_GAP = 0.2
"""Glyphs further apart than this share of their size belong to two words."""

LINE_GAP = 0.75
"""Words further apart than this share of their size may belong to two columns."""

WIDE_GAP = 1.1
"""And words further apart than this always may, however far the line is spread out."""

_RAISED = 0.85
"""Type smaller than this share of the line it stands in may be a raised or lowered mark."""

_TOUCH = 0.4
"""A mark stands no further from the word that bears it, as a share of that word's size."""

_LONGEST_MARK = 16
"""Characters of a mark, such as "12,14-16"."""

_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BULLETS = dict.fromkeys(
    map(ord, "\uf0b7\uf0a7\uf0d8\uf076\uf0a8\uf0fc\uf02d\uf06f\uf0d2\uf0e0\uf0e8\uf071"), "•"
)
_BLANKS = {0xA0: " ", 0x2007: " ", 0x202F: " ", 0x200B: "", 0x200C: "", 0x200D: "", 0xFEFF: "", 0x2060: ""}
_LETTERS = {**_LIGATURES, **_BULLETS, **_BLANKS}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_SUPERSCRIPT = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_EXPONENT = re.compile(r"[-−–+]?\d{1,2}|\d?[+−–-]")
_POWER = re.compile(
    r"(?:(?:\b|[\d/])(?:k|c|m|d|n|µ|μ)?m|\b(?:sec|min|hr?|s|d|L|mL|kg|mg|g)|10|[×x]\s?10|\b[A-Z][a-z]?)\Z"
)
_ORDINAL = frozenset({"st", "nd", "rd", "th", "tm", "sm", "®", "™", "°", "o", "©"})
_MARK = re.compile(r"[\d,;–\-\s*†‡§¶‖#¥¤]{1,24}|[a-z](?:,\s?[a-z])*|[*†‡§¶‖¥]+", re.IGNORECASE)
_TAIL_MARK = re.compile(r"(?<=[^\W\d_])(?:[†‡§¶‖¥]+|\*+)(?=[.,;:)]?\Z)")


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word. `marks` are reference marks that were raised after it, which are no part of `text`."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """Words on one level with no wide gap between them, left to right, on page `page` (from 1)."""

    page: int
    words: tuple[Word, ...]
    underlined: bool = False

    @cached_property
    def left(self) -> float:
        """Where its first word begins."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """Where its last word ends."""
        return max(word.right for word in self.words)

    @cached_property
    def size(self) -> float:
        """The size of most of its type, in points to a half."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @cached_property
    def baseline(self) -> float:
        """The level on which it stands, from the top of the page."""
        return max(self.words, key=lambda word: len(word.text)).baseline

    @property
    def top(self) -> float:
        """Above its letters."""
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Below its letters."""
        return self.baseline + 0.22 * self.size

    @cached_property
    def text(self) -> str:
        """Its words with a space between."""
        return " ".join(word.text for word in self.words if word.text)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The reference marks that stand in it."""
        return tuple(mark for word in self.words for mark in word.marks)

    @cached_property
    def bold(self) -> bool:
        """All of its letters are bold."""
        return _all_letters(self.words, lambda word: word.bold)

    @cached_property
    def italic(self) -> bool:
        """All of its letters are italic."""
        return _all_letters(self.words, lambda word: word.italic)

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(
            page=self.page,
            left=round(self.left, 1),
            top=round(self.top, 1),
            right=round(self.right, 1),
            bottom=round(self.bottom, 1),
        )


def _all_letters(words: Sequence[Word], has: "object") -> bool:
    told = [word for word in words if any(letter.isalnum() for letter in word.text)]
    return bool(told) and all(has(word) for word in told)  # type: ignore[operator]


def lines(page: Page) -> tuple[Line, ...]:
    """The lines of a page, from the top, those on one level from the left."""
    glyphs = [glyph for glyph in page.glyphs if not glyph.artifact]
    found = []
    for row in _rows(glyphs):
        for words in _parted(_words(row)):
            line = Line(page=page.number, words=tuple(words))
            if line.text:
                found.append(line)
    return tuple(_underlined(line, page) for line in found)


def joined(parts: Sequence[Line]) -> Line:
    """Lines on one level as one line."""
    words = tuple(word for part in sorted(parts, key=lambda part: part.left) for word in part.words)
    return Line(page=parts[0].page, words=words, underlined=all(part.underlined for part in parts))


def _underlined(line: Line, page: Page) -> Line:
    for rule in page.rules:
        if (
            rule.level
            and 0 <= rule.top - line.baseline <= 0.35 * line.size
            and rule.left <= line.left + 2
            and line.right - 2 <= rule.right <= line.right + line.size
        ):
            return Line(page=line.page, words=line.words, underlined=True)
    return line


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[tuple[Glyph, int]]]:
    """Glyphs by the level on which they stand, from the top; each with 1 where it is raised, -1 lowered."""
    levels: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if levels and glyph.baseline - levels[-1][0].baseline <= 0.18 * max(glyph.size, levels[-1][0].size):
            levels[-1].append(glyph)
        else:
            levels.append([glyph])
    rows: list[list[tuple[Glyph, int]]] = [[(glyph, 0) for glyph in level] for level in levels]
    for index, level in enumerate(levels):
        for near in (index - 1, index + 1, index + 2, index - 2):
            if 0 <= near < len(levels):
                _attach(rows[index], level, levels[near], rows[near])
    return (row for row in rows if row)


def _attach(
    row: list[tuple[Glyph, int]],
    level: Sequence[Glyph],
    base: Sequence[Glyph],
    target: list[tuple[Glyph, int]],
) -> None:
    """Move the small glyphs of a level that touch larger ones of a level near it to those."""
    if not row or min(g.size for g in level) > _RAISED * max(g.size for g in base):
        return
    moved: list[tuple[Glyph, int]] = []
    for run in _small_runs([glyph for glyph, shift in row if not shift and not glyph.text.isspace()]):
        left, right, size = run[0].left, max(glyph.right for glyph in run), max(glyph.size for glyph in run)
        for other in base:
            rise = other.baseline - run[0].baseline
            reach = _TOUCH * other.size
            if (
                not other.text.isspace()
                and size <= _RAISED * other.size
                and -0.35 * other.size <= rise <= 0.75 * other.size
                and (abs(left - other.right) <= reach or abs(other.left - right) <= reach)
            ):
                moved.extend((glyph, 1 if rise > 0 else -1) for glyph in run)
                break
    taken = {id(glyph) for glyph, _ in moved}
    if taken:
        target.extend(moved)
        row[:] = [
            (glyph, shift) for glyph, shift in row if id(glyph) not in taken and not glyph.text.isspace()
        ]


def _small_runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that stand close together, where they are few enough to be a mark."""
    run: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.left):
        if run and glyph.left - run[-1].right > 0.8 * glyph.size:
            if len(run) <= _LONGEST_MARK:
                yield run
            run = []
        run.append(glyph)
    if run and len(run) <= _LONGEST_MARK:
        yield run


def _words(row: Iterable[tuple[Glyph, int]]) -> Iterator[Word]:
    """The words of one level from the left."""
    pending: list[tuple[Glyph, int]] = []
    printed: list[list[tuple[Glyph, int]]] = []
    for glyph, shift in sorted(row, key=lambda item: (item[0].left, item[0].right)):
        if glyph.text.isspace() or not glyph.text:
            if pending:
                printed.append(pending)
                pending = []
            continue
        if pending:
            last = pending[-1][0]
            if last.text == glyph.text and abs(glyph.left - last.left) < 0.12 * glyph.size:
                last.bold = True  # printed twice to look bold
                continue
            if glyph.left - last.right > WORD_GAP * max(glyph.size, last.size):
                printed.append(pending)
                pending = []
        pending.append((glyph, shift))
    if pending:
        printed.append(pending)
    for glyphs in printed:
        yield _word(glyphs)


def _word(glyphs: Sequence[tuple[Glyph, int]]) -> Word:
    text, marks = "", []
    for shift, group in groupby(glyphs, key=lambda item: item[1]):
        part = clean("".join(glyph.text for glyph, _ in group))
        if shift <= 0 or part.casefold() in _ORDINAL:
            text += part
        elif _EXPONENT.fullmatch(part) and _POWER.search(text):
            text += part.translate(_SUPERSCRIPT)
        elif _MARK.fullmatch(part):
            marks.append(part.strip(" ,;"))
        else:
            text += part
    tail = _TAIL_MARK.search(text)
    if tail:
        marks.append(tail[0])
        text = text[: tail.start()] + text[tail.end() :]
    plain = [glyph for glyph, shift in glyphs if not shift] or [glyph for glyph, _ in glyphs]
    first = plain[0]
    return Word(
        text=text,
        left=glyphs[0][0].left,
        right=max(glyph.right for glyph, _ in glyphs),
        baseline=first.baseline,
        size=max(glyph.size for glyph in plain),
        bold=all(glyph.bold for glyph in plain),
        italic=all(glyph.italic for glyph in plain),
        marks=tuple(mark for mark in marks if mark),
    )


def clean(text: str) -> str:
    """A printed string with ligatures parted and bullets alike. Soft hyphens stay."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub("", unicodedata.normalize("NFC", text.translate(_LETTERS)))


def _parted(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words of one level parted at wide gaps: wider than a word space of their own line."""
    row = list(words)
    spaces = sorted(after.left - before.right for before, after in pairwise(row))
    spread = 1.6 * spaces[len(spaces) // 2] if spaces else 0.0
    part: list[Word] = []
    for word in row:
        if part:
            size = min(word.size, part[-1].size)
            if word.left - part[-1].right > min(max(LINE_GAP * size, spread), WIDE_GAP * size):
                yield part
                part = []
        part.append(word)
    if part:
        yield part
