"""Examination: one case after the other put to a system, each held to bounds of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.case import Case, Task
from evals.instruments import Instruments
from evals.metric import Better, Metric, Summary
from evals.metric_cost import DONE
from evals.metrics import metrics
from evals.run import Result
from evals.runner import run_case
from evals.score import Score, Status
from evals.system import System
from evals.systems import open_system
from evals.threshold import read_threshold


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A case with what was said. `missed` are scores beyond their bound, `counted` all that have one.

    `counted` leaves out whether the tasks were done at all, which says nothing of what was said.
    """

    result: Result
    missed: tuple[Score, ...]
    counted: tuple[Score, ...]


class Examination:
    """A system and the metrics, opened once for many cases."""

    def __init__(self, system: System, measured: Sequence[Metric], *, thresholds: Sequence[str] = ()) -> None:
        """`thresholds` are written `metric=value`. Raises MetricUnknown or ThresholdUnclear."""
        self.system = system
        self._metrics = {metric.name: metric for metric in measured}
        perfect = {
            metric.name: 1.0 if metric.better is Better.HIGHER else 0.0
            for metric in measured
            if metric.summary is Summary.RATE
        }
        read = [read_threshold(text, list(self._metrics)) for text in thresholds]
        self.bounds: Mapping[str, float] = perfect | {one.metric: one.bound for one in read}

    @classmethod
    def open(
        cls,
        spec: str,
        *,
        home: Path,
        embedder: str = "default",
        documents: Path | None = None,
        thresholds: Sequence[str] = (),
    ) -> "Examination":
        """Open the system that `spec` names. A rate has to be perfect, unless a threshold says otherwise.

        Shipped packs that are not indexed yet are indexed first. Raises the errors of evals, ingest, rules.
        """
        system = open_system(spec, home=home, embedder=embedder, documents=documents)
        return cls(system, metrics(Instruments.open(home, embedder)), thresholds=thresholds)

    def examine(self, case: Case) -> Examined:
        """Ask for all that the case needs, and hold its scores to their bounds.

        What was not scored misses no bound.
        """
        result = run_case(case, self.system, tuple(self._metrics.values()), tuple(Task))
        held = [
            score for score in result.scores if score.metric in self.bounds and score.status is Status.SCORED
        ]
        return Examined(
            result=result,
            missed=tuple(score for score in held if not self._met(score)),
            counted=tuple(score for score in held if score.metric != DONE),
        )

    def bound(self, metric: str) -> str:
        """The bound in words, such as "at least 1"; empty for a metric without one."""
        if metric not in self.bounds:
            return ""
        floor = self._metrics[metric].better is Better.HIGHER
        return f"{'at least' if floor else 'at most'} {self.bounds[metric]:g}"

    def _met(self, score: Score) -> bool:
        value, bound = score.value or 0.0, self.bounds[score.metric]
        return value >= bound if self._metrics[score.metric].better is Better.HIGHER else value <= bound
