"""The command line: exit codes, JSON that equals the API's, and errors that people can act on."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import cli
from tests.api.engine import MONITORING, FakeEngine
from tests.ingest.samples import Bag

ASKED = "HER2-positive: what is watched on trastuzumab?"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, engine: FakeEngine) -> None:
    """Every command opens the small engine."""
    monkeypatch.setattr("api.engine.open_engine", lambda settings: engine)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Standard input, to be filled by a test."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdin", stream)
    return stream


def said(stream: io.StringIO, text: str) -> None:
    stream.write(text)
    stream.seek(0)


@pytest.mark.parametrize(("question", "code"), [(ASKED, 0), ("which drug?", 3), ("How is gout treated?", 3)])
def test_asking_exits_by_the_kind_of_answer(question: str, code: int) -> None:
    assert cli.run(["ask", question]) == code


def test_json_is_the_answer_of_the_api(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["ask", ASKED, "--json"])
    assert json.loads(capsys.readouterr().out) == client.post("/v1/answers", json={"question": ASKED}).json()


def test_a_question_may_come_by_standard_input(typed: io.StringIO) -> None:
    said(typed, ASKED)
    assert cli.run(["ask", "-"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", ""], "The question is empty"),
        (["ask", "x" * 1_000_000], "1,000,000 characters; at most 8,000"),
        (["ask", ASKED, "--guideline", "gout"], "Guidelines on record: breast"),
        (["ask", ASKED, "--model", "x:y"], "'x:y' is not offered. Choices: none"),
        (["ask", ASKED, "--audience", "nurse"], "clinician"),
        (["ask", ASKED, "--as-of", "yesterday"], "%Y-%m-%d"),
        (["search", "  "], "is empty"),
        (["search", "x", "-g", "gout"], "Guidelines on record: breast"),
        (["search", "x", "-k", "0"], "greater than or equal to 1"),
        (["passages", "gout"], "Guidelines on record: breast"),
        (["rules", "explain", "nonesuch"], "Rules: her2-monitoring"),
        (["rules", "list", "-g", "gout"], "Guidelines on record: breast"),
        (["rules", "verify", "--check", "nonesuch"], "Checks: tests"),
        (["check"], "either --question"),
        (["check", "--question", " ", "--answer", __file__], "The question is empty"),
        (["check", "--question", ASKED, "--answer", "absent.txt"], "can't be read from absent.txt"),
        (["check", "--cases", "absent.jsonl"], "absent.jsonl can't be read"),
        (["nonesuch"], "No such command"),
    ],
)
def test_bad_input_exits_2_with_a_message_and_no_traceback(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_an_error_is_a_problem_where_json_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", "", "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["type"] == "/problems/empty-question"


def test_an_unforeseen_error_exits_1_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ask", "break"]) == 1
    told = capsys.readouterr().err
    assert "RuntimeError" in told
    assert "Traceback" not in told


def test_a_wrong_setting_exits_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CONCORDANT_PROT", "1")
    assert cli.run(["guidelines"]) == 2
    assert "Did you mean CONCORDANT_PORT?" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "code"), [("Give it with cardiac monitoring.", 0), ("Give it.", 3)])
def test_a_check_exits_by_its_verdict(typed: io.StringIO, answer: str, code: int) -> None:
    said(typed, answer)
    assert cli.run(["check", "--question", ASKED]) == code


def test_a_check_reads_the_answer_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answer.txt"
    file.write_text("Give it.", encoding="utf-8")
    assert cli.run(["check", "--question", ASKED, "--answer", str(file), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["missing"][0]["say"] == MONITORING


def test_an_empty_answer_is_bad_input(typed: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--question", ASKED]) == 2
    assert "The answer is empty" in capsys.readouterr().err


def cases(folder: Path, *more: dict[str, str]) -> str:
    file = folder / "cases.jsonl"
    base = {"question": ASKED, "category": "monitoring"}
    listed = [
        {"id": "a", "answer": "With monitoring.", "expected": "pass"},
        {"id": "b", "answer": "Without.", "expected": "block"},
        *more,
    ]
    file.write_text("\n".join(json.dumps(base | one) for one in listed), encoding="utf-8")
    return str(file)


def test_cases_that_all_agree_exit_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--cases", cases(tmp_path)]) == 0
    assert "0 of 1" in capsys.readouterr().out


def test_a_miss_among_cases_exits_3_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missed = {"id": "c7", "answer": "No monitoring.", "expected": "block"}
    assert cli.run(["check", "--cases", cases(tmp_path, missed)]) == 3
    out = capsys.readouterr().out
    assert "MISSES: 1" in out
    assert "c7 (monitoring)" in out


def test_a_case_about_an_absent_document_is_not_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {"id": "x1", "answer": "Anything.", "expected": "pass", "doc": "other.md"}
    assert cli.run(["check", "--cases", cases(tmp_path, other), "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert [(one["id"], "--documents" in one["why"]) for one in body["unscored"]] == [("x1", True)]
    assert body["tally"]["unscored"] == 1


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["guidelines"], "guidelines"),
        (["passages", "breast"], "passages"),
        (["search", "monitoring"], "evidence"),
        (["rules", "list"], "rules"),
        (["rules", "explain", "her2-monitoring"], "rule"),
        (["rules", "test"], "trials"),
    ],
)
def test_every_listing_prints_text_and_json(
    arguments: list[str], key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 0
    assert capsys.readouterr().out.strip()
    assert cli.run([*arguments, "--json"]) == 0
    assert key in json.loads(capsys.readouterr().out)


def test_a_rule_is_explained_for_a_patient(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["rules", "explain", "her2-monitoring", "--question", ASKED])
    out = capsys.readouterr().out
    assert "FOR THIS PATIENT\n  • fired" in out
    assert "her2: positive, from “HER2-positive”" in out


def test_the_tests_beside_the_rules_are_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "test"]) == 0
    assert "2 of 2 tests came out as wanted." in capsys.readouterr().out


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a sound and a broken document, and a data home to take them in."""
    monkeypatch.setenv("CONCORDANT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("ingest.embedder.load_embedder", lambda *_: Bag())
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "asthma.md").write_text("# Asthma\n\nStop smoking.\n", encoding="utf-8")
    (folder / "asthma.guideline.yaml").write_text("title: Care of asthma\n", encoding="utf-8")
    (folder / "broken.md").write_text("", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_sound_documents_are_taken_in_with_exit_0(
    documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (documents / "broken.md").unlink()
    assert cli.run(["ingest", str(documents)]) == 0
    out = capsys.readouterr().out
    assert "taken in: asthma unknown" in out
    assert "asthma.md, doubtful: side-car and document differ" in " ".join(out.split())
    assert "1 passages, 0 of them recommendations; 1 texts embedded" in out


@pytest.mark.slow
def test_a_broken_document_exits_2_and_the_others_are_taken_in(
    documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["ingest", str(documents)]) == 2
    out = capsys.readouterr().out
    assert "taken in: asthma unknown" in out
    assert "✗ broken.md can't be read: it is empty." in out
    assert cli.run(["ingest", str(documents)]) == 2
    assert "unchanged: asthma unknown" in capsys.readouterr().out


@pytest.mark.slow
def test_a_broken_side_car_exits_2_and_names_its_line(
    documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (documents / "broken.md").unlink()
    (documents / "asthma.guideline.yaml").write_text("titel: Asthma\n", encoding="utf-8")
    assert cli.run(["ingest", str(documents), "--json"]) == 2
    (failed,) = json.loads(capsys.readouterr().out)["failed"]
    assert failed["file"] == "asthma.md"
    assert "asthma.guideline.yaml:1: unknown field 'titel'" in failed["why"]


@pytest.mark.slow
def test_the_report_of_an_ingest_is_json_where_it_was_asked_for(
    documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["ingest", str(documents), "--json"]) == 2
    body = json.loads(capsys.readouterr().out)
    assert body["changed"] == ["asthma unknown"]
    assert [(one["file"], one["passages"]) for one in body["files"]] == [("asthma.md", 1)]
    assert [(one["file"], one["guideline"]) for one in body["failed"]] == [("broken.md", "broken")]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_path_that_holds_no_guideline_exits_2(
    documents: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (documents.parent / "empty").mkdir()
    assert cli.run(["ingest", str(documents), str(documents.parent / name)]) == 2
    told = capsys.readouterr()
    assert "so nothing was ingested" in told.err
    assert "Traceback" not in told.err


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert cli.run(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "Address already in use" in capsys.readouterr().err


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from api import cli; cli.run(['--help']);"
        "heavy = {'numpy', 'pydantic', 'fastapi', 'chromadb', 'onnxruntime', 'torch', 'langchain_core'};"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""
