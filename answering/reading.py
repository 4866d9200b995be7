"""Reading: from an ask to an inquiry: facts, where the rules stand, what is asked, what retrieval finds."""

import re
from collections.abc import Sequence

from answering.ask import Ask
from answering.holdings import Holdings
from answering.inquiry import Inquiry, ids_of
from answering.intent import Intent, asking_spans, read_intent, with_one_before
from answering.request import Request
from answering.standing import standings
from answering.terms import Term
from answering.topic import stands_apart
from ingest.passage import Passage
from retrieval.evidence import Evidence
from rules.context import Context, Turn

_SUPPOSES = re.compile(
    r"\s*(?:and|but|so|or)?\s*(?:(?:what|how about|what about) if|if|suppose|supposing|assuming|imagine)\b",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"[,.;:]\s+(?:then\s+)?(?:what|which|would|should|could|can|do|does|is|are|will|how|when|may)\b",
    re.IGNORECASE,
)
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
    evidence = holdings.finder.search(
        search_query(question, ask.history), k=CONSIDERED, guidelines=ask.guidelines
    )
    outcomes = holdings.core.outcomes(context)
    before = _before(ask.history, holdings)
    intent, asked, told = _asked(question, context, holdings)
    earlier = _supposed_of(question, ask.history)
    if earlier:  # "And if she is HER2-positive?" asks the question before of another patient
        intent, asked, _ = _asked(earlier, Context(), holdings)
        told = (*told, *(term for term in holdings.terms.of(question) if term not in told))
    return Inquiry(
        ask=ask,
        question=question,
        context=context,
        outcomes=outcomes,
        standings=standings(holdings.core.rules, outcomes, context),
        intent=intent,
        asked=asked,
        told=told,
        before=before,
        evidence=evidence,
        pool=_on_subject(_pool(evidence, holdings), (*asked, *told, *before), holdings),
    )


def _supposed_of(question: str, history: Sequence[Turn]) -> str:
    """The asking part of the question before, where this one only supposes other facts; "" elsewhere."""
    earlier = [turn.content for turn in history if turn.role == "user"]
    if not earlier or not _SUPPOSES.match(question) or _ASKS_MORE.search(question):
        return ""
    return " ".join(span.text for span in asking_spans(earlier[-1]))


def search_query(question: str, history: Sequence[Turn]) -> str:
    """What to search for: the question, after the one before it where there is one."""
    earlier = [turn.content for turn in history if turn.role == "user"]
    return f"{earlier[-1]}\n{question}" if earlier else question


def _asked(
    question: str, context: Context, holdings: Holdings
) -> tuple[Intent, tuple[Term, ...], tuple[Term, ...]]:
    """The intent, the terms of the asking part outside the words of facts, and all other terms.

    An asking part that names nothing ("Do you agree?") takes in the sentence before it. A fact that holds
    counts as told by its name, so that "calcium 3.4" tells of hypercalcemia.
    """
    facts = [(fact.start, fact.end) for fact in context.facts if fact.source == "question"]
    terms = holdings.terms.of(question)
    outside = [t for t in terms if not any(t.start < end and start < t.end for start, end in facts)]
    spans = asking_spans(question)
    while True:
        asked = tuple(t for t in outside if any(s.start <= t.start < s.end for s in spans))
        intent = read_intent(question, spans)
        wider = with_one_before(question, spans)
        if any(t.known for t in asked) or intent.topics or intent.lines or len(wider) == len(spans):
            break
        spans = wider
    told = [term for term in terms if term not in asked]
    for fact in context.facts:
        if fact.value is True and fact.name in holdings.core.variables:
            told += holdings.terms.of(holdings.core.variables[fact.name].label)
    return intent, asked, tuple(told)


def _before(history: Sequence[Turn], holdings: Holdings) -> tuple[Term, ...]:
    """The terms of the last question and the last answer."""
    last = {turn.role: turn.content for turn in history}
    return tuple(term for role in sorted(last) for term in holdings.terms.of(last[role]) if term.known)


def _on_subject(pool: tuple[Passage, ...], terms: Sequence[Term], holdings: Holdings) -> tuple[Passage, ...]:
    """The pool without guidelines on other diseases, where some guideline is on the disease that is named."""
    mentions = holdings.mentions
    named = {id for id in ids_of(terms) if mentions.kind(id) == "disease"}
    fitting = {
        guideline
        for guideline in {passage.guideline for passage in pool}
        if mentions.same_disease(named, [passage for passage in pool if passage.guideline == guideline])
    }
    return tuple(passage for passage in pool if passage.guideline in fitting) if fitting else pool


def _pool(evidence: Sequence[Evidence], holdings: Holdings) -> tuple[Passage, ...]:
    """What retrieval found, and the whole of each short guideline that its best finds point to; without the
    parts of a document that answer nothing."""
    pointed = {found.passage.guideline for found in evidence[:POINTS]}
    whole = {guideline for guideline in pointed if holdings.sizes.get(guideline, 0) <= WHOLE}
    found = {one.passage.id: one.passage for one in evidence}
    for guideline in whole:
        found |= {passage.id: passage for passage in holdings.of_guideline(guideline)}
    told = [passage for passage in found.values() if not stands_apart(passage.heading_path)]
    return tuple(sorted(told, key=lambda passage: (passage.guideline, passage.start, passage.id)))
