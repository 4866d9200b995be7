"""Selection: which passages an answer is made of, and which of them come first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answering.inquiry import Inquiry, ids_of
from answering.mentions import Mentions
from answering.plan import PARTS, modalities, plan
from answering.point import NAMES_ENOUGH, Points, list_mates, points
from answering.premise import barred, premises
from answering.ranking import OF_A_THING, Ranked, Ranking
from answering.scope import Scope, scope_of
from answering.standing import Stand, Standing
from answering.topic import Topic

BOTTOM_LINES = 3
MOST_BRANCHES = 6
MOST_OF_A_PART = 24
AS_GOOD = 0.75
"""A second passage joins the bottom line from this share of the best score."""
ASIDE = frozenset({Topic.WORKUP, Topic.PROGNOSIS})
"""Topics that an answer on a treatment leaves out unless they are asked for."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """`first` answers the question, `rest` goes with it; both in reading order.

    `denies`: the first passage bars for this patient what the question has in mind.
    """

    scope: Scope
    denies: bool = False
    first: tuple[Ranked, ...]
    rest: tuple[Ranked, ...]


def select(
    inquiry: Inquiry, ranking: Ranking, mentions: Mentions, branches: Sequence[Standing] = ()
) -> Selection:
    """Choose by scope. What contradicts known facts is left out, unless it is all there is on what is asked.

    Where rules wait for facts (`branches`), their passages are all that is said.
    """
    scope = scope_of(inquiry, ranking)
    if branches:
        return Selection(scope=scope, first=tuple(_branches(branches, ranking)), rest=())
    barring = premises(inquiry, mentions)
    allowed, against = _allowed(inquiry, ranking, mentions, barring)
    match scope:
        case Scope.WHOLE:
            wanted = PARTS if _on_care(inquiry) else inquiry.intent.topics
            chosen = in_order(_of_topics(wanted, ranking))
            first = _aims(inquiry, chosen)
        case Scope.TOPIC:
            chosen = in_order(_of_topics(inquiry.intent.topics - {Topic.TREATMENT}, ranking))
            best = _near_best(chosen)
            first = against or _with_mates(best, chosen)
        case Scope.PLAN:
            chosen = in_order(plan(inquiry, allowed.order, mentions))
            first = against or _strongest(inquiry, chosen, mentions)
            if not any(one for one in first if Topic.AIM not in one.topics):
                first = (
                    _unique([*[one for one in _best(chosen) if one.ruled][:2], *first]) or _best(chosen)[:1]
                )
        case Scope.POINT:
            found = points(inquiry, allowed, mentions)
            first, chosen = _pointed(inquiry, allowed, found, mentions, against)
    return Selection(
        scope=scope,
        denies=scope is not Scope.WHOLE and any(s.bars(inquiry.values) for s in barring),
        first=tuple(first),
        rest=tuple(one for one in chosen if one not in first),
    )


def _branches(branches: Sequence[Standing], ranking: Ranking) -> list[Ranked]:
    """The passages of rules that hang on missing facts, supportive care left out, in document order."""
    by_id = {one.passage.id: one for one in ranking.order if one.fits and Topic.SUPPORT not in one.topics}
    cited = [by_id[s.rule.cite] for s in branches if s.rule.cite in by_id]
    return in_order(_unique(cited)[:MOST_BRANCHES])


def _allowed(
    inquiry: Inquiry, ranking: Ranking, mentions: Mentions, barring: Sequence[Standing]
) -> tuple[Ranking, list[Ranked]]:
    """The passages without those on what is barred for this patient, and those that bar what is asked."""
    cited = {standing.rule.cite for standing in barring}
    against = [one for one in ranking.order if one.passage.id in cited][:BOTTOM_LINES]
    ban = barred(inquiry)
    held = cited | {s.rule.cite for s in inquiry.standings if s.stand is Stand.HOLDS and s.known}
    allowed = [
        one for one in ranking.order if one.passage.id in held or not mentions.specifies(ban, one.passage)
    ]
    return Ranking(things=ranking.things, order=tuple(allowed)), against


def _on_care(inquiry: Inquiry) -> bool:
    """Whether the whole of treatment is asked for."""
    return not inquiry.intent.topics or Topic.TREATMENT in inquiry.intent.topics


def _of_topics(wanted: frozenset[Topic], ranking: Ranking) -> list[Ranked]:
    if not ranking.order:
        return []
    lead = ranking.order[0].passage.guideline
    found = [
        one
        for one in ranking.order
        if one.passage.guideline == lead
        and (one.fits or Topic.PROGNOSIS in one.topics)
        and one.topics & wanted
    ]
    return found[:MOST_OF_A_PART] if len(ranking.order) > 4 * MOST_OF_A_PART else found


def _aims(inquiry: Inquiry, chosen: Sequence[Ranked]) -> list[Ranked]:
    """What treatment aims at, the rules' goals first; then what scores best."""
    aims = [one for one in chosen if Topic.AIM in one.topics]
    goals = [one for one in aims if any(s.is_goal for s in inquiry.citing(one.passage.id))]
    return _unique([*goals, *aims, *_best(chosen)])[:BOTTOM_LINES]


