"""Retrieve: the passages that bear on a query, without an answer."""

from typing import Annotated

from fastapi import APIRouter, Body

from api import examples
from api.dependencies import EngineOf
from api.engine import find
from api.requests import RetrieveRequest
from api.wire import EvidenceBody, EvidenceList

router = APIRouter(prefix="/v1/retrieve", tags=["retrieve"])


@router.post("", summary="Find passages", responses=examples.answered(examples.EVIDENCE))
def retrieve(
    asked: Annotated[RetrieveRequest, Body(openapi_examples=examples.QUERIES)], engine: EngineOf
) -> EvidenceList:
    """Find passages, best first. No language model takes part."""
    found = find(engine, asked.query, k=asked.k, guidelines=asked.guidelines)
    return EvidenceList(evidence=tuple(EvidenceBody.of(one) for one in found))
