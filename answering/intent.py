"""Intent: what a question wants, read from its words by tables; nothing here knows a guideline."""

import re
from dataclasses import dataclass
from enum import StrEnum

from answering.figure import Figure, figure_asked
from answering.therapy_line import lines_in
from answering.topic import Topic, asked_topics
from answering.words import table
from rules.text import sentences


class Form(StrEnum):
    """How the question is put."""

    OPEN = "open"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class Intent:
    """What is wanted.

    `asking` is the part of the question that asks (the rest describes a patient). `wide` asks for the whole
    of a subject. `figure` is the number asked for, or None. `lines` are the lines of treatment asked about.
    `one_patient` tells that it speaks of one patient, not of patients in general.
    """

    asking: str
    topics: frozenset[Topic]
    form: Form
    wide: bool
    figure: Figure | None
    lines: frozenset[str]
    one_patient: bool


_VERBS = "is|are|was|were|can|could|should|shall|may|might|must|do|does|did|will|would|has|have"
_ASKS = re.compile(
    rf"\?|^(?:what|which|how|when|who|why|where|any|give|list|name|tell|explain|describe|summari[sz]e|advise|"
    rf"suggest|recommend|please|need|options?|treatment|management|repeat|{_VERBS})\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    rf"(?:^|[.,;:!]\s*|\b(?:and|so|but|then)\s+)(?:{_VERBS}|need|ok to|okay to|safe to|"
    r"any (?:role|need|benefit|point)|right|correct|agree)\b"
    r"(?!\s+(?:you\s+)?(?:list|tell|explain|describe|name))",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:what|which|how|when|why|who|where|whom)\b(?!\s+if\b)", re.IGNORECASE)
_CHOICE = re.compile(
    r"\b[\w/+-]+(?:\s[\w/+-]+){0,5}\s(?:or|vs\.?|versus)\s(?!not\b|more\b|later\b|both\b)[\w/+-]+[^?]*\?",
    re.IGNORECASE,
)


def read_intent(question: str) -> Intent:
    """What a question wants. Topics come from the asking part, or from all of it where that names none."""
    asking = asking_part(question)
    forms = table("forms")
    return Intent(
        asking=asking,
        topics=asked_topics(asking) or asked_topics(question),
        form=_form(asking),
        wide=forms["wide"].search(asking) is not None,
        figure=figure_asked(asking),
        lines=lines_in(asking),
        one_patient=forms["one_patient"].search(question) is not None,
    )


def asking_part(question: str) -> str:
    """The sentences that ask; the last one where none shows that it does."""
    texts = [span.text for span in sentences(question)]
    asks = [text for text in texts if _ASKS.search(text)]
    marked = [text for text in asks if "?" in text]
    return " ".join(marked or asks or texts[-1:]) or question


def _form(asking: str) -> Form:
    opens = _OPEN.search(asking)
    if _CHOICE.search(asking) and (opens is None or not asking.lower().startswith(("what", "how", "why"))):
        return Form.CHOICE
    yes_no = _YES_NO.search(asking)
    if yes_no and (opens is None or yes_no.start() < opens.start()):
        return Form.YES_NO
    return Form.OPEN
