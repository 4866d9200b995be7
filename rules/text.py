"""Text: what a reader sees, cut into sentences and tokens that remember where they stand in the original.

Nothing here interprets. Every step is linear in the length of the text.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import snowballstemmer
import yaml

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LOOKS = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00b4": "'", "\u00b5": "u", "\u03bc":
        "u",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u00d7": "x", "\u2044": "/", "\u2022": "*", "\u00b7":
        ".",
    }
)  # fmt: skip
_SUPERSCRIPT = {ord(sign): f"^{digit}" for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_TOKEN = re.compile(
    r"(?:e\.g|i\.e)\.?|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+|[A-Z][A-Za-z]{0,3}-\d+(?![\d.])|[^\W\d_]+(?:\d+)?(?:'[^\W\d_]+)?|<=|>=|\^\d|[≤≥<>=%+/()\[\],;:.?!±~*\"'-]|\S"
)
_BOUNDARY = re.compile(r"(?<=[.!?])[\"')\]*]*(?:\[[^\]\n]{0,60}\])*\s+(?=[\"'(\[*]*[A-Z0-9])|\n+")
"""A sentence end, with the reference marks behind it ("... is required.[1,2] The ...")."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|approx|Dr|Mr|Mrs|Ms|Prof|St|Fig|et al|ca|resp|incl|min|max)|\b[A-Z])\.$"
)
_LATIN_END = 0x250
"""Letters below are those of languages written in the Latin alphabet; look-alikes of them lie above."""
_NUMBERING = re.compile(r"\s*\d{1,2}[.)]")
"""The number of a list item, which is part of the item and no sentence."""
_BULLET = re.compile(r"^\s*(?:(?:[-*•]|\d{1,2}[.)]|#{1,6})\s+)+")
_stemmer = snowballstemmer.stemmer("english")
_EXACT = frozenset(
    yaml.safe_load((Path(__file__).parent / "lexicon" / "exact.yaml").read_text("utf-8"))["exact"]
)
"""Words whose stem is that of another word ("importantly" is not "import"): they are kept as written."""


@dataclass(frozen=True)
class Token:
    """A word, number or sign. `start`/`end` are code points into the original text, end exclusive.

    `base` is the word without inflection, `stem` without derivation too; both in one spelling.
    `joined` tells that no white space stands before it.
    """

    text: str
    lower: str
    base: str
    stem: str
    start: int
    end: int
    joined: bool

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()


@dataclass(frozen=True)
class Span:
    """A piece of the original text: code points, end exclusive."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball (Porter2) stem of one lower-case word."""
    if word in _EXACT:
        return _british(word)
    return str(_stemmer.stemWord(_british(word)))


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """One lower-case word without its inflection (plural, third person, -ed, -ing), so that "dispensed"
    meets "dispense" and not "dispensable". What is left need not be a word; it only has to be the same."""
    word = _british(word.removesuffix("'s"))
    if len(word) < 4 or word in _EXACT:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and any(vowel in root for vowel in "aeiouy"):
            if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
                root = root[:-1]
            word = root
            break
    return word.removesuffix("e") if len(word) > 4 else word


_SPELLINGS = (
    (re.compile(r"aemi"), "emi"), (re.compile(r"haem"), "hem"), (re.compile(r"oedem"), "edem"),
    (re.compile(r"oestr"), "estr"), (re.compile(r"oesoph"), "esoph"), (re.compile(r"paed"), "ped"),
    (re.compile(r"gynaec"), "gynec"), (re.compile(r"leuk?aem"), "leukem"), (re.compile(r"diarrhoea"),
    "diarrhea"),
    (re.compile(r"tumour"), "tumor"), (re.compile(r"favour"), "favor"), (re.compile(r"behaviour"),
    "behavior"),
    (re.compile(r"colour"), "color"), (re.compile(r"labour"), "labor"), (re.compile(r"odour"), "odor"),
    (re.compile(r"orrhoea"), "orrhea"), (re.compile(r"foet"), "fet"), (re.compile(r"anaesth"), "anesth"),
    (re.compile(r"(?<=.{3})is(e|ed|es|ing|ation)$"), r"iz\1"), (re.compile(r"metre"), "meter"),
    (re.compile(r"litre"), "liter"), (re.compile(r"centre"), "center"), (re.compile(r"fibre"), "fiber"),
    (re.compile(r"sulph"), "sulf"), (re.compile(r"ischaem"), "ischem"), (re.compile(r"caecum"), "cecum"),
    (re.compile(r"programme$"), "program"), (re.compile(r"judgement"), "judgment"), (re.compile(r"ageing"),
    "aging"),
    (re.compile(r"grey"), "gray"), (re.compile(r"^practis"), "practic"), (re.compile(r"^licenc"), "licens"),
    (re.compile(r"(?<=.{4})lling$"), "ling"), (re.compile(r"(?<=.{4})lled$"), "led"),
    (re.compile(r"analogue"), "analog"),
    (re.compile(r"aetiol"), "etiol"), (re.compile(r"defence"), "defense"), (re.compile(r"yze"), "yse"),
)  # fmt: skip


