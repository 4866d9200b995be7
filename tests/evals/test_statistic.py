"""Figures and intervals against statsmodels, scikit-learn and plain numpy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator, default_rng
from sklearn.metrics import roc_auc_score
from statsmodels.stats.proportion import proportion_confint

from evals.metric import Summary
from evals.statistic import UNKNOWN, Sample, difference, estimate, interval, wilson

RESAMPLES = 10_000
Array = np.ndarray[Any, Any]
NEAR = 0.02
"""How far two bootstraps with different draws may lie apart, where the interval is some tenths wide."""


@given(st.integers(1, 100_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson_is_that_of_statsmodels(counts: tuple[int, int]) -> None:
    hits, total = counts
    expected = proportion_confint(hits, total, alpha=0.05, method="wilson")
    assert wilson(hits, total) == pytest.approx(expected, abs=1e-9)


def test_wilson_needs_something_to_count() -> None:
    with pytest.raises(ValueError, match="nothing"):
        wilson(0, 0)


def rates(dice: Generator, cases: int = 60, *, chance: float = 0.7) -> Sample:
    """Cases with several facts each."""
    totals = dice.integers(1, 6, cases)
    hits = dice.binomial(totals, chance)
    values = tuple(float(value) for value in hits / totals)
    return Sample(values=values, hits=tuple(map(int, hits)), totals=tuple(map(int, totals)))


def labelled(dice: Generator, cases: int = 60, *, apart: float = 1.0) -> Sample:
    """Cases of two kinds whose values overlap, with ties."""
    labels = np.arange(cases) % 3 > 0
    values = np.round(dice.normal(labels * apart), 1)
    return Sample(values=tuple(map(float, values)), labels=tuple(map(bool, labels)))


def plain(dice: Generator, cases: int = 60) -> Sample:
    return Sample(values=tuple(map(float, dice.random(cases))))


@pytest.mark.parametrize("seed", range(5))
def test_each_figure_is_that_of_numpy_or_scikit_learn(seed: int) -> None:
    dice = default_rng(seed)
    values, shares, sides = plain(dice), rates(dice), labelled(dice)
    assert estimate(Summary.MEAN, values) == pytest.approx(np.mean(values.values))
    assert estimate(Summary.MEDIAN, values) == pytest.approx(np.median(values.values))
    assert estimate(Summary.P95, values) == pytest.approx(np.quantile(values.values, 0.95))
    assert estimate(Summary.SUM, values) == pytest.approx(np.sum(values.values))
    assert estimate(Summary.RATE, shares) == pytest.approx(sum(shares.hits) / sum(shares.totals))
    assert estimate(Summary.AUROC, sides) == pytest.approx(roc_auc_score(sides.labels, sides.values))


def resampled(figure: Callable[[Array], Array], cases: int, seed: int) -> tuple[float, float]:
    """The percentile interval of a figure of drawn cases; `figure` takes indices [resamples, cases]."""
    drawn = figure(default_rng(seed + 1_000).integers(0, cases, (RESAMPLES, cases)))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


@pytest.mark.parametrize(
    ("summary", "figure"),
    [
        (Summary.MEAN, lambda drawn: np.mean(drawn, axis=-1)),
        (Summary.MEDIAN, lambda drawn: np.median(drawn, axis=-1)),
        (Summary.P95, lambda drawn: np.percentile(drawn, 95, axis=-1)),
    ],
)
def test_an_interval_is_that_of_a_plain_bootstrap(summary: Summary, figure: Callable[[Array], Array]) -> None:
    sample = plain(default_rng(1), 300)
    values = np.array(sample.values)
    expected = resampled(lambda chosen: figure(values[chosen]), 300, seed=1)
    assert interval(summary, sample, seed=1) == pytest.approx(expected, abs=NEAR)


def test_the_interval_of_a_rate_is_wilsons_over_all_facts() -> None:
    sample = rates(default_rng(1))
    found = interval(Summary.RATE, sample, seed=1)
    assert found == pytest.approx(proportion_confint(sum(sample.hits), sum(sample.totals), method="wilson"))


def test_an_auroc_is_drawn_within_each_label() -> None:
    sample = labelled(default_rng(2))
    values, labels, dice = np.array(sample.values), np.array(sample.labels), default_rng(9)
    drawn = []
    for _ in range(3_000):
        high, low = (dice.choice(values[labels == side], (labels == side).sum()) for side in (True, False))
        above = high[:, None] - low[None, :]
        drawn.append(((above > 0) + 0.5 * (above == 0)).mean())
    found = interval(Summary.AUROC, sample, seed=2)
    assert found == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=NEAR)


@pytest.mark.parametrize("seed", range(3))
def test_a_difference_of_means_is_that_of_a_plain_paired_bootstrap(seed: int) -> None:
    dice = default_rng(seed)
    before = plain(dice)
    after = Sample(
        values=tuple(float(v) for v in np.clip(np.array(before.values) + dice.normal(0.05, 0.1, 60), 0, 1))
    )
    gain = np.array(after.values) - np.array(before.values)
    low, high = resampled(lambda chosen: gain[chosen].mean(axis=-1), 60, seed)
    found = difference(Summary.MEAN, before, after, seed=seed)
    assert found.value == pytest.approx(gain.mean())
    assert (found.low, found.high) == pytest.approx((low, high), abs=NEAR / 4)


@pytest.mark.parametrize("seed", range(3))
def test_a_difference_of_rates_keeps_the_facts_of_a_case_together(seed: int) -> None:
    dice = default_rng(seed)
    before, after = rates(dice), rates(dice, chance=0.8)
    hits, totals = ([np.array(getattr(one, name)) for one in (before, after)] for name in ("hits", "totals"))

    def gain(chosen: Array) -> Array:
        old, new = (
            h[chosen].sum(axis=-1) / t[chosen].sum(axis=-1) for h, t in zip(hits, totals, strict=True)
        )
        return np.asarray(new - old)

    found = difference(Summary.RATE, before, after, seed=seed)
    assert found.value == pytest.approx(gain(np.arange(60)))
    assert (found.low, found.high) == pytest.approx(resampled(gain, 60, seed), abs=NEAR)


def test_pairing_sees_a_small_gain_that_every_case_has() -> None:
    before = plain(default_rng(3))
    after = Sample(values=tuple(value + 0.01 for value in before.values))
    found = difference(Summary.MEAN, before, after, seed=3)
    assert (found.value, found.low, found.high) == pytest.approx((0.01, 0.01, 0.01))


@pytest.mark.parametrize("summary", [Summary.MEAN, Summary.MEDIAN, Summary.P95, Summary.RATE, Summary.AUROC])
def test_nothing_moves_between_a_run_and_itself(summary: Summary) -> None:
    dice = default_rng(4)
    sample = {Summary.RATE: rates, Summary.AUROC: labelled}.get(summary, plain)(dice)
    found = difference(summary, sample, sample, seed=4)
    assert (found.value, found.low, found.high) == (0, 0, 0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), st.integers(0, 9))
def test_an_interval_lies_within_the_values_and_is_the_same_for_a_seed(
    values: list[float], seed: int
) -> None:
    sample = Sample(values=tuple(values))
    found = interval(Summary.MEAN, sample, seed=seed, resamples=200)
    assert found is not None
    assert min(values) - 1e-9 <= found[0] <= found[1] <= max(values) + 1e-9
    assert interval(Summary.MEAN, sample, seed=seed, resamples=200) == found


@pytest.mark.parametrize("summary", Summary)
def test_of_no_case_nothing_is_known(summary: Summary) -> None:
    assert estimate(summary, Sample(values=())) is None
    assert interval(summary, Sample(values=()), seed=1) is None
    assert difference(summary, Sample(values=()), Sample(values=()), seed=1) == UNKNOWN


@pytest.mark.parametrize("summary", [Summary.MEAN, Summary.MEDIAN, Summary.P95])
def test_one_case_has_a_figure_and_no_interval(summary: Summary) -> None:
    one = Sample(values=(0.4,))
    assert estimate(summary, one) == pytest.approx(0.4)
    assert interval(summary, one, seed=1) is None
    found = difference(summary, one, Sample(values=(0.6,)), seed=1)
    assert (found.value, found.low, found.high) == (pytest.approx(0.2), None, None)


@pytest.mark.parametrize("labels", [(True, True, True), (False, False, False)])
def test_an_auroc_of_one_kind_is_unknown(labels: tuple[bool, ...]) -> None:
    sample = Sample(values=(0.1, 0.2, 0.3), labels=labels)
    assert estimate(Summary.AUROC, sample) is None
    assert interval(Summary.AUROC, sample, seed=1) is None


def test_a_sum_has_no_interval() -> None:
    sample = Sample(values=(1.0, 2.0))
    assert estimate(Summary.SUM, sample) == 3
    assert interval(Summary.SUM, sample, seed=1) is None


def test_runs_over_other_cases_can_not_be_paired() -> None:
    with pytest.raises(ValueError, match="same cases"):
        difference(Summary.MEAN, Sample(values=(0.1, 0.2)), Sample(values=(0.1,)), seed=1)
