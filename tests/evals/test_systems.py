"""From what a person writes to a system under test; and results that were kept, replayed."""

from pathlib import Path

import pytest

from answering.parts import WHOLE, Parts
from evals.case import Behaviour, Case, Draft, Outcome, Task
from evals.errors import RunUnreadable, SuiteUnreadable, SystemFailed, SystemUnknown
from evals.lazy import Lazy
from evals.response import Check, Found, Reply, Response, Said, Usage
from evals.run import Manifest, Result, Run, write_run
from evals.source_hash import LOCAL, source_hash
from evals.systems import SWITCHES, open_system, read_switches
from retrieval.arms import Arms

CASE = Case(id="a", question="q", draft=Draft(text="t", outcome=Outcome.PASS))
KEPT = Response(
    reply=Reply(behaviour=Behaviour.ANSWER, statements=(Said(text="Give it."),)),
    usage=Usage(sent=1),
    failed={Task.CHECK: "It fell over."},
    skipped={Task.RETRIEVE: "it can't"},
)


def run(response: Response) -> Run:
    manifest = Manifest(
        suite="s",
        suite_hash="0",
        system="local",
        parts={"rules": "r"},
        code="0",
        seed=0,
        versions={},
        tasks=(),
    )
    result = Result(case=CASE, response=response, scores=())
    return Run(
        manifest=manifest, started="2026-01-01T00:00:00Z", results=(result,), figures=(), by_tag={}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("core-off", Parts(checks=False)),
        ("no-repair", Parts(repairs=False)),
        ("lexical", Parts(arms=Arms.LEXICAL)),
        ("dense", Parts(arms=Arms.DENSE)),
        ("core-off, dense", Parts(checks=False, arms=Arms.DENSE)),
        ("core-off,core-off", Parts(checks=False)),
    ],
)
def test_each_switch_leaves_the_rest_on(text: str, parts: Parts) -> None:
    assert read_switches(text) == parts
    assert {len(switch(WHOLE).off) for switch in SWITCHES.values()} == {1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("core-of", "no switch 'core-of'. Did you mean core-off? Choose from: core-off, no-repair"),
        ("", "no switch ''. Choose from: "),
        ("core-off,", "no switch ''."),
        ("lexical,dense", "with both, none is left"),
    ],
)
def test_a_switch_that_is_none_is_told_with_the_choices(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SystemUnknown, match=said.replace("?", r"\?")):
        open_system(f"local:{text}", home=tmp_path)


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("local", "LocalSystem"),
        ("local:core-off", "LocalSystem"),
        ("http://127.0.0.1:8000", "RemoteSystem"),
        ("https://[::1]/at", "RemoteSystem"),
    ],
)
def test_a_system_is_known_by_how_it_is_written(tmp_path: Path, spec: str, kind: str) -> None:
    system = open_system(spec, home=tmp_path)
    assert (system.name, type(system).__name__) == (spec, kind)
    system.close()
    assert list(tmp_path.iterdir()) == []  # nothing is opened before it is asked


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "model"),
    [("openai:m@http://127.0.0.1:1/v1", "openai:m"), ("openai:org/m:8b", "openai:org/m:8b")],
)
def test_a_model_may_have_an_address_and_a_colon_in_its_name(tmp_path: Path, spec: str, model: str) -> None:
    assert open_system(spec, home=tmp_path).parts()["model"] == model


@pytest.mark.parametrize("spec", ["", "lokal", "openai:", "run:", ":x", "../x.json"])
def test_what_is_no_system_is_told_with_the_choices(tmp_path: Path, spec: str) -> None:
    with pytest.raises(SystemUnknown, match="Choose from: local, or local:SWITCH"):
        open_system(spec, home=tmp_path)


@pytest.mark.parametrize("spec", ["http://", "http:", "http:///v1", "http://127.0.0.1:port", "http://[::1"])
def test_an_address_that_is_none_is_told(tmp_path: Path, spec: str) -> None:
    with pytest.raises(SystemUnknown, match="HOST:PORT"):
        open_system(spec, home=tmp_path)


def test_kept_results_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(RunUnreadable, match="nothing.json"):
        open_system(f"run:{tmp_path / 'nothing.json'}", home=tmp_path)
    with pytest.raises(SuiteUnreadable, match="nothing.run"):
        open_system(f"trec:{tmp_path / 'nothing.run'}", home=tmp_path)


def test_a_kept_run_says_what_it_said_and_keeps_the_name_and_parts(tmp_path: Path) -> None:
    write_run(run(KEPT), tmp_path / "run.json")
    system = open_system(f"run:{tmp_path / 'run.json'}", home=tmp_path)
    assert (system.name, system.parts()) == ("local", {"rules": "r"})
    assert system.answer(CASE) == (KEPT.reply, KEPT.usage)
    with pytest.raises(SystemFailed, match="It fell over"):
        system.check(CASE)


def test_a_task_that_was_skipped_then_is_skipped_now(tmp_path: Path) -> None:
    write_run(run(KEPT), tmp_path / "run.json")
    system = open_system(f"run:{tmp_path / 'run.json'}", home=tmp_path)
    assert [system.why_not(CASE, task) for task in (Task.ANSWER, Task.CHECK, Task.RETRIEVE)] == [
        None,
        None,
        "it can't",
    ]
    other = CASE.model_copy(update={"id": "b"})
    assert system.why_not(other, Task.ANSWER) == "the kept results hold nothing on this case"


def test_a_trec_run_only_retrieves(tmp_path: Path) -> None:
    (tmp_path / "bm25.run").write_text("a Q0 d 1 2.0 t\na Q0 e 2 1.0 t\n")
    system = open_system(f"trec:{tmp_path / 'bm25.run'}", home=tmp_path)
    best = Found(passage_id="d", guideline="d", text=None, score=2.0)
    assert (system.name, system.retrieve(CASE, k=1)) == ("bm25", (best,))
    assert system.why_not(CASE, Task.ANSWER) == "the kept results hold no answer of this case"
    assert len(system.parts()["run"]) == 64


def test_a_response_outlives_its_file(tmp_path: Path) -> None:
    full = KEPT.model_copy(
        update={
            "check": Check(passed=True, why="w"),
            "found": (Found(passage_id="d", guideline="d", text=None, score=0.1),),
            "seconds": {Task.ANSWER: 0.25},
        }
    )
    assert Response.model_validate_json(full.model_dump_json()) == full


def test_a_lazy_value_is_made_once_and_again_only_after_a_failure() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        if len(made) == 1:
            raise OSError
        return len(made)

    value = Lazy(make)
    with pytest.raises(OSError):  # noqa: PT011  (its kind is all it has)
        value()
    assert (value.made, value(), value(), value.made) == (None, 2, 2, 2)


def test_the_hash_of_the_code_is_of_its_packages() -> None:
    assert source_hash(*LOCAL) == source_hash(*LOCAL)
    assert len({source_hash(*LOCAL), source_hash("rules"), source_hash("answering")}) == 3
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        source_hash("nowhere")
