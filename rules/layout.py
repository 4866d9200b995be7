"""Layout: where a sentence stands in an answer written in Markdown."""

import re
from dataclasses import dataclass

from rules.text import Span

_ITEM = re.compile(r"\s*(?:[-*\u2022]|\d{1,2}[.)])\s")


@dataclass(frozen=True, kw_only=True)
class Place:
    """`alone`: the sentence has a line to itself, with more text below. `heading`: it is a Markdown heading.
    `lead`: the line that leads in to the list of which it is an item, "" where it is none."""

    alone: bool
    heading: bool
    lead: str


def placed(span: Span, answer: str) -> Place:
    """Where a sentence stands."""
    return Place(alone=_alone(span, answer), heading=_heading(span, answer), lead=_lead(span, answer))


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
