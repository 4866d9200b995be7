"""Requests: what callers send. A field that nothing reads is refused, so that no misspelling passes."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from answering.answer import Audience
from answering.ask import QUESTION_LIMIT, Ask
from rules.context import Turn

ANSWER_LIMIT = 100_000
"""Characters of an answer that `check` reads; more is a document, not an answer."""

HISTORY_LIMIT = 100
"""Earlier messages of a conversation."""

EVIDENCE_LIMIT = 50
"""Passages that one retrieval may ask for."""


class Request(BaseModel):
    """A request body."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TurnIn(Request):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str

    def turn(self) -> Turn:
        """The message as the core reads it."""
        return Turn(role=self.role, content=self.content)


class Asking(Request):
    """What a question and a check have in common."""

    question: str = Field(description=f"in the clinician's own words, at most {QUESTION_LIMIT:,} characters")
    history: tuple[TurnIn, ...] = Field(
        (), max_length=HISTORY_LIMIT, description="earlier messages, oldest first"
    )
    guidelines: tuple[str, ...] = Field((), description="ids of guidelines to keep to; empty for all")

    def turns(self) -> tuple[Turn, ...]:
        """The history as the core reads it."""
        return tuple(turn.turn() for turn in self.history)


class AnswerRequest(Asking):
    """A question."""

    audience: Audience = Audience.CLINICIAN
    as_of: date | None = Field(None, description="the day the answer is for; null compares no dates")
    model: str | None = Field(None, description="what drafts the answer; null for the one that is configured")
    stream: Literal[False] = Field(False, description="streaming is not available in this version")

    def ask(self, *, default_model: str) -> Ask:
        """The question as the pipeline takes it. Raises an InputError."""
        return Ask(
            question=self.question,
            history=self.turns(),
            guidelines=self.guidelines,
            audience=self.audience,
            as_of=self.as_of,
            model=self.model or default_model,
        )


class CheckRequest(Asking):
    """An answer to be judged, with the question that it answers."""

    answer: str = Field(min_length=1, max_length=ANSWER_LIMIT)


class RetrieveRequest(Request):
    """A search for passages."""

    query: str
    k: int = Field(8, ge=1, le=EVIDENCE_LIMIT, description="how many passages at most")
    guidelines: tuple[str, ...] = Field((), description="ids of guidelines to keep to; empty for all")
