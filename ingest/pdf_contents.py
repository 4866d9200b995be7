"""PDF contents: a printed list of contents, and other lines that only point to a page."""

import re
from collections import Counter
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


def without_contents(parts: Sequence[Part]) -> tuple[list[Part], dict[str, int], int]:
    """Parts without lists of contents, the folded entries with their levels, and how many were taken out."""
    times = Counter(folded(part.text) for part in parts if isinstance(part, Paragraph))
    kept: list[Part] = []
    entries: dict[str, int] = {}
    inside = False
    count = 0
    for part in parts:
        text = folded(part.text) if isinstance(part, Paragraph) else ""
        if isinstance(part, Paragraph) and text in _TITLE:
            inside = True
            count += 1
            continue
        found = _entries(part, again=times[text] > 1) if inside and isinstance(part, Paragraph) else []
        if not found or (entries and text in entries):
            inside = False
            kept.append(part)
            continue
        entries.update({entry: level for entry, level in found if entry not in entries})
        count += 1
    return kept, entries, count


def _entries(part: Paragraph, *, again: bool) -> list[tuple[str, int]]:
    """The entries that a paragraph below the word "Contents" consists of; none where it is something else.

    An entry has a page, or the same words stand again (`again`) in the document as a heading would.
    """
    level = 1 + round(max(0.0, part.indent) / 11)
    pieces = [folded(piece) for piece in _LEADERS.split(part.text)]
    if len(pieces) > 1:
        return [(piece, level) for piece in pieces if piece]
    paged = _PAGED.fullmatch(part.text) if len(part.text) < 300 else None
    if paged and not again:
        return [(folded(paged["entry"]), level)]
    return [(folded(part.text), level)] if again and len(part.text) < 300 else []


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
