"""Check: an answer from anywhere, judged by the rule core alone."""

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples
from api.dependencies import EngineOf
from api.engine import judge
from api.requests import CheckRequest
from api.wire_check import CheckBody

router = APIRouter(prefix="/v1/check", tags=["check"])


@router.post("", summary="Judge an answer", responses=examples.answered(examples.CHECK))
def check(
    asked: Annotated[CheckRequest, Body(openapi_examples=examples.CHECKS)], engine: EngineOf
) -> CheckBody:
    """Judge each statement of an answer against the rules and passages, for the patient in the question.

    No language model takes part. `verdict` is `pass` only when every statement is supported or neutral
    and nothing that has to be said is missing.
    """
    report = judge(
        engine,
        question=asked.question,
        answer=asked.answer,
        history=asked.turns(),
        guidelines=asked.guidelines,
    )
    return CheckBody.of(report, shelf=engine.record, guidelines=asked.guidelines)
