"""Answers: a question in, a checked and cited answer out."""

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples
from api.dependencies import EngineOf, SettingsOf
from api.requests import AnswerRequest
from api.wire import AnswerBody

router = APIRouter(prefix="/v1/answers", tags=["answers"])


@router.post("", summary="Answer a question", responses=examples.answered(examples.ANSWER))
def answer(
    asked: Annotated[AnswerRequest, Body(openapi_examples=examples.QUESTIONS)],
    engine: EngineOf,
    settings: SettingsOf,
) -> AnswerBody:
    """Answer from the guidelines on record.

    Every statement has passed the rule core and cites the passage it rests on. A question that the
    guidelines do not cover gets `kind: abstain` with a `reason`, and status 200.
    """
    return AnswerBody.of(engine.answer(asked.ask(default_model=settings.model)))
