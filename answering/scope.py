"""Scope: how much of a guideline a question wants."""

from enum import StrEnum

from answering.inquiry import Inquiry
from answering.ranking import Ranking
from answering.standing import Stand
from answering.topic import Topic


class Scope(StrEnum):
    """`whole`: all of a treatment; `topic`: all of a part such as prognosis; `plan`: what fits a patient;
    `point`: one thing."""

    WHOLE = "whole"
    TOPIC = "topic"
    PLAN = "plan"
    POINT = "point"


def scope_of(inquiry: Inquiry, ranking: Ranking) -> Scope:
    """The scope, from what is asked and whether it singles passages out."""
    intent = inquiry.intent
    if ranking.things:
        return Scope.POINT
    treats = Topic.TREATMENT in intent.topics and bool(intent.wide or intent.lines)
    if intent.topics - {Topic.TREATMENT} and not treats:
        return Scope.TOPIC
    if any(standing.known and standing.stand is not Stand.OFF for standing in inquiry.standings):
        return Scope.PLAN
    return Scope.WHOLE if intent.topics and (intent.wide or not inquiry.values) else Scope.POINT
