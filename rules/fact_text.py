"""A text prepared for reading facts: tokens, clause ends, numbers, durations, misspelt words put right."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from rules.text import stem, visible

MONTHS: Mapping[str, float] = {
    **dict.fromkeys(("d", "day", "days"), 12 / 365.25),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 12 * 7 / 365.25),
    **dict.fromkeys(("fortnight", "fortnights"), 12 * 14 / 365.25),
    **dict.fromkeys(("m", "mo", "mos", "mth", "mths", "month", "months"), 1.0),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), 12.0),
    **dict.fromkeys(("decade", "decades"), 120.0),
}
"""Units of time in months, by the word written."""

_NUMBERS: Mapping[str, float] = {
    word: float(value)
    for value, word in enumerate(
        (
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        )
    )
}
_TENS: Mapping[str, float] = {
    word: float(value)
    for value, word in zip(
        range(20, 100, 10),
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        strict=True,
    )
}
_BOUNDS: Mapping[tuple[str, ...], int] = {
    **dict.fromkeys(
        (
            ("over",),
            (">",),
            ("exceeding",),
            ("more", "than"),
            ("longer", "than"),
            ("just", "over"),
            ("well", "over"),
        ),
        1,
    ),
    **dict.fromkeys(
        (
            ("under",),
            ("<",),
            ("less", "than"),
            ("fewer", "than"),
            ("within",),
            ("just", "under"),
            ("almost",),
            ("nearly",),
            ("not", "quite"),
        ),
        -1,
    ),
    **dict.fromkeys(
        (
            ("about",),
            ("approximately",),
            ("approx",),
            ("around",),
            ("some",),
            ("~",),
            ("ca",),
            ("roughly",),
            ("exactly",),
            ("only",),
            ("just",),
            ("at", "least"),
        ),
        0,
    ),
}
_ARTICLES: Mapping[tuple[str, ...], float] = {
    ("a", "couple", "of"): 2.0,
    ("half", "a"): 0.5,
    ("half", "an"): 0.5,
    ("a",): 1.0,
    ("an",): 1.0,
}
_BOUND_WORDS = frozenset(words[0] for words in _BOUNDS)
STOPS = frozenset({".", "!", "?", ";", ":"})
_WHOLE = 4
_SHORT = frozenset(
    {"approx", "prev", "incl", "resp", "poss", "prob", "susp", "bilat", "assoc", "diff", "prior"}
)
_SHORTEST = 7
_SLIPPERY = 8
_LONGEST = 12
_TOKEN = re.compile(
    r"[Hh][Ee][Rr][- ]?2(?![0-9])|[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+[0-9]*(?:'[^\W\d_]+)?|<=|>=|[^\s\w]|_"
)
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_SIGN_ENDS = frozenset(",;:/).|")


@dataclass(frozen=True)
class FactToken:
    """A word, number or sign. `start`/`end` are code points of the text; `joined`: no space before it;
    `parted`: a dash that stands apart is before it."""

    text: str
    lower: str
    stem: str
    start: int
    end: int
    joined: bool
    parted: bool = False


def fact_tokens(text: str) -> Iterator[FactToken]:
    """The tokens of a text. A hyphen vanishes, but a `+` or `-` that stands for a test result stays.

    A result is a sign that closes a word (`ER+/HER2-`), stands apart before the next item (`ER +, PR -`),
    or comes before "ve". A `+` between two words is the word "plus".
    """
    shown, where = visible(text)
    last, parted = -1, False
    for match in _TOKEN.finditer(shown):
        raw, start, end = match.group(), match.start(), match.end()
        joined, last = start == last, end
        if raw in "+-":
            before = shown[max(start - 12, 0) : start].rstrip().rpartition(" ")[2]
            worded = len(before) > 4 and before.islower() and (joined or raw == "-")
            if not _is_result(shown, start, end, joined=joined) or worded:
                parted = not joined and shown[end : end + 1] == " "
                if raw == "-" or joined:
                    continue
                raw = "plus"
        elif raw[:3].lower() == "her" and raw[-1] == "2":
            raw = "HER2"
        lower = raw.lower()
        origin = (start, end) if where is None else (where[start], where[end - 1] + 1)
        root = stem(lower) if lower[0].isalpha() else lower
        yield FactToken(raw, lower, root, origin[0], origin[1], joined, parted and raw != "plus")
        parted = False


def _is_result(shown: str, start: int, end: int, *, joined: bool) -> bool:
    rest = shown[end : end + 3]
    if rest[:2].lower() == "ve" and not rest[2:].isalpha():
        return True
    if joined:
        return not rest[:1].isalnum()
    if start == 0:
        return False
    after = rest.lstrip()
    return not after or after[0] in _SIGN_ENDS or (rest[:1] == " " and after[0].isupper())


@dataclass(frozen=True)
class Measure:
    """A number read from tokens `start`..`end`, exclusive; `months` is set where it has a unit of time.

    `bound` is 1 for "more than", -1 for "less than", 0 for the number itself.
    """

    start: int
    end: int
    value: float
    months: float | None = None
    bound: int = 0


class FactText:
    """The tokens of one text. `known` are the words that a misspelt one may stand for."""

    def __init__(self, text: str, known: "Spelling") -> None:
        self.text = text
        self.tokens = tuple(fact_tokens(text))
        self.size = len(self.tokens)
        self._known = known
        self._stems = [known.stem(token) for token in self.tokens]
        self._stops = [self._is_stop(at) for at in range(self.size)]
        self._numeric = [self._is_numeric(at) for at in range(self.size)]
        self.forms = frozenset(form for at in range(self.size) for form in self.forms_at(at))

    def stem(self, at: int) -> str:
        """The stem of a token, as it should have been spelt."""
        return self._stems[at]

    def is_form(self, at: int, forms: Collection[str], *, exact: bool = False) -> bool:
        """Whether a token has one of these stems, or spellings."""
        return (self.tokens[at].text if exact else self._stems[at]) in forms

    def forms_at(self, at: int) -> tuple[str, ...]:
        """What a phrase may begin with at a token: its stem, `=Spelling`, and `{}` for a number."""
        forms = (self._stems[at], f"={self.tokens[at].text}")
        return (*forms, "{}") if self._numeric[at] else forms

    def _is_numeric(self, at: int) -> bool:
        word = self.tokens[at].lower
        if (
            word[0].isdigit()
            or word in _NUMBERS
            or word in _TENS
            or word in _BOUND_WORDS
            or word in ("a", "an", "half")
        ):
            return self.number(at) is not None or self.duration(at) is not None
        return False

    def ends_sentence(self, at: int) -> bool:
        """Whether a sentence ends with this token."""
        return self._stops[at]

    def ends_clause(self, at: int) -> bool:
        """Whether a clause ends with this token, or the text with the one before."""
        return at >= self.size or self._stops[at] or self.tokens[at].text in ",()" or self.parts(at)

    def parts(self, at: int) -> bool:
        """Whether a dash that stands apart comes after this token."""
        return at + 1 < self.size and self.tokens[at + 1].parted

    def _is_stop(self, at: int) -> bool:
        token = self.tokens[at]
        if at + 1 == self.size:
            return True
        following = self.tokens[at + 1]
        if "\n" in self.text[token.end : following.start]:
            return True
        if token.text == ".":
            begins = following.text[0].isupper() or following.text[0].isdigit()
            return not following.joined and (begins or (at > 0 and self._known.is_whole(self.tokens[at - 1])))
        if token.text == "?" and following.joined:
            return False
        return token.text in STOPS

    def number(self, at: int) -> Measure | None:
        """The number at a token: digits, or words up to twenty; `more than` and the like may come before."""
        bound, start = self._bound(at)
        if start >= self.size:
            return None
        word = self.tokens[start].lower
        value = float(word.replace(",", "")) if _is_digits(word) else _NUMBERS.get(word, _TENS.get(word))
        if value is None:
            return None
        end = start + 1
        if word in _TENS and 0 < (ones := _NUMBERS.get("".join(self.words(end, 1)), 0.0)) < 10:
            value, end = value + ones, end + 1
        if self.words(end, 3) == ("and", "a", "half"):
            value, end = value + 0.5, end + 3
        return Measure(at, end, value, bound=bound)

    def duration(self, at: int) -> Measure | None:
        """The duration at a token: `18 months`, `3y`, `over a year`, `18/12` (months), `6/52` (weeks)."""
        number = self.number(at) or self._article(at)
        if number is None:
            return None
        after = number.end
        if self.words(after, 1) == ("/",):
            parts: dict[tuple[str, ...], float] = {("12",): 1.0, ("52",): MONTHS["week"]}
            unit = parts.get(self.words(after + 1, 1))
            end = after + 2
        else:
            unit = MONTHS.get(self.tokens[after].lower) if after < self.size else None
            end = after + 1
            if unit is not None and self.words(end, 3) == ("and", "a", "half"):
                number, end = replace(number, value=number.value + 0.5), end + 3
        return None if unit is None else replace(number, end=end, months=number.value * unit)

    def _article(self, at: int) -> Measure | None:
        """The number that an article before a unit means: `a year`, `half a year`, `a couple of years`."""
        bound, start = self._bound(at)
        for words, value in _ARTICLES.items():
            if self.words(start, len(words)) == words:
                return Measure(at, start + len(words), value, bound=bound)
        return None

    def words(self, at: int, count: int) -> tuple[str, ...]:
        """Up to `count` tokens from a place on, in lower case."""
        return tuple(token.lower for token in self.tokens[at : at + count])

    def _bound(self, at: int) -> tuple[int, int]:
        """Whether a number is a bound (1 more than, -1 less than, 0 neither), and where it begins."""
        if at >= self.size or self.tokens[at].lower not in _BOUND_WORDS:
            return 0, at
        for length in (2, 1):
            words = self.words(at, length)
            if words in _BOUNDS:
                return _BOUNDS[words], at + length
        return 0, at


def _is_digits(word: str) -> bool:
    return word[0].isdigit() and len(word) < _LONGEST and _NUMBER.fullmatch(word) is not None


class Spelling:
    """Puts a misspelt word right where only one known word is close enough.

    Words of fewer than seven letters are left alone: too many others are one letter away. From seven
    letters one slip is forgiven (a letter missing, added, wrong, or two exchanged), from eight letters two.
    The first letter has to be right, and the nearest known word has to be the only one at its distance.
    """

    def __init__(self, words: Collection[str], *, known: Collection[str]) -> None:
        """`words` may be misspelt; a word that is `known`, in any of its forms, never is one of them."""
        self._known = frozenset(stem(word) for word in (*words, *known))
        self._by_letter: dict[str, list[tuple[str, str]]] = {}
        for word in sorted(words):
            self._by_letter.setdefault(word[0], []).append((word, stem(word)))
        self._nearest = lru_cache(maxsize=4096)(self._find)

    def stem(self, token: FactToken) -> str:
        """The stem of a token, or that of the word it is a misspelling of."""
        if token.stem in self._known or len(token.lower) < _SHORTEST or not token.lower.isalpha():
            return token.stem
        return self._nearest(token.lower) or token.stem

    def is_whole(self, token: FactToken) -> bool:
        """Whether a word before a full stop ends a sentence, and is not one cut short (`visc. crisis`)."""
        word = token.lower
        if word in "+)%":
            return True
        if len(word) < _WHOLE or not word.isalpha() or word in _SHORT:
            return False
        return not any(
            len(other) > len(word) and other.startswith(word) for other, _ in self._by_letter.get(word[0], ())
        )

    def _find(self, word: str) -> str | None:
        slips = 1 if len(word) < _SLIPPERY else 2
        best: dict[str, int] = {}
        for other, root in self._by_letter.get(word[0], ()):
            if abs(len(other) - len(word)) <= slips:
                distance = OSA.distance(word, other, score_cutoff=slips)
                if distance <= slips:
                    best[root] = min(best.get(root, distance), distance)
        nearest = [root for root, distance in best.items() if distance == min(best.values())]
        return nearest[0] if len(nearest) == 1 else None
