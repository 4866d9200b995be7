"""Figures: the scores of a run put together, metric by metric, over all cases and by tag."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from evals.metric import Summary
from evals.run import Figure, Result
from evals.score import Score, Status
from evals.statistic import RESAMPLES, Sample, estimate, interval

TAG_RESAMPLES = 2_000
"""Fewer for tags, of which there are many: their intervals are wide in any case."""


class Summed(Protocol):
    """What has to be known of a metric to put its scores together."""

    @property
    def name(self) -> str: ...
    @property
    def summary(self) -> Summary: ...


def figures(
    metrics: Sequence[Summed], results: Sequence[Result], *, seed: int, resamples: int = RESAMPLES
) -> tuple[Figure, ...]:
    """One figure a metric, in their order; none for a metric of which no case expects anything."""
    told = ((metric, scores_of(metric.name, results)) for metric in metrics)
    return tuple(_figure(metric, scores, seed=seed, resamples=resamples) for metric, scores in told if scores)


def by_tag(
    metrics: Sequence[Summed], results: Sequence[Result], *, seed: int
) -> Mapping[str, tuple[Figure, ...]]:
    """The figures of the cases with each tag, tags in alphabetical order."""
    tags = sorted({tag for result in results for tag in result.case.tags})
    return {
        tag: figures(
            metrics,
            [result for result in results if tag in result.case.tags],
            seed=seed,
            resamples=TAG_RESAMPLES,
        )
        for tag in tags
    }


def scores_of(metric: str, results: Sequence[Result]) -> tuple[Score, ...]:
    """The scores of this metric, scored or not, in the order of the cases."""
    found = (result.score(metric) for result in results)
    return tuple(score for score in found if score is not None)


def sample_of(summary: Summary, scores: Sequence[Score]) -> Sample:
    """Scores as statistics take them. Each has a value, a rate its count, AUROC its label."""
    rates = scores if summary is Summary.RATE else ()
    sides = scores if summary is Summary.AUROC else ()
    return Sample(
        values=tuple(score.value for score in scores if score.value is not None),
        hits=tuple(score.hits for score in rates if score.hits is not None),
        totals=tuple(score.total for score in rates if score.total is not None),
        labels=tuple(score.label for score in sides if score.label is not None),
    )


def _figure(metric: Summed, scores: Sequence[Score], *, seed: int, resamples: int) -> Figure:
    scored = [score for score in scores if score.status is Status.SCORED]
    sample = sample_of(metric.summary, scored)
    low, high = interval(metric.summary, sample, seed=seed, resamples=resamples) or (None, None)
    is_rate = bool(sample.totals)
    return Figure(
        metric=metric.name,
        value=estimate(metric.summary, sample),
        low=low,
        high=high,
        hits=sum(sample.hits) if is_rate else None,
        total=sum(sample.totals) if is_rate else None,
        cases=len(scored),
        not_scored=len(scores) - len(scored),
    )
