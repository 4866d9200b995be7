"""Case: one question of a suite, with everything that people expect of the answer."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rules.context import Turn, Value
from rules.verdict import Verdict

ROLES = ("user", "assistant")
Text = Annotated[str, Field(min_length=1)]


class Frozen(BaseModel):
    """A value that is read from a file; unknown fields are refused, so a misspelt one can't be ignored.

    Numbers are finite: JSON has no others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Behaviour(StrEnum):
    """What a system should do with a question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"


class Task(StrEnum):
    """What a system is asked to do with a case."""

    ANSWER = "answer"
    CHECK = "check"
    RETRIEVE = "retrieve"


class Outcome(StrEnum):
    """What a check should say of a whole draft."""

    PASS = "pass"
    BLOCK = "block"


class Labelled(Frozen):
    """One sentence of a draft as people see it. Any of `verdicts` is right."""

    text: Text = Field(description="The sentence, as it stands in the draft.")
    verdicts: Annotated[tuple[Verdict, ...], Field(min_length=1)] = Field(
        description="The verdicts that are right for it; any one of them will do."
    )


class Draft(Frozen):
    """An answer written elsewhere, to be checked. `verdicts` label it as a whole; empty where nobody did."""

    text: Text = Field(description="The whole draft.")
    outcome: Outcome = Field(description="Whether it may go out as it is.")
    verdicts: tuple[Verdict, ...] = Field(
        default=(), description="The verdicts that are right for the draft as a whole; empty: not labelled."
    )
    sentences: tuple[Labelled, ...] = Field(
        default=(), description="Its sentences with their labels; each stands in the draft word for word."
    )

    @model_validator(mode="after")
    def _sentences_are_in_the_text(self) -> Self:
        for sentence in self.sentences:
            if sentence.text not in self.text:
                raise ValueError(f"the sentence {sentence.text!r} is not in the draft")
        return self


class Gold(Frozen):
    """A place that answers the question: a passage by its id, or a quote with the document that holds it.

    `document` is a guideline's id or the name of its file. `grade` is its relevance, 1 or more. `same` groups
    places that are equally good: finding one of them is finding all. None: it stands for itself.
    """

    passage: Text | None = Field(default=None, description="A passage by its id, GUIDELINE:ANCHOR.")
    document: Text | None = Field(default=None, description="A guideline's id, or the name of its file.")
    quote: Text | None = Field(default=None, description="Words of the document, copied exactly.")
    grade: Annotated[int, Field(ge=1)] = Field(default=1, description="How relevant it is; more is better.")
    same: Text | None = Field(
        default=None, description="A name for places that are equally good: finding one is finding all."
    )

    @model_validator(mode="after")
    def _points_somewhere(self) -> Self:
        if not (self.passage or self.quote or self.document):
            raise ValueError("give a passage, a document, or a document with a quote")
        return self


class Case(Frozen):
    """One case. What is absent is not expected, and not scored.

    `must` are facts that the answer has to state, `must_not` statements that it may not make, each a sentence
    of its own. `facts` are what should be read from question and history, None for one that has to stay
    unknown. `asks_for` names facts of which at least one should be asked for. `document` names the file that
    a draft is to be checked against, without rules; None: the guidelines on record. `guidelines` are ids to
    keep to; empty: all.
    """

    id: Text = Field(description="A name that no other case of the suite has.")
    question: Text = Field(description="What is asked.")
    history: tuple[Turn, ...] = Field(
        default=(), description='Earlier messages, oldest first; a role is "user" or "assistant".'
    )
    reference: Text | None = Field(default=None, description="A right answer in a person's words.")
    must: tuple[Text, ...] = Field(
        default=(), description="Facts that the answer has to state, each a sentence of its own."
    )
    must_not: tuple[Text, ...] = Field(
        default=(), description="Statements that the answer may not make, each a sentence of its own."
    )
    gold: tuple[Gold, ...] = Field(default=(), description="The places that answer the question.")
    behaviour: Behaviour | None = Field(default=None, description="What a system should do.")
    facts: Mapping[str, Value | None] = Field(
        default={},
        description="Facts to be read from question and history; null: has to stay unknown.",
    )
    asks_for: tuple[Text, ...] = Field(
        default=(), description="Names of facts of which at least one should be asked for."
    )
    draft: Draft | None = Field(default=None, description="An answer written elsewhere, to be checked.")
    document: Text | None = Field(
        default=None,
        description="The file that the draft is checked against; null: all guidelines on record.",
    )
    guidelines: tuple[Text, ...] = Field(
        default=(), description="Ids of the guidelines to keep to; empty: all."
    )
    tags: tuple[Text, ...] = Field(
        default=(), description='Words to filter and break down by, such as "kind:vignette".'
    )

    @field_validator("history")
    @classmethod
    def _roles_are_known(cls, history: tuple[Turn, ...]) -> tuple[Turn, ...]:
        for number, turn in enumerate(history):
            if turn.role not in ROLES:
                raise ValueError(f'message {number} has the role {turn.role!r}, not "user" or "assistant"')
        return history

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What a system has to do so that everything expected here can be scored.

        Where a behaviour is expected it has to retrieve as well: abstention is scored by what is found.
        """
        answers = (
            self.must or self.must_not or self.behaviour or self.facts or self.asks_for or self.reference
        )
        asked = {
            Task.ANSWER: bool(answers),
            Task.CHECK: self.draft is not None,
            Task.RETRIEVE: bool(self.gold) or self.behaviour is not None,
        }
        return tuple(task for task, wanted in asked.items() if wanted)
