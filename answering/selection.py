"""Selection: which passages an answer is made of, and which of them come first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answering.inquiry import Inquiry, ids_of
from answering.population import Fit
from answering.ranking import Ranked, Ranker
from answering.scope import Scope, scope_of
from answering.standing import Stand, Standing
from answering.topic import Topic
from ingest.passage import Kind
from rules.rule import Goal, MustNot, OnlyIf

PARTS_OF_TREATMENT = frozenset(
    {Topic.AIM, Topic.TREATMENT, Topic.REGIMEN, Topic.DURATION, Topic.SUPPORT, Topic.RESPONSE, Topic.PITFALL}
)
"""What an overview of treatment is made of; work-up and prognosis are questions of their own."""

BOTTOM_LINES = 3
MOST_POINTS = 8
MOST_BRANCHES = 4
MOST_OF_A_PART = 24
NEAR_BEST = 0.6
"""A passage that scores less than this share of the best one is not part of a pointed answer."""
AS_GOOD = 0.9
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
    match scope:
        case Scope.WHOLE | Scope.TOPIC:
            chosen = _of_topics(inquiry, ranked)
        case Scope.PLAN:
            chosen = _plan(inquiry, ranked, ranker)
        case Scope.POINT:
            chosen = _points(ranked)
    barred = [one for one in _barred(inquiry, ranked, ranker) if scope is not Scope.WHOLE]
    first = _unique([*barred, *_first(inquiry, scope, chosen)])[:BOTTOM_LINES]
    return Selection(scope=scope, first=tuple(first), rest=tuple(one for one in chosen if one not in first))


def premises(inquiry: Inquiry, ranker: Ranker) -> tuple[Standing, ...]:
    """The rules that hold for this patient and speak against what the question has in mind."""
    about = ids_of([term for term in inquiry.asked if term.known]) or ids_of(inquiry.before)
    return tuple(
        standing
        for standing in inquiry.standings
        if standing.stand is Stand.HOLDS
        and _against(standing, inquiry)
        and any(ranker.related(one, other) for one in about for other in standing.concepts)
    )


def _against(standing: Standing, inquiry: Inquiry) -> bool:
    duty = standing.rule.duty
    if isinstance(duty, MustNot):
        return duty.do in ("give", "continue", "test") and bool(standing.known)
    requires = standing.rule.requires
    return (
        isinstance(duty, OnlyIf) and requires is not None and requires.evaluate(inquiry.values).value is False
    )


def _barred(inquiry: Inquiry, ranked: Sequence[Ranked], ranker: Ranker) -> list[Ranked]:
    cited = [standing.rule.cite for standing in premises(inquiry, ranker)]
    by_id = {one.passage.id: one for one in ranked}
    return [by_id[id] for id in dict.fromkeys(cited) if id in by_id]


def _of_topics(inquiry: Inquiry, ranked: Sequence[Ranked]) -> list[Ranked]:
    wanted = inquiry.intent.topics or frozenset({Topic.TREATMENT})
    if wanted & {Topic.TREATMENT, Topic.AIM}:
        wanted |= PARTS_OF_TREATMENT
    lead = ranked[0].passage.guideline
    found = [
        one
        for one in ranked
        if one.passage.guideline == lead
        and (one.fitness.fit is not Fit.CONTRADICTED or Topic.PROGNOSIS in one.topics)
        and one.topics & wanted
    ]
    if len(ranked) > 4 * MOST_OF_A_PART:
        found = found[:MOST_OF_A_PART]
    return in_order(found)


def _plan(inquiry: Inquiry, ranked: Sequence[Ranked], ranker: Ranker) -> list[Ranked]:
    given, others = _modalities(inquiry.standings)
    told = ids_of(inquiry.told)
    wanted = PARTS_OF_TREATMENT | inquiry.intent.topics
    found = []
    for one in in_order(ranked):
        if one.fitness.fit is Fit.CONTRADICTED or not one.topics & wanted or _other_line(one, inquiry):
            continue
        citing = inquiry.citing(one.passage.id)
        about = ranker.names(given, one.passage)
        elsewhere = not about and ranker.names(others, one.passage)
        stands = any(standing.known for standing in citing)
        fits = one.fitness.fit is Fit.MATCH and len(one.fitness.facts) > 0
        if Topic.SUPPORT in one.topics:
            keep = ranker.names(told, one.passage) or (stands and fits)
        elif Topic.RESPONSE in one.topics:
            keep = about
        else:
            keep = (stands or fits or about) and not elsewhere
        if keep:
            found.append(one)
    return found


def _modalities(standings: Sequence[Standing]) -> tuple[frozenset[str], frozenset[str]]:
    """What the rules would give this patient, and everything else that some rule would give someone."""
    giving = [standing for standing in standings if standing.gives or _allows(standing)]
    for stand in (Stand.HOLDS, Stand.OPEN):
        given = frozenset(id for s in giving if s.stand is stand and s.known for id in s.concepts)
        if given:
            return given, frozenset(id for s in giving for id in s.concepts) - given
    return frozenset(), frozenset()


def _allows(standing: Standing) -> bool:
    duty = standing.rule.duty
    return isinstance(duty, OnlyIf) and duty.do == "give" and duty.beside is not None


def _other_line(one: Ranked, inquiry: Inquiry) -> bool:
    wanted = inquiry.intent.lines
    ruled = frozenset(
        line for s in inquiry.citing(one.passage.id) if (line := getattr(s.rule.duty, "line", None))
    )
    lines = ruled or one.lines
    return bool(wanted and lines and not wanted & lines)


def _points(ranked: Sequence[Ranked]) -> list[Ranked]:
    fitting = [one for one in ranked if one.fitness.fit is not Fit.CONTRADICTED]
    named = max((len(one.named) for one in fitting), default=0)
    usable = [one for one in ranked if one.fitness.fit is not Fit.CONTRADICTED or len(one.named) > named]
    if not usable:
        return []
    floor = NEAR_BEST * usable[0].score
    chosen = [one for one in usable if one.score >= floor][:MOST_POINTS]
    chosen += _list_mates(chosen, usable)
    return _by_section(_unique(chosen))


def _list_mates(chosen: Sequence[Ranked], usable: Sequence[Ranked]) -> list[Ranked]:
    """The other items of a list of which an item is chosen: half a list misleads."""
    lists = {one.passage.heading_path for one in chosen if one.passage.kind is Kind.LIST_ITEM}
    return [one for one in usable if one.passage.kind is Kind.LIST_ITEM and one.passage.heading_path in lists]


def _first(inquiry: Inquiry, scope: Scope, chosen: Sequence[Ranked]) -> list[Ranked]:
    best = sorted(chosen, key=lambda one: (-one.score, one.position))
    match scope:
        case Scope.WHOLE:
            aims = [one for one in chosen if Topic.AIM in one.topics]
            goals = [one for one in aims if any(_is_goal(s) for s in inquiry.citing(one.passage.id))]
            return _unique([*goals, *aims, *best])[:BOTTOM_LINES]
        case Scope.PLAN:
            return _strongest(inquiry, chosen) or best[:1]
        case Scope.TOPIC:
            return best[:1]
        case Scope.POINT:
            return [one for one in best[:2] if one.score >= AS_GOOD * best[0].score]


def _strongest(inquiry: Inquiry, chosen: Sequence[Ranked]) -> list[Ranked]:
    """The passages whose treatment rules rest on most facts of the patient, and the aim."""
    weights: list[tuple[int, Ranked]] = []
    for one in chosen:
        held = [s for s in inquiry.citing(one.passage.id) if s.stand is Stand.HOLDS]
        known = [len(s.known) for s in held if s.gives or _allows(s) or _is_goal(s)]
        if known:
            weights.append((max(known), one))
    weights.sort(key=lambda pair: (-pair[0], pair[1].position))
    return in_order(one for _, one in weights[:BOTTOM_LINES])


def _is_goal(standing: Standing) -> bool:
    return isinstance(standing.rule.duty, Goal)


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
