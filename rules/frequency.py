"""Frequency: how often something is done, as the days from one time to the next; and all quantities of a
text."""

import re
from collections.abc import Sequence

from rules.quantity import Quantity, amount, label
from rules.shared_unit import sharing
from rules.text import Token
from rules.units import ORDINALS, UNITS, number, unit

_EVERY = {
    "daily": 1.0, "nightly": 1.0, "weekly": 7.0, "fortnightly": 14.0, "biweekly": 14.0, "monthly": 30.44,
    "quarterly": 91.31, "yearly": 365.25, "annually": 365.25, "annual": 365.25, "hourly": 1 / 24,
    "bimonthly": 60.88,
}  # fmt: skip
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_EACH = frozenset({"a", "per", "each", "every", "/"})


def quantities(words: Sequence[Token]) -> tuple[Quantity, ...]:
    """Every quantity in a run of tokens, in order, without overlap."""
    found: list[Quantity] = []
    index = 0
    while index < len(words):
        quantity = frequency(words, index) or label(words, index) or amount(words, index)
        if quantity is None:
            index += 1
            continue
        found.append(quantity)
        index = max(quantity.last, index) + 1
    return sharing(words, found)


def frequency(words: Sequence[Token], at: int) -> Quantity | None:
    """How often: "every 3 months", "q8h", "twice a year", "weekly", "month by month", "50 mg a day"."""
    for read in (_every, _q, _spaced, _adverb, _times, _per, _by):
        quantity = read(words, at)
        if quantity is not None:
            return quantity
    return None


def _every(words: Sequence[Token], at: int) -> Quantity | None:
    if words[at].lower not in ("every", "each", "q") or at + 1 >= len(words):
        return None
    index = at + 1
    low = number(words[index])
    if low is None and words[index].lower in ORDINALS:
        low = float(ORDINALS[words[index].lower])
    if low is not None:
        index += 1
    elif words[index].lower in ("other", "second"):
        low, index = 2.0, index + 1
    high = low
    if low is not None and index + 1 < len(words) and words[index].lower == "to":
        upper = number(words[index + 1])
        if upper is not None:
            high, index = upper, index + 2
    dimension, factor, after = unit(words, index)
    if dimension == "time":
        return Quantity((low or 1.0) * factor, (high or 1.0) * factor, "every", "=", at, after - 1)
    if index < len(words) and words[index].stem in ("cycl", "cours", "round") and low and high:
        return Quantity(low, high, "cycles", "=", at, index)
    return None


def _q(words: Sequence[Token], at: int) -> Quantity | None:
    match = re.fullmatch(r"q(\d+)", words[at].lower)
    days = {"h": 1 / 24, "d": 1.0, "w": 7.0}
    if match is None or at + 1 >= len(words) or words[at + 1].lower not in days:
        return None
    every = int(match[1]) * days[words[at + 1].lower]
    return Quantity(every, every, "every", "=", at, at + 1)


def _spaced(words: Sequence[Token], at: int) -> Quantity | None:
    """ "three-weekly", "3-weekly": once in three weeks."""
    count = number(words[at])
    if count is None or at + 1 >= len(words) or words[at + 1].lower not in ("weekly", "monthly"):
        return None
    if words[at + 1].start - words[at].end != 1 and not words[at + 1].joined:
        return None
    every = count * _EVERY[words[at + 1].lower]
    return Quantity(every, every, "every", "=", at, at + 1)


def _adverb(words: Sequence[Token], at: int) -> Quantity | None:
    every = _EVERY.get(words[at].lower)
    if every is None or (at and number(words[at - 1]) is not None):
        return None
    return Quantity(every, every, "every", "=", at, at)


def _times(words: Sequence[Token], at: int) -> Quantity | None:
    times = _TIMES.get(words[at].lower)
    index = at + 1
    if times is None and at + 1 < len(words) and words[at + 1].lower == "times":
        value = number(words[at])
        times, index = (int(value) if value else None), at + 2
    if not times or index >= len(words):
        return None
    word = words[index].lower
    if word in _EVERY:
        return Quantity(_EVERY[word] / times, _EVERY[word] / times, "every", "=", at, index)
    dimension, factor, after = unit(words, index + 1) if word in _EACH else ("", 1.0, index)
    if dimension != "time":
        return None
    return Quantity(factor / times, factor / times, "every", "=", at, after - 1)


def _per(words: Sequence[Token], at: int) -> Quantity | None:
    """ "50 mg a day": the unit before tells that this is a rate."""
    if words[at].lower not in _EACH or at == 0 or at + 1 >= len(words) or words[at - 1].lower not in UNITS:
        return None
    dimension, factor = UNITS.get(words[at + 1].lower, ("", 0.0))
    if dimension != "time" or words[at + 1].lower in ("min", "h"):
        return None
    return Quantity(factor, factor, "every", "=", at, at + 1)


def _by(words: Sequence[Token], at: int) -> Quantity | None:
    word = words[at].lower
    if word not in ("month", "week", "year", "day") or at + 2 >= len(words):
        return None
    if words[at + 1].lower != "by" or words[at + 2].lower != word:
        return None
    return Quantity(UNITS[word][1], UNITS[word][1], "every", "=", at, at + 2)