_MARKS = re.compile(
    r"ae|oe|our|is(?:e|ed|es|ing|ation)$|tre|sulph|mme$|judge|age|grey|^pract|^licen|lling$|lled$|logue|efence|yze"
)


def _british(word: str) -> str:
    """One spelling for British and American forms, so that both stem alike."""
    if len(word) < 5 or not _MARKS.search(word):
        return word
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


def visible(text: str) -> tuple[str, list[int] | None]:
    """The text as a reader sees it, and for each of its characters the index in the original.

    Invisible and direction-changing characters are dropped and look-alike punctuation is made plain, so
    that hidden characters can't split a word. The map is None where nothing moved.
    """
    plain = text.translate(_LOOKS)
    if plain.isascii():
        return plain, None
    out: list[str] = []
    where: list[int] = []
    for index, char in enumerate(plain):
        if _INVISIBLE.match(char):
            continue
        shown = char.translate(_SUPERSCRIPT)
        if shown == char and not char.isascii():
            shown = unicodedata.normalize("NFKC", char)
        out.append(shown)
        where.extend([index] * len(shown))
    return "".join(out), where


def mixed_script(word: str) -> bool:
    """Whether a word has letters that English does not, as disguised names do; a Greek letter at either end
    ("TNFα") is no disguise."""
    if word.isascii():
        return False
    for index, char in enumerate(word):
        if not char.isalpha() or ord(char) < _LATIN_END:
            continue
        greek = unicodedata.name(char, "?").startswith("GREEK")
        if not greek or 0 < index < len(word) - 1:
            return True
    return False


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text with their places in it. Hyphens inside words separate tokens and vanish;
    a `-` or `+` that closes a word ("HER2-", "ER+") stays as a sign."""
    shown, where = visible(text)
    found: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(shown):
        raw, start, end = match.group(), match.start(), match.end()
        joined = start == last
        last = end
        if raw == "-":
            closes = joined and not (end < len(shown) and shown[end].isalnum())
            if not (
                closes and found and found[-1].text[-1].isalnum() and found[-1].end - found[-1].start <= 5
            ):
                continue
        elif raw[0].isalpha():
            raw = raw.replace("-", "")
        if raw == "+" and not joined:
            raw = "plus"
        lower = raw.lower()
        origin = (start, end) if where is None else (where[start], where[end - 1] + 1)
        word = raw[0].isalpha()
        found.append(
            Token(
                raw, lower, base(lower) if word else lower, stem(lower) if word else lower,
                origin[0], origin[1], joined,
            )
        )  # fmt: skip
    return tuple(found)


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of an answer: line breaks, list items and sentence ends part them; a heading stands
    alone."""
    spans: list[Span] = []
    begin = 0
    cuts = [(m.start(), m.end()) for m in _BOUNDARY.finditer(text)] + [(len(text), len(text))]
    for stop, resume in cuts:
        piece = text[begin:stop]
        tail = piece[-12:].rstrip("\"')]*")
        if _NUMBERING.fullmatch(piece) and stop != len(text):
            continue
        if stop != len(text) and "\n" not in text[stop:resume] and _ABBREVIATION.search(tail):
            continue
        bullet = _BULLET.match(piece)
        offset = bullet.end() if bullet else len(piece) - len(piece.lstrip())
        body = piece[offset:].rstrip()
        if body:
            spans.append(Span(body, begin + offset, begin + offset + len(body)))
        begin = resume
    return tuple(spans)
