"""Statistic: what the scores of many cases say together, and how far it can be trusted.

All intervals are at 95 %. Everything random takes a seed: the same scores and seed give the same numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.metric import Summary

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    Indices = NDArray[int64]
    Numbers = NDArray[float64]

CONFIDENCE = 0.95
RESAMPLES = 10_000
ENOUGH = 6
"""Cases that have to differ before a paired difference can be clear. A bootstrap over fewer claims too much:
with n of them the exact test by random signs (Fisher 1935) gives p = 2 / 2**n at the least, which is below
5 % from 6 on."""
_AT_ONCE = 2_000_000
"""Numbers that are resampled at once; bounds the memory of a large run."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The scores of one metric, an entry a case.

    `hits` and `totals` are there for rates alone, `labels` for AUROC alone; they are as long as `values`,
    else empty.
    """

    values: tuple[float, ...]
    hits: tuple[int, ...] = ()
    totals: tuple[int, ...] = ()
    labels: tuple[bool, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How much a figure moved, the later less the earlier, with its interval; all None where unknown.

    `moved` is how many cases differ.
    """

    value: float | None
    low: float | None
    high: float | None
    moved: int = 0


UNKNOWN = Difference(value=None, low=None, high=None)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The score interval of a proportion (Wilson 1927, J Am Stat Assoc 22:209), by scipy.

    `total` is at least 1, else ValueError. Statements of one case are counted as if they were independent.
    """
    from scipy.stats import binomtest  # noqa: PLC0415  (a second to import)

    if total < 1:
        raise ValueError("a rate of nothing has no interval")
    found = binomtest(hits, total).proportion_ci(confidence_level=CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def estimate(summary: Summary, sample: Sample) -> float | None:
    """The figure of these scores. None where there are none, or for AUROC none with one of the labels.

    A rate is all hits of all totals. P95 is interpolated between neighbours (Hyndman & Fan 1996, type 7).
    AUROC is scikit-learn's `roc_auc_score` of values against labels.
    """
    if not sample.values:
        return None
    if summary is Summary.AUROC:
        from sklearn.metrics import roc_auc_score  # noqa: PLC0415  (a second to import)

        if len(set(sample.labels)) < 2:
            return None
        return float(roc_auc_score(sample.labels, sample.values))
    return float(_figure(summary, sample)(*_strata(summary, sample)))


def interval(
    summary: Summary, sample: Sample, *, seed: int, resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """The interval of the figure; None where one can't be given.

    A rate has Wilson's. A sum has none, since it is a total and no estimate. The others have the percentile
    interval of the bootstrap over cases (Efron & Tibshirani 1993, chapter 13; scipy.stats.bootstrap), which
    needs two cases at least; for AUROC cases are drawn within each label, two of each at least.
    """
    if not sample.values or summary is Summary.SUM:
        return None
    if summary is Summary.RATE:
        return wilson(sum(sample.hits), sum(sample.totals))
    return _bootstrap(_strata(summary, sample), _figure(summary, sample), seed=seed, resamples=resamples)


def difference(summary: Summary, before: Sample, after: Sample, *, seed: int) -> Difference:
    """How far the figure moved between two runs over the same cases in the same order.

    The interval is that of the paired bootstrap: cases are drawn with both their scores (Efron & Tibshirani
    1993, chapter 16; Koehn 2004 for test sets), with 10,000 resamples, percentile. None with fewer than two
    cases, or for AUROC fewer than two of a label. Raises ValueError where the cases are not the same.
    """
    if len(before.values) != len(after.values) or before.labels != after.labels:
        raise ValueError("a paired difference needs the same cases in both runs")
    old, new = estimate(summary, before), estimate(summary, after)
    if old is None or new is None:
        return UNKNOWN
    was, now = _figure(summary, before), _figure(summary, after)
    found = _bootstrap(
        _strata(summary, before),
        lambda *chosen: now(*chosen) - was(*chosen),
        seed=seed,
        resamples=RESAMPLES,
    )
    low, high = found or (None, None)
    return Difference(value=new - old, low=low, high=high, moved=_moved(before, after))


def _moved(before: Sample, after: Sample) -> int:
    """How many cases have another value, or other counts."""
    old, new = (
        zip(one.values, one.hits or one.values, one.totals or one.values, strict=True)
        for one in (before, after)
    )
    return sum(a != b for a, b in zip(old, new, strict=True))


def _strata(summary: Summary, sample: Sample) -> "tuple[Indices, ...]":
    """Indices of cases, in groups that are drawn from separately."""
    import numpy as np  # noqa: PLC0415  (for the commands that need no figures)

    if summary is not Summary.AUROC:
        return (np.arange(len(sample.values)),)
    labels = np.asarray(sample.labels, dtype=bool)
    return np.flatnonzero(labels), np.flatnonzero(~labels)


def _figure(summary: Summary, sample: Sample) -> "Callable[..., Numbers]":
    """The figure as a function of indices [..., cases], a group an argument; gives [...]."""
    import numpy as np  # noqa: PLC0415

    values = np.asarray(sample.values, dtype=float)
    if summary is Summary.RATE:
        hits, totals = np.asarray(sample.hits), np.asarray(sample.totals)
        return lambda chosen: hits[chosen].sum(axis=-1) / totals[chosen].sum(axis=-1)
    if summary is Summary.AUROC:
        return lambda wanted, others: _auroc(values[wanted], values[others])
    over: dict[Summary, Callable[[Numbers], Numbers]] = {
        Summary.MEAN: lambda drawn: np.mean(drawn, axis=-1),
        Summary.MEDIAN: lambda drawn: np.median(drawn, axis=-1),
        Summary.P95: lambda drawn: np.percentile(drawn, 95, axis=-1),
        Summary.SUM: lambda drawn: np.sum(drawn, axis=-1),
    }
    figure = over[summary]
    return lambda chosen: figure(values[chosen])


def _auroc(wanted: "Numbers", others: "Numbers") -> "Numbers":
    """The share of pairs in the right order, ties as half, from ranks (Mann & Whitney 1947): [..., cases]."""
    import numpy as np  # noqa: PLC0415
    from scipy.stats import rankdata  # noqa: PLC0415

    n, m = wanted.shape[-1], others.shape[-1]
    ranks = rankdata(np.concatenate([wanted, others], axis=-1), axis=-1)[..., :n]
    found: Numbers = (ranks.sum(axis=-1) - n * (n + 1) / 2) / (n * m)
    return found


def _bootstrap(
    strata: "Sequence[Indices]", figure: "Callable[..., Numbers]", *, seed: int, resamples: int
) -> tuple[float, float] | None:
    from numpy.random import default_rng  # noqa: PLC0415
    from scipy.stats import bootstrap  # noqa: PLC0415

    if any(len(stratum) < 2 for stratum in strata):
        return None

    def statistic(*chosen: "Indices", axis: int) -> "Numbers":  # scipy gives the cases along the last axis
        return figure(*chosen)

    found = bootstrap(
        tuple(strata),
        statistic,
        n_resamples=resamples,
        batch=max(1, _AT_ONCE // sum(map(len, strata))),
        vectorized=True,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)
