"""Metrics: all that a run is measured by, in the order of the report."""

from collections.abc import Sequence

from evals.errors import MetricUnknown
from evals.instruments import Instruments
from evals.judge import Judge
from evals.metric import Metric
from evals.metric_behaviour import abstention_auroc, asks_for, behaviour_accuracy, fact_accuracy
from evals.metric_citation import citation_precision, citation_recall, quote_exact
from evals.metric_cost import cost, seconds_median, seconds_p95, tasks_done
from evals.metric_draft import block_rate, label_agreement, pass_rate, sentence_agreement
from evals.metric_judge import judge_metrics
from evals.metric_must import must_not_avoided, must_recall
from evals.metric_number import number_exact
from evals.metric_retrieval import retrieval_metrics


def metrics(instruments: Instruments, *, judge: Judge | None = None) -> tuple[Metric, ...]:
    """All metrics; those of a language-model judge only where one is given."""
    return (
        must_recall(instruments),
        must_not_avoided(instruments),
        behaviour_accuracy(),
        asks_for(instruments),
        fact_accuracy(),
        citation_recall(instruments),
        citation_precision(instruments),
        quote_exact(instruments),
        number_exact(instruments),
        block_rate(),
        pass_rate(),
        sentence_agreement(),
        label_agreement(),
        *retrieval_metrics(instruments),
        abstention_auroc(),
        *(judge_metrics(instruments, judge) if judge is not None else ()),
        tasks_done(),
        seconds_median(),
        seconds_p95(),
        cost(),
    )


def named(name: str, known: Sequence[Metric]) -> Metric:
    """The metric of this name. Raises MetricUnknown with the choices."""
    found = next((metric for metric in known if metric.name == name), None)
    if found is None:
        choices = ", ".join(metric.name for metric in known)
        raise MetricUnknown(f"There is no metric {name!r}. Choose one of: {choices}.")
    return found
