"""Ranking: how much each passage of the pool bears on the question, as a sum that can be read off."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from answering.inquiry import Inquiry, ids_of
from answering.population import Fit, Fitness, Populations, fitness
from answering.standing import Stand, Standing
from answering.terms import Terms
from answering.therapy_line import lines_in
from answering.topic import Topic, passage_topics
from ingest.passage import Passage
from rules.rule import Monitor, Must, MustNot, Prefer, Timing

RETRIEVED, NAMED, TOPIC, RECALLED, FITS, RULED = 0.35, 0.45, 0.15, 0.2, 0.1, 0.15
"""Weights: found by retrieval, names what is asked, stands under the topic, names what was said before, fits
the patient, and is cited by a rule on the very thing that is asked."""

FRAME = 0.25
"""A frame of the question, such as the disease, weighs this much of a thing that is asked about."""
TOLD = 0.5
"""What is told of the patient weighs this much where the asking part names no thing."""

_WIDER = 0.5
"""A passage on the class of a thing asked about counts this much of one on the thing."""
FRAMES = frozenset({"disease", "outcome", "population", "setting"})
"""Kinds of concepts that frame a question: for whom and to what end, not about what."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A passage with its score and what that rests on.

    `named` are the asked ids that it names, `share` is their part of all that is asked, by weight.
    """

    passage: Passage
    score: float
    share: float
    named: frozenset[str]
    fitness: Fitness
    topics: frozenset[Topic]
    lines: frozenset[str]
    position: int

    @property
    def heading(self) -> tuple[str, ...]:
        """The heading path below the document's title."""
        return self.passage.heading_path[1:] or self.passage.heading_path


def speaks(standing: Standing, topics: frozenset[Topic]) -> bool:
    """Whether a rule says the kind of thing that is asked."""
    match standing.rule.duty:
        case MustNot(do="rank") | Prefer():
            return Topic.CHOICE in topics
        case MustNot(do="quantify"):
            return Topic.DURATION in topics
        case Timing() | Monitor():
            return Topic.RESPONSE in topics
        case Must(do="assess" | "test" | "confirm"):
            return bool(topics & {Topic.WORKUP, Topic.CHOICE})
        case _:
            return True


class Ranker:
    """Ranks pools; keeps the terms of passages that it has read."""

    def __init__(self, terms: Terms, populations: Populations) -> None:
        self._terms = terms
        self._populations = populations
        self._ids: dict[str, frozenset[str]] = {}
        self._diseases = lru_cache(maxsize=256)(self._named_diseases)

    def rank(self, inquiry: Inquiry) -> tuple[Ranked, ...]:
        """The pool, best first; ties in document order."""
        weights = self._asked_weights(inquiry)
        keen = 1.0 if any(not self.frames(id, inquiry.pool) for id in weights) else FRAME
        speaking = self._speaking(inquiry)
        recalled = self._weights(ids_of(inquiry.before), inquiry.pool)
        retrieved = {evidence.passage.id: evidence.score for evidence in inquiry.evidence}
        ranked = []
        for position, passage in enumerate(inquiry.pool):
            ids = self.ids(passage)
            fitness = self.fitness(inquiry, passage)
            topics = passage_topics(passage.heading_path, passage.text)
            share, named = self._share(weights, ids)
            share *= keen
            score = (
                RETRIEVED * retrieved.get(passage.id, 0.0)
                + NAMED * share
                + RECALLED * self._share(recalled, ids)[0]
                + TOPIC * bool(topics & inquiry.intent.topics)
                + FITS * (fitness.fit is Fit.MATCH)
                + RULED * (passage.id in speaking)
            )
            ranked.append(
                Ranked(
                    passage=passage,
                    score=score,
                    share=share,
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
        """How a passage fits: by the population in its words, the rules that cite it, or its headings."""
        own = self._populations.own(passage)
        found = fitness(own, inquiry.values)
        citing = [s for s in inquiry.citing(passage.id, off=True) if s.tells_population]
        if found.fit is Fit.CONTRADICTED or (not citing and own):
            return found
        if not citing:
            return fitness(self._populations.above(passage), inquiry.values)
        if all(standing.stand is Stand.OFF for standing in citing):
            facts = tuple(sorted({name for standing in citing for name in standing.known}))
            return Fitness(fit=Fit.CONTRADICTED, facts=facts)
        held = {name for s in citing if s.stand is Stand.HOLDS for name in s.known}
        return Fitness(fit=Fit.MATCH, facts=tuple(sorted(held | set(found.facts)))) if held else found

    def names(self, ids: Iterable[str], passage: Passage) -> bool:
        """Whether a passage names one of these, or a kind of one, or what one is a kind of."""
        own = self.ids(passage)
        return any(self._terms.related(one, other) for one in ids for other in own)

    def specifies(self, ids: Iterable[str], passage: Passage) -> bool:
        """Whether a passage names one of these or a kind of it."""
        wanted = frozenset(ids)
        return any(wanted & self.above(own) for own in self.ids(passage))

    def _asked_weights(self, inquiry: Inquiry) -> dict[str, float]:
        """What is asked about, by how few passages name it; else what is told of the patient."""
        weights = self._weights(ids_of(inquiry.asked), inquiry.pool)
        things = {id for id in weights if not self.frames(id, inquiry.pool)}
        weights = {id: weight * (1 if id in things else FRAME) for id, weight in weights.items()}
        if things:
            return weights
        told = self._weights(ids_of(inquiry.told), inquiry.pool)
        return {
            id: TOLD * weight for id, weight in told.items() if not self.frames(id, inquiry.pool)
        } | weights

    def _speaking(self, inquiry: Inquiry) -> frozenset[str]:
        """The passages of rules that speak of the very things asked about, in the way that is asked."""
        asked = ids_of(inquiry.asked)
        about = frozenset(up for id in asked for up in self.above(id))
        return frozenset(
            standing.rule.cite
            for standing in inquiry.standings
            if standing.stand is not Stand.OFF
            and standing.concepts & about
            and (not standing.ranks or standing.over & about)
            and speaks(standing, inquiry.intent.topics)
        )

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

    def diseases(self, pool: Sequence[Passage]) -> frozenset[str]:
        """The diseases that the titles of these passages name, and what those are kinds of most closely."""
        return self._diseases(tuple(sorted({passage.title for passage in pool})))

    def _named_diseases(self, titles: tuple[str, ...]) -> frozenset[str]:
        named = {id for title in titles for id in self._terms.ids(title)}
        found = {id for id in named if self.kind(id) == "disease"}
        concepts = self._terms.lexicon.concepts
        return frozenset(found | {up for id in found for up in concepts[id].isa})

    def frames(self, id: str, pool: Sequence[Passage]) -> bool:
        """Whether a concept only frames a question: its disease, its patients, its end."""
        return self.kind(id) in FRAMES or id in self.diseases(pool)

    def kind(self, id: str) -> str:
        """The kind of a concept, such as "drug"; empty for a word in no vocabulary."""
        concept = self._terms.lexicon.concepts.get(id)
        return concept.kind if concept else ""

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
