"""PDF paragraph: the lines of columns put together as paragraphs and list items, over pages too."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.block import Box
from ingest.pdf_column import pitch
from ingest.pdf_line import Line, Word
from ingest.pdf_table import Table

_BULLETS = "•●○▪■□◦‣∙·♦➢➤✓✔►▶★"
_BULLET = re.compile(rf"[{_BULLETS}]|[-–—o§*]")
_NUMBERED = re.compile(r"\(?(?P<label>\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)]")
_STUCK = re.compile(rf"[{_BULLETS}](?=\S)")
_LEAD_MARK = re.compile(r"[*†‡§¶‖¥]{1,3}(?=[A-Z])")
_ENDED = re.compile(r"[.?!:;…][\"”’')\]]*\Z")
_STOPPED = re.compile(r"[.?!…][\"”’')\]]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_BROKEN = re.compile(r"(?P<first>[^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐]\Z")


@dataclass(kw_only=True)
class Paragraph:
    """Lines that are read as one. `label` is a list item's, `indent` how far that is from the column's left.

    `note`: it is a footnote. `marks` are its reference marks.
    """

    lines: list[Line]
    label: str = ""
    left: float
    right: float
    note: bool = False
    text: str = ""
    marks: tuple[str, ...] = field(default=())

    @property
    def indent(self) -> float:
        """How far its first line, or its label, begins from the left of its column."""
        return self.lines[0].left - self.left

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where it stands, one box for each column and page."""
        found: list[Box] = []
        for line in self.lines:
            box = line.box
            last = found[-1] if found else None
            if last and last.page == box.page and box.top >= last.top and box.left < last.right:
                found[-1] = Box(
                    page=box.page,
                    left=min(last.left, box.left),
                    top=last.top,
                    right=max(last.right, box.right),
                    bottom=max(last.bottom, box.bottom),
                )
            else:
                found.append(box)
        return tuple(found)

    @property
    def bold(self) -> bool:
        """All its lines are."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """All its lines are."""
        return all(line.italic for line in self.lines)

    @property
    def underlined(self) -> bool:
        """All its lines are."""
        return all(line.underlined for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its type."""
        return max(line.size for line in self.lines)

    @property
    def bulleted(self) -> bool:
        """Its label is a bullet, no number."""
        return bool(self.label) and _BULLET.fullmatch(self.label) is not None


Part = Paragraph | Table


def paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs of one column, from the top."""
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    usual = pitch(lines)
    current: Paragraph | None = None
    numbers: dict[int, str] = {}
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        label = _label(line, current, numbers)
        if current is None or label or _begins(line, current, following, usual):
            if current is not None:
                yield current
            current = Paragraph(lines=[line], label=label, left=left, right=right)
        else:
            current.lines.append(line)
    if current is not None:
        yield current


def _label(line: Line, current: Paragraph | None, numbers: dict[int, str]) -> str:
    """The label of a list item; "" where a line only happens to begin with a number."""
    first = line.words[0]
    if _STUCK.match(first.text):
        return first.text[0]
    if len(line.words) < 2:
        return ""
    gap = line.words[1].left - first.right
    if _BULLET.fullmatch(first.text):
        return first.text if first.text in _BULLETS or gap > 0.45 * line.size or _opens(line, current) else ""
    found = _NUMBERED.fullmatch(first.text)
    if not found:
        return ""
    place = round(line.left / 6)
    known = next((numbers[near] for near in (place, place - 1, place + 1) if near in numbers), None)
    label = found["label"]
    opens = _opens(line, current) and (label in {"1", "a", "A", "i", "I"} or gap > 0.45 * line.size)
    if not (opens or _follows(known, label)):
        return ""
    numbers[place] = label
    return first.text


def _opens(line: Line, current: Paragraph | None) -> bool:
    """A paragraph may begin here: the one above has ended, or the line stands elsewhere than it."""
    if current is None:
        return True
    last = current.lines[-1]
    away = abs(line.left - _text_left(current)) > 3 or (len(current.lines) == 1 and not current.label)
    return away or _ENDED.search(last.text) is not None or not _full(current, line)


def _follows(known: str | None, label: str) -> bool:
    if known is None:
        return False
    if known.isdecimal() and label.isdecimal():
        return int(label) == int(known) + 1
    return len(known) == len(label) == 1 and ord(label) == ord(known) + 1


def _text_left(paragraph: Paragraph) -> float:
    """Where the lines of a paragraph after its first begin, or would."""
    if len(paragraph.lines) > 1:
        return paragraph.lines[-1].left
    first = paragraph.lines[0]
    return first.words[1].left if paragraph.label and len(first.words) > 1 else first.left


def _full(paragraph: Paragraph, line: Line) -> bool:
    """The first word of a line would not have gone on the line above it."""
    last = paragraph.lines[-1]
    word = line.words[0]
    return paragraph.right - last.right < (word.right - word.left) + 1.2 * last.size


def _begins(line: Line, current: Paragraph, following: Line | None, usual: float) -> bool:
    """A line begins a paragraph, told from type, distance, indent and whether the line above was full."""
    last = current.lines[-1]
    note = bool(line.words[0].marks) and not line.words[0].text
    if note or abs(line.size - last.size) > 0.9 or _changes(current, line):
        return True
    step = line.baseline - last.baseline
    within = min(
        (b.baseline - a.baseline for a, b in zip(current.lines, current.lines[1:], strict=False)), default=0.0
    )
    if within and step > 1.22 * within + 0.5:
        return True
    ahead = (
        following.baseline - line.baseline if following is not None and following.size == line.size else 0.0
    )
    expected = max(min(usual, 2.5 * line.size), 1.15 * line.size)
    if not within and step > 1.3 * expected and (not ahead or step > 1.22 * ahead + 0.5):
        return True
    full, ended = _full(current, line), _STOPPED.search(last.text) is not None
    if _centred(last, current) and _centred(line, current):
        space = (current.right - current.left) - (last.right - last.left)
        fits = space > (line.words[0].right - line.words[0].left) + 2 * line.size
        return ended or last.bold != line.bold or (fits and line.text[:1].isupper())
    slack = current.right - last.right
    if not full and (_ENDED.search(last.text) or slack > 0.3 * (current.right - current.left)):
        return True
    return _moved(line, current, following, ended=ended and not current.label, full=full)


def _moved(line: Line, current: Paragraph, following: Line | None, *, ended: bool, full: bool) -> bool:
    """A line's indent parts it from those above: a first line's indent, or the end of a hanging one."""
    expected = _text_left(current)
    shift = 0.7 * line.size
    if line.left < expected - shift:
        return len(current.lines) > 1 or bool(current.label) or not full
    if line.left > expected + shift and len(current.lines) > 1:
        return True
    if line.left > expected + shift and not current.label:
        hanging = following is not None and abs(following.left - line.left) < 2
        return not full or (ended and not hanging)
    return False


def _centred(line: Line, current: Paragraph) -> bool:
    middle = (current.left + current.right) / 2
    return line.left > current.left + 2 * line.size and abs((line.left + line.right) / 2 - middle) < line.size


def _changes(current: Paragraph, line: Line) -> bool:
    """All above is bold and nothing here is, or the reverse; italic counts where a line ended early."""
    last = current.lines[-1]
    if current.bold and not any(word.bold for word in _told(line)):
        return True
    if line.bold and not any(word.bold for above in current.lines for word in _told(above)):
        return True
    early = not _full(current, line)
    return early and (
        (current.italic and not any(word.italic for word in _told(line)))
        or (line.italic and not last.italic and not any(word.italic for word in _told(last)))
    )


def _told(line: Line) -> list[Word]:
    return [word for word in line.words if any(letter.isalnum() for letter in word.text)]


def flowing(parts: Iterable[Part]) -> list[Part]:
    """The parts of all columns and pages; a paragraph that goes on in the next one is put together."""
    found: list[Part] = []
    open_at: int | None = None
    for part in parts:
        if isinstance(part, Table):
            found.append(part)
            open_at = None
            continue
        before = found[open_at] if open_at is not None else None
        if isinstance(before, Paragraph) and not part.note and _goes_on(before, part):
            before.lines.extend(part.lines)
            continue
        found.append(part)
        if not part.note:
            open_at = len(found) - 1
    return found


def _goes_on(before: Paragraph, part: Paragraph) -> bool:
    """The last paragraph of a column goes on with the first of the next."""
    last, first = before.lines[-1], part.lines[0]
    same_column = last.page == first.page and first.baseline > last.baseline
    if part.label or same_column or abs(before.lines[-1].size - part.size) > 0.9:
        return False
    if before.bold != part.bold and (before.bold or part.bold) and last.bold != first.bold:
        return False
    if _STOPPED.search(last.text):
        return False
    lower = first.text[:1].islower() or first.text[:1] in "(,;[%"
    if _ENDED.search(last.text):
        return lower and not last.text.endswith(":")
    return lower or _full(before, first)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """How often a document prints each word whole, and whether it parts words at line ends."""

    times: Counter[str]
    parts_words: bool


def vocabulary(lines: Sequence[Line]) -> Vocabulary:
    """The words of a document's lines, hyphens included; those at line ends are left out."""
    found: Counter[str] = Counter()
    for line in lines:
        inner = " ".join(word.text for word in line.words[:-1])
        found.update(word.casefold() for word in _WORD.findall(inner))
    parted = 0
    for index, line in enumerate(lines):
        broken = _BROKEN.search(line.text)
        rests = [_WORD.match(below.text) for below in lines[index + 1 : index + 4]] if broken else []
        parted += broken is not None and any(
            rest is not None and found[(broken["first"] + rest[0]).casefold()] for rest in rests
        )
    return Vocabulary(times=found, parts_words=parted > 0)


