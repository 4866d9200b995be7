"""Gold: whether a retrieved passage is one of the places that answer a question."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import PurePath

from evals.case import Gold
from evals.response import Found

READ = 1_200
"""Characters of a retrieved passage in which a quote is looked for."""
SHARE = 0.7
"""Share of a quote's words that have to stand in the passage as one run."""

_LINK = re.compile(r"!?\[((?:[^\[\]]|\\[\[\]])*)\]\([^()\s]*\)")
_MARK = re.compile(r"\s?\[\s*\d+(?:\s*[-\u2013\u2014,;]\s*\d+)*\s*\]")
"""A reference mark: "[3]", "[3,5-7]"."""
_EMPHASIS = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")


def hits(gold: Gold, found: Found, *, guideline_of: Callable[[str], str | None]) -> bool:
    """Whether a retrieved passage is this place.

    A passage is met by its id. A quote is met in a passage of its document (in any, where none is named)
    whose first 1,200 characters hold at least 70 % of the quote's words as one run; white space is folded,
    and reference marks, links and Markdown emphasis do not count. A document alone is met by each of its
    passages. `guideline_of` gives the guideline of a passage id, or None. A text that is not told meets no
    quote; `untold` says where that leaves open whether the place was found.
    """
    if gold.passage is not None:
        return gold.passage == found.passage_id
    if not same_document(gold, found, guideline_of=guideline_of):
        return False
    if gold.quote is None:
        return True
    return found.text is not None and holds(found.text, gold.quote)


def untold(gold: Gold, found: Found) -> bool:
    """Whether a place is known by its quote, and the text of a retrieved passage is not told.

    Also where the passage is of another document, which can't meet the quote: a ranking whose texts are not
    told would else be scored on its misses alone.
    """
    return gold.passage is None and gold.quote is not None and found.text is None


def same_document(
    gold: Gold, found: Found, *, guideline_of: Callable[[str], str | None] = lambda _: None
) -> bool:
    """Whether a retrieved passage is of the gold's document: its guideline's id is that name, or the name
    without the file's extension."""
    name = gold.document or (guideline_of(gold.passage) if gold.passage is not None else None)
    return name is None or found.guideline in (name, PurePath(name).stem)


@lru_cache(maxsize=50_000)
def holds(text: str, quote: str) -> bool:
    """Whether a text holds enough of a quote's words as one run."""
    wanted = shown(quote).split()
    there = shown(text)[:READ].split()
    if not wanted:
        return False
    run = SequenceMatcher(None, there, wanted, autojunk=False).find_longest_match().size
    return run >= SHARE * len(wanted)


def shown(text: str) -> str:
    """A text less reference marks, the targets of links, and emphasis."""
    return _EMPHASIS.sub("", _MARK.sub("", _LINK.sub(r"\1", text)))
