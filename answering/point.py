"""Point: the passages that answer a question on one thing, and what must be read along with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.inquiry import Inquiry
from answering.mentions import Mentions
from answering.order import list_mates, unique
from answering.plan import other_line
from answering.ranking import OF_A_THING, Ranked, Ranking
from answering.standing import Stand
from answering.topic import Topic

MOST = 6
NEAR_BEST = 0.6
"""A passage that scores less than this share of the best one is not part of a pointed answer."""
NAMES_ENOUGH = 0.5
"""Nor is one that names less than this share of what the best names."""
MATE_SCORE, MATE_NAMES = 0.4, 0.4
"""The same shares for a passage under the heading of the best one."""
HARDLY = 0.2
"""Where no passage for this patient names more of what is asked than this, passages for others are let in."""
EXACT = frozenset({"drug", "regimen", "test", "biomarker"})
"""Kinds of things for which one of the same class is no answer."""
HALVES = OF_A_THING | {Topic.CHOICE}
"""Topics that a second half of a question may ask of the thing that its first half is about."""


@dataclass(frozen=True, kw_only=True)
class Points:
    """`core` answers, best first; `around` must be read along with it."""

    core: tuple[Ranked, ...]
    around: tuple[Ranked, ...]


def points(inquiry: Inquiry, ranking: Ranking, mentions: Mentions) -> Points:
    """Choose by how much of what is asked a passage names, then by score."""
    usable = _usable(inquiry, ranking, mentions)
    if not usable:
        return Points(core=(), around=())
    share = NAMES_ENOUGH * max(one.share for one in usable)
    enough = [one for one in usable if one.share >= share]
    aimed = inquiry.intent.topics & OF_A_THING
    enough = [one for one in enough if one.topics & aimed] or enough
    top = enough[0]
    core = [one for one in enough if one.score >= NEAR_BEST * top.score][:MOST]
    core += _covering(ranking.things, core, usable, mentions)
    core += list_mates(core, usable)
    around = [one for one in usable if _belongs(one, top, inquiry)]
    around += _exceptions(inquiry, [*core, *around], usable)
    return Points(core=tuple(unique(core)), around=tuple(unique(around)))


def _usable(inquiry: Inquiry, ranking: Ranking, mentions: Mentions) -> list[Ranked]:
    """The passages for this patient, on the line asked about. Those for others are let in where no other
    names what is asked at all, or none names the very drug or test."""
    on_line = [one for one in ranking.order if not other_line(one, inquiry)]
    fitting = [one for one in on_line if one.fits]
    if not ranking.things:
        return fitting
    if max((one.share for one in fitting), default=0.0) <= HARDLY:
        return on_line
    exact = {id for id in ranking.things if mentions.kind(id) in EXACT}
    lost = {id for id in exact if not any(mentions.degree(id, one.passage) == 1 for one in fitting)}
    return [one for one in on_line if one.fits or any(mentions.degree(id, one.passage) == 1 for id in lost)]


def _covering(
    things: frozenset[str], chosen: Sequence[Ranked], usable: Sequence[Ranked], mentions: Mentions
) -> list[Ranked]:
    """For each thing asked about that no chosen passage names, the best passage that does."""
    found = []
    for id in sorted(things):
        if not any(mentions.degree(id, one.passage) == 1 for one in chosen):
            found += [one for one in usable if mentions.degree(id, one.passage) == 1][:1]
    return found


def _belongs(one: Ranked, top: Ranked, inquiry: Inquiry) -> bool:
    """Whether a passage goes with the best one: it stands next to it on the same thing, holds for this
    patient, or answers the other half of the question; or it says what her treatment aims at."""
    held = [s for s in inquiry.citing(one.passage.id) if s.held(inquiry.values)]
    if any(s.is_goal for s in held):
        return inquiry.about_one_patient and bool(top.topics & {Topic.TREATMENT, Topic.SUPPORT})
    if one.passage.heading_path != top.passage.heading_path:
        return False
    near = one.score >= MATE_SCORE * top.score and one.share >= max(MATE_NAMES * top.share, 0.01)
    return near or bool(held) or bool(one.topics & inquiry.intent.topics & HALVES)


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
