"""Library: the passages that may be cited, found by their words and read only when needed."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rules.abbreviation import short_forms
from rules.claim import Atom, Reading
from rules.lexicon import Lexicon
from rules.meaning import ids_direct, ids_of
from rules.reader import Reader
from rules.source import Source
from rules.text import Span, sentences, tokens

_SMALL = 1500
"""Up to so many sentences a library is searched by meaning; above, by words."""
_NARROW = 600
"""Up to so many sentences a library speaks of one topic, and a list may be gathered from all of it."""
_COMMON = 0.25
"""A stem that stands in more than this share of the sentences says nothing about which one is meant."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence that can carry a statement. `claimed`: written beside the passage as one of its claims,
    and not a sentence of it; the passage is what is quoted then."""

    source: int
    span: Span
    claimed: bool = False


def _states(text: str) -> bool:
    """Whether a sentence states something: questions and entries of a bibliography carry no statement."""
    return not text.rstrip().endswith("?") and "et al." not in text


def _dimensions(atoms: Iterable[Atom]) -> frozenset[str]:
    """The dimensions of the numbers among atoms, as keys beside the ids of things ("q:time")."""
    return frozenset(f"q:{atom.quantity.what}" for atom in atoms if atom.quantity is not None)


class Lines:
    """Lines to compare a text with: those that read `same`, then the `rest`, looked for only if these do not
    settle it."""

    def __init__(self, same: Sequence[int], rest: Callable[[], Sequence[int]]) -> None:
        self._same = same
        self._look = rest

    def __iter__(self) -> Iterator[int]:
        yield from self._same
        yield from self._rest

    @cached_property
    def _rest(self) -> Sequence[int]:
        return [line for line in self._look() if line not in self._same]


def _kept(places: Mapping[str, Sequence[int]], held: Set[int]) -> dict[str, list[int]]:
    """The entries of an index for the lines held, without those that are left empty."""
    kept = {key: [line for line in lines if line in held] for key, lines in places.items()}
    return {key: lines for key, lines in kept.items() if lines}


class Library:
    """Sentences of all sources by stem. `claims` maps passage ids to sentences that follow from the
    passage."""

    def __init__(
        self, sources: Sequence[Source], reader: Reader, claims: dict[str, tuple[str, ...]] | None = None
    ) -> None:
        self.sources = tuple(sources)
        self.reader = reader
        reader.short = short_forms((source.text for source in self.sources), reader.lexicon)
        self.lines: list[Line] = []
        self._of_source: dict[int, list[int]] = defaultdict(list)
        by_stem: dict[str, list[int]] = defaultdict(list)
        by_text: dict[str, list[int]] = defaultdict(list)
        for index, source in enumerate(self.sources):
            spans = [Line(index, span) for span in sentences(source.text) if _states(span.text)]
            spans += [
                Line(index, Span(text, 0, len(source.text)), True)
                for text in (claims or {}).get(source.id, ())
            ]
            for line in spans:
                number = len(self.lines)
                self.lines.append(line)
                self._of_source[index].append(number)
                by_text[line.span.text].append(number)
                for stem in {token.stem for token in tokens(line.span.text) if token.text.isalnum()}:
                    by_stem[stem].append(number)
        self._by_stem, self._by_text = dict(by_stem), dict(by_text)
        self._lengths = [1 + len(line.span.text) / 1000 for line in self.lines]
        self._held: Sequence[int] = range(len(self.lines))
        self.reading = lru_cache(maxsize=50000)(self._reading)
        self.beside = lru_cache(maxsize=50000)(self._beside)
        self.passage_ids = lru_cache(maxsize=50000)(self._passage_ids)
        self.heading_ids = lru_cache(maxsize=50000)(self._heading_ids)

    def within(self, guidelines: Set[str]) -> "Library":
        """The lines of these guidelines alone, under the numbers that they have here; what has been read is
        shared."""
        narrow = copy(self)
        vars(narrow).pop("_by_id", None)
        held = {n for n in self._held if self.sources[self.lines[n].source].guideline in guidelines}
        narrow._held = sorted(held)
        narrow._by_stem = _kept(self._by_stem, held)
        narrow._by_text = _kept(self._by_text, held)
        return narrow

    @property
    def small(self) -> bool:
        """Whether the library is small enough to be read as a whole, as a pack is."""
        return len(self._held) <= _SMALL

    @property
    def stems(self) -> frozenset[str]:
        """Every stem that stands in a source."""
        return frozenset(self._by_stem)

    def verbatim(self, text: str) -> tuple[int, ...]:
        """The lines that read exactly like a text."""
        return tuple(self._by_text.get(text, ()))

    def conditions(self, line: int) -> tuple[str, ...]:
        """The words of a line that stand in its conditions."""
        text = self.lines[line].span.text
        reading = self.reading(line)
        return tuple(
            text[reading.tokens[atom.first].start : reading.tokens[atom.last].end]
            for atom in reading.atoms
            if atom.condition and not atom.exception
        )

    def source(self, line: int) -> Source:
        """The passage in which a line stands."""
        return self.sources[self.lines[line].source]

    @property
    def narrow(self) -> bool:
        """Whether there is so little text that all of it is on one topic."""
        return len(self.lines) <= _NARROW

    def _beside(self, line: int) -> tuple[Reading, ...]:
        """The other sentences of the same passage."""
        source = self.lines[line].source
        return tuple(
            self.reading(other)
            for other in self._of_source[source]
            if other != line and not self.lines[other].claimed
        )

    def mentions(self, concept: str) -> bool:
        """Whether a source names a concept by one of its one-word names, or holds an unknown word
        ("w:...")."""
        if concept.startswith("w:"):
            return concept.removeprefix("w:") in self._by_stem
        if self.small and concept in self._by_id:
            return True
        return any(stem in self._by_stem for stem in self.reader.lexicon.single_names(concept))

    @cached_property
    def _by_id(self) -> Mapping[str, Sequence[int]]:
        """Lines by everything that they say or imply; only for libraries small enough to be read at once."""
        found: dict[str, list[int]] = defaultdict(list)
        for line in self._held:
            atoms = self.reading(line).atoms
            for id in ids_of(atoms, self.reader.lexicon) | _dimensions(atoms):
                found[id].append(line)
        return found

    def _reading(self, line: int) -> Reading:
        return self.reader.read(self.lines[line].span.text)

    def _passage_ids(self, source: int) -> frozenset[str]:
        found: set[str] = set()
        for line in self._of_source[source]:
            if not self.lines[line].claimed:
                found |= ids_direct(self.reading(line))
        return frozenset(found)

    def _heading_ids(self, source: int) -> frozenset[str]:
        found: set[str] = set()
        entry = self.sources[source]
        for text in (entry.title, *entry.heading_path):
            found |= ids_of(self.reader.read(text).atoms, self.reader.lexicon)
        return frozenset(found)

    def nearest(
        self, reading: Reading, *, extra: Reading | None = None, most: int = 12, weight: float = 0.3
    ) -> tuple[int, ...]:
        """The lines that share the rarest stems with a reading (or with names of its concepts), best
        first."""
        if self.small:
            return self._meant(reading, extra, most, weight)
        query = {token.stem for token in reading.tokens if token.text.isalnum()}
        query |= self.lexicon_stems(reading, self.reader.lexicon)
        more = {token.stem for token in extra.tokens if token.text.isalnum()} if extra else set[str]()
        common = _COMMON * len(self._held)
        stems = {
            stem: lines
            for stem in query | more
            if (lines := self._by_stem.get(stem)) and len(lines) <= max(common, 100)
        }
        return self._ranked(stems, query, most, weight)

    def _meant(self, reading: Reading, extra: Reading | None, most: int, weight: float) -> tuple[int, ...]:
        query = ids_of(reading.atoms, self.reader.lexicon) | _dimensions(reading.atoms)
        more = ids_of(extra.atoms, self.reader.lexicon) if extra else frozenset[str]()
        ids = {id: lines for id in query | more if (lines := self._by_id.get(id))}
        return self._ranked(ids, query, most, weight)

    def _ranked(
        self, places: Mapping[str, Sequence[int]], query: Set[str], most: int, weight: float
    ) -> tuple[int, ...]:
        """The lines with most of the rare keys, best first; keys outside `query` count `weight`."""
        total = max(len(self._held), 1)
        scores: dict[int, float] = defaultdict(float)
        for key, lines in sorted(places.items()):
            rarity = math.log(1 + total / len(lines)) * (1.0 if key in query else weight)
            for line in lines:
                scores[line] += rarity
        ranked = sorted((-score / self._lengths[line], line) for line, score in scores.items())
        return tuple(line for _, line in ranked[:most])

    def lexicon_stems(self, reading: Reading, lexicon: Lexicon) -> frozenset[str]:
        """Single-word names of the concepts in a reading and of their direct classes."""
        found: set[str] = set()
        for concept in reading.concepts:
            entry = lexicon.concepts.get(concept)
            for id in (concept, *(sorted(entry.isa) if entry else ())):
                found |= lexicon.single_names(id)
        return frozenset(found)
