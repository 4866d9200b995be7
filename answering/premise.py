"""Premise: what a question takes for granted and the guideline speaks against for this patient."""

from answering.inquiry import Inquiry, ids_of
from answering.mentions import Mentions
from answering.standing import Standing


def premises(inquiry: Inquiry, mentions: Mentions) -> tuple[Standing, ...]:
    """The rules that bar what the question has in mind, or what the talk before it was about; those too that
    would bar it, were a fact known that they still wait for.

    None for a question put the other way round: "can I leave it out?" has in mind what the rule says. A
    ban on a combination counts only where several things are had in mind together.
    """
    if inquiry.intent.negative:
        return ()
    named = ids_of([term for term in inquiry.asked if term.known]) or ids_of(inquiry.before)
    named = named or ids_of(inquiry.told)
    all_of = frozenset(up for id in named for up in mentions.above(id))
    found = [s for s in inquiry.standings if s.would_bar(inquiry.values) and _on_line(s, inquiry)]
    if not inquiry.intent.together:
        found = [standing for standing in found if not standing.combines]
    barring = [s for s in found if mentions.about(named if s.combines else all_of, s)]
    return (*(s for s in displacing(inquiry) if all_of & displaced(s, inquiry)), *barring)


def displacing(inquiry: Inquiry) -> tuple[Standing, ...]:
    """The rules that give this patient a treatment in place of that of another rule, which would apply to her
    and which they turn off."""
    lines = inquiry.intent.lines
    return tuple(
        s
        for s in inquiry.standings
        if s.gives and s.held(inquiry.values) and (not lines or s.line in lines) and displaced(s, inquiry)
    )


def displaced(standing: Standing, inquiry: Inquiry) -> frozenset[str]:
    """The treatments in whose place a rule gives another to this patient."""
    return frozenset(
        id
        for other in inquiry.standings
        if other.rule.id in standing.rule.overrides
        and (other.gives or other.allows)
        and other.rule.when.evaluate(inquiry.values).value is True
        for id in other.concepts - standing.concepts
    )


def barred(inquiry: Inquiry) -> frozenset[str]:
    """Everything that some rule speaks against giving to this patient."""
    bans = [
        s for s in inquiry.standings if s.bars(inquiry.values) and not s.combines and _on_line(s, inquiry)
    ]
    instead = frozenset(id for s in displacing(inquiry) for id in displaced(s, inquiry))
    return instead | frozenset(id for s in bans for id in s.concepts)


def _on_line(standing: Standing, inquiry: Inquiry) -> bool:
    """Whether a rule for one line of treatment meets a question on that line."""
    return standing.line is None or standing.line in inquiry.intent.lines
