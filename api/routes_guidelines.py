"""Guidelines: what is on record, and each stored passage at its own address."""

from fastapi import APIRouter

from api import examples
from api.dependencies import EngineOf
from api.errors import PassageNotFound
from api.wire import GuidelineList
from ingest.passage import Passage

router = APIRouter(prefix="/v1/guidelines", tags=["guidelines"])


@router.get("", summary="List guidelines", responses=examples.answered(examples.GUIDELINES))
def guidelines(engine: EngineOf) -> GuidelineList:
    """List the guideline versions on record, each with its review state as it is."""
    return GuidelineList(guidelines=engine.record.guidelines())


@router.get(
    "/{guideline}/versions/{version}/passages/{passage}",
    summary="Read a passage",
    responses=examples.answered(examples.PASSAGE) | examples.missing("passage-not-found"),
)
def passage(guideline: str, version: str, passage: str, engine: EngineOf) -> Passage:
    """Read one stored passage. Its id is `guideline:anchor`; the anchor alone will do."""
    full = passage if ":" in passage else f"{guideline}:{passage}"
    found = engine.record.passage(guideline, version, full)
    if found is None:
        raise PassageNotFound(guideline=guideline, version=version, passage=full)
    return found
