"""Clarify: when the very thing that is asked about one patient hangs on a fact that is not given."""

from answering.inquiry import Inquiry, ids_of
from answering.intent import Form
from answering.mentions import Mentions
from answering.ranking import OF_A_THING, Ranking
from answering.standing import Stand, Standing
from answering.topic import Topic


def undecided(inquiry: Inquiry, ranking: Ranking, mentions: Mentions) -> tuple[Standing, ...]:
    """The rules that would answer, all of them open; empty where some rule decides or no patient is meant."""
    if not inquiry.about_one_patient or inquiry.intent.topics & OF_A_THING:
        return ()
    relevant = _relevant(inquiry, ranking, mentions)
    if not relevant or any(s.stand is Stand.HOLDS and s.met(inquiry.values) is not None for s in relevant):
        return ()
    return tuple(standing for standing in relevant if standing.stand is not Stand.OFF)


def _relevant(inquiry: Inquiry, ranking: Ranking, mentions: Mentions) -> list[Standing]:
    """The rules on the treatment asked about, at the level at which the rules speak of it; else on the aim,
    else on the aim and what to give."""
    deciding = [s for s in inquiry.standings if s.decides and not s.combines]
    goals = [s for s in deciding if s.is_goal]
    asked = ids_of([term for term in inquiry.asked if term.known])
    exact = [s for s in deciding if s.concepts & asked]
    above = [s for s in deciding if any(_classes(id, mentions) & s.concepts for id in asked)]
    on_thing = exact or above
    if Topic.AIM in inquiry.intent.topics:
        return goals
    if on_thing and inquiry.intent.form is not Form.OPEN:
        return on_thing
    if Topic.TREATMENT in inquiry.intent.topics and not ranking.things:
        return [*goals, *(s for s in deciding if s.gives)]
    return []


def _classes(id: str, mentions: Mentions) -> frozenset[str]:
    """What a thing is a kind of, without the whole modality that it belongs to."""
    return frozenset(up for up in mentions.above(id) if mentions.kind(up) != "modality")
