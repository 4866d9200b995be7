"""Clarify: when the very thing that is asked about one patient hangs on a fact that is not given."""

from answering.inquiry import Inquiry, ids_of
from answering.intent import Form
from answering.mentions import Mentions
from answering.premise import premises
from answering.ranking import OF_A_THING, Ranking
from answering.standing import Stand, Standing
from answering.topic import Topic

MUCH = 2
"""A question that gives this many facts of a treatment rule is answered with what those leave open."""


def undecided(inquiry: Inquiry, ranking: Ranking, mentions: Mentions) -> tuple[Standing, ...]:
    """The rules that would answer, all of them open; empty where some rule decides or no patient is meant."""
    if not inquiry.about_one_patient or inquiry.intent.topics & OF_A_THING or premises(inquiry, mentions):
        return ()
    unsettled = _unsettled(inquiry) or _first(inquiry)
    if unsettled:
        return unsettled
    relevant = _relevant(inquiry, ranking, mentions)
    if not relevant or any(s.stand is Stand.HOLDS and s.met(inquiry.values) is not None for s in relevant):
        return ()
    return tuple(standing for standing in relevant if standing.stand is not Stand.OFF)


def _unsettled(inquiry: Inquiry) -> tuple[Standing, ...]:
    """The rules that allow what is asked about, yes or no, on a condition that waits for a fact. A question
    that names nothing means what it tells of, in the line of treatment that it names."""
    if inquiry.intent.form is not Form.YES_NO or inquiry.intent.negative:
        return ()
    asked = ids_of([term for term in inquiry.asked if term.known])
    return tuple(
        s
        for s in inquiry.standings
        if s.stand is Stand.HOLDS
        and s.met(inquiry.values) is None
        and s.concepts & (asked or ids_of(inquiry.told))
        and (s.line in inquiry.intent.lines if s.line or not asked else True)
    )


def _first(inquiry: Inquiry) -> tuple[Standing, ...]:
    """The rules on what to give first, where that is asked of one patient and too little is told for any."""
    first = "first" in inquiry.intent.lines and Topic.TREATMENT in inquiry.intent.topics
    if not first or inquiry.intent.form is not Form.OPEN or inquiry.intent.wide:
        return ()
    gives = [s for s in inquiry.standings if s.gives and s.stand is not Stand.OFF]
    if any(s.stand is Stand.HOLDS for s in gives) or max((len(s.known) for s in gives), default=MUCH) >= MUCH:
        return ()
    return tuple(gives)


def _relevant(inquiry: Inquiry, ranking: Ranking, mentions: Mentions) -> list[Standing]:
    """The rules on the treatment asked about, at the level at which the rules speak of it; else on the aim,
    else on the aim and what to give."""
    deciding = [s for s in inquiry.standings if s.decides and not s.combines]
    goals = [s for s in deciding if s.is_goal]
    asked = ids_of([term for term in inquiry.asked if term.known])
    if Topic.AIM in inquiry.intent.topics:
        return goals
    if inquiry.intent.form is not Form.OPEN:
        on_thing = [s for s in deciding if s.concepts & asked]
        close = mentions.closely(asked, inquiry.pool)
        return on_thing or [s for s in deciding if s.concepts & close]
    members = [s for s in deciding if s.known and any(mentions.above(id) & asked - {id} for id in s.concepts)]
    if members:
        return members
    gives = [s for s in deciding if s.gives]
    told = max((len(s.known) for s in deciding if s.gives or s.ranks or s.allows), default=0)
    topics = inquiry.intent.topics
    if Topic.TREATMENT in topics and Topic.WORKUP not in topics and not ranking.things and told < MUCH:
        return [*goals, *gives]
    return []
