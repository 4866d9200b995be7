"""Layout: where a sentence stands in an answer written in Markdown."""

import re
from dataclasses import dataclass

from rules.text import Span

_ITEM = re.compile(r"\s*(?:[-*\u2022]|\d{1,2}[.)])\s")

_NAME = 3
"""Words that a name may have."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """`alone`: the sentence has a line to itself, with more text below. `heading`: it is a Markdown heading.
    `signature`: a name at the end. `lead`: the line that leads in to the list of which it is an item, ""
    where it is none."""

    alone: bool
    heading: bool
    signature: bool
    lead: str


def placed(span: Span, answer: str) -> Place:
    """Where a sentence stands."""
    return Place(
        alone=_alone(span, answer),
        heading=_heading(span, answer),
        signature=_signature(span, answer),
        lead=_lead(span, answer),
    )


def _signature(span: Span, answer: str) -> bool:
    """Whether a sentence is the name under a letter: the last line, a few words with capitals, below one that
    ends with a comma or stands by itself."""
    words = span.text.split()
    above = answer[: span.start].rstrip()
    last = not answer[span.end :].strip() and "\n" in answer[len(above) : span.start]
    named = 0 < len(words) <= _NAME and all(word[:1].isupper() and word.isalpha() for word in words)
    return last and named and (above.endswith(",") or "\n\n" in answer[len(above) : span.start])


def _lead(span: Span, answer: str) -> str:
    """The line that leads in to the list of which a sentence is an item: a heading, or one that ends with a
    colon; "" where there is none."""
    above = answer[: span.start].split("\n")
    if not _ITEM.match(above[-1] + " "):
        return ""
    for line in reversed(above[:-1]):
        if not line.strip() or _ITEM.match(line):
            continue
        heading = line.lstrip().startswith("#") or line.rstrip(" *").endswith(":")
        return line.strip(" #*:") if heading else ""
    return ""


def _alone(span: Span, answer: str) -> bool:
    """Whether a sentence has a line to itself, with more text below."""
    before = answer[: span.start].rpartition("\n")[2].strip(" #*")
    return (
        not before and answer[span.end :].lstrip(" *").startswith("\n") and bool(answer[span.end :].strip())
    )


def _heading(span: Span, answer: str) -> bool:
    """Whether a sentence stands in a Markdown heading."""
    return answer[: span.start].rpartition("\n")[2].lstrip().startswith("#")
