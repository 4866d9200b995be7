"""Thresholds: floors and ceilings, and what was not scored keeps none."""

import pytest

from evals.errors import MetricUnknown, SystemFailed, ThresholdUnclear
from evals.run import Run
from evals.threshold import Threshold, Verdict, judge, read_threshold
from tests.evals.staged import TOLD, Staged, run, wrong

KNOWN = ["told", "lied", "length"]


def held(done: Run, text: str) -> Verdict:
    (verdict,) = judge(done, [read_threshold(text, KNOWN)])
    return verdict


@pytest.mark.parametrize(("bound", "met"), [("0.5", True), ("0.75", True), ("0.76", False), ("1", False)])
def test_a_floor_is_kept_from_its_value_up(bound: str, met: bool) -> None:
    verdict = held(run(system=wrong(0, 1)), f"told={bound}")
    assert verdict.met is met
    assert "0.75" in verdict.why
    assert "at least" in verdict.why


@pytest.mark.parametrize(("bound", "met"), [("0.3", True), ("0.25", True), ("0.2", False), ("0", False)])
def test_a_ceiling_is_kept_up_to_its_value(bound: str, met: bool) -> None:
    verdict = held(run(system=wrong(0, 1)), f"lied={bound}")
    assert verdict.met is met
    assert "at most" in verdict.why


def test_a_metric_that_was_not_scored_misses_its_threshold_and_says_why() -> None:
    dead = run(system=Staged(raises={f"c{number}": SystemFailed("The line is dead.") for number in range(8)}))
    for text in ("told=0", "lied=1"):
        verdict = held(dead, text)
        assert not verdict.met
        assert "none of 8 cases was scored" in verdict.why
        assert "The line is dead." in verdict.why


def test_a_metric_of_which_nothing_is_expected_misses_its_threshold() -> None:
    done = run(metrics=(TOLD,)).model_copy(update={"figures": (), "results": ()})
    (verdict,) = judge(done, [Threshold(metric="told", bound=0)])
    assert not verdict.met
    assert "no case of this suite expects anything of it" in verdict.why


def test_verdicts_stand_in_the_order_of_the_thresholds() -> None:
    thresholds = [read_threshold(text, KNOWN) for text in ("lied=0", "told=1", "lied=0.5")]
    assert [verdict.threshold for verdict in judge(run(), thresholds)] == thresholds


@pytest.mark.parametrize(
    "text", ["told", "told=", "=0.5", "told=high", "told=nan", "told=inf", "", "told=90%"]
)
def test_a_threshold_that_cannot_be_understood_says_how_one_is_written(text: str) -> None:
    with pytest.raises(ThresholdUnclear, match="METRIC=NUMBER"):
        read_threshold(text, KNOWN)


def test_an_unknown_metric_is_told_with_the_nearest_and_the_choices() -> None:
    with pytest.raises(MetricUnknown, match=r"'lenght'. Did you mean length\? Metrics: told, lied, length"):
        read_threshold("lenght=1", KNOWN)


def test_blanks_around_the_parts_do_not_matter() -> None:
    assert read_threshold(" told = 0.9 ", KNOWN) == Threshold(metric="told", bound=0.9)
