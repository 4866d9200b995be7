"""Abbreviation: short forms that a guideline defines itself, as "sickle cell disease (SCD)".

A short form is read as its long form wherever it stands, in the guideline as in what is said about it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rules.lexicon import Lexicon
from rules.text import Token, tokens

_DEFINED = re.compile(r"([^().;:\[\]]{3,120}?)\s\(([A-Z][A-Za-z0-9]{1,8})(?=[);,\s])")
"""Words, and behind them a bracket that opens with a short form."""
_SMALL = frozenset({"of", "the", "and", "for", "in", "to", "with", "by", "a", "an", "on", "or"})
_SIGNS = frozenset({"positive", "negative", "+", "-"})
"""Words before which HR is a receptor."""
_RIVAL = 3
"""A second meaning that is less than this many times rarer makes a short form ambiguous."""


def short_forms(texts: Iterable[str], lexicon: Lexicon) -> Mapping[str, tuple[Token, ...]]:
    """The short forms that texts define, each with the tokens of its long form; those with two meanings are
    left out, and so are those that the lexicon knows under that name."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for match in _DEFINED.finditer(text):
            long = _long_form(match[2], match[1])
            if long:
                found[match[2]][long] += 1
    meant: dict[str, tuple[Token, ...]] = {}
    for short, longs in found.items():
        forms = _by_stem(longs)
        words = tokens(forms[0][0])
        if len(tokens(short)) > 1 or _title(words) or _known(short, words, lexicon):
            continue
        named = lexicon.concept_phrases.at(tokens(short), 0) is not None
        if len(forms) > 1 and (named or forms[0][1] < _RIVAL * forms[1][1]):
            continue
        meant[short] = words
    return meant


def expanded(words: Sequence[Token], meant: Mapping[str, tuple[Token, ...]]) -> tuple[Token, ...]:
    """The tokens with each short form replaced by its long form, in the place of the short one."""
    if not meant:
        return tuple(words)
    out: list[Token] = []
    for index, word in enumerate(words):
        after = words[index + 1].lower if index + 1 < len(words) else ""
        long = meant.get(word.text) or (
            meant.get(word.text[:-1]) if word.text.endswith("s") and len(word.text) > 2 else None
        )
        if long is None or (after in _SIGNS and long[-1].lower == "ratio"):
            out.append(word)
            continue
        out += [
            replace(part, start=word.start, end=word.end, joined=word.joined and place == 0)
            for place, part in enumerate(long)
        ]
    return tuple(out)


def _long_form(short: str, before: str) -> str:
    """The words at the end of `before` that a short form stands for: as many as it has letters, small words
    left aside, each beginning with its letter; "" where they do not."""
    letters = [char.lower() for char in short if char.isalpha() and (char.isupper() or short.islower())]
    if len(letters) < 2:
        return ""
    parts = list(re.finditer(r"[^\W_]+", before))
    place = len(letters) - 1
    for part in reversed(parts[-2 * len(letters) - 1 :]):
        word = part[0].lower()
        if word[0] == letters[place]:
            if place == 0:
                return before[part.start() :].strip() if word not in _SMALL else ""
            place -= 1
        elif word not in _SMALL:
            return ""
    return ""


def _title(words: Sequence[Token]) -> bool:
    """Whether a long form is the name of a trial or an institution."""
    content = [word for word in words if word.is_word and word.lower not in _SMALL]
    return sum(word.text[0].isupper() for word in content) > 1


def _by_stem(longs: Mapping[str, int]) -> list[tuple[str, int]]:
    """The long forms with the same words counted together, the commonest first."""
    forms: dict[tuple[str, ...], tuple[str, int]] = {}
    for long, count in longs.items():
        key = tuple(token.stem for token in tokens(long))
        first, seen = forms.get(key, (long, 0))
        forms[key] = first, seen + count
    return sorted(forms.values(), key=lambda form: (-form[1], form[0]))


def _known(short: str, long: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the lexicon names the same thing by the short form, and does not know the long one whole."""
    token = tokens(short)[0]
    known = lexicon.concept_phrases.at([token], 0)
    if known is None:
        return False
    whole = lexicon.concept_phrases.at(long, 0)
    if whole is not None and whole.last == len(long) - 1:
        return bool(whole.ids & known.ids)
    stems = {part.stem for part in long}
    return any(stems & {part.stem for part in tokens(lexicon.names({id}))} for id in known.ids)