def _pointed(
    inquiry: Inquiry, ranking: Ranking, found: Points, mentions: Mentions, against: list[Ranked]
) -> tuple[list[Ranked], list[Ranked]]:
    """The lead of a pointed answer, and all of it by sections. A patient's own treatment goes with a question
    on a treatment, and leads where the question is on one that is not hers."""
    wanted = inquiry.intent.topics & OF_A_THING
    everything = _unique([*found.core, *found.around])
    leads = _near_best([one for one in everything if one.topics & wanted] or found.core)
    leads = sorted(leads, key=lambda one: one.ruled < 2)[:2]
    own = [*leads, *_resting(inquiry, everything, leads)]
    first = against or _with_mates(own, everything)
    if not inquiry.about_one_patient or not _on_treatment(inquiry, mentions):
        return first, _by_section(everything)
    hers = _strongest(inquiry, ranking.order, mentions)
    if hers and not against and _on_another(inquiry, leads, mentions):
        first = _unique([*hers, *first])[:BOTTOM_LINES]
    everything = [one for one in everything if not one.topics or one.topics - (ASIDE - inquiry.intent.topics)]
    return first, _by_section(_unique([*everything, *hers]))


def _resting(inquiry: Inquiry, found: Sequence[Ranked], leads: Sequence[Ranked]) -> list[Ranked]:
    """The best passage on what is asked whose rule rests on a fact of this patient, if no lead has one."""

    def rests(one: Ranked) -> bool:
        return any(s.rests(inquiry.values) and not s.is_goal for s in inquiry.citing(one.passage.id))

    if not inquiry.about_one_patient or any(rests(one) for one in leads):
        return []
    enough = NAMES_ENOUGH * max((one.share for one in leads), default=0.0)
    return [one for one in _best(found) if rests(one) and one.share >= max(enough, 0.01)][:1]


def _on_treatment(inquiry: Inquiry, mentions: Mentions) -> bool:
    """Whether a treatment is asked about that some rule gives to some patient."""
    given, others = modalities(inquiry, mentions)
    return any(mentions.related(id, one) for id in ids_of(inquiry.asked) for one in given | others)


def _on_another(inquiry: Inquiry, leads: Sequence[Ranked], mentions: Mentions) -> bool:
    """Whether a treatment is asked about, but none that the rules give or allow this patient."""
    given = _given(inquiry)
    if not given or any(s.held(inquiry.values) for one in leads for s in inquiry.citing(one.passage.id)):
        return False
    return not any(mentions.related(id, one) for id in ids_of(inquiry.asked) for one in given)


def _given(inquiry: Inquiry) -> frozenset[str]:
    """What the rules give this patient."""
    return frozenset(id for s in inquiry.standings if s.gives and s.held(inquiry.values) for id in s.concepts)


def _strongest(inquiry: Inquiry, chosen: Sequence[Ranked], mentions: Mentions) -> list[Ranked]:
    """The passages whose treatment rules rest on most facts of the patient, then the aim."""
    given = _given(inquiry)
    weights: list[tuple[int, Ranked]] = []
    goals: list[Ranked] = []
    for one in chosen:
        held = [s for s in inquiry.citing(one.passage.id) if s.stand is Stand.HOLDS and s.known]
        if any(s.is_goal for s in held):
            goals.append(one)
        treats = [s for s in held if (s.gives or s.allows or s.ranks) and s.met(inquiry.values) is True]
        if one.fits and treats and mentions.names(given, one.passage):
            weights.append((max(len(s.known) for s in treats), one))
    weights.sort(key=lambda pair: (-pair[0], pair[1].position))
    return [*in_order(one for _, one in weights[: BOTTOM_LINES - 1]), *goals][:BOTTOM_LINES]


def in_order(found: Iterable[Ranked]) -> list[Ranked]:
    """Document order."""
    return sorted(found, key=lambda one: one.position)


def _best(found: Iterable[Ranked]) -> list[Ranked]:
    return sorted(found, key=lambda one: (-one.score, one.position))


def _near_best(found: Iterable[Ranked]) -> list[Ranked]:
    best = _best(found)
    return [one for one in best if one.score >= AS_GOOD * best[0].score][:BOTTOM_LINES]


def _by_section(found: Sequence[Ranked]) -> list[Ranked]:
    """Sections by their best passage, passages within a section in document order."""
    rank: dict[tuple[str, ...], int] = {}
    for index, one in enumerate(found):
        rank.setdefault(one.passage.heading_path, index)
    return sorted(found, key=lambda one: (rank[one.passage.heading_path], one.position))


def _with_mates(leads: Iterable[Ranked], found: Sequence[Ranked]) -> list[Ranked]:
    """Each lead with the other items of its list."""
    return _unique(each for lead in leads for each in (lead, *in_order(list_mates([lead], found))))


def _unique(found: Iterable[Ranked]) -> list[Ranked]:
    return list({one.passage.id: one for one in found}.values())
