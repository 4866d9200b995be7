"""concordant eval and compare, as people use them: exit codes, files and messages."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from junitparser import JUnitXml

from api import cli
from evals.run import Run, read_run, write_run
from tests.evals.staged import METRICS, run, wrong

ASKED = ("answer-post-liver-no-crisis", "abstain-forged-result", "draft-long-crisis-right")
SUITE = ["breast_recurrence", *(part for name in ASKED for part in ("--case", name))]


@pytest.fixture(scope="module")
def used(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data home that runs may be kept in."""
    return Path(shutil.copytree(home, tmp_path_factory.mktemp("evaluated") / "home"))


@pytest.fixture(autouse=True)
def settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line uses the data home of the slow tests; the others need none."""
    slow = request.node.get_closest_marker("slow")
    monkeypatch.setenv("CONCORDANT_HOME", str(request.getfixturevalue("used") if slow else tmp_path / "none"))


@pytest.fixture(scope="module")
def kept(used: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of three shipped cases."""
    file = tmp_path_factory.mktemp("kept") / "run.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONCORDANT_HOME", str(used))
        assert cli.run(["eval", *SUITE, "--out", str(file)]) == 0
    return file


def replayed(kept: Path, *options: str, suite: Sequence[str] = SUITE) -> int:
    """Score the kept run again; nothing is asked, so that it is fast."""
    return cli.run(["eval", *suite, "--system", f"run:{kept}", *options])


@pytest.mark.slow
def test_a_run_is_kept_with_its_cases_in_the_suites_order(kept: Path) -> None:
    done = read_run(kept)
    assert sorted(result.case.id for result in done.results) == sorted(ASKED)
    assert done.manifest.system == "local"
    assert {"corpus", "rules", "prompt", "model", "code", "embedder"} <= done.manifest.parts.keys()
    assert not any(result.response.failed for result in done.results)


