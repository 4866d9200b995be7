"""The description of the service is complete, and its examples are true to their own shapes."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import examples, probes, requests, routes_problems, wire, wire_check
from ingest.passage import Passage


@pytest.fixture
def described(client: TestClient) -> dict[str, Any]:
    body: dict[str, Any] = client.get("/openapi.json").json()
    return body


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_routes_are_those_of_the_design(described: dict[str, Any]) -> None:
    assert {name for name, _ in operations(described)} == {
        "post /v1/answers",
        "post /v1/check",
        "post /v1/retrieve",
        "get /v1/guidelines",
        "get /v1/guidelines/{guideline}/versions/{version}/passages/{passage}",
        "get /problems/{slug}",
        "get /healthz",
        "get /readyz",
    }


def test_every_route_shows_an_example_of_its_response(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        assert operation["responses"]["200"]["content"]["application/json"]["example"], name


def test_every_request_body_has_an_example(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        if "requestBody" in operation:
            assert operation["requestBody"]["content"]["application/json"]["examples"], name


def test_every_route_refuses_with_problem_details(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        assert "application/problem+json" in operation["responses"]["422"]["content"], name
        assert "application/json" not in operation["responses"]["422"]["content"], name


@pytest.mark.parametrize(
    ("shape", "example"),
    [
        (wire.AnswerBody, examples.ANSWER),
        (wire_check.CheckBody, examples.CHECK),
        (wire.EvidenceList, examples.EVIDENCE),
        (wire.GuidelineList, examples.GUIDELINES),
        (Passage, examples.PASSAGE),
        (probes.Readiness, examples.READY),
        (routes_problems.ProblemKind, examples.PROBLEM_KIND),
        *((requests.AnswerRequest, one["value"]) for one in examples.QUESTIONS.values()),
        *((requests.CheckRequest, one["value"]) for one in examples.CHECKS.values()),
        *((requests.RetrieveRequest, one["value"]) for one in examples.QUERIES.values()),
    ],
)
def test_an_example_is_valid_and_complete(shape: type[Any], example: dict[str, Any]) -> None:
    adapter = TypeAdapter(shape)
    parsed = adapter.validate_python(example)
    assert set(adapter.dump_python(parsed)) >= set(example)


def test_the_docs_page_needs_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    assert "POST /v1/answers" in page.text
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
