"""Text: a plain text document read into blocks; what is not certain to be a heading is a paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.block import Block, BlockKind
from ingest.decoding import decoded
from ingest.mark import Run, numbers_references, words
from ingest.reading import Format, Reading

_LINE = re.compile(r"[^\r\n\f]*(?:\r\n|\r|\n|\f|\Z)")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,}|_{3,})\s*")
_BULLET = re.compile(
    r"(?P<indent>\s*)(?P<sign>[-*•‣◦▪–·o]|\(?[a-z]\)|\(?\d{1,3}[.)]|\(?[ivx]{1,5}\))[ \t]+(?=\S)"
)
_NUMBERED = re.compile(r"\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?[ \t]+(?P<title>[^\W\d_].*)")
_LONGEST_HEADING = 100
_DEEPEST = 20


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line without its line end, at its place in the document."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text.rstrip())

    @property
    def begin(self) -> int:
        """Where its first word begins."""
        return self.start + len(self.text) - len(self.text.lstrip())


def read_text(data: bytes, *, name: str) -> Reading:
    """The blocks of a plain text document; offsets are into the decoded text.

    Paragraphs are parted by blank lines. Headings are lines underlined as long as they are, and lines alone
    with numbers that count up through the document ("2.1 Dose"). Lines with a bullet or number are items.
    `name` is for messages. Raises DocumentUnreadable where the bytes are no text.
    """
    text, doubtful = decoded(data, name=name)
    paragraphs = list(_paragraphs(text))
    numbered = _numbered(paragraphs)
    bare = numbers_references(text)
    blocks = [
        block
        for at, lines in enumerate(paragraphs)
        for block in _blocks(lines, level=numbered.get(at, 0), bare=bare)
    ]
    return Reading(format=Format.TEXT, text=text, blocks=tuple(blocks), doubtful=doubtful)


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    held: list[_Line] = []
    for match in _LINE.finditer(text):
        line = _Line(text=match[0].rstrip("\r\n\f"), start=match.start())
        rule = _UNDERLINE.fullmatch(line.text) is not None
        if line.text.strip() and (not rule or (len(held) == 1 and _is_underlined(held[0], line))):
            held.append(line)
        if held and (rule or not line.text.strip() or match[0].endswith("\f")):
            yield held
            held = []
    if held:
        yield held


def _blocks(lines: Sequence[_Line], *, level: int, bare: bool) -> Iterator[Block]:
    if level:
        yield _block(BlockKind.HEADING, lines, bare=bare, level=level)
        return
    rest = list(lines)
    if len(rest) > 1 and _is_underlined(rest[0], rest[1]):
        yield _block(BlockKind.HEADING, rest[:1], bare=bare, level=1 if "=" in rest[1].text else 2)
        return
    first = next((at for at, line in enumerate(rest) if _BULLET.match(line.text)), len(rest))
    # One number at the start of a line in the midst of a paragraph is a number.
    if 0 < first < len(rest) and not _begins_list(rest, first):
        first = len(rest)
    if rest[:first]:
        yield _block(BlockKind.PARAGRAPH, rest[:first], bare=bare)
    if rest[first:]:
        yield _list(rest[first:], bare=bare)


def _begins_list(lines: Sequence[_Line], first: int) -> bool:
    return lines[first - 1].text.rstrip().endswith(":") or (
        sum(_BULLET.match(line.text) is not None for line in lines[first:]) > 1
        and lines[first - 1].text.rstrip()[-1:] in ".:;"
    )


def _list(lines: Sequence[_Line], *, bare: bool, depth: int = 0) -> Block:
    """A list from lines with bullets; what is indented deeper than an item lies below it."""
    groups: list[list[_Line]] = []
    indent = _indent(lines[0])
    for line in lines:
        match = _BULLET.match(line.text)
        if match and (len(match["indent"].expandtabs()) <= indent or depth == _DEEPEST):
            groups.append([line])
        else:
            groups[-1].append(line)
    items = tuple(_item(group, bare=bare, depth=depth) for group in groups)
    return Block(kind=BlockKind.LIST, start=items[0].start, end=items[-1].end, children=items)


def _item(lines: Sequence[_Line], *, bare: bool, depth: int) -> Block:
    own = next((at for at, line in enumerate(lines) if at and _BULLET.match(line.text)), len(lines))
    said = _block(BlockKind.PARAGRAPH, lines[:own], bare=bare, bullet=True)
    below = (_list(lines[own:], bare=bare, depth=depth + 1),) if lines[own:] else ()
    children = (said, *below)
    return Block(kind=BlockKind.ITEM, start=said.start, end=children[-1].end, children=children)


def _block(
    kind: BlockKind, lines: Sequence[_Line], *, bare: bool, level: int = 0, bullet: bool = False
) -> Block:
    start = lines[0].begin
    match = _BULLET.match(lines[0].text) if bullet else None
    if match:
        start = lines[0].start + match.end()
    text = "\n".join((lines[0].text[start - lines[0].start :], *(line.text for line in lines[1:])))
    said = words([Run(text=text)], bare=bare)
    return Block(kind=kind, start=start, end=lines[-1].end, text=said.text, marks=said.marks, level=level)


def _is_underlined(line: _Line, below: _Line) -> bool:
    said, ruled = line.text.strip(), below.text.strip()
    return (
        _UNDERLINE.fullmatch(below.text) is not None
        and len(said) <= _LONGEST_HEADING
        and abs(len(said) - len(ruled)) <= max(3, len(said) // 3)
    )


def _indent(line: _Line) -> int:
    return len(line.text[: len(line.text) - len(line.text.lstrip())].expandtabs())


def _numbered(paragraphs: Sequence[Sequence[_Line]]) -> dict[int, int]:
    """The levels of headings with numbers, by paragraph: single short lines whose numbers count up.

    Numbers in one part alone might be a list, so they count only beside ones like 1.1.
    """
    found: dict[int, tuple[int, ...]] = {}
    last: tuple[int, ...] = (0,)
    for at, lines in enumerate(paragraphs):
        match = _NUMBERED.fullmatch(lines[0].text) if len(lines) == 1 else None
        title = match["title"].strip() if match else ""
        if match is None or len(title) > _LONGEST_HEADING or title[-1] in ".;:," or not title[0].isupper():
            continue
        number = tuple(int(part) for part in match["number"].split("."))
        if _follows(last, number):
            found[at] = last = number
    if not any(len(number) > 1 for number in found.values()):
        return {}
    return {at: len(number) for at, number in found.items()}


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Whether a number comes next: 1.2 after 1.1, 1.1.1 or 1.1.3; 1.1 after 1; 2 after 1.4."""
    if number[:-1] == last and number[-1] == 1:
        return True
    level = len(number)
    return level <= len(last) and number[:-1] == last[: level - 1] and number[-1] == last[level - 1] + 1
