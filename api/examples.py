"""Examples for the OpenAPI page: one for every request and response, each valid against its own shape."""

from collections.abc import Mapping
from typing import Any

from fastapi.openapi.models import Example

from api.problems import MEDIA_TYPE, Problem, published_kinds

Responses = dict[int | str, dict[str, Any]]
"""The shape that FastAPI wants for additional responses."""

_VERSION = "2025-11-05"
_QUOTE = (
    "Cardiac monitoring is mandatory both before trastuzumab is started and during trastuzumab treatment."
)
_PATH = ("Treatment of recurrent breast cancer", "HER2-positive disease")
_DIGEST = "9f2c" + "0" * 60
_ASKED = "HER2-positive metastatic breast cancer, FISH confirmed: what has to be watched on trastuzumab?"

_PLACE = {
    "passage_id": "breast_recurrence:her2-cardiac-monitoring",
    "guideline": "breast_recurrence",
    "version": _VERSION,
    "heading_path": _PATH,
    "quote": _QUOTE,
    "start": 0,
    "end": len(_QUOTE),
    "strength": None,
    "evidence": None,
    "url": f"/v1/guidelines/breast_recurrence/versions/{_VERSION}/passages/her2-cardiac-monitoring",
}
_STATEMENT = {"text": _QUOTE, "verdict": "supported", "citations": [1]}
_CONTEXT = {
    "her2": {"value": "positive", "words": "HER2-positive", "source": "question", "start": 0, "end": 13}
}
_OUTCOME = {"rule": "her2-cardiac-monitoring", "state": "fired", "missing": []}

QUESTIONS: dict[str, Example] = {
    "question": Example(summary="A question", value={"question": _ASKED}),
    "vignette": Example(
        summary="A patient, with what was said before",
        value={
            "question": "And with life-threatening liver metastases?",
            "history": [
                {"role": "user", "content": "62-year-old, postmenopausal, ER-positive, bone metastases."}
            ],
            "guidelines": ["breast_recurrence"],
            "audience": "clinician",
        },
    ),
}
CHECKS: dict[str, Example] = {
    "block": Example(
        summary="An answer that forgets the monitoring",
        value={"question": _ASKED, "answer": "Start trastuzumab with vinorelbine."},
    ),
}
QUERIES: dict[str, Example] = {
    "query": Example(summary="A query", value={"query": "cardiac monitoring trastuzumab", "k": 3}),
}

ANSWER = {
    "id": "6d1f0c3b9a5e4f7d8c2b1a0f9e8d7c6b",
    "kind": "answer",
    "question": _ASKED,
    "audience": "clinician",
    "bottom_line": [_STATEMENT],
    "sections": [{"title": "HER2-positive disease", "statements": [_STATEMENT]}],
    "statements": [_STATEMENT, _STATEMENT],
    "citations": [{"n": 1, **_PLACE}],
    "context": _CONTEXT,
    "conflicts": [],
    "missing_facts": [
        {
            "fact": "hormone_receptor",
            "question": "What is the hormone receptor status?",
            "choices": ["positive"],
        }
    ],
    "reason": None,
    "nearest": [],
    "warnings": [],
    "follow_ups": ["Which chemotherapy may be combined with trastuzumab?"],
    "review": {"state": "submitted", "banner": "Submitted, not reviewed by clinicians."},
    "disclaimer": "For clinicians; it does not replace clinical judgement.",
    "trace": {"outcomes": [_OUTCOME], "passages": [_PLACE["passage_id"]], "rejected": []},
    "trace_url": None,
    "provenance": {
        "corpus_hash": _DIGEST,
        "rules_hash": _DIGEST,
        "prompt_hash": _DIGEST,
        "model": "none",
        "guidelines": [f"breast_recurrence@{_VERSION}"],
    },
}
CHECK = {
    "verdict": "block",
    "why": "Cardiac monitoring before and during trastuzumab is not mentioned.",
    "statements": [
        {
            "text": "Start trastuzumab with vinorelbine.",
            "start": 0,
            "end": 35,
            "verdict": "supported",
            "reason": "Vinorelbine contains no anthracycline.",
            "rules": ["her2-chemotherapy"],
            "citations": [_PLACE],
        }
    ],
    "missing": [{"rule": "her2-cardiac-monitoring", "say": _QUOTE, "citation": _PLACE}],
    "context": _CONTEXT,
    "conflicts": [],
    "outcomes": [_OUTCOME],
    "provenance": {
        "corpus_hash": _DIGEST,
        "rules_hash": _DIGEST,
        "guidelines": [f"breast_recurrence@{_VERSION}"],
    },
}
EVIDENCE = {
    "evidence": [
        {
            "passage_id": _PLACE["passage_id"],
            "guideline": "breast_recurrence",
            "version": _VERSION,
            "heading_path": _PATH,
            "text": _QUOTE,
            "strength": None,
            "evidence": None,
            "page": None,
            "score": 0.94,
            "lexical": 11.2,
            "dense": 0.81,
        }
    ]
}
GUIDELINES = {
    "guidelines": [
        {
            "id": "breast_recurrence",
            "version": _VERSION,
            "title": "Treatment of recurrent breast cancer",
            "publisher": None,
            "published": _VERSION,
            "retrieved": None,
            "review_by": None,
            "licence": "Apache-2.0",
            "source": "Facts restated in our own words.",
            "status": "in_force",
            "superseded_by": None,
            "review": "submitted",
            "references": [{"n": 1, "title": "A work", "authors": "Its authors", "year": 2025}],
        }
    ]
}
PASSAGE = {
    "id": _PLACE["passage_id"],
    "guideline": "breast_recurrence",
    "version": _VERSION,
    "title": "Treatment of recurrent breast cancer",
    "kind": "recommendation",
    "heading_path": _PATH,
    "text": _QUOTE,
    "start": 10_214,
    "end": 10_214 + len(_QUOTE),
    "anchor": "her2-cardiac-monitoring",
    "page": None,
    "strength": None,
    "evidence": None,
}
PROBLEM_KIND = {"type": "/problems/empty-question", "title": "The question is empty", "status": 422}
READY = {"status": "ready", "guidelines": 1, "rules": 24, "corpus_hash": _DIGEST}


def answered(example: Mapping[str, Any]) -> Responses:
    """The response of status 200, shown by an example."""
    return {200: {"content": {"application/json": {"example": dict(example)}}}}


def missing(slug: str) -> Responses:
    """The problem that this route may answer with beside those of every route."""
    kind = next(kind for kind in published_kinds() if kind.slug == slug)
    return {kind.status: _problem(kind.title)}


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


REFUSED: Responses = {
    422: {"model": Problem, **_problem("The request can't be taken; the problem says what to change.")},
    413: _problem("The request is too large."),
    500: _problem("An error on our side; the log has it under the request id."),
}
"""The problems that any route may answer with."""
