"""A run: every case in the suite's order whatever happens to one of them, and the same with many workers."""

import threading
from pathlib import Path

import pytest

from evals.case import Behaviour, Case, Task
from evals.errors import RunUnreadable, SystemFailed
from evals.metric import Better, Metric, Summary
from evals.response import Found, Reply, Said, Usage
from evals.run import read_run, write_run
from evals.runner import run_case, run_suite
from evals.score import Score, Status
from tests.evals.staged import FACT, METRICS, TOLD, Staged, metric, run, suite, timeless


def test_results_stand_in_the_order_of_the_suite() -> None:
    assert [result.case.id for result in run().results] == [f"c{number}" for number in range(8)]


def test_three_workers_give_the_same_run_as_one() -> None:
    barrier = threading.Barrier(3, timeout=30)
    first = {"c0", "c1", "c2"}
    together = Staged(pause=lambda case: barrier.wait() and None if case.id in first else None)
    assert timeless(run(system=together, workers=3)) == timeless(run())


@pytest.mark.parametrize("workers", [1, 3])
def test_a_system_that_raises_on_one_case_fails_that_case_alone(workers: int) -> None:
    done = run(system=Staged(raises={"c3": SystemFailed("The line is dead.")}), workers=workers)
    assert [result.case.id for result in done.results if result.response.failed] == ["c3"]
    assert done.results[3].response.failed == {Task.ANSWER: "The line is dead."}
    assert {score.status for score in done.results[3].scores} == {Status.NOT_SCORED}
    assert all("The line is dead." in score.reason for score in done.results[3].scores)


def test_an_error_that_nobody_foresaw_is_kept_with_its_name_and_cut() -> None:
    done = run(system=Staged(raises={"c0": ZeroDivisionError("x" * 9000)}))
    why = done.results[0].response.failed[Task.ANSWER]
    assert why.startswith("ZeroDivisionError: xxx")
    assert len(why) == 500


def test_an_error_with_half_a_character_can_be_kept(tmp_path: Path) -> None:
    done = run(system=Staged(raises={"c0": SystemFailed("half \ud83d of one")}))
    write_run(done, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == done


class Odd(Staged):
    """Answers with what is no reply, or with one that no file can hold."""

    def answer(self, case: Case) -> tuple[Reply, Usage | None]:
        if case.id == "c0":
            return "yes", None  # type: ignore[return-value]
        if case.id == "c1":
            return None  # type: ignore[return-value]
        text = "\ud83d" if case.id == "c2" else FACT
        return Reply(behaviour=Behaviour.ANSWER, statements=(Said(text=text),)), None


def test_what_is_no_reply_or_cannot_be_kept_is_a_failure_of_that_case(tmp_path: Path) -> None:
    done = run(system=Odd())
    assert [result.case.id for result in done.results if result.response.failed] == ["c0", "c1", "c2"]
    write_run(done, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == done


def test_a_score_of_a_passage_is_a_finite_number() -> None:
    with pytest.raises(ValueError, match="finite"):
        Found(passage_id="p", guideline="g", text="t", score=float("nan"))


def test_a_task_that_the_system_cannot_do_is_skipped_with_its_reason() -> None:
    case = Case(id="c", question="Q?", behaviour=Behaviour.ANSWER)
    result = run_case(case, Staged(), (TOLD,), tuple(Task))
    assert result.response.skipped == {Task.RETRIEVE: "It only answers."}
    assert result.response.seconds.keys() == {Task.ANSWER}


def test_a_task_that_was_not_asked_for_is_not_done() -> None:
    system = Staged()
    done = run_suite(suite(2), system, (TOLD,), tasks=[Task.RETRIEVE])
    assert system.asked == []
    assert "not asked to answer" in done.results[0].scores[0].reason
    assert done.manifest.tasks == ("retrieve",)


def test_a_metric_that_goes_wrong_is_not_scored_and_says_why() -> None:
    broken = metric("broken", lambda *_: 1 / 0, summary=Summary.MEAN, better=Better.HIGHER)
    figure = run(metrics=(broken, TOLD)).figure("broken")
    assert figure is not None
    assert (figure.value, figure.cases, figure.not_scored) == (None, 0, 8)


@pytest.mark.parametrize("summary", [Summary.MEAN, Summary.RATE, Summary.AUROC])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.5])
def test_a_score_that_cannot_be_counted_is_not_scored(summary: Summary, value: float) -> None:
    def score(*_: object) -> Score:
        return Score.model_construct(metric="m", status=Status.SCORED, reason="", value=value)

    odd = Metric(name="m", title="", definition="", source="", summary=summary, score=score)
    found = run_case(suite(1).cases[0], Staged(), (odd,), tuple(Task)).scores[0]
    assert found.status is (Status.SCORED if summary is Summary.MEAN and value == 0.5 else Status.NOT_SCORED)


def test_a_case_that_expects_nothing_of_a_metric_has_no_score_of_it() -> None:
    silent = metric("silent", lambda *_: None, summary=Summary.MEAN, better=Better.HIGHER)
    done = run(metrics=(silent, TOLD))
    assert done.figure("silent") is None
    assert [measure.name for measure in done.metrics] == ["silent", "told"]


def test_progress_is_told_from_the_first_case_to_the_last() -> None:
    told: list[tuple[int, int]] = []
    run_suite(suite(3), Staged(), METRICS, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_the_manifest_names_all_that_the_run_depends_on() -> None:
    made = run_suite(suite(), Staged(), METRICS, seed=7, scored_by={"rules": "r"}).manifest
    assert (made.suite, made.suite_hash, made.system) == ("small", suite().hash, "staged")
    assert (made.parts, made.seed, made.scored_by) == ({"code": "one"}, 7, {"rules": "r"})
    assert len(made.code) == 64
    assert {"python", "scipy"} <= made.versions.keys()


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_run(run(), tmp_path / "deep" / "run.json")
    assert timeless(read_run(tmp_path / "deep" / "run.json")) == timeless(run())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "can't be read"),
        (b"", "is not a run of this version"),
        (b"{", "is not a run of this version"),
        (b'{"started": "x"}', "(manifest: Field required). Run the suite again"),
        (b"\xff\xfe", "is not a run of this version"),
        (b"[]", "is not a run of this version"),
    ],
)
def test_a_file_that_is_no_run_is_named_with_what_is_wrong(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "old.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RunUnreadable) as error:
        read_run(file)
    assert str(file) in str(error.value)
    assert told in str(error.value)


def test_a_run_with_a_field_of_another_version_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "new.json"
    write_run(run(count=1), file)
    file.write_text(file.read_text(encoding="utf-8").replace('"seed"', '"sead"'), encoding="utf-8")
    with pytest.raises(RunUnreadable, match=r"manifest\.(seed|sead)"):
        read_run(file)
