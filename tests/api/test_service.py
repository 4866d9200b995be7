"""The HTTP service: what it sends, and how it refuses."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.middleware import BODY_LIMIT
from api.settings import Settings
from rules.rule import Rule
from tests.api.engine import MONITORING, FakeEngine

ASKED = "HER2-positive: what is watched on trastuzumab?"


class Response(Protocol):
    """What a test looks at, whichever HTTP client is installed."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...


def refused(response: Response, status: int, slug: str) -> dict[str, object]:
    """The problem of a refusal, after its form has been looked at."""
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    body: dict[str, object] = response.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["request_id"] == response.headers["x-request-id"]
    assert "Traceback" not in response.text
    return body


def test_an_answer_has_its_statements_citations_and_facts(client: TestClient) -> None:
    body = client.post("/v1/answers", json={"question": ASKED}).json()
    assert [statement["citations"] for statement in body["statements"]] == [[1], [1]]
    assert body["citations"][0]["quote"] == MONITORING
    assert body["context"]["her2"] == {
        "value": "positive", "words": "HER2-positive", "source": "question", "start": 0, "end": 13
    }  # fmt: skip


def test_an_abstention_is_an_answer_with_a_reason(client: TestClient) -> None:
    response = client.post("/v1/answers", json={"question": "How is gout treated?"})
    assert (response.status_code, response.json()["kind"], response.json()["reason"]) == (
        200,
        "abstain",
        "out_of_corpus",
    )


def test_an_unknown_fact_is_not_in_the_context(client: TestClient) -> None:
    assert client.post("/v1/answers", json={"question": "trastuzumab?"}).json()["context"] == {}


def test_a_check_blocks_and_says_what_is_missing(client: TestClient) -> None:
    body = client.post("/v1/check", json={"question": ASKED, "answer": "Give trastuzumab."}).json()
    assert (body["verdict"], body["missing"][0]["say"]) == ("block", MONITORING)
    assert body["statements"][0]["citations"][0]["url"].endswith("breast%3Aher2-monitoring")


def test_a_check_passes_what_is_complete(client: TestClient) -> None:
    body = client.post("/v1/check", json={"question": ASKED, "answer": "With cardiac monitoring."}).json()
    assert (body["verdict"], body["missing"]) == ("pass", [])


