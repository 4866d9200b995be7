"""Phrase: the small language in which variables.yaml says by which words a fact is read.

    never (had|received) ... <tamoxifen>     (a|b) one of these; ... up to three words; <x> a word list
    [adjuvant] <tamoxifen> {duration}        [a] may be absent; {duration} and {number} are read as values
    bone <site>* (metastases|disease)        <x>* a run of these words and of and, or, commas, signs
    =PR positive                             =X only with these capitals
    ^ {number} ,                             ^ where a sentence begins, $ where one ends; \\( a bracket itself

Words match by stem, so that one form stands for all. Matching looks at a bounded window of tokens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from rules.fact_text import STOPS, FactText, Measure

GAP = 3
RUN = 12
JOINERS = frozenset({",", "/", "&", "and", "or", "plus", "nor"})
_DENIALS = frozenset({"no", "not", "never", "without"})


@dataclass(frozen=True)
class Word:
    """One token with one of these stems, or, for `exact`, with exactly one of these spellings."""

    forms: frozenset[str]
    exact: bool = False


@dataclass(frozen=True)
class Gap:
    """Up to GAP tokens, none of which ends a clause or denies what comes."""


@dataclass(frozen=True)
class Slot:
    """A number or a duration, whose value the phrase yields."""

    kind: str


@dataclass(frozen=True)
class Run:
    """Any number of tokens from a word list and of what joins a list, which does not begin with a comma."""

    forms: frozenset[str]


@dataclass(frozen=True)
class Edge:
    """A place between tokens: where a sentence begins, or where one ends."""

    begins: bool

    def holds(self, text: FactText, at: int) -> bool:
        """Whether the place before token `at` is one."""
        if self.begins:
            return at == 0 or text.ends_sentence(at - 1)
        return text.ends_sentence(at - 1) or text.tokens[at].text in STOPS


@dataclass(frozen=True)
class Choice:
    """One of several ways; an empty one makes the whole optional."""

    ways: tuple["Phrase", ...]


Part = Word | Gap | Slot | Run | Choice | Edge
Phrase = tuple[Part, ...]


@dataclass(frozen=True)
class Found:
    """Where a phrase ends, exclusive, and the value it read on the way."""

    end: int
    measure: Measure | None


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
        case Gap() | Run() | Edge():
            return first_forms(phrase[1:])


def match(phrase: Phrase, text: FactText, at: int) -> Found | None:
    """The longest match of a phrase that begins at token `at`."""
    return max(_ends(phrase, 0, text, at, None), key=_end, default=None)


def _end(found: Found) -> int:
    return found.end


def _ends(phrase: Phrase, done: int, text: FactText, at: int, measure: Measure | None) -> Iterator[Found]:
    """All ways to match what is left of a phrase from part `done` on."""
    while done < len(phrase):
        part = phrase[done]
        if not isinstance(part, Word):
            yield from _branches(phrase, done, text, at, measure)
            return
        if at >= text.size or not text.is_form(at, part.forms, exact=part.exact):
            return
        at += 1
        done += 1
    yield Found(at, measure)


def _breaks(text: FactText, at: int) -> bool:
    """Whether a gap may not hold a token: "had no adjuvant tamoxifen" does not say that she had it."""
    return text.ends_clause(at) or text.tokens[at].lower in _DENIALS


def _branches(phrase: Phrase, done: int, text: FactText, at: int, measure: Measure | None) -> Iterator[Found]:
    part, done = phrase[done], done + 1
    match part:
        case Choice():
            for way in part.ways:
                for found in _ends(way, 0, text, at, measure):
                    yield from _ends(phrase, done, text, found.end, found.measure)
        case Edge():
            if part.holds(text, at):
                yield from _ends(phrase, done, text, at, measure)
        case Slot():
            value = text.duration(at) if part.kind == "duration" else text.number(at)
            if value is not None:
                yield from _ends(phrase, done, text, value.end, value)
        case Gap():
            for skipped in range(GAP + 1):
                if skipped and _breaks(text, at + skipped - 1):
                    return
                yield from _ends(phrase, done, text, at + skipped, measure)
        case Run():
            opens = at < text.size and text.tokens[at].text == "," and not text.is_form(at - 1, part.forms)
            for end in range(at, at + 1 if opens else min(at + RUN, text.size) + 1):
                yield from _ends(phrase, done, text, end, measure)
                if end < text.size and not text.is_form(end, part.forms | JOINERS):
                    return


T = TypeVar("T")


@dataclass(frozen=True)
class _Entry(Generic[T]):
    """A phrase, what it stands for, and what a text must hold somewhere for it to match."""

    phrase: Phrase
    meaning: T
    needs: tuple[frozenset[str], ...]


class PhraseIndex(Generic[T]):
    """Phrases by what they begin with, each with what it stands for."""

    def __init__(self) -> None:
        self._by_form: dict[str, list[_Entry[T]]] = {}

    def add(self, phrase: Phrase, meaning: T) -> None:
        entry = _Entry(phrase, meaning, tuple(sorted(_needs(phrase), key=len)))
        for form in first_forms(phrase):
            self._by_form.setdefault(form, []).append(entry)

    def matches(self, text: FactText) -> Iterator[tuple[int, T, Found]]:
        """Every phrase at every token where it begins, with its longest match, in order of place.

        Phrases that need a word which the text has nowhere are set aside first: most of them.
        """
        near = {
            form: [entry for entry in self._by_form[form] if not any(map(text.forms.isdisjoint, entry.needs))]
            for form in text.forms & self._by_form.keys()
        }
        for at in range(text.size):
            for form in text.forms_at(at):
                for entry in near.get(form, ()):
                    found = match(entry.phrase, text, at)
                    if found is not None:
                        yield at, entry.meaning, found


def _needs(phrase: Phrase) -> Iterator[frozenset[str]]:
    """Sets of forms of each of which a matching text holds one."""
    for part in phrase:
        if isinstance(part, Choice):
            each = [min(_needs(way), key=len, default=None) for way in part.ways]
            if all(each):
                yield frozenset[str]().union(*(forms for forms in each if forms))
        elif isinstance(part, Word | Slot):
            yield first_forms((part,))