def finish(paragraph: Paragraph, words: Vocabulary) -> None:
    """Give a paragraph its text and marks, its label taken off and parted words put together."""
    text = ""
    for line in paragraph.lines:
        text = _spliced(text, line.text, words)
    if paragraph.label and text.startswith(paragraph.label):
        text = text[len(paragraph.label) :].lstrip()
    marks = [mark for line in paragraph.lines for mark in line.marks]
    lead = _LEAD_MARK.match(text)
    if lead:
        text = text[lead.end() :]
        marks.insert(0, lead[0])
    paragraph.text = text.replace("\N{SOFT HYPHEN}", "")
    paragraph.marks = tuple(marks)


def _spliced(text: str, more: str, words: Vocabulary) -> str:
    """Two lines as one. A hyphen at a line end stays where the document prints the word with it, or where
    both halves are words of the document and the whole is not."""
    if not text or not more:
        return text or more
    if text.endswith("\N{SOFT HYPHEN}"):
        return text[:-1] + more
    broken, rest = _BROKEN.search(text), _WORD.match(more)
    if broken is None or rest is None:
        return text + more if text.endswith(("/", "‐")) or _range_ends(text, more) else f"{text} {more}"
    first, second = broken["first"].casefold(), rest[0].casefold()
    if not rest[0][0].islower():
        return text + more
    times = words.times
    solid, hyphened = times[first + second], times[f"{first}-{second}"]
    real = not solid and (not words.parts_words or (times[first.rsplit("-", 1)[-1]] and times[second]))
    keeps = hyphened > solid or real or "-" in first
    return text + more if keeps else text[:-1] + more


def _range_ends(text: str, more: str) -> bool:
    """A range of numbers, or a hyphened number, that is parted at a line end."""
    return text[-1:] in "-–" and text[-2:-1].isalnum() and more[:1].isalnum()


def is_footnote(paragraph: Paragraph, *, body: float, height: float) -> bool:
    """It begins with a mark, in small type, in the lower part of a page."""
    first = paragraph.lines[0]
    marked = (
        bool(first.words[0].marks and not first.words[0].text) or _LEAD_MARK.match(first.text) is not None
    )
    return marked and paragraph.size < 0.95 * body and first.top > 0.5 * height
