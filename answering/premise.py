"""Premise: what a question takes for granted and the guideline speaks against for this patient."""

from answering.inquiry import Inquiry, ids_of
from answering.mentions import Mentions
from answering.standing import Standing


def premises(inquiry: Inquiry, mentions: Mentions) -> tuple[Standing, ...]:
    """The rules that bar what the question has in mind, or what the talk before it was about.

    None for a question put the other way round: "can I leave it out?" has in mind what the rule says.
    """
    if inquiry.intent.negative:
        return ()
    named = ids_of([term for term in inquiry.asked if term.known]) or ids_of(inquiry.before)
    return tuple(s for s in inquiry.standings if s.bars(inquiry.values) and mentions.meets(named, s))


def barred(inquiry: Inquiry) -> frozenset[str]:
    """Everything that some rule speaks against giving to this patient."""
    bans = [s for s in inquiry.standings if s.bars(inquiry.values) and not s.combines]
    return frozenset(id for s in bans for id in s.concepts)
