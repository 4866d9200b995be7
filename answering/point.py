"""Point: the passages that answer a question on one thing, and what must be read along with them."""

from collections.abc import Sequence

from answering.inquiry import Inquiry
from answering.population import Fit
from answering.quoting import lead_in
from answering.ranking import Ranked, Ranker
from answering.scope import singled_out
from answering.standing import Stand
from answering.topic import Topic

MOST = 6
NEAR_BEST = 0.6
"""A passage that scores less than this share of the best one is not part of a pointed answer."""
NAMES_ENOUGH = 0.5
"""Nor is one that names less than this share of what the best names."""
HARDLY = 0.3
"""Where no passage for this patient names more of what is asked than this, passages for others are let in."""
MATE_SCORE, MATE_NAMES = 0.4, 0.25
"""The same shares for a passage under the heading of the best one."""
ASIDE = frozenset({Topic.DURATION, Topic.RESPONSE, Topic.CHOICE})
"""Topics that a second half of a question may ask of the thing that its first half is about."""


def points(inquiry: Inquiry, ranked: Sequence[Ranked], ranker: Ranker) -> list[Ranked]:
    """Best first. A passage for other patients counts only where no other names as much of what is asked."""
    fitting = [one for one in ranked if one.fitness.fit is not Fit.CONTRADICTED]
    named = max((one.share for one in fitting), default=0.0)
    usable = fitting if named > HARDLY else list(ranked)
    if not usable:
        return []
    top = usable[0]
    share = NAMES_ENOUGH * max(one.share for one in usable)
    near = [one for one in usable if one.score >= NEAR_BEST * top.score and one.share >= share][:MOST]
    near = near or [top]
    near += _covering(inquiry, near, usable, ranker)
    near += list_mates(near, usable)
    near += _mates(near[0], usable)
    near += _beside(inquiry, near[0], usable)
    near += _exceptions(inquiry, near, usable)
    return list({one.passage.id: one for one in near}.values())


def _mates(top: Ranked, usable: Sequence[Ranked]) -> list[Ranked]:
    """What the guideline says next to the best passage on the same thing."""
    return [
        one
        for one in usable
        if one.passage.heading_path == top.passage.heading_path
        and one.score >= MATE_SCORE * top.score
        and one.share >= max(MATE_NAMES * top.share, 0.01)
    ]


def list_mates(chosen: Sequence[Ranked], usable: Sequence[Ranked]) -> list[Ranked]:
    """The other items of a list of which an item is chosen: half a list misleads."""
    lists = {_list(one) for one in chosen} - {None}
    return [one for one in usable if _list(one) in lists]


def _list(one: Ranked) -> tuple[tuple[str, ...], str] | None:
    lead = lead_in(one.passage)
    return (one.passage.heading_path, lead) if lead else None


def _covering(
    inquiry: Inquiry, chosen: Sequence[Ranked], usable: Sequence[Ranked], ranker: Ranker
) -> list[Ranked]:
    """For each thing asked about that no chosen passage names, the best passage that does."""
    found = []
    for id in sorted(singled_out(inquiry, ranker)):
        if not any(ranker.degree(id, one.passage) == 1 for one in chosen):
            found += [one for one in usable if ranker.degree(id, one.passage) == 1][:1]
    return found


def _beside(inquiry: Inquiry, top: Ranked, usable: Sequence[Ranked]) -> list[Ranked]:
    """What stands under the heading of the best passage and holds for this patient, the other half of what
    is asked, and the aim of her treatment."""
    found = []
    treats = bool(top.topics & {Topic.TREATMENT, Topic.SUPPORT})
    for one in usable:
        held = [
            s
            for s in inquiry.citing(one.passage.id)
            if s.stand is Stand.HOLDS and s.decides and s.known and s.met(inquiry.values) is not False
        ]
        mate = one.passage.heading_path == top.passage.heading_path
        other_half = bool(one.topics & inquiry.intent.topics & ASIDE)
        aim = treats and any(s.is_goal for s in held)
        if (mate and (held or other_half)) or aim:
            found.append(one)
    return found


def _exceptions(inquiry: Inquiry, chosen: Sequence[Ranked], usable: Sequence[Ranked]) -> list[Ranked]:
    """The passages of rules that may yet turn off a rule which holds here."""
    cited = {one.passage.id for one in chosen}
    holding = {
        s.rule.id for s in inquiry.standings if s.rule.cite in cited and s.stand is Stand.HOLDS and s.known
    }
    over = {
        s.rule.cite for s in inquiry.standings if s.stand is Stand.OPEN and holding & set(s.rule.overrides)
    }
    return [one for one in usable if one.passage.id in over]
