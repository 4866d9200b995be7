"""Probes: live says that the process runs, ready that it can answer."""

from typing import Literal

from fastapi import APIRouter, Request

from api import examples
from api.dependencies import opened
from api.engine import Engine
from api.errors import NotReady
from api.wire import Wire

router = APIRouter(tags=["probes"])


class Health(Wire):
    """The process runs."""

    status: Literal["ok"] = "ok"


class Readiness(Wire):
    """The service can answer: what it answers from, counted."""

    status: Literal["ready"] = "ready"
    guidelines: int
    rules: int
    corpus_hash: str


@router.get("/healthz", summary="Live?", responses=examples.answered({"status": "ok"}))
async def healthz() -> Health:
    """Answer as long as the process runs."""
    return Health()


@router.get(
    "/readyz", summary="Ready?", responses=examples.answered(examples.READY) | examples.missing("not-ready")
)
def readyz(request: Request) -> Readiness:
    """Answer 200 when the index holds passages and rules are loaded, else 503 with what is missing."""
    return readiness(opened(request))


def readiness(engine: Engine) -> Readiness:
    """Look at record, index and rules. Raises NotReady naming what is missing."""
    guidelines, rules = engine.record.guidelines(), engine.core.rules
    if not guidelines:
        raise NotReady("No guideline is on record. Take one in with: concordant ingest FOLDER")
    if not engine.retriever.search(guidelines[0].title, k=1):
        raise NotReady("The index finds nothing. Rebuild it from the record with: concordant ingest FOLDER")
    if not rules:
        raise NotReady("No rules are loaded, so no answer could be checked. Take in a guideline with rules.")
    return Readiness(guidelines=len(guidelines), rules=len(rules), corpus_hash=engine.record.corpus_hash())
