"""PDF contents: a printed list of contents, and other lines that only point to a page."""

import re
from collections.abc import Sequence

from ingest.pdf_heading import folded
from ingest.pdf_paragraph import Paragraph, Part

_TITLE = frozenset({"contents", "table of contents", "list of contents"})
_LEADERS = re.compile(r"(?:\. ?){4,}\s?(?:\d{1,4}|[ivxl]{1,6})?(?=\s|\Z)")
_PAGED = re.compile(r"(?P<entry>.*\w.*?)\s+(?P<page>\d{1,4})")
_POINTER = re.compile(
    r"\W*(?:(?:see|and|to|of)\W*)*(?:(?:pages?|pp?|lines?|ll?|paragraphs?|section|§)\b\W*\d[\d.,–-]*\W*)+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.")
_MAX_ENTRIES = 400


def without_contents(parts: Sequence[Part]) -> tuple[list[Part], dict[str, int], int]:
    """Parts without lists of contents, the folded entries with their levels, and how many were taken out."""
    later = {folded(part.text) for part in parts if isinstance(part, Paragraph)}
    kept: list[Part] = []
    entries: dict[str, int] = {}
    inside = False
    count = seen = 0
    for part in parts:
        if not isinstance(part, Paragraph):
            kept.append(part)
            continue
        if folded(part.text) in _TITLE:
            inside, seen = True, 0
            count += 1
            continue
        found = _entries(part, loose=inside)
        if not found and inside and seen < _MAX_ENTRIES:
            text = folded(part.text)
            again = sum(
                isinstance(other, Paragraph) and folded(other.text).startswith(text) and other is not part
                for other in parts
            )
            found = [(text, 1)] if text and again and text in later | {text} and text not in entries else []
        if found and (inside or len(found) > 0):
            for entry, level in found:
                entries.setdefault(entry, level)
            count += 1
            seen += 1
            continue
        inside = inside and seen == 0 and len(part.text) < 60
        kept.append(part)
    return kept, entries, count


def _entries(part: Paragraph, *, loose: bool) -> list[tuple[str, int]]:
    """The entries that a paragraph consists of; none where it is something else."""
    level = 1 + round(max(0.0, part.indent) / 11)
    if _LEADERS.search(part.text):
        pieces = (folded(piece) for piece in _LEADERS.split(part.text))
        return [(piece, level) for piece in pieces if piece]
    if not loose or len(part.text) > 300:
        return []
    paged = _PAGED.fullmatch(part.text)
    return [(folded(paged["entry"]), level)] if paged else []


def is_pointer(paragraph: Paragraph) -> bool:
    """It names a page or line and says nothing else."""
    return len(paragraph.text) < 60 and _POINTER.fullmatch(paragraph.text) is not None


def is_provenance(paragraph: Paragraph, before: Sequence[Paragraph]) -> bool:
    """A note with a web address at the head of a document, under a mark that nothing above it bears."""
    marks = {mark for other in before for mark in other.marks}
    return (
        bool(paragraph.marks)
        and paragraph.marks[0] not in marks
        and _ADDRESS.search(paragraph.text) is not None
    )
