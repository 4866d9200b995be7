"""Ranking: how much each passage of the pool bears on the question, as a sum that can be read off."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answering.inquiry import Inquiry, ids_of
from answering.population import Fit, Fitness, Populations
from answering.standing import Stand
from answering.terms import Term, Terms
from answering.therapy_line import lines_in
from answering.topic import Topic, passage_topics
from ingest.passage import Passage

RETRIEVED, NAMED, TOPIC, RECALLED, FITS = 0.35, 0.45, 0.15, 0.2, 0.1
"""Weights: found by retrieval, names what is asked, under the topic, names what was said before, fits."""

_WIDER = 0.5
"""A passage on the class of a thing asked about counts this much of one on the thing."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A passage with its score and what the score rests on. `named` are the asked ids that it names."""

    passage: Passage
    score: float
    named: frozenset[str]
    fitness: Fitness
    topics: frozenset[Topic]
    lines: frozenset[str]
    position: int

    @property
    def heading(self) -> tuple[str, ...]:
        """The heading path below the document's title."""
        return self.passage.heading_path[1:] or self.passage.heading_path


class Ranker:
    """Ranks pools; keeps the terms of passages that it has read."""

    def __init__(self, terms: Terms, populations: Populations) -> None:
        self._terms = terms
        self._populations = populations
        self._ids: dict[str, frozenset[str]] = {}

    def rank(self, inquiry: Inquiry) -> tuple[Ranked, ...]:
        """The pool, best first; ties in document order."""
        weights = self._weights(ids_of(inquiry.asked), inquiry.pool)
        recalled = self._weights(ids_of(inquiry.before), inquiry.pool)
        retrieved = {evidence.passage.id: evidence.score for evidence in inquiry.evidence}
        ranked = []
        for position, passage in enumerate(inquiry.pool):
            ids = self.ids(passage)
            fitness = self.fitness(inquiry, passage)
            topics = passage_topics(passage.heading_path, passage.text)
            share, named = self._share(weights, ids)
            score = (
                RETRIEVED * retrieved.get(passage.id, 0.0)
                + NAMED * share
                + RECALLED * self._share(recalled, ids)[0]
                + TOPIC * bool(topics & inquiry.intent.topics)
                + FITS * (fitness.fit is Fit.MATCH)
            )
            ranked.append(
                Ranked(
                    passage=passage,
                    score=score,
                    named=named,
                    fitness=fitness,
                    topics=topics,
                    lines=lines_in(passage.text),
                    position=position,
                )
            )
        return tuple(sorted(ranked, key=lambda one: (-one.score, one.position)))

    def ids(self, passage: Passage) -> frozenset[str]:
        """The ids of a passage's words and its nearest heading."""
        if passage.id not in self._ids:
            heading = passage.heading_path[-1] if len(passage.heading_path) > 1 else ""
            self._ids[passage.id] = self._terms.ids(f"{heading}\n{passage.text}")
        return self._ids[passage.id]

    def fitness(self, inquiry: Inquiry, passage: Passage) -> Fitness:
        """How a passage fits: by its population, and by the rules that cite it."""
        fitness = self._populations.fitness(passage, inquiry.values)
        if fitness.fit is Fit.CONTRADICTED:
            return fitness
        citing = [s for s in inquiry.citing(passage.id, off=True) if s.tells_population]
        if citing and all(standing.stand is Stand.OFF for standing in citing):
            facts = tuple(sorted({name for standing in citing for name in standing.known}))
            return Fitness(fit=Fit.CONTRADICTED, facts=facts)
        held = {name for s in citing if s.stand is Stand.HOLDS for name in s.known}
        if held:
            return Fitness(fit=Fit.MATCH, facts=tuple(sorted(held | set(fitness.facts))))
        return fitness

    def names(self, ids: Iterable[str], passage: Passage) -> bool:
        """Whether a passage names one of these, or a kind of one, or what one is a kind of."""
        own = self.ids(passage)
        return any(self._terms.related(one, other) for one in ids for other in own)

    def _weights(self, asked: frozenset[str], pool: Sequence[Passage]) -> dict[str, float]:
        weights = {}
        for id in sorted(asked):
            count = sum(1 for passage in pool if self._degree(id, self.ids(passage)) > 0)
            if count:
                weights[id] = math.log(1 + len(pool) / count)
        return weights

    def _share(self, weights: dict[str, float], ids: frozenset[str]) -> tuple[float, frozenset[str]]:
        total = sum(weights.values())
        if not total:
            return 0.0, frozenset()
        degrees = {id: self._degree(id, ids) for id in weights}
        named = frozenset(id for id, degree in degrees.items() if degree)
        return sum(weights[id] * degrees[id] for id in weights) / total, named

    def degree(self, asked: str, passage: Passage) -> float:
        """1 where a passage names this or a kind of it, less where it names only its class, else 0."""
        return self._degree(asked, self.ids(passage))

    def overlap(self, asked: Iterable[str], text: str) -> float:
        """How many of the asked ids a text names."""
        ids = self._terms.ids(text)
        return sum(self._degree(id, ids) for id in asked)

    def covers(self, asked: str, passage: Passage) -> bool:
        """Whether a passage names this, a kind of it, or the class that it belongs to most closely."""
        ids = self.ids(passage)
        lexicon = self._terms.lexicon
        entry = lexicon.concepts.get(asked)
        classes = entry.isa if entry else frozenset()
        return any(asked in lexicon.above(id) or asked == id for id in ids) or bool(classes & ids)

    def share(self, asked: str, pool: Sequence[Passage]) -> float:
        """The share of passages that name this or a kind of it."""
        return sum(1 for passage in pool if self.degree(asked, passage)) / max(1, len(pool))

    def subjects(self, pool: Sequence[Passage]) -> frozenset[str]:
        """What the titles of these passages name, with all its kinds."""
        titles = sorted({passage.title for passage in pool})
        return frozenset(id for title in titles for id in self._terms.ids(title))

    def is_kind(self, term: Term, kind: str) -> bool:
        """Whether a term is a concept of this kind."""
        concepts = self._terms.lexicon.concepts
        return any(id in concepts and concepts[id].kind == kind for id in term.ids)

    def above(self, id: str) -> frozenset[str]:
        """All that a concept is, itself included."""
        return self._terms.lexicon.above(id)

    def related(self, one: str, other: str) -> bool:
        """Whether one is the other or a kind of it."""
        return self._terms.related(one, other)

    def _degree(self, asked: str, ids: frozenset[str]) -> float:
        if asked in ids:
            return 1.0
        if any(asked in self._terms.lexicon.above(id) for id in ids):
            return 1.0
        return _WIDER if self._terms.lexicon.above(asked) & ids else 0.0
