"""Metric: a name, a definition with its source, which way is better, and how cases are put together."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from evals.case import Case
from evals.response import Response
from evals.score import Score


class Summary(StrEnum):
    """How the scores of many cases become one figure."""

    RATE = "rate"
    """All hits of all totals, with a Wilson interval."""
    MEAN = "mean"
    """The mean over cases, with a bootstrap interval over cases."""
    MEDIAN = "median"
    P95 = "p95"
    SUM = "sum"
    AUROC = "auroc"
    """The area under the ROC curve of values against labels, with a bootstrap interval over cases."""


class Better(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric. `score` gives None for a case that expects nothing of it.

    `definition` is one or two sentences for a reader of the report, with the `source` of the formula.
    `unit` is "" for shares.
    """

    name: str
    title: str
    definition: str
    source: str
    summary: Summary
    score: Callable[[Case, Response], Score | None]
    better: Better = Better.HIGHER
    unit: str = ""
