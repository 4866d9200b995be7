"""Refusal: a practice that is told only to be rejected in the next clause."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rules.claim import Segment
from rules.text import Token

_REFUSED = (
    ("this", "practice"),
    ("this", "approach"),
    ("this", "use"),
    ("such", "use"),
    ("such", "practice"),
)
"""Words that take up what was said before, to judge it."""


def judged(words: Sequence[Token], segments: Sequence[Segment]) -> list[Segment]:
    """The segments, with the polarity turned of one that the next rejects ("...; this practice is wrong")."""
    turned = list(segments)
    for before, after in pairwise(segments):
        said = [word.lower for word in words[after.first : after.last + 1]]
        takes_up = any(tuple(said[i : i + 2]) in _REFUSED for i in range(len(said) - 1))
        if takes_up and after.negative:
            turned[before.index] = replace(before, negative=not before.negative)
    return turned
