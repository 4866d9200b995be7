"""`pytest --suite`: each case a test, in a pytest of its own. Slow where a system is asked."""

import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ASKED = "Is the heart monitored during treatment with trastuzumab?"
MADE = Path(__file__).parents[2]
INSTALLED = bool(entry_points(group="pytest11", name="concordant"))
PLUGINS = ("-p", "no:langsmith_plugin", *(() if INSTALLED else ("-p", "evals.plugin")))
"""An installed plugin loads by itself, and can't be loaded twice."""


def suite(pytester: pytest.Pytester, *cases: dict[str, object]) -> str:
    """Write a suite in the folder of the inner pytest; its name."""
    lines = [json.dumps({"question": ASKED} | case) for case in cases]
    (pytester.path / "my.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return "my.jsonl"


def run(pytester: pytest.Pytester, *arguments: str | Path) -> pytest.RunResult:
    """Run an inner pytest with the plugin, whether or not the project is installed."""
    return pytester.runpytest_inprocess(*PLUGINS, *arguments)


def ask(pytester: pytest.Pytester, *arguments: str | Path) -> pytest.RunResult:
    """The same in a process of its own, for what loads libraries that can't be loaded twice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(MADE))
        return pytester.runpytest_subprocess(*PLUGINS, *arguments)


def test_each_case_is_a_test_named_by_its_id(pytester: pytest.Pytester) -> None:
    name = suite(pytester, {"id": "one", "behaviour": "answer"}, {"id": "two", "behaviour": "abstain"})
    done = run(pytester, "--suite", name, "--collect-only", "-q")
    done.stdout.fnmatch_lines(["my.jsonl::one", "my.jsonl::two"])


def test_cases_are_chosen_by_tag(pytester: pytest.Pytester) -> None:
    name = suite(pytester, {"id": "one", "tags": ["topic:her2"]}, {"id": "two"})
    done = run(pytester, "--suite", name, "--collect-only", "-q", "-k", "topic:her2")
    done.stdout.fnmatch_lines(["my.jsonl::one", "*1 deselected*"])


def test_without_paths_the_suite_is_all_that_runs(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_other="def test_other(): pass")
    name = suite(pytester, {"id": "one"})
    assert "test_other" not in run(pytester, "--suite", name, "--collect-only", "-q").stdout.str()
    assert "test_other" in run(pytester, "--suite", name, ".", "--collect-only", "-q").stdout.str()


def test_one_case_is_run_by_its_node(pytester: pytest.Pytester) -> None:
    name = suite(pytester, {"id": "one"}, {"id": "two"})
    done = run(pytester, "--suite", name, "my.jsonl::two", "--collect-only", "-q")
    assert "::one" not in done.stdout.str()


@pytest.mark.slow
def test_a_suite_may_be_a_folder(pytester: pytest.Pytester) -> None:
    (pytester.mkdir("beir") / "queries.jsonl").write_text('{"_id": "q1", "text": "What?"}\n', "utf-8")
    (pytester.mkdir("beir/qrels") / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n", "utf-8")
    ask(pytester, "--suite", "beir", "--collect-only", "-q").stdout.fnmatch_lines(["beir::q1"])


def test_an_error_in_a_suite_is_one_of_usage_with_its_place(pytester: pytest.Pytester) -> None:
    (pytester.path / "bad.jsonl").write_text('{"id": "one"}\n', encoding="utf-8")
    done = run(pytester, "--suite", "bad.jsonl")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["ERROR: bad.jsonl:1: question: *"])


def test_nothing_is_loaded_without_a_suite(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import sys\ndef test_it(): assert not {'evals.suite', 'rules', 'pydantic'} & set(sys.modules)"
    )
    ask(pytester).assert_outcomes(passed=1)


@pytest.mark.slow
def test_a_case_passes_fails_with_its_reasons_or_is_skipped(pytester: pytest.Pytester, home: Path) -> None:
    sought = {"id": "sought", "gold": [{"passage": "breast_recurrence:somewhere"}]}
    name = suite(
        pytester, {"id": "right", "behaviour": "answer"}, {"id": "wrong", "behaviour": "abstain"}, sought
    )
    done = ask(pytester, "--suite", name, "--suite-home", home, "-rs")
    done.assert_outcomes(passed=1, failed=1, skipped=1)
    done.stdout.fnmatch_lines(
        [f"question: {ASKED}", "said (answer): *", "*MISSED behaviour_accuracy 0 of 1*"]
    )


@pytest.mark.slow
def test_a_bound_may_be_eased_and_another_set(pytester: pytest.Pytester, home: Path) -> None:
    name = suite(pytester, {"id": "wrong", "behaviour": "abstain"})
    given = ("--suite", name, "--suite-home", home, "--suite-fail-under")
    ask(pytester, *given, "behaviour_accuracy=0").assert_outcomes(passed=1)
    assert ask(pytester, *given, "nonesuch=1").ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.slow
def test_a_system_that_fails_fails_its_cases(pytester: pytest.Pytester, home: Path) -> None:
    name = suite(pytester, {"id": "asked", "behaviour": "answer"})
    nobody = ("--suite-system", "http://127.0.0.1:9", "--suite-home", home)
    done = ask(pytester, "--suite", name, *nobody)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["failed to answer: *", "*MISSED tasks_done *"])
