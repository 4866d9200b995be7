"""JUnit: what a build server reads agrees with the run."""

from pathlib import Path
from xml.etree import ElementTree

from junitparser import Error, Failure, JUnitXml, Skipped, TestSuite

from evals.errors import SystemFailed
from evals.junit import write_junit
from evals.metric import Better, Summary
from evals.run import Run
from tests.evals.staged import LENGTH, METRICS, TOLD, Staged, metric, run, wrong

HOSTILE = "]]></failure> \x00\x08\ufffe <script>&amp; \U0001f600"


def written(folder: Path, *runs: Run) -> list[TestSuite]:
    write_junit(runs, folder / "deep" / "out.xml")
    return list(JUnitXml.fromfile(str(folder / "deep" / "out.xml")))


def test_counts_agree_with_the_run(tmp_path: Path) -> None:
    system = Staged(says={"c0": "Nothing."}, raises={"c1": SystemFailed("dead"), "c2": ValueError("odd")})
    (suite,) = written(tmp_path, run(system=system))
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (8, 1, 2, 0)
    assert [case.name for case in suite] == [f"c{number}" for number in range(8)]


def test_a_case_that_is_short_of_two_metrics_is_one_failure_that_names_both(tmp_path: Path) -> None:
    (suite,) = written(tmp_path, run(system=wrong(4)))
    (outcome,) = next(case for case in suite if case.name == "c4").result
    assert isinstance(outcome, Failure)
    assert outcome.message == "told 0 of 1; lied 1 of 1"
    assert outcome.text == "question: Question 4?\ntold 0 of 1: It is 0 for c4.\nlied 1 of 1: It is 1 for c4."


def test_no_more_cases_fail_than_there_are(tmp_path: Path) -> None:
    (suite,) = written(tmp_path, run(system=wrong(*range(8))))
    assert (suite.tests, suite.failures) == (8, 8)


def test_a_system_that_fails_is_an_error_with_its_reason(tmp_path: Path) -> None:
    (suite,) = written(tmp_path, run(system=Staged(raises={"c1": SystemFailed("The line is dead.")})))
    (outcome,) = next(case for case in suite if case.name == "c1").result
    assert isinstance(outcome, Error)
    assert outcome.message == "answer: The line is dead."


def test_a_case_of_which_nothing_was_scored_is_skipped_with_the_reason(tmp_path: Path) -> None:
    broken = metric("broken", lambda *_: 1 / 0, summary=Summary.RATE, better=Better.HIGHER)
    (suite,) = written(tmp_path, run(metrics=(broken,)))
    assert suite.skipped == 8
    (outcome,) = next(iter(suite)).result
    assert isinstance(outcome, Skipped)
    assert "ZeroDivisionError" in str(outcome.message)


def test_what_was_not_scored_of_a_case_that_ran_is_told(tmp_path: Path) -> None:
    broken = metric("broken", lambda *_: 1 / 0, summary=Summary.RATE, better=Better.HIGHER)
    (suite,) = written(tmp_path, run(metrics=(TOLD, broken)))
    assert "broken not scored: the metric went wrong" in str(next(iter(suite)).system_out)
    assert (suite.failures, suite.skipped) == (0, 0)


def test_a_value_that_is_no_rate_never_fails_a_case(tmp_path: Path) -> None:
    (suite,) = written(tmp_path, run(metrics=(LENGTH,)))
    assert suite.failures == 0


def test_each_run_is_a_suite_of_its_own(tmp_path: Path) -> None:
    suites = written(tmp_path, run(), run(system=wrong(0, name="other")))
    assert [suite.name for suite in suites] == ["small on staged", "small on other"]
    assert [suite.failures for suite in suites] == [0, 1]


def test_hostile_text_is_text(tmp_path: Path) -> None:
    system = Staged(name=HOSTILE, says={"c0": HOSTILE}, raises={"c1": SystemFailed(HOSTILE)})
    (suite,) = written(tmp_path, run(system=system, metrics=METRICS))
    assert suite.tests == 8
    tree = ElementTree.parse(tmp_path / "deep" / "out.xml")
    assert {element.tag for element in tree.iter()} == {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "system-out",
    }


def test_a_case_with_full_marks_passes(tmp_path: Path) -> None:
    (suite,) = written(tmp_path, run())
    assert all(case.is_passed for case in suite)
