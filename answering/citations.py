"""Citations: numbers for quotes, each quote proved to be in its stored passage before it gets one."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote as url_quote

from answering.answer import Citation
from answering.errors import QuoteMismatch
from answering.line import Line
from ingest.passage import Passage
from rules.verdict import Grounds


def verify(grounds: Grounds, stored: Mapping[str, Passage]) -> None:
    """Raise `QuoteMismatch` unless the quote is the stored passage's text at `start`..`end`."""
    passage = stored.get(grounds.passage_id)
    if passage is None or not grounds.quote or passage.text[grounds.start : grounds.end] != grounds.quote:
        raise QuoteMismatch(passage_id=grounds.passage_id, quote=grounds.quote)


def whole(passage: Passage) -> Grounds:
    """The passage quoted from end to end, so that no qualifier can be cut off."""
    return Grounds(passage_id=passage.id, quote=passage.text, start=0, end=len(passage.text))


def within(passage: Passage, quote: str) -> Grounds:
    """A quote located in a passage. Raises `QuoteMismatch` where it is not there."""
    start = passage.text.find(quote)
    if start < 0 or not quote:
        raise QuoteMismatch(passage_id=passage.id, quote=quote)
    return Grounds(passage_id=passage.id, quote=quote, start=start, end=start + len(quote))


class Numbering:
    """Gives each cited passage one number, in the order of first use."""

    def __init__(self, stored: Mapping[str, Passage]) -> None:
        self._stored = stored
        self._numbers: dict[Grounds, int] = {}

    def cite(self, line: Line) -> tuple[int, ...]:
        """The citation numbers of a line, from 1. Raises `QuoteMismatch`."""
        for grounds in line.grounds:
            verify(grounds, self._stored)
        return tuple(self._numbers.setdefault(grounds, len(self._numbers) + 1) for grounds in line.grounds)

    def citations(self) -> tuple[Citation, ...]:
        """All citations given so far, by number."""
        return tuple(_citation(n, grounds, self._stored) for grounds, n in self._numbers.items())


def passage_url(passage: Passage) -> str:
    """Where the API serves the stored passage."""
    parts = (passage.guideline, "versions", passage.version, "passages", passage.id)
    return "/v1/guidelines/" + "/".join(url_quote(part, safe="") for part in parts)


def unfounded(lines: Iterable[Line], stored: Mapping[str, Passage]) -> dict[Line, QuoteMismatch]:
    """The lines whose quotes are not in their stored passages, each with its error."""
    found = {}
    for line in lines:
        try:
            if not line.grounds:
                raise QuoteMismatch(passage_id="(none)", quote=line.text)
            for grounds in line.grounds:
                verify(grounds, stored)
        except QuoteMismatch as mismatch:
            found[line] = mismatch
    return found


def _citation(n: int, grounds: Grounds, stored: Mapping[str, Passage]) -> Citation:
    passage = stored[grounds.passage_id]
    return Citation(
        n=n,
        passage_id=passage.id,
        guideline=passage.guideline,
        version=passage.version,
        heading_path=passage.heading_path,
        quote=grounds.quote,
        start=grounds.start,
        end=grounds.end,
        strength=passage.strength.value if passage.strength else None,
        evidence=passage.evidence.value if passage.evidence else None,
        url=passage_url(passage),
    )
