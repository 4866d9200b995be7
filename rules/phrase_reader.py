"""Reads phrases as variables.yaml and fact_cues.yaml write them; rules/phrase.py tells their language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rules.errors import RulesError, nearest
from rules.fact_text import fact_tokens
from rules.phrase import Choice, Edge, Gap, Part, Phrase, Run, Slot, Word

_PART = re.compile(r"\.\.\.|\\[()]|<\w+>\*?|\{\w+\}|[()\[\]|]|=[^\s()\[\]|]+|[^\s()\[\]|]+")
_NAME = re.compile(r"<\w+>")
_SLOTS = ("number", "duration")


class PhraseError(RulesError):
    """A phrase that cannot be read."""


class PhraseReader:
    """Reads phrases over one set of word lists, whose entries may be phrases themselves."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._read: dict[str, Part] = {}
        self._reading: list[str] = []

    def read(self, text: str) -> Phrase:
        """The phrase that `text` writes down. Raises PhraseError."""
        phrase = self._whole(text)
        if any(isinstance(part, Gap | Run) for part in (phrase[0], phrase[-1])):
            raise PhraseError(f'"{text}" must begin and end with a word: an open end would match anywhere.')
        return phrase

    def forms(self, name: str) -> frozenset[str]:
        """The stems of all words of a list. Raises PhraseError for a list that is not there."""
        if name not in self._lists:
            raise PhraseError(f"No word list is called <{name}>.{nearest(name, list(self._lists))}")
        if name in self._reading:
            raise PhraseError(f"The word list <{name}> contains itself. Write its words out.")
        self._reading.append(name)
        words = [word for entry in self._lists[name] for word in entry.split()]
        lists = [word for word in words if _NAME.fullmatch(word)]
        plain = frozenset(root for word in words if word not in lists for root in stems(word))
        nested = [self.forms(word[1:-1]) for word in lists]
        self._reading.pop()
        return plain.union(*nested)

    def _whole(self, text: str) -> Phrase:
        parts = _PART.findall(text)
        phrase, rest = self._sequence(parts, 0, text)
        if rest != len(parts):
            raise PhraseError(f'"{text}" has a "{parts[rest]}" that belongs to no bracket.')
        if not phrase:
            raise PhraseError("A phrase is empty. Write words into it or remove it.")
        return phrase

    def _sequence(self, parts: Sequence[str], at: int, text: str) -> tuple[Phrase, int]:
        phrase: list[Part] = []
        while at < len(parts) and parts[at] not in (")", "]", "|"):
            if parts[at] in ("(", "["):
                choice, at = self._choice(parts, at, text)
                phrase.append(choice)
            else:
                phrase.extend(self._plain(parts[at], text))
                at += 1
        return tuple(phrase), at

    def _choice(self, parts: Sequence[str], at: int, text: str) -> tuple[Part, int]:
        optional = parts[at] == "["
        ways: list[Phrase] = []
        while True:
            way, at = self._sequence(parts, at + 1, text)
            ways.append(way)
            if at >= len(parts):
                raise PhraseError(f'"{text}" opens a bracket and does not close it.')
            if parts[at] != "|":
                break
        return _merged(ways, optional=optional), at + 1

    def _plain(self, part: str, text: str) -> Phrase:
        if part == "...":
            return (Gap(),)
        if part[0] == "\\":
            return (Word(frozenset({part[1]})),)
        if part in ("^", "$"):
            return (Edge(part == "^"),)
        if part.startswith("{"):
            if part[1:-1] not in _SLOTS:
                raise PhraseError(f'"{text}": {part} is not a slot. Allowed: {{number}}, {{duration}}.')
            return (Slot(part[1:-1]),)
        if part.startswith("<"):
            name = part.strip("<>*")
            return (Run(self.forms(name)),) if part.endswith("*") else (self._list(name),)
        return _words(part)

    def _list(self, name: str) -> Part:
        if name not in self._read:
            self.forms(name)
            self._reading.append(name)
            self._read[name] = _merged([self._whole(entry) for entry in self._lists[name]], optional=False)
            self._reading.pop()
        return self._read[name]


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of phrases as written, without names of lists and slots."""
    named = re.compile(r"<\w+>|\{\w+\}|=\S+")
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", named.sub(" ", text)))


def _merged(ways: Sequence[Phrase], *, optional: bool) -> Part:
    """One word with many forms where every way is a single word: quicker to match."""
    forms: set[str] = set()
    others: list[Phrase] = []
    for way in ways:
        if len(way) == 1 and isinstance(way[0], Word) and not way[0].exact:
            forms |= way[0].forms
        else:
            others.append(way)
    if forms:
        others.insert(0, (Word(frozenset(forms)),))
    if len(others) == 1 and not optional and len(others[0]) == 1:
        return others[0][0]
    return Choice((*others, ()) if optional else tuple(others))


@lru_cache(maxsize=4096)
def _words(text: str) -> Phrase:
    if text.startswith("="):
        return (Word(frozenset({text[1:]}), exact=True),)
    return tuple(Word(frozenset({root})) for root in stems(text))


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a word, or a sign as it is."""
    return (text,) if len(text) == 1 and not text.isalnum() else tuple(t.stem for t in fact_tokens(text))
