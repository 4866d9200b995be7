"""Scope: how much of a guideline a question wants."""

from enum import StrEnum

from answering.inquiry import Inquiry, ids_of
from answering.ranking import Ranker
from answering.standing import Stand
from answering.topic import Topic

COMMON = 0.4
"""A thing that more than this share of the passages names does not single any of them out."""
OF_A_THING = frozenset({Topic.DURATION, Topic.RESPONSE})
"""Topics that are asked of something: how long it is given, how it is watched."""


class Scope(StrEnum):
    """`whole`: all of a treatment; `topic`: all of a part such as prognosis; `plan`: what fits a patient;
    `point`: one thing."""

    WHOLE = "whole"
    TOPIC = "topic"
    PLAN = "plan"
    POINT = "point"


def scope_of(inquiry: Inquiry, ranker: Ranker) -> Scope:
    """The scope, from what is asked and how much of it singles passages out."""
    intent = inquiry.intent
    if singled_out(inquiry, ranker):
        return Scope.POINT
    treats = Topic.TREATMENT in intent.topics and bool(intent.wide or intent.lines)
    if intent.topics - {Topic.TREATMENT} and not treats:
        return Scope.TOPIC
    if inquiry.about_a_patient and has_rules_for(inquiry):
        return Scope.PLAN
    return Scope.WHOLE if intent.topics else Scope.POINT


def singled_out(inquiry: Inquiry, ranker: Ranker) -> frozenset[str]:
    """The ids asked about that some passages name, but not most.

    A question on one side of a thing it does not name ("how long?") is about what was told or said before.
    """
    things = _rare(ids_of(inquiry.asked), inquiry, ranker)
    if things or not inquiry.intent.topics & OF_A_THING:
        return things
    before = _rare(ids_of(inquiry.before), inquiry, ranker)
    return before or _rare(ids_of(inquiry.told), inquiry, ranker)


def _rare(ids: frozenset[str], inquiry: Inquiry, ranker: Ranker) -> frozenset[str]:
    limit = COMMON * len(inquiry.pool)
    counts = {
        id: sum(1 for passage in inquiry.pool if ranker.degree(id, passage))
        for id in sorted(ids)
        if not ranker.frames(id, inquiry.pool)
    }
    return frozenset(id for id, count in counts.items() if 0 < count <= limit)


def has_rules_for(inquiry: Inquiry) -> bool:
    """Whether any rule stands on a fact of this patient."""
    return any(standing.known and standing.stand is not Stand.OFF for standing in inquiry.standings)
