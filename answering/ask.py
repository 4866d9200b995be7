"""Ask: one question as it comes in, with everything that may change the answer."""

from dataclasses import dataclass
from datetime import date

from answering.answer import Audience
from answering.errors import EmptyQuestion, ModelNotOffered, QuestionTooLong
from rules.context import Turn

QUESTION_LIMIT = 8_000
"""Characters (code points). A longer text is a document, not a question."""

MODELS = ("none",)
"""What may draft an answer: "none" is extraction and rules, with no language model."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question. `as_of` is the day the answer is for; None compares no dates, so that bytes stay the same.

    `guidelines` are ids to keep to; empty means all. Making one raises `EmptyQuestion`,
    `QuestionTooLong` or `ModelNotOffered`; unknown guideline ids are found by the pipeline.
    """

    question: str
    history: tuple[Turn, ...] = ()
    guidelines: tuple[str, ...] = ()
    audience: Audience = Audience.CLINICIAN
    as_of: date | None = None
    model: str = "none"

    def __post_init__(self) -> None:
        if not self.question.strip():
            raise EmptyQuestion
        if len(self.question) > QUESTION_LIMIT:
            raise QuestionTooLong(length=len(self.question), limit=QUESTION_LIMIT)
        if self.model not in MODELS:
            raise ModelNotOffered(model=self.model, choices=MODELS)
