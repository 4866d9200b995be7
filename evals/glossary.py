"""Glossary: how a metric is named, explained and written, also one that nobody describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

from evals.metric import Better, Summary
from evals.run import Figure
from evals.score import Score

SHARES = frozenset({Summary.RATE, Summary.MEAN})
"""Summaries whose single scores have full marks, where the metric has no unit."""


def number(value: float, unit: str) -> str:
    """A value with its unit, to three digits that count."""
    written = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{written} {unit}".rstrip()


def share(value: float) -> str:
    """A share as per cent. Only what is all reads 100 %, and only what is nothing 0 %."""
    value = round(value, 9)  # an interval computed to end at 1 may end a hair before
    whole = f"{value * 100:.0f}"
    if whole in {"0", "-0", "100", "-100"} and value not in {0.0, 1.0, -1.0}:
        fine = f"{value * 100:.1f}"
        whole = {"100.0": "> 99.9", "0.0": "< 0.1", "-0.0": "> -0.1", "-100.0": "< -99.9"}.get(fine, fine)
    return f"{whole} %"


class Described(Protocol):
    """What a report has to know of a metric; `Metric` is one."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def definition(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def summary(self) -> Summary: ...
    @property
    def better(self) -> Better: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True)
class Glossary:
    """The metrics of a report by name. A metric that is not among them is shown by its name."""

    metrics: Mapping[str, Described] = field(default_factory=dict)

    @classmethod
    def of(cls, metrics: Sequence[Described]) -> Self:
        """The glossary of these metrics."""
        return cls({metric.name: metric for metric in metrics})

    def title(self, name: str) -> str:
        """What a reader calls it."""
        metric = self.metrics.get(name)
        return metric.title if metric else name.replace("_", " ")

    def rises(self, name: str) -> bool:
        """Whether more is better; so it is where nobody says otherwise."""
        metric = self.metrics.get(name)
        return metric is None or metric.better is Better.HIGHER

    def unit(self, name: str) -> str:
        """The unit, "" for shares and where nobody says."""
        metric = self.metrics.get(name)
        return metric.unit if metric else ""

    def is_scale(self, figure: Figure) -> bool:
        """Whether the figure lies between 0 and 1, so that it may stand beside shares in a chart.

        A metric that nobody describes is taken for a share only where it counts hits.
        """
        metric = self.metrics.get(figure.metric)
        if figure.value is None:
            return False
        if metric is None:
            return figure.total is not None
        return not metric.unit and 0 <= figure.value <= 1

    def value(self, figure: Figure) -> str:
        """The value of a figure as text, "not scored" where there is none."""
        if figure.value is None:
            return "not scored"
        return self._written(figure.metric, figure.value, rate=figure.total is not None)

    def interval(self, figure: Figure) -> str:
        """The 95 % interval as text, "" where there is none."""
        if figure.low is None or figure.high is None:
            return ""
        rate = figure.total is not None
        low, high = (self._written(figure.metric, end, rate=rate) for end in (figure.low, figure.high))
        unit = " %" if rate else f" {self.unit(figure.metric)}" if self.unit(figure.metric) else ""
        return f"{low.removesuffix(unit)} to {high}"

    def score(self, score: Score | None) -> str:
        """One score as text: "2 of 3", "0.81 s", "not scored"; "" where the case expects nothing of it."""
        if score is None:
            return ""
        if score.value is None:
            return "not scored"
        if score.total is not None:
            return f"{score.hits} of {score.total}"
        return number(score.value, self.unit(score.metric))

    def is_short(self, score: Score) -> bool:
        """Whether a score misses full marks. Never so for one that has none, such as seconds."""
        if score.value is None:
            return False
        metric = self.metrics.get(score.metric)
        if score.total is None and (metric is None or metric.unit or metric.summary not in SHARES):
            return False
        return score.value < 1 if self.rises(score.metric) else score.value > 0

    def _written(self, name: str, value: float, *, rate: bool) -> str:
        return share(value) if rate else number(value, self.unit(name))
