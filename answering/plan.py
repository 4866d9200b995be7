"""Plan: the passages that make a treatment plan for one patient, by the rules that stand on her facts."""

from collections.abc import Sequence

from answering.inquiry import Inquiry, ids_of
from answering.mentions import Mentions
from answering.population import Fit
from answering.ranking import Ranked
from answering.standing import Stand, Standing
from answering.topic import Topic

PARTS = frozenset(
    {
        Topic.AIM,
        Topic.TREATMENT,
        Topic.CHOICE,
        Topic.REGIMEN,
        Topic.DURATION,
        Topic.SUPPORT,
        Topic.RESPONSE,
        Topic.PITFALL,
    }
)
"""What treatment is made of; work-up and prognosis are questions of their own."""


def plan(inquiry: Inquiry, ranked: Sequence[Ranked], mentions: Mentions) -> list[Ranked]:
    """What fits, what unknown facts leave open, and what goes with the treatments that the rules give."""
    given, others = modalities(inquiry, mentions)
    told = frozenset(id for id in ids_of(inquiry.told) if not mentions.frames(id, inquiry.pool))
    wanted = PARTS | inquiry.intent.topics
    found = []
    for one in ranked:
        apart = bool(one.topics) and not one.topics & wanted
        if not one.fits or apart or other_line(one, inquiry):
            continue
        about = mentions.names(given, one.passage)
        if one.topics & {Topic.SUPPORT}:
            keep = mentions.names(told, one.passage) or _met(one, inquiry)
        elif Topic.RESPONSE in one.topics:
            keep = about
        elif about:
            keep = one.fitness.fit is Fit.MATCH or bool(_deciding(one, inquiry))
        else:
            keep = (
                (one.fitness.fit is Fit.MATCH or bool(_deciding(one, inquiry)))
                and not mentions.names(others, one.passage)
                and _tells(one, inquiry)
            )
        if keep or (Topic.SUPPORT not in one.topics and _branch(one, inquiry)):
            found.append(one)
    return found


def modalities(inquiry: Inquiry, mentions: Mentions) -> tuple[frozenset[str], frozenset[str]]:
    """What is asked for or the rules would give this patient, and all else that a rule would give someone;
    nothing where no rule gives her anything."""
    standings = inquiry.standings
    everything = frozenset(id for s in standings if s.gives or s.ranks for id in s.concepts)
    named = ids_of(inquiry.asked) & everything
    if named:
        return named, frozenset(
            id for id in everything if not any(mentions.related(id, one) for one in named)
        )
    for stand in (Stand.HOLDS, Stand.OPEN):
        given = frozenset(
            id for s in standings if s.gives and s.stand is stand and s.known for id in s.concepts
        )
        if given:
            return given, everything - given
    return frozenset(), frozenset()


def other_line(one: Ranked, inquiry: Inquiry) -> bool:
    """Whether a passage is on another line of treatment than the one asked about."""
    wanted = inquiry.intent.lines
    ruled = frozenset(s.line for s in inquiry.citing(one.passage.id) if s.line)
    lines = ruled or one.lines
    return bool(wanted and lines and not wanted & lines)


def _branch(one: Ranked, inquiry: Inquiry) -> bool:
    """Whether a treatment on this passage hangs on a fact that is not known."""
    return any(s.gives and s.stand is Stand.OPEN and s.known for s in inquiry.citing(one.passage.id))


def _deciding(one: Ranked, inquiry: Inquiry) -> list[Standing]:
    return [s for s in inquiry.citing(one.passage.id) if s.decides and s.known]


def _met(one: Ranked, inquiry: Inquiry) -> bool:
    """Whether a rule on this passage holds for what is known, its precondition included."""
    return any(s.stand is Stand.HOLDS and s.met(inquiry.values) is True for s in _deciding(one, inquiry))


def _tells(one: Ranked, inquiry: Inquiry) -> bool:
    """Whether a passage tells what to do; one that only says what to assess does not."""
    citing = inquiry.citing(one.passage.id)
    return not citing or any(standing.decides for standing in citing)
