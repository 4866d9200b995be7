"""Threshold: a bound that a metric has to keep, so that a run can fail a build."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isfinite

from rapidfuzz import process

from evals.errors import MetricUnknown, ThresholdUnclear
from evals.metric import Better
from evals.run import Measure, Run
from evals.score import Status


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """`bound` is a floor where higher is better, a ceiling where lower is, in the metric's unit."""

    metric: str
    bound: float


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a run keeps a threshold, with one sentence that says why."""

    threshold: Threshold
    met: bool
    why: str


def read_threshold(text: str, metrics: Collection[str]) -> Threshold:
    """Read `metric=value`. Raises ThresholdUnclear, or MetricUnknown with the choices."""
    name, equals, bound = (part.strip() for part in text.partition("="))
    try:
        value = float(bound)
    except ValueError:
        value = float("nan")
    if not (name and equals and isfinite(value)):
        raise ThresholdUnclear(
            f"The threshold {text!r} can't be understood. Write METRIC=NUMBER, such as must_recall=0.9."
        )
    if name not in metrics:
        close = process.extractOne(name, sorted(metrics), score_cutoff=70)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise MetricUnknown(f"There is no metric {name!r}.{hint} Metrics: {', '.join(metrics)}.")
    return Threshold(metric=name, bound=value)


def judge(run: Run, thresholds: Sequence[Threshold]) -> tuple[Verdict, ...]:
    """Hold a run to thresholds, in their order. A metric that was not scored misses its threshold."""
    measures = {measure.name: measure for measure in run.metrics}
    return tuple(_judge(run, threshold, measures[threshold.metric]) for threshold in thresholds)


def _judge(run: Run, threshold: Threshold, measure: Measure) -> Verdict:
    figure = run.figure(measure.name)
    if figure is None or figure.value is None:
        return Verdict(threshold=threshold, met=False, why=f"{measure.name}: {_unscored(run, measure)}")
    floor = measure.better is Better.HIGHER
    met = figure.value >= threshold.bound if floor else figure.value <= threshold.bound
    bound = f"{'at least' if floor else 'at most'} {threshold.bound:g}"
    return Verdict(
        threshold=threshold,
        met=met,
        why=f"{measure.name} is {figure.value:.4g}; {'asked for was' if met else 'it has to be'} {bound}",
    )


def _unscored(run: Run, measure: Measure) -> str:
    """Why there is no figure."""
    scores = [score for result in run.results if (score := result.score(measure.name))]
    if not scores:
        return "no case of this suite expects anything of it, so it is not scored"
    missing = [score for score in scores if score.status is Status.NOT_SCORED]
    if len(missing) < len(scores):
        return "the scored cases give no figure (AUROC needs cases of both labels)"
    return f"none of {len(scores)} cases was scored, the first for this reason: {missing[0].reason}"
