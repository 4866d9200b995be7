"""Units: their dimension and factor to base units, and how they are read from tokens.

Factors are SI; a month is 30.44 days and a year 365.25 days (mean Gregorian lengths).
"""

from collections.abc import Sequence

from rules.text import Token

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
    "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
WEEK, MONTH = 7.0, 30.44
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("ug", "mcg", "microgram", "micrograms"), ("mass", 1e-06)),
    **dict.fromkeys(("mg", "milligram", "milligrams"), ("mass", 0.001)),
    **dict.fromkeys(("g", "gram", "grams"), ("mass", 1.0)),
    **dict.fromkeys(("kg", "kilogram", "kilograms"), ("mass", 1000.0)),
    **dict.fromkeys(("ng", "nanogram", "nanograms"), ("mass", 1e-09)),
    **dict.fromkeys(("l", "liter", "liters", "litre", "litres"), ("volume", 1.0)),
    "dl": ("volume", 0.1),
    **dict.fromkeys(
        ("ml", "milliliter", "milliliters", "millilitre", "millilitres", "cc"), ("volume", 0.001)
    ),
    **dict.fromkeys(("ul", "mm3", "microliter", "microlitre"), ("volume", 1e-06)),
    **dict.fromkeys(("cm", "centimeter", "centimeters", "centimetre", "centimetres"), ("length", 0.01)),
    **dict.fromkeys(("mm", "millimeter", "millimeters", "millimetre", "millimetres"), ("length", 0.001)),
    **dict.fromkeys(("min", "minute", "minutes"), ("time", 1 / 1440)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "hourly"), ("time", 1 / 24)),
    **dict.fromkeys(("d", "day", "days", "daily"), ("time", 1.0)),
    **dict.fromkeys(("wk", "wks", "week", "weeks", "weekly"), ("time", 7.0)),
    **dict.fromkeys(("mo", "mos", "month", "months", "monthly"), ("time", 30.44)),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years", "yearly"), ("time", 365.25)),
    **dict.fromkeys(("gy", "gray", "grays"), ("dose", 1.0)),
    "cgy": ("dose", 0.01),
    **dict.fromkeys(("iu", "u", "unit", "units"), ("unit", 1.0)),
    "miu": ("unit", 1e-3),
    **dict.fromkeys(("mmol", "millimole", "millimoles"), ("amount", 0.001)),
    **dict.fromkeys(("umol", "micromole", "micromoles"), ("amount", 1e-06)),
    **dict.fromkeys(("mol",), ("amount", 1.0)),
    "meq": ("equivalent", 1e-3),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), ("mass", 453.592)),
    **dict.fromkeys(("oz", "ounce", "ounces"), ("mass", 28.3495)),
    **dict.fromkeys(("inch", "inches"), ("length", 0.0254)),
    "mmhg": ("pressure", 1.0),
    **dict.fromkeys(("%", "percent", "pct"), ("ratio", 0.01)),
    "m2": ("area", 1.0),
}


def number(token: Token) -> float | None:
    """The value of a number or number word; None for anything else."""
    if token.is_number:
        return float(token.text.replace(",", ""))
    value = NUMBER_WORDS.get(token.lower)
    return None if value is None else float(value)


def unit(words: Sequence[Token], at: int) -> tuple[str, float, int]:
    """Dimension, factor and the index after the unit that begins at `at`; ("", 1, at) where there is none."""
    none = "", 1.0, at
    if at >= len(words):
        return none
    word = words[at]
    if word.lower == "per" and at + 1 < len(words) and words[at + 1].lower == "cent":
        return "ratio", 0.01, at + 2
    if word.text == "L" and word.joined and words[at - 1].text in ("1", "2", "3", "4"):
        return none  # "1L" is first line, not one litre
    known = UNITS.get(word.lower)
    if known is None or (word.lower in _SHORT and not _after_number(words, at)):
        return none
    return _divided(words, known, at + 1)


_SHORT = frozenset({"d", "h", "y", "l", "u", "g"})
"""Letters that are units only right behind a number."""


def celsius(words: Sequence[Token], at: int) -> tuple[float, float, int] | None:
    """Factor and zero point of a unit of temperature, and the index after it; None where there is none."""
    marked = at + 1 < len(words) and words[at].lower in ("°", "º", "degree", "degrees", "deg")
    scale = words[at + 1] if marked else words[at] if at < len(words) else None
    if scale is None or not (marked or scale.lower in ("celsius", "fahrenheit", "centigrade")):
        return None
    after = at + 2 if marked else at + 1
    if scale.lower in ("c", "celsius", "centigrade"):
        return 1.0, 0.0, after
    return (5 / 9, 32.0, after) if scale.lower in ("f", "fahrenheit") else None


def _divided(words: Sequence[Token], known: tuple[str, float], at: int) -> tuple[str, float, int]:
    """A unit with what it is divided by ("mg/kg", "g per dL", "mg/m2"); a time below is read as a
    frequency."""
    dimension, factor = known
    while at + 1 < len(words) and (words[at].text == "/" or words[at].lower == "per"):
        below = UNITS.get(words[at + 1].lower)
        if words[at + 1].lower == "m" and at + 2 < len(words) and words[at + 2].lower in ("2", "^2"):
            dimension, at = f"{dimension}/area", at + 3
        elif below is None or below[0] == "time":
            break
        else:
            dimension, factor, at = f"{dimension}/{below[0]}", factor / below[1], at + 2
    return dimension, factor, at


def _after_number(words: Sequence[Token], at: int) -> bool:
    return at > 0 and (words[at - 1].is_number or words[at - 1].text == "/")
