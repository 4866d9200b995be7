"""How the words of a fact are meant: denied, doubted, supposed, asked, another person's or another time's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Flag, auto
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from rules.fact_text import FactText
from rules.marked import read_marked
from rules.phrase import PhraseIndex
from rules.phrase_reader import PhraseReader, words_in
from rules.rule import STRICT
from rules.shape import shaped

CUES_FILE = Path(__file__).with_name("fact_cues.yaml")


class Mode(Flag):
    """How a token is meant. Without a mode it states a fact of the patient, now."""

    STATED = 0
    NEGATED = auto()
    UNCERTAIN = auto()
    HYPOTHETICAL = auto()
    FAMILY = auto()
    ASKED = auto()
    GENERIC = auto()
    OTHER_DISEASE = auto()
    PAST = auto()


UNREAL = Mode.UNCERTAIN | Mode.HYPOTHETICAL | Mode.FAMILY | Mode.ASKED | Mode.GENERIC | Mode.OTHER_DISEASE
"""Modes under which words state nothing of the patient."""


@dataclass(frozen=True, kw_only=True)
class ScopedCues:
    """Cues that govern up to `reach` words after them (`before` the fact) or four words before them."""

    __pydantic_config__ = STRICT
    reach: Annotated[int, Field(gt=0)]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CuesFile:
    """What fact_cues.yaml holds."""

    __pydantic_config__ = STRICT
    negated: ScopedCues
    uncertain: ScopedCues
    defined: ScopedCues
    hypothetical: ScopedCues
    family: ScopedCues
    plain: tuple[str, ...]
    scenario: tuple[str, ...]
    bare_relative: tuple[str, ...]
    my_relative: tuple[str, ...]
    first_person: tuple[str, ...]
    other_disease: tuple[str, ...]
    the_disease: tuple[str, ...]
    past: tuple[str, ...]
    generic: tuple[str, ...]
    correction: tuple[str, ...]
    new_patient: tuple[str, ...]
    alternatives: tuple[str, ...]
    turns: tuple[str, ...]
    closers: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Cue:
    """A cue found at tokens `start`..`end`, exclusive."""

    kind: str
    start: int
    end: int


_SCOPED = {
    "negated": Mode.NEGATED,
    "defined": Mode.ASKED,
    "uncertain": Mode.UNCERTAIN,
    "hypothetical": Mode.HYPOTHETICAL,
    "family": Mode.FAMILY,
}
_BACKWARD = 4
_AUXILIARIES = frozenset({"is", "are", "was", "does", "do", "did", "has", "have", "had"})
_SUBJECTS = frozenset({"she", "he", "it", "this", "that", "they", "her", "his", "the", "there"})
_MEANS = frozenset({"by", "on", "with", "at", "clinically", "radiologically", "previously"})
"""What may follow a word that looks back: excluded by biopsy."""
_ASIDE = frozenset({"for", "with", "in", "given", "of", "on", "to", "despite", "because"})


class Cues:
    """The cues of fact_cues.yaml, ready to be found."""

    def __init__(self, file: CuesFile) -> None:
        self._index: PhraseIndex[str] = PhraseIndex()
        self._phrases = PhraseReader(file.words)
        self._texts = [entry for entries in file.words.values() for entry in entries]
        self._reach: dict[str, int] = {}
        self.alternatives = frozenset(file.alternatives)
        self._turns = frozenset(file.turns)
        self._closers = self._turns | frozenset(file.closers)
        for kind in _SCOPED:
            scoped: ScopedCues = getattr(file, kind)
            self._reach[kind] = scoped.reach
            self._add(kind, scoped.before)
            self._add(f"{kind} after", scoped.after)
        for kind in _PLAIN:
            self._add(kind, getattr(file, kind))
        self.words = words_in(self._texts)

    def _add(self, kind: str, phrases: Iterable[str]) -> None:
        for text in phrases:
            self._texts.append(text)
            self._index.add(self._phrases.read(text), kind)

    def find(self, text: FactText) -> tuple[Cue, ...]:
        """The cues of a text: at each place the longest, with all its kinds; none inside another."""
        found: list[Cue] = []
        free = 0
        cues = (Cue(kind, at, hit.end) for at, kind, hit in self._index.matches(text))
        for at, hits in groupby(cues, key=attrgetter("start")):
            if at < free:
                continue
            here = list(hits)
            free = max(cue.end for cue in here)
            found.extend(_facing(text, [cue for cue in here if cue.end == free]))
        return tuple(found)

    def modes(self, text: FactText, cues: Sequence[Cue], *, follow_up: bool) -> list[Mode]:
        """How each token of a text is meant. In a `follow_up` a scenario counts as the patient."""
        modes = [Mode.STATED] * text.size
        kinds = {cue.kind for cue in cues}
        mine = "family" if "first_person" in kinds else ""
        bare = "" if "my_relative" in kinds and not mine else "family"
        for cue in cues:
            kind = {"my_relative": mine, "bare_relative": bare}.get(cue.kind, cue.kind)
            if kind == "scenario" and not follow_up:
                kind = "hypothetical"
            if kind in _SCOPED:
                stop = self._forward(text, cue, kind)
                start = cue.start + (kind != "family")
                _set(modes, range(start, stop), _SCOPED[kind])
            elif kind.endswith(" after"):
                _set(modes, range(_back(text, cue.start), cue.start), _SCOPED[kind.removesuffix(" after")])
            elif kind in ("past", "generic"):
                _set(modes, _clause(text, cue.start), Mode.PAST if kind == "past" else Mode.GENERIC)
        _mark_other_disease(text, cues, modes)
        _mark_asked(text, modes)
        return modes

    def _forward(self, text: FactText, cue: Cue, kind: str) -> int:
        """Where what a cue governs ends."""
        limit = min(cue.end + self._reach[kind], text.size)
        closers = self._turns if kind in ("hypothetical", "family") else self._closers
        at = _past_aside(text, cue.end) if kind == "family" else cue.end
        if text.ends_sentence(cue.end - 1) or text.parts(cue.end - 1):
            return at
        while at < limit:
            word = text.tokens[at].lower
            if word in closers and at > cue.end:
                return at
            if text.ends_sentence(at):
                return at if word in ".!?;:" else at + 1
            if at > cue.end and text.parts(at - 1):
                return at
            if word in "()" or (word == "," and not (kind == "negated" and _list_goes_on(text, at))):
                return at
            at += 1
        return at


_PLAIN = (
    "plain",
    "bare_relative",
    "scenario",
    "my_relative",
    "first_person",
    "other_disease",
    "the_disease",
    "past",
    "generic",
    "correction",
    "new_patient",
)


@cache
def shipped_cues() -> Cues:
    """The cues that come with the rule core."""
    return Cues(shaped(read_marked(CUES_FILE), TypeAdapter(CuesFile)))


def looking_back(cue: Cue) -> Mode:
    """The mode that a cue gives to the words before it; none for one that looks ahead."""
    return _SCOPED[cue.kind.removesuffix(" after")] if cue.kind.endswith(" after") else Mode.STATED


def _facing(text: FactText, cues: Sequence[Cue]) -> Iterator[Cue]:
    """Of a cue that can face both ways the right one: back at the end of a clause, else forward."""
    kinds = {cue.kind for cue in cues}
    end = cues[0].end if cues else 0
    at_end = bool(cues) and (text.ends_clause(end) or text.parts(end - 1) or text.tokens[end].lower in _MEANS)
    for cue in cues:
        plain = cue.kind.removesuffix(" after")
        if {plain, f"{plain} after"} <= kinds and at_end != cue.kind.endswith(" after"):
            continue
        yield cue


def _set(modes: list[Mode], places: Iterable[int], mode: Mode) -> None:
    for at in places:
        modes[at] |= mode


def _back(text: FactText, start: int) -> int:
    at = start
    while at > 0 and start - at < _BACKWARD and not text.ends_clause(at - 1):
        at -= 1
    return at


def _clause(text: FactText, at: int) -> range:
    """The clause around a token, at most thirty tokens to each side."""
    start, end = at, at
    while start > 0 and at - start < 30 and not text.ends_clause(start - 1):
        start -= 1
    while end < text.size and end - at < 30 and not text.ends_clause(end):
        end += 1
    return range(start, end)


def _list_goes_on(text: FactText, comma: int) -> bool:
    """Whether a comma carries on a list that ends in "or": no lung, liver or brain metastases."""
    for at in range(comma + 1, min(comma + 6, text.size)):
        if text.tokens[at].lower in ("or", "nor"):
            return True
        if text.ends_sentence(at) or text.tokens[at].text in "()":
            return False
    return False


def _past_aside(text: FactText, at: int) -> int:
    """Where what is told of a relative goes on after words put in: her father, 80, had ..."""
    if at < text.size and text.tokens[at].text in ",(":
        for end in range(at + 1, min(at + 9, text.size)):
            if text.tokens[end].text in ",)":
                return end + 1
            if text.ends_sentence(end):
                return at
    return at


def _sentences(text: FactText) -> Iterator[range]:
    start = 0
    for at in range(text.size):
        if text.ends_sentence(at):
            yield range(start, at + 1)
            start = at + 1


def _mark_other_disease(text: FactText, cues: Sequence[Cue], modes: list[Mode]) -> None:
    """A sentence about another cancer that does not mention this one says nothing of it."""
    kinds = {cue.start: cue.kind for cue in cues if cue.kind in ("other_disease", "the_disease")}
    if "other_disease" not in kinds.values():
        return
    for sentence in _sentences(text):
        if {kinds[at] for at in sentence if at in kinds} == {"other_disease"}:
            _set(modes, sentence, Mode.OTHER_DISEASE)


def _mark_asked(text: FactText, modes: list[Mode]) -> None:
    """`Is she postmenopausal?` asks for a fact; `Is it right for her bone metastases?` states one."""
    for sentence in _sentences(text):
        if text.tokens[sentence[-1]].text != "?":
            continue
        for at in sentence[:-2]:
            opens = at == sentence[0] or text.tokens[at - 1].text in ",:"
            if opens and text.tokens[at].lower in _AUXILIARIES and text.tokens[at + 1].lower in _SUBJECTS:
                for place in range(at + 2, min(at + 7, sentence[-1])):
                    if text.tokens[place].lower in _ASIDE:
                        break
                    modes[place] |= Mode.ASKED