def test_a_citation_leads_to_its_stored_passage(client: TestClient) -> None:
    body = client.post("/v1/answers", json={"question": ASKED}).json()
    citation = body["citations"][0]
    passage = client.get(citation["url"]).json()
    assert passage["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_a_passage_is_also_found_by_its_anchor(client: TestClient) -> None:
    assert client.get("/v1/guidelines/breast/versions/1/passages/her2-monitoring").status_code == 200


def test_evidence_keeps_what_an_arm_did_not_find_as_null(client: TestClient) -> None:
    body = client.post("/v1/retrieve", json={"query": "monitoring", "k": 1}).json()
    assert (body["evidence"][0]["lexical"], body["evidence"][0]["dense"]) == (3.5, None)


def test_guidelines_are_listed_with_their_review_state(client: TestClient) -> None:
    listed = client.get("/v1/guidelines").json()["guidelines"]
    assert [(one["id"], one["review"], one["published"]) for one in listed] == [("breast", "submitted", None)]


@pytest.mark.parametrize("question", ["", "  \n"])
@pytest.mark.parametrize("path", ["/v1/answers", "/v1/check"])
def test_an_empty_question_is_refused(client: TestClient, path: str, question: str) -> None:
    more = {"answer": "Give it."} if path == "/v1/check" else {}
    problem = refused(client.post(path, json={"question": question} | more), 422, "empty-question")
    assert "Write a clinical question" in str(problem["detail"])


def test_a_long_question_is_refused_by_its_length(client: TestClient) -> None:
    problem = refused(client.post("/v1/answers", json={"question": "x" * 9_000}), 422, "question-too-long")
    assert "9,000 characters; at most 8,000" in str(problem["detail"])


def test_a_megabyte_is_refused_before_it_is_read(client: TestClient) -> None:
    response = client.post("/v1/answers", json={"question": "x" * 1_000_000})
    assert "more than 524,288 bytes" in str(refused(response, 413, "body-too-large")["detail"])


def test_a_megabyte_of_unknown_length_is_refused_while_it_is_read(client: TestClient) -> None:
    chunks = (b"x" * 65_536 for _ in range(1 + BODY_LIMIT // 65_536))
    response = client.post("/v1/answers", content=chunks, headers={"content-type": "application/json"})
    refused(response, 413, "body-too-large")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/answers", {"question": ASKED}),
        ("/v1/check", {"question": ASKED, "answer": "Give it."}),
        ("/v1/retrieve", {"query": ASKED}),
    ],
)
def test_an_unknown_guideline_is_refused_with_the_choices(
    client: TestClient, path: str, body: dict[str, object]
) -> None:
    problem = refused(client.post(path, json=body | {"guidelines": ["gout"]}), 422, "unknown-guideline")
    assert problem["choices"] == ["breast"]


def test_a_misspelt_field_is_named(client: TestClient) -> None:
    problem = refused(
        client.post("/v1/answers", json={"question": ASKED, "guideline": "x"}), 422, "invalid-request"
    )
    assert problem["errors"] == [{"field": "guideline", "message": "Extra inputs are not permitted"}]


def test_a_refusal_does_not_repeat_the_question(client: TestClient) -> None:
    response = client.post("/v1/answers", json={"question": {"text": "Mrs Example, born 1950"}})
    refused(response, 422, "invalid-request")
    assert "Example" not in response.text


def test_a_page_that_is_too_large_is_refused_not_cut(client: TestClient) -> None:
    refused(client.post("/v1/retrieve", json={"query": "x", "k": 51}), 422, "invalid-request")


def test_what_is_not_json_is_refused(client: TestClient) -> None:
    response = client.post("/v1/check", content=b"{", headers={"content-type": "application/json"})
    refused(response, 422, "invalid-request")


def test_an_absent_passage_is_not_found(client: TestClient) -> None:
    response = client.get("/v1/guidelines/breast/versions/2/passages/her2-monitoring")
    assert "concordant passages breast" in str(refused(response, 404, "passage-not-found")["detail"])


def test_an_absent_address_and_a_wrong_method_are_problems_too(client: TestClient) -> None:
    refused(client.get("/v2/answers"), 404, "not-found")
    assert client.get("/v1/answers").headers["allow"] == "POST"
    refused(client.get("/v1/answers"), 405, "method-not-allowed")


def test_an_unforeseen_error_tells_nothing_of_its_inside(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "concordant"):
        response = client.post("/v1/answers", json={"question": "break with Mrs Example"})
    refused(response, 500, "internal-error")
    assert "RuntimeError" in caplog.text
    assert "Example" not in response.text + caplog.text


def test_requests_are_logged_by_route_and_without_their_text(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "concordant"):
        client.post("/v1/answers", json={"question": ASKED}, headers={"x-request-id": "abc"})
        client.get("/Mrs-Example")
    assert "method=POST route=/v1/answers status=200" in caplog.text
    assert "id=abc" in caplog.text
    assert "HER2" not in caplog.text
    assert "Example" not in caplog.text


def test_a_request_id_is_kept_when_it_is_harmless(client: TestClient) -> None:
    assert client.get("/healthz", headers={"x-request-id": "ward-7.1"}).headers["x-request-id"] == "ward-7.1"
    made = client.get("/healthz", headers={"x-request-id": "a b<script>"}).headers["x-request-id"]
    assert len(made) == 32


def test_every_problem_type_is_explained_at_its_address(client: TestClient) -> None:
    problem = refused(client.post("/v1/answers", json={"question": ""}), 422, "empty-question")
    assert client.get(str(problem["type"])).json()["status"] == 422
    refused(client.get("/problems/nonesuch"), 404, "not-found")


def test_ready_counts_what_the_service_answers_from(client: TestClient) -> None:
    assert client.get("/readyz").json() == {
        "status": "ready", "guidelines": 1, "rules": 1, "corpus_hash": "c" * 64
    }  # fmt: skip


def test_an_empty_index_is_live_but_not_ready(rule: Rule, tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(home=tmp_path), FakeEngine(rules=(rule,), empty=True)))
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert "index finds nothing" in str(refused(response, 503, "not-ready")["detail"])
    assert response.headers["retry-after"] == "5"


def test_without_rules_nothing_can_be_checked(tmp_path: Path) -> None:
    response = TestClient(create_app(Settings(home=tmp_path), FakeEngine())).get("/readyz")
    assert "No rules are loaded" in str(refused(response, 503, "not-ready")["detail"])


def test_before_the_index_is_open_the_answer_is_not_ready(tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(home=tmp_path)))
    refused(client.post("/v1/answers", json={"question": ASKED}), 503, "not-ready")
