"""Two runs compared: what moved, whether that can be told, and case by case what was said."""

import pytest

from evals.comparison import CaseChange, Comparison, MetricChange, Movement, compare
from evals.errors import RunsUnlike, SystemFailed
from evals.metric import Better, Summary
from evals.run import Run
from evals.runner import run_suite
from evals.statistic import ENOUGH, Sample, difference
from evals.suite import Suite
from tests.evals.staged import FACT, LIE, METRICS, SLOW, TOLD, Staged, metric, run, suite, wrong


def change(comparison: Comparison, name: str) -> MetricChange:
    return next(one for one in comparison.metrics if one.measure.name == name)


def told(before: Run, after: Run) -> MetricChange:
    return change(compare(before, after), "told")


def changed(comparison: Comparison) -> dict[str, CaseChange]:
    return {case.id: case for case in comparison.changed}


def test_a_run_does_not_differ_from_itself() -> None:
    found = compare(run(), run())
    assert found.changed == found.regressions == found.parts == ()
    assert {one.movement for one in found.metrics} == {Movement.UNCLEAR}
    assert told(run(), run()).difference == 0


def test_many_cases_that_all_get_worse_are_a_regression() -> None:
    found = compare(run(), run(system=wrong(*range(7))))
    assert [(one.measure.name, one.movement.value) for one in found.regressions] == [
        ("told", "worse"),
        ("lied", "worse"),
    ]
    moved = change(found, "told")
    assert (moved.before, moved.after, moved.difference) == (1.0, 0.125, -0.875)
    assert moved.cases == 8
    assert moved.moved == 7


def test_lower_is_better_where_the_metric_says_so() -> None:
    found = compare(run(), run(system=wrong(*range(8))))
    assert change(found, "lied").movement is Movement.WORSE
    assert change(found, "length").movement is Movement.BETTER
    back = compare(run(system=wrong(*range(8))), run())
    assert change(back, "lied").movement is Movement.BETTER


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_handful_of_cases_that_all_get_worse_proves_nothing(count: int) -> None:
    moved = told(run(count=count), run(count=count, system=wrong(*range(count))))
    assert moved.movement is Movement.FEW
    assert moved.difference == -1
    assert moved.low == moved.high == -1
    assert not moved.is_regression


@pytest.mark.parametrize(("count", "movement"), [(5, Movement.FEW), (6, Movement.WORSE)])
def test_six_cases_have_to_differ_before_a_change_is_told(count: int, movement: Movement) -> None:
    assert told(run(count=30), run(count=30, system=wrong(*range(count)))).movement is movement


def test_six_are_what_the_exact_test_by_signs_asks_for() -> None:
    from scipy.stats import binomtest

    assert binomtest(0, ENOUGH).pvalue < 0.05 < binomtest(0, ENOUGH - 1).pvalue


def test_cases_that_move_both_ways_are_no_clear_difference() -> None:
    before, after = run(count=20, system=wrong(*range(6))), run(count=20, system=wrong(*range(6, 13)))
    moved = told(before, after)
    assert moved.movement is Movement.UNCLEAR
    assert moved.moved == 13


def test_one_case_has_no_interval() -> None:
    moved = told(run(count=1), run(count=1, system=wrong(0)))
    assert (moved.difference, moved.low, moved.high) == (-1, None, None)
    assert moved.movement is Movement.UNCLEAR


def test_times_do_not_fail_a_run() -> None:
    pair = [run(metrics=(SLOW,), system=system) for system in (wrong(*range(8)), Staged())]
    found = compare(*pair)
    assert change(found, "slow").movement is Movement.WORSE
    assert found.regressions == ()
    assert found.changed[0].scores == ()


def test_only_cases_scored_in_both_runs_are_compared() -> None:
    after = run(system=Staged(raises={"c0": SystemFailed("dead"), "c1": SystemFailed("dead")}))
    moved = told(run(system=wrong(0, 1)), after)
    assert (moved.cases, moved.before, moved.after, moved.movement) == (6, 1.0, 1.0, Movement.UNCLEAR)


def test_a_metric_that_is_no_longer_scored_at_all_is_a_regression() -> None:
    dead = run(system=Staged(raises={f"c{number}": SystemFailed("dead") for number in range(8)}))
    moved = told(run(), dead)
    assert (moved.movement, moved.cases, moved.after) == (Movement.LOST, 0, None)
    assert moved.is_regression
    assert told(dead, run()).movement is Movement.NOT_COMPARED