@pytest.mark.slow
def test_the_table_names_every_metric_and_where_the_run_is_kept(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replayed(kept) == 0
    told = capsys.readouterr().out
    assert "breast_recurrence: 3 cases" in told
    assert all(figure.metric in told for figure in read_run(kept).figures)
    assert "Run kept in" in told


@pytest.mark.slow
def test_a_missed_threshold_exits_1_and_each_is_told(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bounds = ("tasks_done=1", "behaviour_accuracy=1.01", "seconds_median=0", "cost=100")
    assert replayed(kept, *(part for bound in bounds for part in ("--fail-under", bound))) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "met tasks_done is 1; asked for was at least 1" in told
    assert "it has to be at least 1.01" in told
    assert "it has to be at most 0" in told
    assert "MISSED cost: none of 2 cases was scored" in told


@pytest.mark.slow
def test_thresholds_that_are_met_exit_0(kept: Path) -> None:
    assert replayed(kept, "--fail-under", "tasks_done=1") == 0


@pytest.mark.slow
def test_json_holds_figures_thresholds_and_the_verdict(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = replayed(kept, "--fail-under", "tasks_done=2", "--baseline", str(kept), "--json")
    (one,) = json.loads(capsys.readouterr().out)["runs"]
    assert code == 1
    assert one["passed"] is False
    assert one["cases"] == 3
    assert one["thresholds"][0]["met"] is False
    assert one["comparison"]["changed"] == []
    cost = next(figure for figure in one["figures"] if figure["metric"] == "cost")
    assert (cost["value"], cost["cases"], cost["not_scored"]) == (None, 0, 2)


@pytest.mark.slow
def test_report_and_junit_are_written_and_named(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, xml = tmp_path / "out" / "report.html", tmp_path / "out" / "junit.xml"
    assert replayed(kept, "--report", str(page), "--junit", str(xml)) == 0
    assert all(name in page.read_text(encoding="utf-8") for name in ASKED)
    assert sum(suite.tests for suite in JUnitXml.fromfile(str(xml))) == 3
    assert "report.html" in capsys.readouterr().out


@pytest.mark.slow
def test_two_systems_stand_side_by_side_and_have_files_of_their_own(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.json"
    done = read_run(kept)
    manifest = done.manifest.model_copy(update={"system": "local:core-off"})
    write_run(done.model_copy(update={"manifest": manifest}), other)
    options = [
        "--system",
        f"run:{other}",
        "--report",
        str(tmp_path / "r.html"),
        "--out",
        str(tmp_path / "o.json"),
    ]
    assert replayed(kept, *options) == 0
    assert {file.name for file in tmp_path.iterdir()} == {
        "other.json",
        "r-local.html",
        "r-local-core-off.html",
        "o-local.json",
        "o-local-core-off.json",
    }
    assert "local:core-off" in capsys.readouterr().out


@pytest.mark.slow
def test_systems_of_one_name_are_not_kept_in_one_file(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twin = kept.with_name("twin.json")
    shutil.copy(kept, twin)
    assert replayed(kept, "--system", f"run:{twin}") == 2
    assert "Two of the systems are called local" in capsys.readouterr().err


def ruined(done: Run) -> Run:
    """The same run by a system that said nothing of use."""
    results = []
    for one in done.results:
        scores = tuple(
            score.model_copy(update={"value": 0.0, "hits": 0}) if score.total else score
            for score in one.scores
        )
        results.append(one.model_copy(update={"scores": scores}))
    return done.model_copy(update={"results": tuple(results)})


@pytest.mark.slow
def test_better_than_the_baseline_or_worse_on_a_few_cases_exits_0(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = tmp_path / "base.json"
    write_run(ruined(read_run(kept)), baseline)
    assert replayed(kept, "--baseline", str(baseline)) == 0
    assert "AGAINST THE BASELINE" in capsys.readouterr().out


@pytest.mark.slow
def test_significantly_worse_than_the_baseline_exits_1(
    used: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = [f"draft-{number}" for number in range(8)]
    suite = tmp_path / "drafts.jsonl"
    lines = (
        {
            "id": name,
            "question": "How is recurrent breast cancer treated?",
            "draft": {"text": "Give 20 mg of arsenic daily.", "outcome": "block"},
        }
        for name in drafts
    )
    suite.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    command = ["eval", str(suite), "--task", "check"]
    assert cli.run([*command, "--out", str(good), "--fail-under", "block_rate=1"]) == 0
    assert cli.run([*command, "--out", str(bad), "--system", "local:core-off", "--baseline", str(good)]) == 1
    assert "block_rate is significantly worse" in capsys.readouterr().out
    assert cli.run(["compare", str(good), str(bad)]) == 1
    assert cli.run(["compare", str(bad), str(good)]) == 0


@pytest.mark.slow
def test_three_workers_keep_the_same_scores(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    assert cli.run(["eval", *SUITE, "-j", "3", "--out", str(file)]) == 0
    timed = {"seconds_median", "seconds_p95"}
    one, three = (
        [
            (result.case.id, [s for s in result.scores if s.metric not in timed])
            for result in read_run(f).results
        ]
        for f in (kept, file)
    )
    assert one == three


@pytest.mark.slow
def test_a_corpus_is_asked_instead_of_the_guidelines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "gout.md").write_text(
        "# Gout\n\nOffer colchicine in an acute attack of gout.\n", encoding="utf-8"
    )
    suite = tmp_path / "gout.jsonl"
    gold = [{"document": "gout.md", "quote": "Offer colchicine in an acute attack of gout."}]
    suite.write_text(json.dumps({"id": "g", "question": "What helps in acute gout?", "gold": gold}) + "\n")
    command = ["eval", str(suite), "--corpus", str(folder), "--task", "retrieve", "--json"]
    assert cli.run([*command, "--fail-under", "recall_at_5=1"]) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["breast_recurrence", "--fail-under", "must_recal=1"], "Did you mean must_recall?"),
        (["breast_recurrence", "--system", "local:core_off"], "core-off"),
        (["breast_recurrence", "--judge", "nobody"], "There is no judge 'nobody'"),
    ],
)
def test_what_cannot_be_run_exits_2_with_the_choices(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["eval", *options]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["no_such_suite"], "Shipped: breast_recurrence"),
        (["breast_recurrence", "--case", "nobody"], "No case has the id 'nobody'"),
        (["breast_recurrence", "--only", "nothing"], "No case has the tag 'nothing'"),
        (["breast_recurrence", "--task", "sing"], "Tasks: answer, check, retrieve"),
        (["breast_recurrence", "-j", "0"], "-j"),
        (["breast_recurrence", "--baseline", "absent.json"], "absent.json can't be read"),
        (["breast_recurrence", "--report", "."], "is a directory"),
        (["breast_recurrence", "--out", "."], "is a directory"),
        (["breast_recurrence", "--junit", "."], "is a directory"),
        ([], "SUITE"),
    ],
)
def test_bad_input_exits_2_before_anything_is_opened(
    options: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["eval", *options]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_baseline_of_another_suite_is_refused_before_anything_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "base.json"
    write_run(run(), file)
    assert cli.run(["eval", "breast_recurrence", "--baseline", str(file)]) == 2
    assert "has no case of breast_recurrence" in capsys.readouterr().err


def test_a_baseline_whose_cases_expect_something_else_is_refused_before_anything_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite, file = tmp_path / "small.jsonl", tmp_path / "base.json"
    write_run(run(), file)
    suite.write_text(json.dumps({"id": "c0", "question": "Question 0?", "must": ["Another fact."]}) + "\n")
    assert cli.run(["eval", str(suite), "--baseline", str(file)]) == 2
    assert "that expects the same" in capsys.readouterr().err


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """A good run and one that is wrong on seven of eight cases."""
    files = str(tmp_path / "good.json"), str(tmp_path / "bad.json")
    write_run(run(metrics=METRICS[:2]), Path(files[0]))
    write_run(run(metrics=METRICS[:2], system=wrong(*range(7), name="later")), Path(files[1]))
    return files


def test_compare_exits_1_where_something_is_worse_and_says_case_by_case_what_changed(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["compare", *pair]) == 1
    told = capsys.readouterr().out
    assert "From staged to later, 8 cases in both" in told
    assert "CASES THAT CHANGED: 7" in told
    assert "told: 1 of 1 → 0 of 1" in told
    assert "told is significantly worse" in told
    assert "c7: Question 7?" not in told


def test_compare_the_other_way_round_exits_0(pair: tuple[str, str]) -> None:
    assert cli.run(["compare", *reversed(pair)]) == 0


def test_compare_prints_json_and_writes_a_report(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "both.html"
    assert cli.run(["compare", *pair, "--json", "--report", str(page)]) == 1
    body = json.loads(capsys.readouterr().out)
    assert [case["id"] for case in body["changed"]] == [f"c{number}" for number in range(7)]
    assert {one["measure"]["name"]: one["movement"] for one in body["metrics"]}["told"] == "worse"
    assert "Clearly worse than the baseline" in page.read_text(encoding="utf-8")


def test_compare_names_a_file_that_is_no_run(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(Path(pair[0]).read_bytes()[:400])
    assert cli.run(["compare", str(broken), pair[1]]) == 2
    assert "broken.json is not a run of this version" in capsys.readouterr().err


def test_an_error_is_a_problem_where_json_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["eval", "no_such_suite", "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["type"] == "/problems/bad-input"
