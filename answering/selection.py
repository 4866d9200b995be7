"""Selection: which passages an answer is made of, and which of them come first."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.inquiry import Inquiry, ids_of
from answering.lead import aims, given, resting, strongest
from answering.mentions import Mentions
from answering.order import BOTTOM_LINES, best_first, by_section, in_order, near_best, unique, with_mates
from answering.plan import PARTS, modalities, plan
from answering.point import Points, points
from answering.premise import barred, premises
from answering.ranking import OF_A_THING, Ranked, Ranking
from answering.scope import Scope, scope_of
from answering.standing import Stand, Standing
from answering.topic import Topic

MOST_BRANCHES = 6
MOST_OF_A_PART = 24
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
            on_line = [one for one in chosen if one.lines & inquiry.intent.lines]
            if on_line and not inquiry.intent.wide:
                chosen, first = on_line, near_best(on_line)
            else:
                first = aims(inquiry, chosen)
        case Scope.TOPIC:
            chosen = in_order(_of_topics(inquiry.intent.topics - {Topic.TREATMENT}, ranking))
            best = near_best(chosen)
            first = against or with_mates(best, chosen)
        case Scope.PLAN:
            chosen = in_order(plan(inquiry, allowed.order, mentions))
            first = against or strongest(inquiry, chosen, mentions)
            if not any(one for one in first if Topic.AIM not in one.topics):
                first = (
                    unique([*[one for one in best_first(chosen) if one.ruled][:2], *first])
                    or best_first(chosen)[:1]
                )
        case Scope.POINT:
            found = points(inquiry, allowed, mentions)
            first, chosen = _pointed(inquiry, allowed, found, mentions, against)
    return Selection(
        scope=scope,
        denies=scope is not Scope.WHOLE and any(s.gives or s.bars(inquiry.values) for s in barring),
        first=tuple(first),
        rest=tuple(one for one in chosen if one not in first),
    )


def _branches(branches: Sequence[Standing], ranking: Ranking) -> list[Ranked]:
    """The passages of rules that hang on missing facts, supportive care left out, in document order."""
    by_id = {one.passage.id: one for one in ranking.order if one.fits and Topic.SUPPORT not in one.topics}
    cited = [by_id[s.rule.cite] for s in branches if s.rule.cite in by_id]
    return in_order(unique(cited)[:MOST_BRANCHES])


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


def _pointed(
    inquiry: Inquiry, ranking: Ranking, found: Points, mentions: Mentions, against: list[Ranked]
) -> tuple[list[Ranked], list[Ranked]]:
    """The lead of a pointed answer, and all of it by sections. A patient's own treatment goes with a question
    on a treatment, and leads where the question is on one that is not hers."""
    wanted = inquiry.intent.topics & OF_A_THING
    everything = unique([*found.core, *found.around])
    if inquiry.about_one_patient:  # what is said of other patients is no answer where hers is spoken of
        everything = [one for one in everything if one.fits] or everything
    leads = near_best([one for one in everything if one.topics & wanted] or found.core)
    leads = sorted(leads, key=lambda one: one.ruled < 2)[:2]
    if inquiry.about_one_patient:
        leads = [one for one in leads if any(s.known for s in inquiry.citing(one.passage.id))] or leads
    own = [*leads, *resting(inquiry, everything, leads)]
    first = against or with_mates(own, everything)
    if not inquiry.about_one_patient or not _on_treatment(inquiry, mentions):
        return first, by_section(everything)
    hers = strongest(inquiry, ranking.order, mentions)
    if hers and not against and _on_another(inquiry, leads, mentions):
        first = unique([*hers, *first])[:BOTTOM_LINES]
    everything = [one for one in everything if not one.topics or one.topics - (ASIDE - inquiry.intent.topics)]
    return first, by_section(unique([*everything, *hers]))


def _on_treatment(inquiry: Inquiry, mentions: Mentions) -> bool:
    """Whether a treatment is asked about that some rule gives to some patient."""
    wanted, others = modalities(inquiry, mentions)
    return any(mentions.related(id, one) for id in ids_of(inquiry.asked) for one in wanted | others)


def _on_another(inquiry: Inquiry, leads: Sequence[Ranked], mentions: Mentions) -> bool:
    """Whether a treatment is asked about, but none that the rules give or allow this patient."""
    hers = given(inquiry)
    if not hers or any(s.held(inquiry.values) for one in leads for s in inquiry.citing(one.passage.id)):
        return False
    return not any(mentions.related(id, one) for id in ids_of(inquiry.asked) for one in hers)
