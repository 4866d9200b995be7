"""Case: one question of a suite, with everything that people expect of the answer."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.context import Turn, Value
from rules.verdict import Verdict

Text = Annotated[str, Field(min_length=1)]


class Frozen(BaseModel):
    """A value that is read from a file; unknown fields are refused, so a misspelt one can't be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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

    text: Text
    verdicts: Annotated[tuple[Verdict, ...], Field(min_length=1)]


class Draft(Frozen):
    """An answer written elsewhere, to be checked. `verdicts` label it as a whole; empty where nobody did."""

    text: Text
    outcome: Outcome
    verdicts: tuple[Verdict, ...] = ()
    sentences: tuple[Labelled, ...] = ()

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

    passage: Text | None = None
    document: Text | None = None
    quote: Text | None = None
    grade: Annotated[int, Field(ge=1)] = 1
    same: Text | None = None

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

    id: Text
    question: Text
    history: tuple[Turn, ...] = ()
    reference: Text | None = None
    must: tuple[Text, ...] = ()
    must_not: tuple[Text, ...] = ()
    gold: tuple[Gold, ...] = ()
    behaviour: Behaviour | None = None
    facts: Mapping[str, Value | None] = {}
    asks_for: tuple[Text, ...] = ()
    draft: Draft | None = None
    document: Text | None = None
    guidelines: tuple[Text, ...] = ()
    tags: tuple[Text, ...] = ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What a system has to do so that everything expected here can be scored."""
        answers = (
            self.must or self.must_not or self.behaviour or self.facts or self.asks_for or self.reference
        )
        asked = {
            Task.ANSWER: bool(answers),
            Task.CHECK: self.draft is not None,
            Task.RETRIEVE: bool(self.gold),
        }
        return tuple(task for task, wanted in asked.items() if wanted)
