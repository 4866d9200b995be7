"""Phrase: the small language in which variables.yaml says by which words a fact is read.

    never (had|received) ... <tamoxifen>     (a|b) one of these; ... up to three words; <x> a word list
    [adjuvant] <tamoxifen> {duration}        [a] may be absent; {duration} and {number} are read as values
    bone <site>* (metastases|disease)        <x>* a run of these words and of and, or, commas, signs
    =PR positive                             =X only with these capitals

Words match by stem, so that one form stands for all. Matching looks at a bounded window of tokens.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rules.errors import RulesError, nearest
from rules.fact_text import FactText, Measure
from rules.text import tokens

GAP = 3
RUN = 12
JOINERS = frozenset({",", "/", "+", "&", "and", "or", "plus", "nor", "-"})
_PART = re.compile(r"\.\.\.|<\w+>\*?|\{\w+\}|[()\[\]|]|=[^\s()\[\]|]+|[^\s()\[\]|]+")


class PhraseError(RulesError):
    """A phrase that cannot be read."""


@dataclass(frozen=True)
class Word:
    """One token with one of these stems, or, for `exact`, with exactly one of these spellings."""

    forms: frozenset[str]
    exact: bool = False


@dataclass(frozen=True)
class Gap:
    """Up to GAP tokens, none of which ends a clause."""


@dataclass(frozen=True)
class Slot:
    """A number or a duration, whose value the phrase yields."""

    kind: str


@dataclass(frozen=True)
class Run:
    """Any number of tokens from a word list and of what joins a list."""

    forms: frozenset[str]


@dataclass(frozen=True)
class Choice:
    """One of several ways; an empty one makes the whole optional."""

    ways: tuple["Phrase", ...]


Part = Word | Gap | Slot | Run | Choice
Phrase = tuple[Part, ...]


@dataclass(frozen=True)
class Found:
    """Where a phrase ends, exclusive, and the value it read on the way."""

    end: int
    measure: Measure | None


def read_phrase(text: str, lists: Mapping[str, Sequence[str]]) -> Phrase:
    """The phrase that `text` writes down; `lists` are the word lists by name. Raises PhraseError."""
    parts = _PART.findall(text)
    phrase, rest = _sequence(parts, 0, lists, text)
    if rest != len(parts):
        raise PhraseError(f'"{text}" has a closing bracket too many at "{parts[rest]}".')
    if any(isinstance(part, Gap | Run) for part in (phrase[:1] + phrase[-1:])) or not phrase:
        raise PhraseError(f'"{text}" must begin and end with a word: an open end would match anywhere.')
    return phrase


def _sequence(
    parts: Sequence[str], at: int, lists: Mapping[str, Sequence[str]], text: str
) -> tuple[Phrase, int]:
    phrase: list[Part] = []
    while at < len(parts) and parts[at] not in ")]|":
        part = parts[at]
        if part in "([":
            choice, at = _choice(parts, at, lists, text)
            phrase.append(choice)
            continue
        phrase.extend(_plain(part, lists, text))
        at += 1
    return tuple(phrase), at


def _choice(
    parts: Sequence[str], at: int, lists: Mapping[str, Sequence[str]], text: str
) -> tuple[Part, int]:
    opening = parts[at]
    ways: list[Phrase] = []
    while True:
        way, at = _sequence(parts, at + 1, lists, text)
        ways.append(way)
        if at >= len(parts):
            raise PhraseError(f'"{text}" opens a bracket and does not close it.')
        if parts[at] != "|":
            break
    return _merged(ways, optional=opening == "["), at + 1


def _merged(ways: Sequence[Phrase], *, optional: bool) -> Part:
    """One word with many forms where every way is a single word: quicker to match."""
    words = [way[0] for way in ways if len(way) == 1 and isinstance(way[0], Word) and not way[0].exact]
    others = [way for way in ways if not (len(way) == 1 and way[0] in words)]
    if words:
        forms = frozenset[str]().union(*(word.forms for word in words if isinstance(word, Word)))
        others.insert(0, (Word(forms),))
    if len(others) == 1 and not optional and len(others[0]) == 1:
        return others[0][0]
    return Choice((*others, ()) if optional else tuple(others))


def _plain(part: str, lists: Mapping[str, Sequence[str]], text: str) -> Phrase:
    if part == "...":
        return (Gap(),)
    if part.startswith("{"):
        if part not in ("{number}", "{duration}"):
            raise PhraseError(f'"{text}": {part} is not a slot. Allowed: {{number}}, {{duration}}.')
        return (Slot(part[1:-1]),)
    if part.startswith("<"):
        name = part.strip("<>*")
        if name not in lists:
            raise PhraseError(f'"{text}": no word list is called <{name}>.{nearest(name, list(lists))}')
        if part.endswith("*"):
            return (Run(frozenset(stem for word in lists[name] for stem in _stems(word))),)
        return (_merged([tuple(_words(word)) for word in lists[name]], optional=False),)
    return tuple(_words(part))


def _words(text: str) -> Iterator[Word]:
    if text.startswith("="):
        yield Word(frozenset({text[1:]}), exact=True)
        return
    for word in text.split():
        yield from (Word(frozenset({stem})) for stem in _stems(word))


def _stems(text: str) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens(text)) if text not in JOINERS else (text,)


def first_forms(phrase: Phrase) -> frozenset[str]:
    """What the first token of a match can be: stems, `=Spelling`, or `{}` for a number."""
    part = phrase[0]
    match part:
        case Word():
            return frozenset(f"={form}" for form in part.forms) if part.exact else part.forms
        case Slot():
            return frozenset({"{}"})
        case Choice():
            ways = [way + phrase[1:] for way in part.ways]
            return frozenset[str]().union(*(first_forms(way) for way in ways if way))
        case Gap() | Run():
            return first_forms(phrase[1:])


def words_of(phrase: Phrase) -> Iterator[str]:
    """All stems that occur in a phrase."""
    for part in phrase:
        if isinstance(part, Word) and not part.exact:
            yield from part.forms
        elif isinstance(part, Choice):
            for way in part.ways:
                yield from words_of(way)


def match(phrase: Phrase, text: FactText, at: int) -> Found | None:
    """The longest match of a phrase that begins at token `at`."""
    return max(_ends(phrase, text, at, None), key=lambda found: found.end, default=None)


def _ends(phrase: Phrase, text: FactText, at: int, measure: Measure | None) -> Iterator[Found]:
    if not phrase:
        yield Found(at, measure)
        return
    part, rest = phrase[0], phrase[1:]
    match part:
        case Word():
            if at < len(text) and text.is_form(at, part.forms, exact=part.exact):
                yield from _ends(rest, text, at + 1, measure)
        case Choice():
            for way in part.ways:
                yield from _ends(way + rest, text, at, measure)
        case Slot():
            found = text.duration(at) if part.kind == "duration" else text.number(at)
            if found is not None:
                yield from _ends(rest, text, found.end, found)
        case Gap():
            for skipped in range(GAP + 1):
                if skipped and text.ends_clause(at + skipped - 1):
                    return
                yield from _ends(rest, text, at + skipped, measure)
        case Run():
            for end in range(at, min(at + RUN, len(text)) + 1):
                yield from _ends(rest, text, end, measure)
                if end < len(text) and not text.is_form(end, part.forms | JOINERS):
                    return


T = TypeVar("T")


class PhraseIndex(Generic[T]):
    """Phrases by what they begin with, each with what it stands for."""

    def __init__(self) -> None:
        self._by_form: dict[str, list[tuple[Phrase, T]]] = {}
        self._all: list[Phrase] = []

    def add(self, phrase: Phrase, meaning: T) -> None:
        self._all.append(phrase)
        for form in first_forms(phrase):
            self._by_form.setdefault(form, []).append((phrase, meaning))

    def phrases(self) -> Iterator[Phrase]:
        """All phrases, in the order in which they were added."""
        return iter(self._all)

    def at(self, text: FactText, at: int) -> Iterator[tuple[T, Found]]:
        """The meanings of the phrases that begin at a token, each with its longest match."""
        forms = [text.stem(at), f"={text.tokens[at].text}"]
        if text.number(at) is not None or text.duration(at) is not None:
            forms.append("{}")
        for form in forms:
            for phrase, meaning in self._by_form.get(form, ()):
                found = match(phrase, text, at)
                if found is not None:
                    yield meaning, found
