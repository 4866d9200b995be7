"""Scope: how much of a guideline a question wants."""

from enum import StrEnum

from answering.inquiry import Inquiry, ids_of
from answering.ranking import Ranker
from answering.standing import Stand
from answering.topic import Topic

COMMON = 0.4
"""A thing that more than this share of the passages names does not single any of them out."""


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
    treats = not intent.topics or bool(intent.topics & {Topic.TREATMENT, Topic.AIM})
    if treats and inquiry.about_a_patient and has_rules_for(inquiry):
        return Scope.PLAN
    if treats and (intent.wide or intent.topics):
        return Scope.WHOLE
    if intent.topics:
        return Scope.TOPIC
    return Scope.POINT


def singled_out(inquiry: Inquiry, ranker: Ranker) -> frozenset[str]:
    """The asked ids that some passages name, but not most."""
    limit = COMMON * len(inquiry.pool)
    counts = {
        id: sum(1 for passage in inquiry.pool if ranker.degree(id, passage))
        for id in sorted(ids_of(inquiry.asked))
    }
    return frozenset(id for id, count in counts.items() if 0 < count <= limit)


def has_rules_for(inquiry: Inquiry) -> bool:
    """Whether any rule stands on a fact of this patient."""
    return any(standing.known and standing.stand is not Stand.OFF for standing in inquiry.standings)
