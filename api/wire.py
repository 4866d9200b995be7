"""Wire: the shapes that the API and `--json` send; where one equals a type of the core, that type is used."""

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from answering.answer import (
    Answer,
    Audience,
    Citation,
    MissingFact,
    Provenance,
    Reason,
    Review,
    Section,
    Statement,
    Trace,
)
from corpus.guideline import Guideline
from ingest.passage import Grade, Passage
from retrieval.evidence import Evidence
from rules.context import Conflict, Context, Fact, Value


class Wire(BaseModel):
    """A shape that is sent. Offsets are code points, end exclusive."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_json(self) -> str:
        """Indented JSON, the same bytes for the same value."""
        return self.model_dump_json(indent=2)


class FactBody(Wire):
    """A fact with the words it was read from, copied from the question or the history."""

    value: Value
    words: str
    source: str = Field(description="question or history")
    start: int
    end: int

    @classmethod
    def of(cls, fact: Fact) -> "FactBody":
        """The fact without its name."""
        return cls(value=fact.value, words=fact.words, source=fact.source, start=fact.start, end=fact.end)


class ConflictBody(Wire):
    """A fact that was read in two ways which can't both hold; it counts as unknown."""

    fact: str
    readings: tuple[FactBody, ...]


class AnswerBody(Wire):
    """An answer, a request for facts or an abstention; each statement has passed the rule core."""

    id: str
    kind: Literal["answer", "clarify", "abstain"]
    question: str
    audience: Audience
    bottom_line: tuple[Statement, ...]
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...] = Field(description="every statement, bottom line first")
    citations: tuple[Citation, ...]
    context: Mapping[str, FactBody] = Field(description="facts read; a fact that is absent is unknown")
    conflicts: tuple[ConflictBody, ...]
    missing_facts: tuple[MissingFact, ...]
    reason: Reason | None = Field(description="why there is no answer; null for an answer")
    nearest: tuple[str, ...] = Field(description="headings nearest to a question that is not answered")
    warnings: tuple[str, ...]
    follow_ups: tuple[str, ...]
    review: Review
    disclaimer: str
    trace: Trace
    trace_url: None = Field(
        None, description="null: this version stores no answers, so the trace is in `trace`"
    )
    provenance: Provenance

    @classmethod
    def of(cls, answer: Answer) -> "AnswerBody":
        """The answer in the shape that is sent."""
        return cls.model_validate(
            {
                **{name: getattr(answer, name) for name in _SAME},
                "context": facts_of(answer.context),
                "conflicts": conflicts_of(answer.context.conflicts),
            }
        )


_SAME = tuple(name for name in AnswerBody.model_fields if name not in {"context", "conflicts", "trace_url"})


class EvidenceBody(Wire):
    """A passage that bears on a query. `lexical` and `dense` are null where that arm did not find it."""

    passage_id: str
    guideline: str
    version: str
    heading_path: tuple[str, ...]
    text: str
    strength: Grade | None
    evidence: Grade | None
    page: int | None
    score: float = Field(ge=0, le=1, description="fused score")
    lexical: float | None
    dense: float | None

    @classmethod
    def of(cls, found: Evidence) -> "EvidenceBody":
        """The evidence with its passage laid flat."""
        passage = found.passage
        return cls(
            passage_id=passage.id,
            guideline=passage.guideline,
            version=passage.version,
            heading_path=passage.heading_path,
            text=passage.text,
            strength=passage.strength,
            evidence=passage.evidence,
            page=passage.page,
            score=found.score,
            lexical=found.lexical,
            dense=found.dense,
        )


class EvidenceList(Wire):
    """Evidence, best first."""

    evidence: tuple[EvidenceBody, ...]


class GuidelineList(Wire):
    """The guideline versions on record."""

    guidelines: tuple[Guideline, ...]


class PassageList(Wire):
    """Passages in document order."""

    passages: tuple[Passage, ...]


def facts_of(context: Context) -> dict[str, FactBody]:
    """The known facts by name; a fact whose readings conflict is not among them."""
    known = context.values()
    return {fact.name: FactBody.of(fact) for fact in context.facts if fact.name in known}


def conflicts_of(conflicts: Iterable[Conflict]) -> tuple[ConflictBody, ...]:
    """The contested facts with their readings."""
    return tuple(
        ConflictBody(fact=conflict.name, readings=tuple(FactBody.of(fact) for fact in conflict.readings))
        for conflict in conflicts
    )
