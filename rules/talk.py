"""Talk: what people say around an answer, and the yes, no or maybe with which a reply begins.

The phrases lie in `talk.yaml`.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from rules.auxiliary import PATTERN

_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.,;:!?])[*_](?!\w)")
"""Markdown emphasis, which changes nothing in what is said."""
_REPLIES = ("yes", "no", "maybe")
_ELLIPTIC = re.compile(
    r"\s*(?:it|she|he|they|there|that|this|you|we|these|those|one)\s+"
    rf"(?:(?:{PATTERN})(?P<not>\s+not|n't)?|(?P<short>can't|cannot|won't))"
    r"\s*(?:[,.;:!]|--|\u2014|\u2013|$)\s*",
    re.IGNORECASE,
)
"""A subject and an auxiliary alone: "It does not:", "She may,"."""


@dataclass(frozen=True)
class Reply:
    """The word with which a sentence replies ("yes", "no", "maybe", or "" for none), and where what it says
    beside that begins."""

    word: str
    rest: int


def plain(text: str) -> str:
    """A text without the marks of emphasis."""
    return _MARKS.sub("", text)


def reply(text: str) -> Reply:
    """How a sentence replies to a question: "In short, no: ..." replies "no"."""
    shown = text.replace("\u2019", "'")
    lead = _pattern("lead").match(shown)
    begin = lead.end() if lead else 0
    gap = re.match(r"\s*[,:]?\s*", shown[begin:])
    begin += gap.end() if gap else 0
    short = _ELLIPTIC.match(shown, begin)
    if short is not None:
        return Reply("no" if short["not"] or short["short"] else "yes", short.end())
    for word in _REPLIES:
        found = _pattern(word).match(shown, begin)
        if found is None:
            continue
        after = re.match(r"\s*(?:[,.;:!]|\u2014|\u2013|--?\s|$)\s*", shown[found.end() :])
        label = after is not None and ":" in after[0] and " " in found[0].strip()  # "Not for her: ..."
        if after is not None and not label:
            return Reply(word, found.end() + after.end())
    return Reply("", 0)


def opens(text: str, kind: str) -> bool:
    """Whether a sentence begins with a phrase of one kind ("courtesy", "closing", "disclaimer",
    "restating")."""
    return _pattern(kind).match(text.replace("\u2019", "'").lstrip()) is not None


@cache
def _phrases() -> dict[str, list[str]]:
    content: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "talk.yaml").read_text("utf-8"))
    return content


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    longest = sorted(_phrases()[kind], key=len, reverse=True)
    return re.compile(r"\s*(?:" + "|".join(re.escape(phrase) for phrase in longest) + r")\b", re.IGNORECASE)
