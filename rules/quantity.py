"""Quantity: numbers with units, read so that 500 micrograms equals 0.5 mg and 3 months equals 12 weeks."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.text import Token
from rules.units import MONTH, ORDINALS, UNITS, WEEK, celsius, number, unit

_LABELS = {
    "category": "category", "grade": "grade", "type": "type", "stage": "stage", "level": "level", "class":
    "class",
    "phase": "phase", "line": "line", "recommendation": "recommendation", "ecog": "ecog", "ps": "ecog",
    "day": "day no",
}  # fmt: skip
_BELOW = {"<", "below", "under", "less", "fewer", "lower", "younger"}
_ABOVE = {
    ">",
    "above",
    "over",
    "more",
    "exceeding",
    "exceeds",
    "beyond",
    "greater",
    "higher",
    "older",
    "longer",
}
_AT_LEAST = {"≥", ">=", "minimum"}
_AT_MOST = {"≤", "<=", "maximum"}
_ROUGHLY = {"about", "around", "roughly", "approximately"}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_KIN = {"age": "time"}
_DIRECTION = {"=": 0, "<": -1, "<=": -1, ">": 1, ">=": 1}
_MONTHLY_SLACK, _CLOCK_SLACK, _SLACK = 0.085, 0.02, 0.0035
"""How far two amounts may differ and still be the same: 12 weeks and 3 months differ by 8 %, 90 days and 3
months by 1.5 %, rounding by less."""
_OVER_TWELVE = {"12": MONTH, "52": WEEK}
"""What a number over 12 or over 52 counts: "3/12" is three months, "6/52" six weeks."""
_SHARE = 100
"""From here on "6 in N" is a share and no date or list."""
_YEAR = 365.25


@dataclass(frozen=True)
class Quantity:
    """A number or range in base units.

    `what` is the dimension ("time", "mass/volume", "every", "ratio", "category", "count", ...); `bound` is
    "=", "<", "<=", ">" or ">=". `first`/`last` are token indexes, inclusive. `noun` is the stem of what is
    counted.
    """

    low: float
    high: float
    what: str
    bound: str
    first: int
    last: int
    noun: str = ""
    unit: float = 0.0
    """Base units in the unit it was written in; 0 where that does not matter."""

    def same(self, other: "Quantity") -> bool:
        """Whether both say the same amount, bounded to the same side."""
        if _KIN.get(self.what, self.what) != _KIN.get(other.what, other.what):
            return False
        if _DIRECTION[self.bound] != _DIRECTION[other.bound]:
            return False
        slack = self._slack(other) if self.what in ("time", "every") else _SLACK
        if self.what == "count":
            slack = 0.0  # what is counted is not rounded: 2021 and 2028 are two years
        return _near(self.low, other.low, slack) and _near(self.high, other.high, slack)

    def met_by(self, other: "Quantity") -> bool:
        """Whether an exact amount lies within this bound: 36 years are "35 years or more"."""
        if self.bound == "=" or other.bound != "=":
            return False
        if _KIN.get(self.what, self.what) != _KIN.get(other.what, other.what):
            return False
        inside = {
            ">": other.low > self.high,
            ">=": other.low >= self.low,
            "<": other.high < self.low,
            "<=": other.high <= self.high,
        }
        return inside[self.bound]

    def _slack(self, other: "Quantity") -> float:
        """How far two times may differ: not at all in one unit, by a little between units."""
        if self.unit == other.unit and self.unit:
            return _SLACK
        return _MONTHLY_SLACK if {self.unit, other.unit} & {WEEK, MONTH, 0.0} else _CLOCK_SLACK


def _near(a: float, b: float, slack: float) -> bool:
    return abs(a - b) <= slack * max(abs(a), abs(b), 1e-12)


def label(words: Sequence[Token], at: int) -> Quantity | None:
    """A numbered label: "category 4", "grade 3 or 4", "stage III", "age 35"."""
    word = words[at].lower
    if words[at].stem in ("cycl", "cours") and at + 1 < len(words) and words[at + 1].is_number:
        return _cycles(words, at)
    if word in ("age", "aged") and at + 1 < len(words) and words[at + 1].is_number:
        return _age(words, at)
    kind = _LABELS.get(word) or _LABELS.get(word.rstrip("s"))
    if not kind or at + 1 >= len(words):
        return None
    low = high = _label_value(words[at + 1])
    if low is None or high is None:
        return None
    index = at + 1
    while index + 2 < len(words) and words[index + 1].lower in ("or", "and", "to", "/", "through"):
        more = _label_value(words[index + 2])
        if more is None:
            break
        high, index = more, index + 2
    return Quantity(min(low, high), max(low, high), kind, "=", at, index)


def _cycles(words: Sequence[Token], at: int) -> Quantity:
    """ "cycle 2 or 3" as the number of cycles given by then."""
    low = number(words[at + 1]) or 0.0
    high, last = _upper(words, at + 1, at + 1, low)
    return Quantity(low, high, "cycles", "=", at, last, words[at].stem)


def _age(words: Sequence[Token], at: int) -> Quantity:
    years = (number(words[at + 1]) or 0.0) * _YEAR
    dimension, _, after = unit(words, at + 2)
    bound = ">=" if at > 0 and words[at - 1].lower == "from" else "="
    return Quantity(years, years, "age", bound, at, (after if dimension == "time" else at + 2) - 1)


def _label_value(token: Token) -> float | None:
    if token.is_number:
        return number(token)
    roman = _ROMAN.get(token.lower)
    return None if roman is None else float(roman)


def amount(words: Sequence[Token], at: int) -> Quantity | None:
    """An amount that begins at `at`: "25 to 150 mg", "under 120 g/L", "10 x 10^9/L", "2 doses", "half a
    year"."""
    low = number(words[at])
    if low is None:
        return _spelled(words, at)
    bound, first = _bound(words, at)
    if at + 2 < len(words) and words[at + 1].text == "/" and words[at + 2].text in _OVER_TWELVE and low < 40:
        size = _OVER_TWELVE[words[at + 2].text]
        return Quantity(low * size, low * size, "time", bound, min(first, at), at + 2, unit=size)
    power, last = _power(words, at)
    high, last = _upper(words, at, last, low)
    heat = celsius(words, last + 1)
    if heat is not None:
        factor, zero, after = heat
        side = _trailing(words, after) if bound == "=" else bound
        ends = (low - zero) * factor, (high - zero) * factor
        return Quantity(*ends, "temperature", side, min(first, at), after - 1)
    dimension, factor, after = unit(words, last + 1)
    if not dimension or words[last + 1].lower.endswith("ly"):
        return _count(words, (low * power, high * power), bound, first=min(first, at), last=last)
    if after + 1 < len(words) and words[after].lower == "or" and words[after + 1].lower in _ABOVE | _BELOW:
        bound, after = (">=" if words[after + 1].lower in _ABOVE else "<="), after + 2
    if bound == "=" and dimension:
        bound = _trailing(words, after)
    if dimension == "time" and after < len(words) and words[after].lower == "old":
        dimension, after = "age", after + 1
    elif dimension == "time" and (
        (first > 0 and words[first - 1].lower in ("aged", "age"))
        or any(word.lower in ("younger", "older") for word in words[first:at])
    ):
        dimension = "age"
    scale = factor * power
    return Quantity(low * scale, high * scale, dimension, bound, min(first, at), after - 1, unit=factor)


