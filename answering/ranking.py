"""Ranking: how much each passage of the pool bears on the question, as a sum that can be read off."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from answering.inquiry import Inquiry, ids_of
from answering.mentions import Mentions
from answering.population import Fit, Fitness, Populations, fitness
from answering.standing import Stand, Standing
from answering.therapy_line import lines_in
from answering.topic import Topic, passage_topics, said_topics
from ingest.passage import Passage
from rules.rule import Monitor, Must, MustNot, Prefer, Timing

RETRIEVED, NAMED, RECALLED = 0.35, 0.45, 0.2
TOPIC, SAID, FITS, RULED = 0.12, 0.05, 0.1, 0.15
"""Weights: found by retrieval, names what is asked, names what was said before, is on the topic, says so in
its own words, fits the patient, and is cited by a rule on the very thing that is asked."""

FRAME = 0.25
"""A frame of the question, such as the disease, weighs this much of a thing that is asked about."""
COMMON = 0.4
"""A thing that more than this share of the passages names does not single any of them out."""
ON_CARE = frozenset({Topic.TREATMENT, Topic.SUPPORT})
"""Topics of what to do."""
OF_A_THING = frozenset({Topic.DURATION, Topic.RESPONSE})
"""Topics that are asked of something: how long it is given, how it is watched."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A passage with its score.

    `share` is the part that it names of the things asked about, by weight. `ruled` is 2 where a rule on this
    passage is on the very question, 1 where it speaks of the thing asked about, else 0.
    """

    passage: Passage
    score: float
    share: float
    ruled: float
    fitness: Fitness
    topics: frozenset[Topic]
    lines: frozenset[str]
    position: int

    @property
    def fits(self) -> bool:
        """Whether the passage is not for other patients."""
        return self.fitness.fit is not Fit.CONTRADICTED


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """`things` are the ids asked about that single passages out; `order` is the pool, best first."""

    things: frozenset[str]
    order: tuple[Ranked, ...]


class Ranker:
    """Ranks pools of passages."""

    def __init__(self, mentions: Mentions, populations: Populations) -> None:
        self.mentions = mentions
        self._populations = populations

    def rank(self, inquiry: Inquiry) -> Ranking:
        """The pool, best first; ties in document order."""
        things = self._things(inquiry)
        asked = self._weights(inquiry, things)
        recalled = self._rarity(ids_of(inquiry.before), inquiry)
        speaking = self._speaking(inquiry, things)
        retrieved = {evidence.passage.id: evidence.score for evidence in inquiry.evidence}
        ranked = []
        for position, passage in enumerate(inquiry.pool):
            share = self._share(asked, passage)
            named = self._share({id: asked[id] for id in things if id in asked}, passage)
            fits = self.fitness(inquiry, passage)
            topics = passage_topics(passage.heading_path, passage.text)
            held = named > 0 and _holds(inquiry, passage)
            ruled = max(speaking.get(passage.id, 0.0), float(held))
            score = (
                RETRIEVED * retrieved.get(passage.id, 0.0)
                + NAMED * share * (1.0 if things else FRAME)
                + TOPIC * bool(topics & inquiry.intent.topics)
                + SAID * bool(said_topics(passage.text) & inquiry.intent.topics)
                + RECALLED * self._share(recalled, passage)
                + FITS * (fits.fit is Fit.MATCH)
                + RULED * ruled
            )
            ranked.append(
                Ranked(
                    passage=passage,
                    score=score,
                    share=named,
                    ruled=ruled,
                    fitness=fits,
                    topics=topics,
                    lines=lines_in(passage.text),
                    position=position,
                )
            )
        order = sorted(ranked, key=lambda one: (-one.score, one.position))
        return Ranking(things=things, order=tuple(order))

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

    def _things(self, inquiry: Inquiry) -> frozenset[str]:
        """The ids asked about that some passages name, but not most.

        A question on one side of a thing it does not name ("how long?") is on what was said before or told;
        so is one that names no thing, where no rule knows what to do with what is told.
        """
        asked = ids_of(inquiry.asked)
        things = self._rare(asked, inquiry)
        if things or any(id.startswith("c:") and not self.mentions.frames(id, inquiry.pool) for id in asked):
            return things
        topics = inquiry.intent.topics
        if topics and not topics & OF_A_THING and not (topics <= ON_CARE and _told_only(inquiry)):
            return things
        return self._rare(ids_of(inquiry.before), inquiry) or self._rare(ids_of(inquiry.told), inquiry)

    def _rare(self, ids: frozenset[str], inquiry: Inquiry) -> frozenset[str]:
        limit = COMMON * len(inquiry.pool) if inquiry.holds_a_whole else len(inquiry.pool)
        return frozenset(
            id
            for id in ids
            if not self.mentions.frames(id, inquiry.pool)
            and 0 < self.mentions.count(id, inquiry.pool) <= limit
        )

    def _weights(self, inquiry: Inquiry, things: frozenset[str]) -> dict[str, float]:
        """What is asked about, each by how few passages name it; frames weigh less."""
        weights = self._rarity(ids_of(inquiry.asked) | things, inquiry)
        pool = inquiry.pool
        return {
            id: weight * (FRAME if self.mentions.frames(id, pool) else 1) for id, weight in weights.items()
        }

    def _rarity(self, ids: frozenset[str], inquiry: Inquiry) -> dict[str, float]:
        counts = {id: self.mentions.count(id, inquiry.pool) for id in sorted(ids)}
        return {id: math.log(1 + len(inquiry.pool) / count) for id, count in counts.items() if count}

    def _share(self, weights: dict[str, float], passage: Passage) -> float:
        total = sum(weights.values())
        if not total:
            return 0.0
        return sum(weight * self.mentions.degree(id, passage) for id, weight in weights.items()) / total

    def _speaking(self, inquiry: Inquiry, things: frozenset[str]) -> Mapping[str, float]:
        """The passages of rules that speak of the very things asked about, in the way that is asked: 1 each,
        and 2 where a rule is on two things and both are asked about."""
        asked = ids_of(inquiry.asked) | things
        close = self.mentions.closely(asked, inquiry.pool)
        found: dict[str, float] = {}
        for standing in inquiry.standings:
            on_two = standing.combines or standing.ranks
            if standing.stand is Stand.OFF or not self.mentions.about(asked if on_two else close, standing):
                continue
            if standing.stand is Stand.OPEN and inquiry.values and not standing.known:
                continue
            watched = bool(standing.watches & close)
            if watched or speaks(standing, inquiry):
                weight = 2.0 if watched or on_two else 1.0
                found[standing.rule.cite] = max(weight, found.get(standing.rule.cite, 0.0))
        return found


def speaks(standing: Standing, inquiry: Inquiry) -> bool:
    """Whether a rule says the kind of thing that is asked."""
    topics = inquiry.intent.topics
    match standing.rule.duty:
        case MustNot(do="rank") | Prefer():
            return inquiry.intent.compares
        case MustNot(do="quantify"):
            return Topic.DURATION in topics
        case Timing() | Monitor():
            return Topic.RESPONSE in topics
        case Must(do="assess" | "test" | "confirm"):
            return bool(topics & {Topic.WORKUP, Topic.CHOICE})
        case _:
            return True


def _told_only(inquiry: Inquiry) -> bool:
    """Whether facts are known, but none that a rule on treatment rests on."""
    return bool(inquiry.values) and not any(s.known and s.decides for s in inquiry.standings)


def _holds(inquiry: Inquiry, passage: Passage) -> bool:
    """Whether a rule on this passage rests on what is known of the patient."""
    return any(s.rests(inquiry.values) and not s.combines for s in inquiry.citing(passage.id))
