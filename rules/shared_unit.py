"""Shared unit: a bare number takes the unit of the one it is paired with: "10.6 against 6.2 months"."""

from collections.abc import Sequence
from dataclasses import replace

from rules.quantity import Quantity
from rules.text import Token

_LINKS = frozenset({"and", "against", "versus", "vs", "v", "to", "than", "with", "or", "from"})
_BETWEEN = frozenset({"about", "around", "a", "the", "only", "just", "some", "roughly", "nearly", "almost"})
_OPEN = frozenset(
    {"on", "in", "for", "when", "if", "after", "at", "but", "by", "as", "among", "without", "respectively"}
)
"""Words after a number that it does not count."""
_STATED = frozenset({"hr", "rr", "or", "ratio", "p", "ci", "=", "of"})
"""Words before a number that has no unit."""
_FAR = 16
"""Tokens that may lie between two numbers of one unit."""


def sharing(words: Sequence[Token], found: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The quantities, with the unit of its neighbour given to each bare number that is paired with one."""
    done = list(found)
    for index, bare in enumerate(done):
        if bare.what != "count" or not _bare(words, bare):
            continue
        if _linked_after(words, bare) and index + 1 < len(done) and _near(words, bare, done[index + 1]):
            done[index] = _with_unit(bare, done[index + 1])
        elif _linked_before(words, bare) and index and _near(words, done[index - 1], bare):
            done[index] = _with_unit(bare, done[index - 1])
    return tuple(done)


def _bare(words: Sequence[Token], number: Quantity) -> bool:
    """Whether a number counts nothing that follows it."""
    before = words[number.first - 1].lower if number.first else ""
    if before in _STATED:
        return False
    after = number.last + 1
    return after >= len(words) or not words[after].is_word or words[after].lower in _LINKS | _OPEN


def _linked_before(words: Sequence[Token], number: Quantity) -> bool:
    at = number.first - 1
    while at > 0 and words[at].lower in _BETWEEN:
        at -= 1
    return at > 0 and words[at].lower in _LINKS


def _linked_after(words: Sequence[Token], number: Quantity) -> bool:
    at = number.last + 1
    return at < len(words) and words[at].lower in _LINKS


def _near(words: Sequence[Token], first: Quantity, second: Quantity) -> bool:
    between = words[first.last + 1 : second.first]
    return len(between) <= _FAR and not any(word.text in ";:." for word in between)


def _with_unit(bare: Quantity, other: Quantity) -> Quantity:
    if not other.unit or other.what == "every":
        return bare
    return replace(
        bare,
        low=bare.low * other.unit,
        high=bare.high * other.unit,
        what=other.what,
        unit=other.unit,
        noun="",
    )