def test_a_metric_that_was_not_asked_for_is_not_lost() -> None:
    after = run_suite(suite(), Staged(), METRICS, tasks=[])
    assert told(run(), after).movement is Movement.NOT_COMPARED


def test_a_metric_of_one_run_alone_is_not_compared() -> None:
    found = compare(run(metrics=(TOLD,)), run())
    assert change(found, "length").movement is Movement.NOT_COMPARED


def test_a_case_says_what_changed_and_the_others_are_silent() -> None:
    found = changed(compare(run(), run(system=wrong(3))))
    assert list(found) == ["c3"]
    assert found["c3"].text == ("@@ -1 +1 @@", f"-{FACT}", f"+{LIE}")
    scores = {one.metric: (one.before, one.after) for one in found["c3"].scores}
    before, after = scores["told"]
    assert before is not None
    assert after is not None
    assert (before.hits, after.hits) == (1, 0)


def test_a_rewording_is_a_change_of_text_and_of_no_score() -> None:
    reworded = Staged(says={"c1": f"{FACT} It helps."})
    found = changed(compare(run(metrics=(TOLD,)), run(metrics=(TOLD,), system=reworded)))
    assert found["c1"].scores == ()
    assert found["c1"].text[-1] == f"+{FACT} It helps."


def test_a_case_that_fails_now_says_why() -> None:
    found = changed(compare(run(), run(system=Staged(raises={"c2": SystemFailed("The line is dead.")}))))
    assert found["c2"].failures == ("answer: The line is dead.",)
    before, after = found["c2"].behaviour
    assert before is not None
    assert after is None


def test_what_was_asked_anew_is_not_compared() -> None:
    other = suite()
    edited = other.cases[1].model_copy(update={"must": ("Something else.",)})
    tagged = other.cases[2].model_copy(update={"tags": ("new",)})
    cases = (other.cases[0], edited, tagged, *other.cases[4:])
    found = compare(run(count=7), run_suite(Suite("small", cases), Staged(), METRICS))
    assert (found.edited, found.before_only, found.after_only) == (("c1",), ("c3",), ("c7",))
    assert found.cases == 5


def test_runs_without_a_common_case_are_not_compared() -> None:
    cases = tuple(case.model_copy(update={"id": f"x{case.id}"}) for case in suite().cases)
    with pytest.raises(RunsUnlike, match="no case in common"):
        compare(run(), run_suite(Suite("other", cases), Staged(), METRICS))


def test_the_parts_that_differ_are_named() -> None:
    found = compare(run(), run(system=Staged(name="new", made_of="two")))
    assert found.parts == ("system", "parts.code")


def test_the_same_seed_gives_the_same_bytes() -> None:
    pair = run(), run(system=wrong(1, 2, 5))
    assert compare(*pair, seed=3).model_dump_json() == compare(*pair, seed=3).model_dump_json()


def test_a_case_with_other_counts_differs_though_its_share_is_the_same() -> None:
    before = Sample(values=(1.0, 0.5), hits=(1, 1), totals=(1, 2))
    after = Sample(values=(1.0, 0.5), hits=(3, 1), totals=(3, 2))
    found = difference(Summary.RATE, before, after, seed=0)
    assert found.moved == 1
    assert found.value == pytest.approx(4 / 5 - 2 / 3)


def test_a_difference_of_other_cases_is_refused() -> None:
    with pytest.raises(ValueError, match="same cases"):
        difference(Summary.MEAN, Sample(values=(1.0,)), Sample(values=(1.0, 2.0)), seed=0)


def test_auroc_is_compared_over_cases_on_the_same_side() -> None:
    def score(flip: bool) -> Run:
        sided = metric("sided", lambda *_: 0.0, summary=Summary.MEAN, better=Better.HIGHER)
        done = run(metrics=(sided,))
        measure = done.metrics[0].model_copy(update={"summary": Summary.AUROC})
        results = tuple(
            one.model_copy(
                update={
                    "scores": (
                        one.scores[0].model_copy(
                            update={"value": float(at if not flip else -at), "label": at >= 4}
                        ),
                    )
                }
            )
            for at, one in enumerate(done.results)
        )
        return done.model_copy(update={"metrics": (measure,), "results": results})

    moved = change(compare(score(False), score(True)), "sided")
    assert (moved.before, moved.after, moved.movement) == (1.0, 0.0, Movement.WORSE)
