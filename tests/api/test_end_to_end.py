"""The whole way on the shipped guideline: real record, index, rules and answers behind both edges."""

import io
import json
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import cli
from api.app import create_app
from api.settings import Settings
from corpus.pack import shipped_packs
from ingest.home import Home
from ingest.lock import writing
from tests.rules.pack import guideline_text

pytestmark = pytest.mark.slow

OPTIONS = "What are the treatment options for carcinoma breast recurrence?"
PREMENOPAUSAL = (
    "41-year-old premenopausal woman, ER+/HER2-negative bone metastases, no prior tamoxifen. What now?"
)
POSTMENOPAUSAL = "62-year-old postmenopausal woman, ER+/HER2-negative bone metastases. What now?"
HER2 = "HER2-positive (FISH) metastatic recurrence, ER-negative. Which drug?"

RAMIPRIL = "Give ramipril to adults with heart failure."
HEART = guideline_text(id="heart", title="Heart failure", body=f"{RAMIPRIL} {{#ramipril}}")


@pytest.fixture(scope="module")
def service(home: Path) -> Iterator[TestClient]:
    """The service on an indexed data home, opened as in production."""
    with TestClient(create_app(Settings(home=home))) as client:
        yield client


@pytest.fixture
def opened(service: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line shares the engine of the service, so that it is opened once."""
    engine = cast(FastAPI, service.app).state.engine
    monkeypatch.setattr("api.engine.open_engine", lambda settings: engine)


@pytest.fixture
def copy(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A data home of one's own, that a test may damage; the command line uses it."""
    shutil.copytree(home, tmp_path / "home")
    monkeypatch.setenv("CONCORDANT_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of one's own, that a test may break."""
    return Path(shutil.copytree(shipped_packs()[0], tmp_path / "pack"))


@pytest.fixture
def heart(copy: Home, tmp_path: Path) -> Home:
    """A data home with a second guideline, of one sentence."""
    folder = tmp_path / "heart"
    folder.mkdir()
    (folder / "guideline.md").write_text(HEART, encoding="utf-8")
    assert cli.run(["ingest", str(folder)]) == 0
    return copy


def check(monkeypatch: pytest.MonkeyPatch, question: str, answer: str, *keep: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    kept = [part for name in keep for part in ("--guideline", name)]
    return cli.run(["check", "--question", question, *kept])


def test_the_service_is_ready(service: TestClient) -> None:
    assert service.get("/readyz").json()["status"] == "ready"


@pytest.mark.parametrize("question", [OPTIONS, PREMENOPAUSAL, HER2])
def test_every_statement_is_supported_and_every_quote_stands_in_its_passage(
    service: TestClient, question: str
) -> None:
    body = service.post("/v1/answers", json={"question": question}).json()
    assert body["kind"] == "answer"
    assert {statement["verdict"] for statement in body["statements"]} <= {"supported", "neutral"}
    for citation in body["citations"]:
        stored = service.get(citation["url"]).json()["text"]
        assert stored[citation["start"] : citation["end"]] == citation["quote"]


def test_facts_are_given_with_words_of_the_question(service: TestClient) -> None:
    context = service.post("/v1/answers", json={"question": PREMENOPAUSAL}).json()["context"]
    assert context["menopausal_status"]["value"] == "pre"
    for fact in context.values():
        assert PREMENOPAUSAL[fact["start"] : fact["end"]] == fact["words"]


def test_the_same_question_gives_the_same_bytes(service: TestClient) -> None:
    asked = [service.post("/v1/answers", json={"question": OPTIONS}).content for _ in range(2)]
    assert asked[0] == asked[1]


def test_many_callers_at_once_get_the_same_answer(service: TestClient) -> None:
    def ask(_: int) -> bytes:
        return service.post("/v1/answers", json={"question": HER2}).content

    with ThreadPoolExecutor(8) as callers:
        assert len(set(callers.map(ask, range(24)))) == 1


def test_what_the_corpus_does_not_cover_is_an_abstention(
    opened: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["ask", "How is gout treated?", "--json"]) == 3
    body = json.loads(capsys.readouterr().out)
    assert (body["kind"], body["reason"], body["citations"]) == ("abstain", "out_of_corpus", [])


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        (PREMENOPAUSAL, "Start letrozole alone.", 3),
        (PREMENOPAUSAL, "Letrozole may be considered together with ovarian ablation.", 0),
        (POSTMENOPAUSAL, "Give docetaxel together with tamoxifen.", 3),
        (POSTMENOPAUSAL, "Start letrozole as first-line treatment.", 0),
        (HER2, "Start trastuzumab with vinorelbine.", 3),
        (
            HER2,
            "Start trastuzumab with vinorelbine. "
            "Cardiac monitoring is mandatory before and during trastuzumab treatment.",
            0,
        ),
    ],
)
def test_a_check_blocks_the_wrong_version_and_passes_the_right_one(
    opened: None, monkeypatch: pytest.MonkeyPatch, question: str, answer: str, code: int
) -> None:
    assert check(monkeypatch, question, answer) == code


def test_a_check_says_the_same_over_http(service: TestClient) -> None:
    body = service.post("/v1/check", json={"question": HER2, "answer": "Start trastuzumab."}).json()
    assert (body["verdict"], [gap["rule"] for gap in body["missing"]]) == (
        "block",
        ["her2-cardiac-monitoring"],
    )


def test_a_check_keeps_to_the_guidelines_that_are_named(heart: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = (monkeypatch, "How is heart failure treated?", RAMIPRIL)
    codes = [check(*asked), check(*asked, "heart"), check(*asked, "breast_recurrence")]
    assert codes == [0, 0, 3]


def test_a_check_over_http_keeps_to_them_and_says_so(heart: Home) -> None:
    asked = {"question": HER2, "answer": "Start trastuzumab.", "guidelines": ["heart"]}
    with TestClient(create_app(Settings(home=heart.path))) as client:
        body = client.post("/v1/check", json=asked).json()
    assert (body["verdict"], body["missing"], body["outcomes"]) == ("block", [], [])
    assert body["provenance"]["guidelines"] == ["heart@1"]


def test_a_check_within_an_unknown_guideline_lists_those_there_are(service: TestClient) -> None:
    asked = {"question": HER2, "answer": "Start trastuzumab.", "guidelines": ["lung"]}
    body = service.post("/v1/check", json=asked).json()
    assert (body["status"], body["choices"]) == (422, ["breast_recurrence"])
    assert "'lung'" in body["detail"]


def test_broken_front_matter_stops_an_ingest(
    copy: Home, pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (pack / "guideline.md").read_text(encoding="utf-8")
    (pack / "guideline.md").write_text(text.replace("status: in_force", "status: fine"), encoding="utf-8")
    assert cli.run(["ingest", str(pack)]) == 2
    assert "in_force" in capsys.readouterr().err


def test_a_rule_that_cites_an_absent_passage_stops_an_ingest(
    copy: Home, pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = pack / "rules" / "her2.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("passage: her2-cardiac-monitoring", "passage: her2-nonesuch"), encoding="utf-8"
    )
    assert cli.run(["ingest", str(pack)]) == 2
    told = capsys.readouterr().err
    assert 'There is no passage "breast_recurrence:her2-nonesuch"' in told
    assert "rules/her2.yaml:" in told


def test_a_corrupt_index_is_rebuilt_from_the_record(copy: Home, capsys: pytest.CaptureFixture[str]) -> None:
    damaged = [file for file in copy.index.rglob("*") if file.is_file()]
    for file in damaged:
        file.write_bytes(b"not an index")
    assert damaged
    assert cli.run(["ask", OPTIONS]) == 0
    assert "BOTTOM LINE" in capsys.readouterr().out


def test_a_corrupt_record_is_told_and_not_replaced(copy: Home, capsys: pytest.CaptureFixture[str]) -> None:
    copy.record.write_bytes(b"not a record" * 100)
    assert cli.run(["ask", OPTIONS]) == 2
    assert "Restore it from a backup" in capsys.readouterr().err


def test_a_second_writer_is_refused(copy: Home, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with writing(copy):
        assert cli.run(["ingest", str(pack)]) == 2
    assert "two writers would damage the record" in capsys.readouterr().err


def test_readers_go_on_while_another_process_writes(copy: Home) -> None:
    with writing(copy):
        assert cli.run(["ask", HER2]) == 0


def test_the_rule_base_is_verified_on_demand(opened: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "verify", "--check", "dead", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"passed": True, "checks": ["dead"], "findings": []}
