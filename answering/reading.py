"""Reading: from an ask to an inquiry: facts, where the rules stand, what is asked, what retrieval finds."""

from collections.abc import Sequence

from answering.ask import Ask
from answering.holdings import Holdings
from answering.inquiry import Inquiry
from answering.intent import read_intent
from answering.request import Request
from answering.standing import standings
from answering.terms import Term
from ingest.passage import Passage
from retrieval.evidence import Evidence
from rules.context import Context, Turn

CONSIDERED = 24
"""Passages that retrieval is asked for."""
WHOLE = 150
"""A guideline of at most this many passages is considered whole once retrieval points to it."""
POINTS = 3
"""How many of the best passages may point to a guideline."""


def read(ask: Ask, request: Request, holdings: Holdings) -> Inquiry:
    """Everything that is known of a question before a word of the answer is written."""
    question = request.clinical or ask.question
    context = holdings.core.read(question, ask.history)
    intent = read_intent(question)
    evidence = holdings.finder.search(_query(question, ask.history), k=CONSIDERED, guidelines=ask.guidelines)
    outcomes = holdings.core.outcomes(context)
    asked, told = _asked(question, intent.asking, context, holdings)
    return Inquiry(
        ask=ask,
        question=question,
        context=context,
        outcomes=outcomes,
        standings=standings(holdings.core.rules, outcomes, context),
        intent=intent,
        asked=asked,
        told=told,
        before=_before(ask.history, holdings),
        evidence=evidence,
        pool=_pool(evidence, holdings),
    )


def _query(question: str, history: Sequence[Turn]) -> str:
    """What to search for: the question, after the one before it where there is one."""
    earlier = [turn.content for turn in history if turn.role == "user"]
    return f"{earlier[-1]}\n{question}" if earlier else question


def _asked(
    question: str, asking: str, context: Context, holdings: Holdings
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The terms of the asking part outside the words of facts, and all others."""
    facts = [(fact.start, fact.end) for fact in context.facts if fact.source == "question"]
    asked: list[Term] = []
    told: list[Term] = []
    for term in holdings.terms.of(question):
        in_fact = any(term.start < end and start < term.end for start, end in facts)
        asks = term.words in asking
        (asked if asks and not in_fact else told).append(term)
    return tuple(asked), tuple(told)


def _before(history: Sequence[Turn], holdings: Holdings) -> tuple[Term, ...]:
    """The terms of the last question and the last answer."""
    last = {turn.role: turn.content for turn in history}
    return tuple(term for role in sorted(last) for term in holdings.terms.of(last[role]) if term.known)


def _pool(evidence: Sequence[Evidence], holdings: Holdings) -> tuple[Passage, ...]:
    """What retrieval found, and the whole of each short guideline that its best finds point to."""
    pointed = {found.passage.guideline for found in evidence[:POINTS]}
    whole = {guideline for guideline in pointed if holdings.sizes.get(guideline, 0) <= WHOLE}
    found = {one.passage.id for one in evidence}
    if not whole:
        return tuple(sorted((one.passage for one in evidence), key=lambda p: (p.guideline, p.start, p.id)))
    return tuple(p for p in holdings.stored.values() if p.id in found or p.guideline in whole)
