"""Intent: what a question wants, read from its words by tables; nothing here knows a guideline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from answering.figure import Figure, figure_asked
from answering.therapy_line import lines_in
from answering.topic import Topic, asked_topics
from answering.words import table
from rules.text import Span, sentences


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
    `one_patient` tells that it speaks of one patient, not of patients in general; `compares` that it asks
    which of several is better, `negative` that it is put the other way round ("can I leave out ...?"),
    `together` that it has several things in mind at once.
    """

    asking: str
    topics: frozenset[Topic]
    form: Form
    wide: bool
    figure: Figure | None
    lines: frozenset[str]
    one_patient: bool
    compares: bool
    negative: bool
    together: bool


_CUT = re.compile(r"(?:[,;]|\s-|\u2013|\u2014)\s+")
_VERBS = "is|are|was|were|can|could|should|shall|may|might|must|do|does|did|will|would|has|have"
_ASKS = re.compile(
    rf"\?|^(?:what|which|how|when|who|why|where|any|give|list|name|tell|explain|describe|summari[sz]e|advise|"
    rf"suggest|recommend|please|need|options?|treatment|management|repeat|{_VERBS})\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"\s*(?:what|which|how|when|who|why|where|any|by|at|for|in which|{_VERBS})\b", re.IGNORECASE
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


def read_intent(question: str, spans: Sequence[Span] = ()) -> Intent:
    """What a question wants; `spans` is the part that asks, found by `asking_spans` where not given."""
    asking = " ".join(span.text for span in spans or asking_spans(question))
    forms = table("forms")
    form = _form(asking)
    return Intent(
        asking=asking,
        topics=asked_topics(asking),
        form=form,
        wide=forms["wide"].search(asking) is not None,
        figure=figure_asked(asking),
        lines=lines_in(asking),
        one_patient=forms["one_patient"].search(question) is not None,
        together=form is not Form.CHOICE
        and forms["together"].search(asking) is not None
        and forms["in_turn"].search(asking) is None,
        negative=forms["negative"].search(asking) is not None,
        compares=form is Form.CHOICE or forms["compares"].search(asking) is not None,
    )


def asking_spans(question: str) -> tuple[Span, ...]:
    """The parts that ask; the last one where none shows that it does."""
    spans = _parts(question)
    asks = tuple(span for span in spans if _ASKS.search(span.text))
    marked = tuple(span for span in asks if "?" in span.text)
    return marked or asks or spans[-1:]


def with_one_before(question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same parts with the one that precedes the first of them."""
    before = [span for span in _parts(question) if spans and span.end <= spans[0].start]
    return (*before[-1:], *spans)


def _parts(question: str) -> tuple[Span, ...]:
    """The sentences of a question; one that tells first and asks last ("58F, mets, 1L?") is cut in two."""
    found: list[Span] = []
    for span in sentences(question):
        cuts = [match.end() for match in _CUT.finditer(span.text)]
        if "?" not in span.text or _OPENS.match(span.text) or not cuts:
            found.append(span)
            continue
        told, asked = span.text[: cuts[-1]], span.text[cuts[-1] :]
        found.append(Span(told, span.start, span.start + cuts[-1]))
        found.append(Span(asked, span.start + cuts[-1], span.end))
    return tuple(found)


def _form(asking: str) -> Form:
    opens = _OPEN.search(asking)
    if _CHOICE.search(asking) and (opens is None or not asking.lower().startswith(("what", "how", "why"))):
        return Form.CHOICE
    yes_no = _YES_NO.search(asking)
    if yes_no and (opens is None or yes_no.start() < opens.start()):
        return Form.YES_NO
    return Form.YES_NO if opens is None and "?" in asking else Form.OPEN
