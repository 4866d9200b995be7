"""Follow-ups: the next questions, each about a part of the same guideline that has passages to answer it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from answering.topic import Topic, passage_topics
from ingest.passage import Passage

MOST = 3
WELL_SHOWN = 0.5
"""A topic of which an answer cites this share of the passages has been gone into."""

_QUESTIONS: dict[Topic, str] = {
    Topic.RESPONSE: "When and how is response to treatment evaluated?",
    Topic.PITFALL: "Which pitfalls should be avoided?",
    Topic.SUPPORT: "Which supportive care measures are recommended?",
    Topic.WORKUP: "Which work-up is needed before treatment?",
    Topic.PROGNOSIS: "Which prognostic factors are favorable?",
    Topic.REGIMEN: "Which regimens are commonly used?",
    Topic.AIM: "What are the aims of treatment?",
    Topic.DURATION: "How long should treatment be continued?",
    Topic.TREATMENT: "What are the treatment options?",
}
"""In the order in which a clinician is likely to want them next."""


def follow_ups(
    pool: Sequence[Passage], *, guideline: str | None, cited: Sequence[Passage], asked: frozenset[Topic]
) -> tuple[str, ...]:
    """Up to three questions on topics of this guideline, those first that the answer says least of."""
    covered = _counts(p for p in pool if guideline is None or p.guideline == guideline)
    shown = _counts(cited)
    fresh = [topic for topic in _QUESTIONS if topic in covered and topic not in asked]
    ordered = sorted(fresh, key=lambda topic: shown[topic] >= WELL_SHOWN * covered[topic])
    return tuple(_QUESTIONS[topic] for topic in ordered[:MOST])


def _counts(passages: Iterable[Passage]) -> Counter[Topic]:
    return Counter(topic for p in passages for topic in passage_topics(p.heading_path, p.text))
