"""Wire shape of evaluations: figures, thresholds and comparison; the whole run is in the file it names."""

from collections.abc import Mapping, Sequence

from api.wire import Wire
from evals.comparison import Comparison
from evals.evaluation import Evaluation
from evals.run import Figure, Manifest


class ThresholdBody(Wire):
    """A threshold and whether the run keeps it."""

    metric: str
    bound: float
    met: bool
    why: str


class EvaluationBody(Wire):
    """One run, kept whole in `file`. `kappa` is that of the judge; null without one."""

    passed: bool
    file: str
    manifest: Manifest
    started: str
    cases: int
    figures: tuple[Figure, ...]
    by_tag: Mapping[str, tuple[Figure, ...]]
    thresholds: tuple[ThresholdBody, ...]
    comparison: Comparison | None
    kappa: float | None

    @classmethod
    def of(cls, one: Evaluation) -> "EvaluationBody":
        """An evaluation without its cases."""
        return cls(
            passed=one.passed,
            file=str(one.file),
            manifest=one.run.manifest,
            started=one.run.started,
            cases=len(one.run.results),
            figures=one.run.figures,
            by_tag=one.run.by_tag,
            thresholds=tuple(
                ThresholdBody(
                    metric=verdict.threshold.metric,
                    bound=verdict.threshold.bound,
                    met=verdict.met,
                    why=verdict.why,
                )
                for verdict in one.thresholds
            ),
            comparison=one.comparison,
            kappa=one.kappa,
        )


class EvaluationsBody(Wire):
    """Everything that one command ran, a system an entry."""

    runs: tuple[EvaluationBody, ...]

    @classmethod
    def of(cls, done: Sequence[Evaluation]) -> "EvaluationsBody":
        """Evaluations in the shape that is printed."""
        return cls(runs=tuple(EvaluationBody.of(one) for one in done))
