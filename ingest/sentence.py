"""Sentence: where the sentences of a text begin and end."""

import re
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_SPACE = re.compile(r"\s*")
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$|[\[(])")
_NEXT = re.compile(r"\s*[\"'“‘(\[]?(?:[A-Z0-9≥≤<>●•*–-]|$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|al|Dr|Mr|Mrs|Ms|Prof|St|Fig|Figs|No|Nos|approx|ca|resp|incl|Eq|Ref|Refs|Vol|Sect"
    r"|Inc|Ltd|Co|Jr|U\.S|[A-Z])|^\s*\(?\d{1,3}[a-z]?)\.$"
)


def sentences(text: str, closing: Sequence[Span] = ()) -> Iterator[Span]:
    """Code points of each sentence, in order, end exclusive, without the white space between them.

    Never ends inside brackets that are closed again. `closing` are the places of grades: one that stands
    behind a full stop belongs to the sentence before it, and a capital letter behind one begins the next.
    """
    inside = _bracketed(text)
    grades = dict(closing)
    ends = sorted({*_stops(text, grades, inside), *_closings(text, grades, inside), len(text.rstrip())})
    start = 0
    for end in ends:
        begin = _beyond(text, start)
        if begin < end:
            yield begin, end
            start = end


def _stops(text: str, grades: dict[int, int], inside: Sequence[bool]) -> Iterator[int]:
    for stop in _END.finditer(text):
        # The closing bracket itself counts as inside; what follows it decides.
        if inside[stop.end() - 1] and (stop.end() >= len(text) or inside[stop.end()]):
            continue
        if stop[0] == "." and _ABBREVIATION.search(text, max(0, stop.start() - 12), stop.end()):
            continue
        end = _past_grades(text, stop.end(), grades)
        if _NEXT.match(text, end):
            yield end


def _closings(text: str, grades: dict[int, int], inside: Sequence[bool]) -> Iterator[int]:
    for start, end in grades.items():
        if start > 0 and inside[start - 1]:
            continue
        last = _past_grades(text, end, grades)
        if re.match(r"\s*(?:[(“\"]?[A-Z]|$)", text[last : last + 4]):
            yield last


def _past_grades(text: str, end: int, grades: dict[int, int]) -> int:
    """The end of the grades that stand right behind a place, else the place."""
    while True:
        following = _beyond(text, end)
        if following not in grades:
            return end
        end = grades[following]


def _beyond(text: str, place: int) -> int:
    """The first place from here on that is not white space."""
    space = _SPACE.match(text, place)
    return space.end() if space else place


def _bracketed(text: str) -> list[bool]:
    """For each code point whether it lies in brackets that are closed again."""
    inside = [False] * len(text)
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign in "([":
            opened.append(place)
        elif sign in ")]" and opened:
            start = opened.pop()
            if not opened:
                inside[start : place + 1] = [True] * (place + 1 - start)
    return inside
