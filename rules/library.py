"""Library: the passages that may be cited, found by their words and read only when needed."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.claim import Reading
from rules.entailment import ids_direct
from rules.lexicon import Lexicon
from rules.reader import Reader
from rules.source import Source
from rules.text import Span, sentences, tokens

_COMMON = 0.25
"""A stem that stands in more than this share of the sentences says nothing about which one is meant."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence that can carry a statement. `claimed`: written beside the passage as one of its claims,
    and not a sentence of it; the passage is what is quoted then."""

    source: int
    span: Span
    claimed: bool = False


class Library:
    """Sentences of all sources by stem. `claims` maps passage ids to sentences that follow from the passage."""

    def __init__(
        self, sources: Sequence[Source], reader: Reader, claims: dict[str, tuple[str, ...]] | None = None
    ) -> None:
        self.sources = tuple(sources)
        self.reader = reader
        self.lines: list[Line] = []
        self._of_source: dict[int, list[int]] = defaultdict(list)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for index, source in enumerate(self.sources):
            spans = [Line(index, span) for span in sentences(source.text)]
            spans += [
                Line(index, Span(text, 0, len(source.text)), True) for text in (claims or {}).get(source.id, ())
            ]
            for line in spans:
                number = len(self.lines)
                self.lines.append(line)
                self._of_source[index].append(number)
                for stem in {token.stem for token in tokens(line.span.text) if token.text.isalnum()}:
                    self._by_stem[stem].append(number)
        self.reading = lru_cache(maxsize=50000)(self._reading)
        self.passage_ids = lru_cache(maxsize=50000)(self._passage_ids)
        self.heading_ids = lru_cache(maxsize=50000)(self._heading_ids)

    @property
    def stems(self) -> frozenset[str]:
        """Every stem that stands in a source."""
        return frozenset(self._by_stem)

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
            found |= ids_direct(self.reader.read(text))
        return frozenset(found)

    def nearest(self, reading: Reading, *, extra: Sequence[str] = (), most: int = 12) -> tuple[int, ...]:
        """The lines that share the rarest stems with a reading (or with names of its concepts), best first."""
        total = max(len(self.lines), 1)
        query: Counter[str] = Counter()
        for token in reading.tokens:
            if token.text.isalnum():
                query[token.stem] = 1
        for stem in self.lexicon_stems(reading, self.reader.lexicon):
            query[stem] = 1
        scores: dict[int, float] = defaultdict(float)
        for stem in sorted(set(query) | set(extra)):
            lines = self._by_stem.get(stem)
            if not lines or (len(lines) > _COMMON * total and total > 400):
                continue
            weight = math.log(1 + total / len(lines))
            if stem not in query:
                weight *= 0.3
            for line in lines:
                scores[line] += weight
        if not scores:
            return ()
        ranked = sorted(
            scores, key=lambda line: (-scores[line] / (1 + 0.01 * len(self.lines[line].span.text) / 10), line)
        )
        return tuple(ranked[:most])

    def lexicon_stems(self, reading: Reading, lexicon: Lexicon) -> frozenset[str]:
        """Single-word names of the concepts in a reading and of their direct classes."""
        found: set[str] = set()
        for concept in reading.concepts:
            entry = lexicon.concepts.get(concept)
            for id in (concept, *(sorted(entry.isa) if entry else ())):
                found |= lexicon.single_names(id)
        return frozenset(found)
