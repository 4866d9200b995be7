"""Quantity: numbers with units, read so that 500 micrograms equals 0.5 mg and 3 months equals 12 weeks.

Unit factors are SI; a month is 30.44 days and a year 365.25 days (mean Gregorian lengths).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.text import Token

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_FRACTIONS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "thirds": 1 / 3}
_UNITS: dict[str, tuple[str, float]] = {
    **{w: ("mass", 1e-6) for w in ("ug", "mcg", "microgram", "micrograms")},
    **{w: ("mass", 1e-3) for w in ("mg", "milligram", "milligrams")},
    **{w: ("mass", 1.0) for w in ("g", "gram", "grams")},
    **{w: ("mass", 1e3) for w in ("kg", "kilogram", "kilograms")},
    **{w: ("mass", 1e-9) for w in ("ng", "nanogram", "nanograms")},
    **{w: ("volume", 1.0) for w in ("l", "liter", "liters", "litre", "litres")},
    "dl": ("volume", 0.1),
    **{w: ("volume", 1e-3) for w in ("ml", "milliliter", "milliliters", "millilitre", "millilitres", "cc")},
    **{w: ("volume", 1e-6) for w in ("ul", "mm3", "microliter", "microlitre")},
    **{w: ("length", 1e-2) for w in ("cm", "centimeter", "centimeters", "centimetre", "centimetres")},
    **{w: ("length", 1e-3) for w in ("mm", "millimeter", "millimeters", "millimetre", "millimetres")},
    **{w: ("time", 1 / 1440) for w in ("min", "minute", "minutes")},
    **{w: ("time", 1 / 24) for w in ("h", "hr", "hrs", "hour", "hours", "hourly")},
    **{w: ("time", 1.0) for w in ("d", "day", "days", "daily")},
    **{w: ("time", 7.0) for w in ("wk", "wks", "week", "weeks", "weekly")},
    **{w: ("time", 30.44) for w in ("mo", "mos", "month", "months", "monthly")},
    **{w: ("time", 365.25) for w in ("y", "yr", "yrs", "year", "years", "yearly")},
    **{w: ("dose", 1.0) for w in ("gy", "gray", "grays")},
    "cgy": ("dose", 0.01),
    **{w: ("unit", 1.0) for w in ("iu", "u", "unit", "units")},
    "miu": ("unit", 1e-3),
    **{w: ("amount", 1e-3) for w in ("mmol", "millimole", "millimoles")},
    **{w: ("amount", 1e-6) for w in ("umol", "micromole", "micromoles")},
    **{w: ("amount", 1.0) for w in ("mol",)},
    "meq": ("equivalent", 1e-3),
    "mmhg": ("pressure", 1.0),
    **{w: ("ratio", 0.01) for w in ("%", "percent", "pct")},
    "m2": ("area", 1.0),
}
_EVERY = {
    "daily": 1.0, "nightly": 1.0, "weekly": 7.0, "fortnightly": 14.0, "biweekly": 14.0, "monthly": 30.44,
    "quarterly": 91.31, "yearly": 365.25, "annually": 365.25, "annual": 365.25, "hourly": 1 / 24, "bimonthly": 60.88,
}  # fmt: skip
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_LABELS = {
    "category": "category", "grade": "grade", "type": "type", "stage": "stage", "level": "level", "class": "class",
    "phase": "phase", "line": "line", "recommendation": "recommendation", "ecog": "ecog", "ps": "ecog", "day": "day no",
}  # fmt: skip
_BELOW = {"<", "below", "under", "less", "fewer", "lower", "younger"}
_ABOVE = {">", "above", "over", "more", "exceeding", "exceeds", "beyond", "greater", "higher", "older", "longer"}
_AT_LEAST = {"≥", ">=", "minimum"}
_AT_MOST = {"≤", "<=", "maximum"}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TOLERANCE = 0.035


@dataclass(frozen=True)
class Quantity:
    """A number or range in base units. `what` is the dimension ("time", "mass/volume", "every", "ratio",
    "category", "count", ...); `bound` is "=", "<", "<=", ">" or ">=". `first`/`last` are token indexes, inclusive."""

    low: float
    high: float
    what: str
    bound: str
    first: int
    last: int
    noun: str = ""

    def same(self, other: "Quantity") -> bool:
        """Whether both say the same amount; clock time is compared within 3.5 % (3 months and 12 weeks: 8 %)."""
        if _KIN.get(self.what, self.what) != _KIN.get(other.what, other.what):
            return False
        if _DIRECTION[self.bound] != _DIRECTION[other.bound]:
            return False
        slack = 0.09 if self.what in ("time", "every") else _TOLERANCE / 10
        return _near(self.low, other.low, slack) and _near(self.high, other.high, slack)


_KIN = {"age": "time"}
_DIRECTION = {"=": 0, "<": -1, "<=": -1, ">": 1, ">=": 1}


def _near(a: float, b: float, slack: float) -> bool:
    return abs(a - b) <= slack * max(abs(a), abs(b), 1e-12)


def _number(token: Token) -> float | None:
    if token.is_number:
        return float(token.text.replace(",", ""))
    value = _WORDS.get(token.lower)
    return None if value is None else float(value)


def _bound(words: Sequence[Token], at: int) -> tuple[str, int]:
    """The comparison before the number at `at`, and the index where it begins."""
    back = at - 1
    seen: list[str] = []
    while back >= 0 and len(seen) < 4 and (words[back].is_word or words[back].text in "<>≤≥=<=>="):
        seen.append(words[back].lower)
        back -= 1
    near = seen[0] if seen else ""
    if near in _AT_LEAST or seen[:2] == ["least", "at"] or seen[:2] == ["from", "aged"]:
        return ">=", at - (1 if near in _AT_LEAST else 2)
    if near in _AT_MOST or seen[:2] == ["most", "at"] or seen[:2] == ["to", "up"]:
        return "<=", at - (1 if near in _AT_MOST else 2)
    if near in ("than", "of", "to"):
        second = seen[1] if len(seen) > 1 else ""
        if second in _BELOW and near == "than":
            return ("<=" if len(seen) > 2 and seen[2] in ("no", "not") and False else "<"), at - 2
        if second in _ABOVE and near == "than":
            negated = len(seen) > 2 and seen[2] in ("no", "not")
            return ("<=" if negated else ">"), at - (3 if negated else 2)
        return "=", at
    if near in ("below", "under", "<"):
        return "<", at - 1
    if near in ("above", "over", "exceeding", "exceeds", "beyond", ">"):
        return ">", at - 1
    return "=", at


def _unit(words: Sequence[Token], at: int) -> tuple[str, float, int]:
    """Dimension, factor and the index after the unit that begins at `at`; ("", 1, at) where there is none."""
    if at >= len(words):
        return "", 1.0, at
    if words[at].lower == "per" and at + 1 < len(words) and words[at + 1].lower == "cent":
        return "ratio", 0.01, at + 2
    unit = _UNITS.get(words[at].lower)
    if words[at].text == "L" and words[at].joined and words[at - 1].text in ("1", "2", "3", "4"):
        return "", 1.0, at  # "1L" is first line, not one litre
    if unit is None or (words[at].lower in ("d", "h", "y", "l", "u", "g") and not _unit_like(words, at)):
        return "", 1.0, at
    dimension, factor = unit
    at += 1
    while at + 1 < len(words) and (words[at].text == "/" or words[at].lower in ("per", "a", "each")):
        below = _UNITS.get(words[at + 1].lower)
        if below is None and words[at + 1].lower == "m" and at + 2 < len(words) and words[at + 2].lower in ("2", "^2"):
            dimension, at = f"{dimension}/area", at + 3
            continue
        if below is None:
            break
        if words[at].lower in ("a", "per", "each") and below[0] != "time" and words[at].lower != "per":
            break
        if below[0] == "time":
            return dimension, factor, at
        dimension, factor = f"{dimension}/{below[0]}", factor / below[1]
        at += 2
    return dimension, factor, at


def _unit_like(words: Sequence[Token], at: int) -> bool:
    return at > 0 and (words[at - 1].is_number or words[at - 1].text == "/")


def quantities(words: Sequence[Token]) -> tuple[Quantity, ...]:
    """Every quantity in a run of tokens, in order, without overlap."""
    found: list[Quantity] = []
    index = 0
    while index < len(words):
        quantity = _interval(words, index) or _label(words, index) or _amount(words, index)
        if quantity is None:
            index += 1
            continue
        found.append(quantity)
        index = max(quantity.last, index) + 1
    return tuple(found)


def _interval(words: Sequence[Token], at: int) -> Quantity | None:
    """How often: "every 3 months", "q8h", "twice a year", "weekly"; in days from one to the next."""
    word = words[at].lower
    rest = words[at + 1 : at + 5]
    if word in ("every", "each", "q") and rest:
        number = _number(rest[0])
        if number is None and rest[0].lower in ("other", "second") and len(rest) > 1:
            number, rest = 2.0, rest[1:]
            at_unit = at + 2
        else:
            at_unit = at + 1 if number is None else at + 2
        high = number
        if number is not None and at_unit + 1 < len(words) and words[at_unit].lower == "to":
            high = _number(words[at_unit + 1]) or number
            at_unit += 2 if high != number else 0
        dimension, factor, after = _unit(words, at_unit)
        if dimension == "time":
            return Quantity((number or 1.0) * factor, (high or 1.0) * factor, "every", "=", at, after - 1)
        if at_unit < len(words) and words[at_unit].stem in ("cycl", "cours", "round") and number:
            return Quantity(number, high or number, "cycles", "=", at, at_unit)
        return None
    if word in ("a", "per", "each", "/") and at and words[at - 1].lower in _UNITS and rest:
        unit = _UNITS.get(rest[0].lower, ("", 0.0))
        if unit[0] == "time" and rest[0].lower not in ("min", "h"):
            return Quantity(unit[1], unit[1], "every", "=", at, at + 1)
    match = re.fullmatch(r"q(\d+)", word)
    if match and rest:
        dimension, factor, after = _unit(words, at + 1)
        if dimension == "time" or rest[0].lower in ("h", "d", "w"):
            factor = factor if dimension else {"h": 1 / 24, "d": 1.0, "w": 7.0}[rest[0].lower]
            return Quantity(int(match[1]) * factor, int(match[1]) * factor, "every", "=", at, at + 1)
    if word in _EVERY and not (at and (_number(words[at - 1]) is not None)):
        return Quantity(_EVERY[word], _EVERY[word], "every", "=", at, at)
    times = _TIMES.get(word)
    skip = 1
    if times is None and len(rest) > 1 and _number(words[at]) is not None and rest[0].lower == "times":
        times, skip = int(_number(words[at]) or 1), 2
    if times is not None and at + skip < len(words):
        after_word = words[at + skip].lower
        if after_word in _EVERY:
            every = _EVERY[after_word] / times
            return Quantity(every, every, "every", "=", at, at + skip)
        if after_word in ("a", "per", "each", "every") and at + skip + 1 < len(words):
            dimension, factor, after = _unit(words, at + skip + 1)
            if dimension == "time":
                return Quantity(factor / times, factor / times, "every", "=", at, after - 1)
    if word in ("month", "week", "year", "day") and len(rest) > 1 and rest[0].lower == "by" and rest[1].lower == word:
        return Quantity(_UNITS[word][1], _UNITS[word][1], "every", "=", at, at + 2)
    return None


def _label(words: Sequence[Token], at: int) -> Quantity | None:
    """A numbered label: "category 4", "grade 3 or 4", "stage III"; or an ordinal line: "third-line"."""
    word = words[at].lower
    if word in ("age", "aged") and at + 1 < len(words) and words[at + 1].is_number:
        years = float(words[at + 1].text.replace(",", "")) * 365.25
        after = _unit(words, at + 2)[2] if _unit(words, at + 2)[0] == "time" else at + 2
        from_age = at > 0 and words[at - 1].lower == "from"
        return Quantity(years, years, "age", ">=" if from_age else "=", at, after - 1)
    kind = _LABELS.get(word) or _LABELS.get(word.rstrip("s"))
    if kind and at + 1 < len(words):
        index = at + 1
        low = _label_value(words[index])
        if low is None:
            return None
        high = low
        while index + 2 < len(words) and words[index + 1].lower in ("or", "and", "to", "/", "through"):
            more = _label_value(words[index + 2])
            if more is None:
                break
            high, index = more, index + 2
        return Quantity(min(low, high), max(low, high), kind, "=", at, index)
    return None


def _label_value(token: Token) -> float | None:
    if token.is_number:
        return float(token.text.replace(",", ""))
    roman = _ROMAN.get(token.lower)
    return None if roman is None else float(roman)


def _amount(words: Sequence[Token], at: int) -> Quantity | None:
    number = _number(words[at])
    if number is None:
        if words[at].lower == "half" and at + 2 < len(words) and words[at + 1].lower in ("a", "an"):
            dimension, factor, after = _unit(words, at + 2)
            if dimension:
                return Quantity(0.5 * factor, 0.5 * factor, dimension, "=", at, after - 1)
        if words[at].lower in ("a", "an", "one") and at + 1 < len(words):
            dimension, factor, after = _unit(words, at + 1)
            if dimension == "time" and words[at + 1].lower in ("year", "month", "week"):
                return Quantity(factor, factor, "time", "=", at, after - 1)
        if words[at].lower in ("quarter", "half") or words[at].lower not in ("decade", "fortnight"):
            return None
        days = {"decade": 3652.5, "fortnight": 14.0}[words[at].lower]
        return Quantity(days, days, "time", "=", at, at)
    bound, first = _bound(words, at)
    last = at
    factor_ten = 1.0
    high = number
    if at + 3 < len(words) and words[at + 1].lower == "x" and words[at + 2].text == "10":
        power = words[at + 3].text.lstrip("^")
        if power.isdigit():
            factor_ten, last = 10.0 ** int(power), at + 3
    low = number
    _, low_factor, low_after = _unit(words, last + 1)
    joint = low_after if low_after < len(words) else last + 1
    for probe, own in ((joint, low_factor), (last + 1, 1.0)):
        if probe < len(words) and words[probe].lower in ("to", "or", "and", "/") and probe + 1 < len(words):
            upper = _number(words[probe + 1])
            between = words[probe].lower == "and" and at > 0 and words[at - 1].lower == "between"
            if upper is not None and upper > number and (words[probe].lower == "to" or between or probe == last + 1 and words[probe].lower in ("or", "/") and upper == number + 1):
                high, last = upper, probe + 1
                break
            del own
    else:
        if last + 1 < len(words) and words[last + 1].is_number and not words[last + 1].joined is False:
            upper = _number(words[last + 1])
            if upper is not None and upper > number and words[last + 1].start - words[last].end == 1:
                high, last = upper, last + 1
    dimension, factor, after = _unit(words, last + 1)
    if dimension == "time" and words[last + 1].lower in _EVERY:
        return Quantity(low, high, "count", bound, min(first, at), last, "")
    if dimension:
        if after + 1 < len(words) and words[after].lower == "or" and words[after + 1].lower in _ABOVE | _BELOW:
            bound = ">=" if words[after + 1].lower in _ABOVE else "<="
            after += 2
        if dimension == "time" and after < len(words) and words[after].lower == "old":
            dimension, after = "age", after + 1
        elif dimension == "time" and first > 0 and words[first - 1].lower in ("aged", "age"):
            dimension = "age"
        return Quantity(low * factor * factor_ten, high * factor * factor_ten, dimension, bound, min(first, at), after - 1)
    if after < len(words) and words[after].text == "/" and after + 1 < len(words) and words[after + 1].lower in _UNITS:
        per, size = _UNITS[words[after + 1].lower]
        return Quantity(low * factor_ten / size, high * factor_ten / size, f"count/{per}", bound, min(first, at), after + 1)
    if last + 2 < len(words) and words[last + 1].lower == "or":
        more = words[last + 2].lower
        after_more = last + 3
        if more in _ABOVE or more in _BELOW:
            noun = words[after_more].stem if after_more < len(words) else ""
            side = ">=" if more in _ABOVE else "<="
            return Quantity(low, high, "count", side, min(first, at), last + 2, noun)
    noun = words[last + 1].stem if last + 1 < len(words) and words[last + 1].is_word else ""
    if noun in ("cycl", "cours", "round"):
        return Quantity(low, high, "cycles", bound, min(first, at), last + 1, noun)
    return Quantity(low * factor_ten, high * factor_ten, "count", bound, min(first, at), last, noun)
