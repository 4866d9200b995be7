"""Selection: which passages an answer is made of, and which of them come first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answering.inquiry import Inquiry, ids_of
from answering.plan import PARTS, modalities, plan
from answering.point import list_mates, points
from answering.population import Fit
from answering.premise import barred, premises
from answering.ranking import Ranked, Ranker
from answering.scope import Scope, scope_of
from answering.standing import Stand, Standing
from answering.topic import Topic

BOTTOM_LINES = 3
MOST_BRANCHES = 4
MOST_OF_A_PART = 24
AS_GOOD = 0.85
"""A second passage joins the bottom line of a pointed answer from this share of the best score."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """`first` answers the question, `rest` goes with it; both in reading order."""

    scope: Scope
    first: tuple[Ranked, ...]
    rest: tuple[Ranked, ...]


def select(
    inquiry: Inquiry, ranked: Sequence[Ranked], ranker: Ranker, branches: Sequence[Standing] = ()
) -> Selection:
    """Choose by scope. What contradicts known facts is left out, unless it is all there is on what is asked.

    Where rules wait for facts (`branches`), their passages are all that is said.
    """
    scope = scope_of(inquiry, ranker)
    if branches:
        cited = {standing.rule.cite for standing in branches}
        waiting = [
            one for one in ranked if one.passage.id in cited and one.fitness.fit is not Fit.CONTRADICTED
        ]
        return Selection(scope=scope, first=tuple(in_order(waiting[:MOST_BRANCHES])), rest=())
    if scope in (Scope.WHOLE, Scope.TOPIC):
        chosen = _of_topics(inquiry, ranked)
        return _selection(scope, _first(inquiry, scope, chosen, ranker), in_order(chosen))
    allowed, against = _allowed(inquiry, ranked, ranker)
    if scope is Scope.PLAN:
        chosen = in_order(plan(inquiry, allowed, ranker))
    else:
        chosen = _by_section(points(inquiry, allowed, ranker))
    first = against or _first(inquiry, scope, chosen, ranker)
    if not against and scope is Scope.POINT and _on_other_treatment(inquiry, ranker):
        first = _unique([*_strongest(inquiry, allowed, ranker), *first])[:BOTTOM_LINES]
    return _selection(scope, first, chosen)


def _selection(scope: Scope, first: Sequence[Ranked], chosen: Sequence[Ranked]) -> Selection:
    return Selection(scope=scope, first=tuple(first), rest=tuple(one for one in chosen if one not in first))


def _allowed(inquiry: Inquiry, ranked: Sequence[Ranked], ranker: Ranker) -> tuple[list[Ranked], list[Ranked]]:
    """The passages without those on what is barred for this patient, and those that bar what is asked."""
    cited = {standing.rule.cite for standing in premises(inquiry, ranker)}
    against = [one for one in ranked if one.passage.id in cited][:BOTTOM_LINES]
    ban = barred(inquiry)
    held = cited | {s.rule.cite for s in inquiry.standings if s.stand is Stand.HOLDS and s.known}
    allowed = [one for one in ranked if one.passage.id in held or not ranker.specifies(ban, one.passage)]
    return allowed, against


def _of_topics(inquiry: Inquiry, ranked: Sequence[Ranked]) -> list[Ranked]:
    wanted = inquiry.intent.topics or frozenset({Topic.TREATMENT})
    if wanted & {Topic.TREATMENT, Topic.AIM}:
        wanted |= PARTS
    lead = ranked[0].passage.guideline
    found = [
        one
        for one in ranked
        if one.passage.guideline == lead
        and (one.fitness.fit is not Fit.CONTRADICTED or Topic.PROGNOSIS in one.topics)
        and one.topics & wanted
    ]
    return found[:MOST_OF_A_PART] if len(ranked) > 4 * MOST_OF_A_PART else found


def _first(inquiry: Inquiry, scope: Scope, chosen: Sequence[Ranked], ranker: Ranker) -> list[Ranked]:
    best = sorted(chosen, key=lambda one: (-one.score, one.position))
    match scope:
        case Scope.WHOLE:
            aims = [one for one in in_order(chosen) if Topic.AIM in one.topics]
            goals = [one for one in aims if any(s.is_goal for s in inquiry.citing(one.passage.id))]
            return _unique([*goals, *aims, *best])[:BOTTOM_LINES]
        case Scope.PLAN:
            return _strongest(inquiry, chosen, ranker) or best[:1]
        case Scope.TOPIC:
            return in_order(_unique([*best[:1], *list_mates(best[:1], chosen)]))
        case Scope.POINT:
            leads = [one for one in best[:2] if one.score >= AS_GOOD * best[0].score]
            return in_order(_unique([*leads, *list_mates(leads, chosen)]))


def _on_other_treatment(inquiry: Inquiry, ranker: Ranker) -> bool:
    """Whether what is asked about is a treatment, but none that the rules give this patient."""
    given, others = modalities(inquiry.standings)
    asked = ids_of(inquiry.asked)
    return bool(given and asked & others) and not any(ranker.above(id) & given for id in asked)


def _strongest(inquiry: Inquiry, chosen: Sequence[Ranked], ranker: Ranker) -> list[Ranked]:
    """The passages whose treatment rules rest on most facts of the patient, then the aim."""
    given, _ = modalities(inquiry.standings)
    weights: list[tuple[int, Ranked]] = []
    goals: list[Ranked] = []
    for one in chosen:
        held = [s for s in inquiry.citing(one.passage.id) if s.stand is Stand.HOLDS and s.known]
        if any(s.is_goal for s in held):
            goals.append(one)
        treats = [s for s in held if s.gives or s.allows or s.ranks]
        if treats and ranker.names(given, one.passage):
            weights.append((max(len(s.known) for s in treats), one))
    weights.sort(key=lambda pair: (-pair[0], pair[1].position))
    return [*in_order(one for _, one in weights[: BOTTOM_LINES - 1]), *goals][:BOTTOM_LINES]


def in_order(found: Iterable[Ranked]) -> list[Ranked]:
    """Document order."""
    return sorted(found, key=lambda one: one.position)


def _by_section(found: Sequence[Ranked]) -> list[Ranked]:
    """Sections by their best passage, passages within a section in document order."""
    rank: dict[tuple[str, ...], int] = {}
    for index, one in enumerate(found):
        rank.setdefault(one.passage.heading_path, index)
    return sorted(found, key=lambda one: (rank[one.passage.heading_path], one.position))


def _unique(found: Iterable[Ranked]) -> list[Ranked]:
    return list({one.passage.id: one for one in found}.values())
