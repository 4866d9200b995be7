"""Clarify: when the very thing that is asked about one patient hangs on a fact that is not given."""

from answering.inquiry import Inquiry, ids_of
from answering.intent import Form, read_intent
from answering.ranking import Ranker
from answering.standing import Stand, Standing
from answering.topic import Topic
from rules.rule import Goal, MustNot, OnlyIf


def undecided(inquiry: Inquiry, ranker: Ranker) -> tuple[Standing, ...]:
    """The rules that would answer, all of them open; empty where some rule decides or no patient is meant."""
    if not _about_one_patient(inquiry):
        return ()
    relevant = _relevant(inquiry, ranker)
    if not relevant or any(
        standing.stand is Stand.HOLDS and _decided(standing, inquiry) for standing in relevant
    ):
        return ()
    return tuple(standing for standing in relevant if standing.stand is not Stand.OFF)


def _about_one_patient(inquiry: Inquiry) -> bool:
    return (
        "age" in inquiry.values
        or inquiry.intent.one_patient
        or any(turn.role == "user" and read_intent(turn.content).one_patient for turn in inquiry.ask.history)
    )


def _relevant(inquiry: Inquiry, ranker: Ranker) -> list[Standing]:
    """The rules on the treatment asked about, at the level at which the rules speak of it; else on the aim,
    else on what to give."""
    deciding = [s for s in inquiry.standings if _decides(s)]
    asked = ids_of([term for term in inquiry.asked if term.known])
    exact = [s for s in deciding if s.concepts & asked]
    above = [s for s in deciding if any(c in ranker.above(id) for id in asked for c in s.concepts)]
    on_thing = [s for s in (exact or above) if not isinstance(s.rule.duty, Goal)]
    if on_thing and inquiry.intent.form is not Form.OPEN:
        return on_thing
    if Topic.AIM in inquiry.intent.topics and not on_thing:
        return [s for s in deciding if isinstance(s.rule.duty, Goal)]
    if Topic.TREATMENT in inquiry.intent.topics and not on_thing:
        return [s for s in deciding if s.gives]
    return []


def _decides(standing: Standing) -> bool:
    duty = standing.rule.duty
    if isinstance(duty, Goal) or standing.gives:
        return True
    return isinstance(duty, OnlyIf) or (isinstance(duty, MustNot) and duty.do in ("give", "continue"))


def _decided(standing: Standing, inquiry: Inquiry) -> bool:
    requires = standing.rule.requires
    return requires is None or requires.evaluate(inquiry.values).value is not None
