"""Follow-ups: the next questions, each about a part of the same guideline that has passages to answer it."""

from collections.abc import Iterable, Sequence

from answering.topic import Topic, passage_topics
from ingest.passage import Passage

MOST = 3

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
    pool: Sequence[Passage], *, guideline: str | None, shown: Iterable[Topic], asked: frozenset[Topic]
) -> tuple[str, ...]:
    """Up to three questions on topics of this guideline that the answer did not go into."""
    covered = {
        topic
        for passage in pool
        if guideline is None or passage.guideline == guideline
        for topic in passage_topics(passage.heading_path, passage.text)
    }
    fresh = [topic for topic in _QUESTIONS if topic in covered and topic not in asked]
    seen = frozenset(shown)
    ordered = [topic for topic in fresh if topic not in seen] + [topic for topic in fresh if topic in seen]
    return tuple(_QUESTIONS[topic] for topic in ordered[:MOST])
