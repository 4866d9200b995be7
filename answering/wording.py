"""Wording: the fixed sentences of an answer. They carry no clinical content, so they need no citation."""

from collections.abc import Sequence
from datetime import date

from answering.answer import Audience, Reason, Review
from corpus.guideline import Guideline, ReviewState

_DISCLAIMER = {
    Audience.CLINICIAN: (
        "For healthcare professionals. This restates guideline text; it does not replace clinical judgment. "
        "Verify against the cited source before acting."
    ),
    Audience.TRAINEE: (
        "For training and professional use. This restates guideline text; it does not replace clinical "
        "judgment. Verify against the cited source and with a supervisor before acting."
    ),
    Audience.PATIENT: (
        "This is general information from a guideline for doctors, not advice for one person. Do not start, "
        "stop or change any treatment because of it. Ask the cancer doctor or nurse who knows the case."
    ),
}

_BANNER = {
    ReviewState.SUBMITTED: "Submitted, not reviewed by clinicians.",
    ReviewState.UNDER_REVIEW: "Under clinical review, not approved.",
    ReviewState.APPROVED: "Approved by clinical review.",
}

_WHY_NOT = {
    Reason.OUT_OF_CORPUS: "The guidelines on record do not cover this question.",
    Reason.GUIDELINE_SILENT: "The guidelines on record do not give an answer to this question.",
    Reason.FACTS_MISSING: "The guideline gives no single answer without further facts.",
    Reason.SOURCES_IN_CONFLICT: "The guidelines on record give no single answer.",
    Reason.SUPERSEDED_ONLY: (
        "The guidelines on record do not cover this question, except in superseded versions."
    ),
    Reason.NOT_CLINICAL: "The guidelines on record do not cover this; it is no clinical question.",
    Reason.REFUSED: "I decline this request; please ask a clinical question.",
}
"""These pass the rule core as remarks without clinical content; a test holds them to it."""

TITLES = {
    "pitfalls": "Pitfalls to avoid",
    "required": "Also required",
}


def disclaimer(audience: Audience) -> str:
    """The disclaimer for one audience."""
    return _DISCLAIMER[audience]


def review(guidelines: Sequence[Guideline]) -> Review:
    """The least advanced review state among the guidelines behind an answer, told as it is."""
    order = (ReviewState.SUBMITTED, ReviewState.UNDER_REVIEW, ReviewState.APPROVED)
    states = {guideline.review for guideline in guidelines}
    state = next((state for state in order if state in states), ReviewState.SUBMITTED)
    return Review(state=state.value, banner=_BANNER[state])


def reason(why: Reason, detail: str = "") -> str:
    """Why there is no answer, in one or two sentences."""
    return f"{_WHY_NOT[why]} {detail}".strip()


def unknown_words(words: Sequence[str]) -> str:
    """Names what the question asks about and the guidelines do not mention."""
    named = ", ".join(f'"{word}"' for word in words)
    return f"The guidelines on record do not mention {named}."


def no_figures(figure: str) -> str:
    """Said where a number is asked for that no passage gives."""
    return f"The guidelines on record give no {figure} figures for this."


def other_setting(asked: Sequence[str], covered: Sequence[str]) -> str:
    """Said where the question is about a stage of disease that the guidelines do not deal with."""
    wanted, known = " or ".join(asked), " and ".join(covered)
    return f"The guidelines on record do not cover {wanted} disease, only {known} disease."


def needs_facts() -> str:
    """What a request for facts begins with."""
    return _WHY_NOT[Reason.FACTS_MISSING]


def instructions_ignored() -> str:
    """Said where a question carried instructions to the service beside its clinical part."""
    return "Instructions to the service in the question were ignored; only its clinical part was read."


def contested(label: str, words: Sequence[str]) -> str:
    """Said where a fact was read in two ways that can't both hold."""
    read = " and ".join(f'"{each}"' for each in words)
    return f"Contradictory on {label}: {read}. It counts as unknown."


def premise(title: str) -> str:
    """Said where the question has something in mind that a rule speaks against for this patient."""
    return f"The guideline speaks against what the question has in mind: {title}."


def superseded(title: str, status: str, by: str | None) -> str:
    """Said of a guideline that is not in force."""
    replaced = f" by {by}" if by else ""
    return f'"{title}" is {status}{replaced}.'


def overdue(title: str, review_by: date) -> str:
    """Said of a guideline whose review date has passed on the day that the answer is for."""
    return f'"{title}" was due for review by {review_by.isoformat()}.'