def _trailing(words: Sequence[Token], after: int) -> str:
    """The bound that follows a few words later: "0.4 mg of folic acid or more"."""
    for index in range(after, min(after + 4, len(words) - 1)):
        if not words[index].is_word:
            break
        if words[index].lower == "or" and words[index + 1].lower in _ABOVE | _BELOW:
            return ">=" if words[index + 1].lower in _ABOVE else "<="
    return "="


def _spelled(words: Sequence[Token], at: int) -> Quantity | None:
    """Amounts of time without a number: "half a year", "a quarter of a year", "a year", "a decade"; and
    "the second or third cycle"."""
    word = words[at].lower
    bound, first = _bound(words, at)
    days = {"decade": 10 * _YEAR, "fortnight": 14.0, "twelvemonth": _YEAR}.get(word)
    if days is not None:
        return Quantity(days, days, "time", bound, min(first, at), at)
    if word in ORDINALS:
        return _nth(words, at)
    if word == "half" and at + 2 < len(words) and words[at + 1].lower in ("a", "an"):
        share, begin = 0.5, at + 2
    elif (
        word == "quarter" and at + 3 < len(words) and [w.lower for w in words[at + 1 : at + 3]] == ["of", "a"]
    ):
        share, begin = 0.25, at + 3
    elif word in ("a", "an") and at + 1 < len(words) and words[at + 1].lower in ("year", "month", "week"):
        share, begin = 1.0, at + 1
    else:
        return None
    dimension, factor, after = unit(words, begin)
    if not dimension:
        return None
    if after + 1 < len(words) and words[after].lower == "or" and words[after + 1].lower in _ABOVE | _BELOW:
        bound, after = (">=" if words[after + 1].lower in _ABOVE else "<="), after + 2
    return Quantity(share * factor, share * factor, dimension, bound, min(first, at), after - 1)


def _nth(words: Sequence[Token], at: int) -> Quantity | None:
    """ "the second or third cycle" as the number of cycles given by then."""
    low = high = ORDINALS[words[at].lower]
    last = at
    if at + 2 < len(words) and words[at + 1].lower in ("or", "to", "and") and words[at + 2].lower in ORDINALS:
        high, last = ORDINALS[words[at + 2].lower], at + 2
    if last + 1 >= len(words) or words[last + 1].stem not in ("cycl", "cours", "round"):
        return None
    return Quantity(low, high, "cycles", "=", at, last + 1, "cycl")


