"""Lead: the passages that come first, by the rules that rest on most of what is known."""

from collections.abc import Sequence

from answering.inquiry import Inquiry
from answering.mentions import Mentions
from answering.order import BOTTOM_LINES, best_first, in_order, unique
from answering.point import NAMES_ENOUGH
from answering.ranking import Ranked
from answering.standing import Stand, Standing
from answering.topic import Topic

ENOUGH_TOLD = 2
"""A rule that waits for a fact can lead a plan only if it rests on this many others."""


def aims(inquiry: Inquiry, chosen: Sequence[Ranked]) -> list[Ranked]:
    """What treatment aims at, the rules' goals first; then what scores best."""
    stated = [one for one in chosen if Topic.AIM in one.topics]
    goals = [one for one in stated if any(s.is_goal for s in inquiry.citing(one.passage.id))]
    return unique([*goals, *stated, *best_first(chosen)])[:BOTTOM_LINES]


def resting(inquiry: Inquiry, found: Sequence[Ranked], leads: Sequence[Ranked]) -> list[Ranked]:
    """The best passage on what is asked whose rule rests on a fact of this patient, if no lead has one."""

    def rests(one: Ranked) -> bool:
        return any(s.rests(inquiry.values) and not s.is_goal for s in inquiry.citing(one.passage.id))

    if not inquiry.about_one_patient or any(rests(one) for one in leads):
        return []
    enough = NAMES_ENOUGH * max((one.share for one in leads), default=0.0)
    return [one for one in best_first(found) if rests(one) and one.share >= max(enough, 0.01)][:1]


def given(inquiry: Inquiry) -> frozenset[str]:
    """What the rules give this patient."""
    return frozenset(id for s in inquiry.standings if s.gives and s.held(inquiry.values) for id in s.concepts)


def strongest(inquiry: Inquiry, chosen: Sequence[Ranked], mentions: Mentions) -> list[Ranked]:
    """The passages whose treatment rules rest on most facts of the patient, then the aim. Rules that wait for
    a fact count only where none holds."""
    goals = [
        one for one in chosen if any(s.is_goal and s.rests(inquiry.values) for s in _citing(inquiry, one))
    ]
    for stand in (Stand.HOLDS, Stand.OPEN):
        hers = frozenset(
            id for s in inquiry.standings if s.gives and s.stand is stand and s.known for id in s.concepts
        )
        weights = [
            (max(known), one)
            for one in chosen
            if one.fits
            and (known := [len(s.known) for s in _citing(inquiry, one) if _treats(s, stand, inquiry)])
            and mentions.names(hers, one.passage)
        ]
        if weights:
            break
    weights.sort(key=lambda pair: (-pair[0], pair[1].position))
    return [*in_order(one for _, one in weights[: BOTTOM_LINES - 1]), *goals][:BOTTOM_LINES]


def _citing(inquiry: Inquiry, one: Ranked) -> tuple[Standing, ...]:
    return inquiry.citing(one.passage.id)


def _treats(standing: Standing, stand: Stand, inquiry: Inquiry) -> bool:
    """Whether a rule on treatment stands so, its precondition met or, where it waits, not yet unmet."""
    if not (standing.gives or standing.allows or standing.ranks) or standing.stand is not stand:
        return False
    met = standing.met(inquiry.values)
    return len(standing.known) >= (1 if stand is Stand.HOLDS else ENOUGH_TOLD) and (
        met is True or (stand is Stand.OPEN and met is None)
    )
