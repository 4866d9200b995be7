"""Warnings: what a reader must know about an answer besides its statements."""

from collections.abc import Sequence
from datetime import date

from answering.coverage import absent_terms
from answering.holdings import Holdings
from answering.inquiry import Inquiry
from answering.premise import premises
from answering.wording import contested, instructions_ignored, overdue, premise, superseded, unknown_words
from corpus.guideline import Guideline, Status


def warnings_of(
    inquiry: Inquiry, holdings: Holdings, *, guidelines: Sequence[Guideline], instructs: bool
) -> tuple[str, ...]:
    """Guideline state first, then facts read two ways, what the guideline speaks against, what is absent."""
    found = [text for guideline in guidelines for text in _state(guideline, inquiry.ask.as_of)]
    if instructs:
        found.append(instructions_ignored())
    variables = holdings.core.variables
    for conflict in inquiry.context.conflicts:
        label = variables[conflict.name].label if conflict.name in variables else conflict.name
        found.append(contested(label, [fact.words for fact in conflict.readings]))
    barring = premises(inquiry, holdings.mentions)
    found += [premise(standing.rule.title) for standing in barring if standing.bars(inquiry.values)]
    absent = tuple(dict.fromkeys(term.words for term in absent_terms(inquiry, holdings.mentions)))
    if absent:
        found.append(unknown_words(absent))
    return tuple(dict.fromkeys(found))


def _state(guideline: Guideline, as_of: date | None) -> list[str]:
    found = []
    if guideline.status is not Status.IN_FORCE:
        found.append(superseded(guideline.title, guideline.status.value, guideline.superseded_by))
    if as_of and guideline.review_by and guideline.review_by < as_of:
        found.append(overdue(guideline.title, guideline.review_by))
    return found