def _power(words: Sequence[Token], at: int) -> tuple[float, int]:
    """The factor of "x 10^9" behind a number, and its last token."""
    if at + 3 < len(words) and words[at + 1].lower == "x" and words[at + 2].text == "10":
        digits = words[at + 3].text.lstrip("^")
        if digits.isdigit():
            return 10.0 ** int(digits), at + 3
    return 1.0, at


def _upper(words: Sequence[Token], at: int, last: int, low: float) -> tuple[float, int]:
    """The upper end of a range and its last token: "25-150", "25 to 150", "5 mg to 10 mg", "two or three"."""
    _, _, after = unit(words, last + 1)
    for link in (after, last + 1):
        if link + 1 >= len(words):
            continue
        high = number(words[link + 1])
        if high is None or high <= low:
            continue
        word = words[link].lower
        before = [token.lower for token in words[max(at - 2, 0) : at]]
        between = word == "and" and (
            before[-1:] == ["between"] or (before[:1] == ["between"] and before[-1] in _ROUGHLY)
        )
        near = link == last + 1 and word in ("or", "/") and high == low + 1
        if word == "to" or between or near:
            return high, link + 1
    if last + 1 < len(words) and words[last + 1].is_number and words[last + 1].start - words[last].end == 1:
        high = number(words[last + 1])
        if high is not None and high > low:
            return high, last + 1
    return low, last


def _share(words: Sequence[Token], after: int) -> tuple[float, int] | None:
    """What a count is out of, and the last token: "6 women in 100", "6 out of 100", "1 in 5"."""
    for index in range(after, min(after + 3, len(words) - 1)):
        if words[index].lower in ("in", "of", "per") and words[index + 1].is_number:
            size = number(words[index + 1])
            return (size, index + 1) if size and size >= _SHARE else None
        if words[index].lower == "in" and (size := number(words[index + 1])) and size > 2:
            return (size, index + 1) if not unit(words, index + 2)[0] else None  # "one in five"
        if not words[index].is_word:
            break
    return None


def _count(
    words: Sequence[Token], ends: tuple[float, float], bound: str, *, first: int, last: int
) -> Quantity:
    """A number without a unit of its own: of things, of cycles, per volume."""
    low, high = ends
    after = last + 1
    share = _share(words, after)
    if share:
        size, end = share
        return Quantity(low / size, high / size, "ratio", bound, first, end)
    if after + 1 < len(words) and words[after].text == "/" and words[after + 1].lower in UNITS:
        per, size = UNITS[words[after + 1].lower]
        return Quantity(low / size, high / size, f"count/{per}", bound, first, after + 1)
    if after + 1 < len(words) and words[after].lower == "or" and words[after + 1].lower in _ABOVE | _BELOW:
        side = ">=" if words[after + 1].lower in _ABOVE else "<="
        noun = words[after + 2].stem if after + 2 < len(words) else ""
        return Quantity(low, high, "count", side, first, after + 1, noun)
    noun = words[after].stem if after < len(words) and words[after].is_word else ""
    if noun in ("cycl", "cours", "round"):
        return Quantity(low, high, "cycles", bound, first, after, noun)
    if after < len(words) and words[after].lower.endswith("ly"):
        noun = ""
    return Quantity(low, high, "count", bound, first, last, noun)


def _bound(words: Sequence[Token], at: int) -> tuple[str, int]:
    """The comparison before the number at `at`, and the index where it begins."""
    before = [words[i].lower for i in range(at - 1, max(at - 4, -1), -1)]
    near, second, third = [*before, "", "", ""][:3]
    if near in _AT_LEAST:
        return ">=", at - 1
    if near in _AT_MOST or near == "within":
        return "<=", at - 1
    if near == "of":
        for back in range(at - 2, max(at - 6, -1), -1):  # "below a hemoglobin of 7 g/dL"
            if words[back].lower in ("below", "under", "above", "over", "exceeding"):
                return ("<" if words[back].lower in ("below", "under") else ">"), at - 1
            if not words[back].is_word:
                break
    if (near, second) in (("least", "at"), ("aged", "from")):
        return ">=", at - 2
    if (near, second) in (("most", "at"), ("to", "up")):
        return "<=", at - 2
    if near == "than" and second in _BELOW:
        return (">=", at - 3) if third in ("no", "not") else ("<", at - 2)
    if near == "than" and second in _ABOVE:
        return ("<=", at - 3) if third in ("no", "not") else (">", at - 2)
    if near in ("below", "under", "<"):
        return "<", at - 1
    if near in ("above", "over", "exceeding", "exceeds", "beyond", "past", ">"):
        return ">", at - 1
    if near == "of" and second in ("excess", "upwards"):
        return ">", (at - 3 if third == "in" else at - 2)
    if near == "of" and second in ("short", "shy"):
        return "<", at - 2
    if near in ("a", "the"):  # "over a dozen", "past the 12-month mark"
        return _bound(words, at - 1)
    return "=", at
