"""PDF heading: the paragraphs that are headings, and their levels."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rapidfuzz import fuzz

from ingest.pdf_paragraph import Paragraph

_ALIKE = 90
"""How alike, in per cent, a heading and the list item that announces it are."""

_MAX_WORDS = 40
_MAX_WORDS_PLAIN = 12
_CAPTION = re.compile(r"(?:Table|Figure|Fig\.)(?:\s+[A-Z]?\d|\.\s)", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3}){0,4})\.?\s+\S")
_FOLD = re.compile(r"[^\w]+")


@dataclass(frozen=True, kw_only=True, order=True)
class _Style:
    """What a heading looks like; what looks more important sorts first."""

    size: float
    light: bool
    small: bool
    flush: bool
    italic: bool
    underlined: bool


def folded(text: str) -> str:
    """A heading as it is compared with an entry of a list of contents."""
    return _FOLD.sub(" ", text.casefold()).strip()


def printed(paragraph: Paragraph) -> str:
    """A heading with its number, if it has one."""
    if paragraph.label and not paragraph.bulleted:
        return f"{paragraph.label} {paragraph.text}"
    return paragraph.text


def candidates(paragraphs: Sequence[Paragraph], *, body: float, body_bold: bool) -> list[Paragraph]:
    """The paragraphs that look like headings."""
    return [
        paragraph
        for paragraph, following in zip_longest(paragraphs, paragraphs[1:])
        if _looks(paragraph, following, body=body, body_bold=body_bold)
    ]


def _looks(paragraph: Paragraph, following: Paragraph | None, *, body: float, body_bold: bool) -> bool:
    text, words = paragraph.text, len(paragraph.text.split())
    if paragraph.bulleted or paragraph.note or sum(letter.isalpha() for letter in text) < 3:
        return False
    if text[-1] in ".;," or text[0].islower() or _CAPTION.match(text) or len(paragraph.lines) > 4:
        return False
    if text[0] in "([" or following is None:
        return False
    large = paragraph.size > 1.07 * body
    if (large or (paragraph.bold and not body_bold)) and words <= _MAX_WORDS:
        return True
    if paragraph.size < 0.95 * body or len(paragraph.lines) > 1 or words > _MAX_WORDS_PLAIN:
        return False
    if paragraph.label:
        return False
    distinct = paragraph.italic or paragraph.underlined
    caps = (text.isupper() and words > 1) or (text.isupper() and len(text) > 6)
    return caps or (distinct and not following.italic) or (distinct and bool(following.label))


def levels(
    headings: Sequence[Paragraph],
    *,
    contents: Mapping[str, int],
    outline: Mapping[str, int],
    listed: frozenset[str],
) -> list[int]:
    """The level of each heading, from 1.

    `outline` are levels by folded text from the file's bookmarks, `contents` those from a printed list of
    contents, `listed` the folded texts of list items, which may announce headings.
    """
    styles = [_style(heading) for heading in headings]
    ranks = {style: rank for rank, style in enumerate(sorted(set(styles)))}
    rank = [ranks[style] for style in styles]
    texts = [folded(heading.text) for heading in headings]
    keys = _guided(headings, texts, rank, contents=contents, outline=outline)
    _unguided(keys, texts, rank, listed, sizes=[style.size for style in styles])
    order = {
        key: level for level, key in enumerate(sorted({key for key in keys if key is not None}), start=1)
    }
    return [order[key] for key in keys if key is not None]


_Key = tuple[float, ...]


def _style(paragraph: Paragraph) -> _Style:
    letters = [letter for letter in paragraph.text if letter.isalpha()]
    middle = (paragraph.left + paragraph.right) / 2
    centred = all(
        line.left > paragraph.left + 2 * line.size
        and abs((line.left + line.right) / 2 - middle) < 2 * line.size
        for line in paragraph.lines
    )
    return _Style(
        size=-round(paragraph.size),
        light=not paragraph.bold,
        small=not all(letter.isupper() for letter in letters),
        flush=not centred,
        italic=paragraph.italic and not paragraph.bold,
        underlined=paragraph.underlined and paragraph.bold,
    )


def _guided(
    headings: Sequence[Paragraph],
    texts: Sequence[str],
    rank: Sequence[int],
    *,
    contents: Mapping[str, int],
    outline: Mapping[str, int],
) -> list[_Key | None]:
    """Keys of the headings whose level the document gives: by bookmarks, by numbers, or by its contents."""
    numbers = [_NUMBER.match(printed(heading)) for heading in headings]
    depths = [found["number"].count(".") + 1 if found else 0 for found in numbers]
    by_outline = [
        outline.get(text, outline.get(folded(printed(h)), 0)) for text, h in zip(texts, headings, strict=True)
    ]
    if sum(level > 0 for level in by_outline) >= max(3, 0.3 * len(headings)):
        return _filled(by_outline, rank)
    if max(depths, default=0) >= 2 and sum(depth > 0 for depth in depths) >= 3:
        return _filled(depths, rank)
    keys: list[_Key | None] = [None] * len(headings)
    by_contents = [
        contents.get(text, contents.get(folded(printed(h)), 0))
        for text, h in zip(texts, headings, strict=True)
    ]
    if len({text for text, level in zip(texts, by_contents, strict=True) if level}) >= 3:
        largest = min(rank[i] for i, level in enumerate(by_contents) if level)
        for index, level in enumerate(by_contents):
            if level:
                keys[index] = (1, level)
            elif rank[index] < largest:
                keys[index] = (0, rank[index])
    return keys


def _filled(given: Sequence[int], rank: Sequence[int]) -> list[_Key | None]:
    """Keys from given levels (0: none); headings without one take that of others alike."""
    usual: dict[int, Counter[int]] = defaultdict(Counter)
    for level, place in zip(given, rank, strict=True):
        if level:
            usual[place][level] += 1
    largest = min(usual)
    keys: list[_Key | None] = []
    for level, place in zip(given, rank, strict=True):
        if level:
            keys.append((1, level))
        elif place in usual:
            keys.append((1, usual[place].most_common(1)[0][0]))
        else:
            keys.append((0, place) if place < largest else None)
    return keys


def _unguided(
    keys: list[_Key | None],
    texts: Sequence[str],
    rank: Sequence[int],
    listed: frozenset[str],
    *,
    sizes: Sequence[float],
) -> None:
    """Fill in keys by look. Of headings that look alike, those announced in a list stand above the others,
    and those that come back again and again below them."""
    open_at = [index for index, key in enumerate(keys) if key is None]
    times = Counter(texts[index] for index in open_at)
    by_rank: dict[int, list[int]] = defaultdict(list)
    for index in open_at:
        by_rank[rank[index]].append(index)
    for place, members in by_rank.items():
        announced = {index for index in members if _announced(texts[index], listed)}
        repeated = {index for index in members if times[texts[index]] >= 3}
        split = len({texts[index] for index in announced}) >= 2
        frame = _frame(by_rank, place, announced, members, sizes, times, texts) if split else None
        for index in members:
            if split:
                beneath = (2, place, 1) if frame is None else (2, frame, 9)
                keys[index] = (2, place, 0) if index in announced else beneath
            elif repeated and len(repeated) < len(members) and index in repeated:
                keys[index] = (2, place, 2)
            else:
                keys[index] = (2, place, 0)


def _announced(text: str, listed: frozenset[str]) -> bool:
    """A list has it as an item, give or take a word's ending."""
    return text in listed or any(fuzz.ratio(text, item) >= _ALIKE for item in listed)


def _frame(  # noqa: PLR0913, PLR0917  (the evidence of one decision)
    by_rank: Mapping[int, Sequence[int]],
    place: int,
    announced: set[int],
    members: Sequence[int],
    sizes: Sequence[float],
    times: Counter[str],
    texts: Sequence[str],
) -> int | None:
    """A lower look whose headings come back in each announced section, before any other of this look does."""
    others = [index for index in members if index not in announced]
    for lower in sorted(by_rank):
        if lower <= place or sizes[by_rank[lower][0]] != sizes[members[0]]:
            continue
        framing = [index for index in by_rank[lower] if times[texts[index]] >= 3]
        if not framing:
            continue
        good = total = 0
        for start in announced:
            end = min((index for index in announced if index > start), default=10**9)
            first = next((index for index in framing if start < index < end), None)
            other = next((index for index in others if start < index < end), None)
            if other is not None:
                total += 1
                good += first is not None and first < other
        if total and good >= 0.8 * total:
            return lower
    return None
