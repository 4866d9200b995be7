"""Terminal: what changed between two runs."""

from collections.abc import Sequence

from api.terminal import Screen
from evals.comparison import CaseChange, Comparison, MetricChange, Movement
from evals.metric import Summary
from evals.run import Measure
from evals.score import Score, Status

_STYLES = {"-": "red", "+": "green"}


def show_comparison(screen: Screen, comparison: Comparison) -> None:
    """Write the change of every metric, then every case that changed, with what it says now."""
    screen.line(f"From {comparison.before} to {comparison.after}, {comparison.cases} cases in both", "bold")
    if comparison.parts:
        screen.line(f"Differs in: {', '.join(comparison.parts)}", "dim")
    screen.line()
    show_changes(screen, comparison)
    if comparison.changed:
        screen.head(f"CASES THAT CHANGED: {len(comparison.changed)}")
    for case in comparison.changed:
        _case(screen, case)


def show_changes(screen: Screen, comparison: Comparison) -> None:
    """Write the metrics with their paired differences, and which cases could not be compared."""
    screen.table(
        ("metric", "before", "after", "difference (95 %)", "cases", ""),
        [
            (
                change.measure.name,
                _value(change, change.before),
                _value(change, change.after),
                _moved(change),
                str(change.cases),
                change.movement.value + (", time" if change.measure.is_time else ""),
            )
            for change in comparison.metrics
        ],
    )
    _left_out(screen, "expect something else now", comparison.edited)
    _left_out(screen, "are in the earlier run alone", comparison.before_only)
    _left_out(screen, "are in the later run alone", comparison.after_only)
    for change in comparison.regressions:
        what = "is no longer scored" if change.movement is Movement.LOST else "is significantly worse"
        screen.item("!", f"{change.measure.name} {what}", style="bold red")


def _case(screen: Screen, case: CaseChange) -> None:
    before, after = case.behaviour
    head = f"{case.id}: {case.question}"
    screen.item("•", head, style="bold")
    if before is not after:
        was, now = (one.value if one else "no reply" for one in (before, after))
        screen.item(" ", f"behaviour: {was} → {now}", indent=3)
    for failure in case.failures:
        screen.item("!", f"failed: {failure}", indent=3, style="red")
    for change in case.scores:
        screen.item(" ", f"{change.metric}: {_score(change.before)} → {_score(change.after)}", indent=3)
        if change.after:
            screen.item(" ", change.after.reason, indent=5, style="dim")
    for line in case.text:
        if not line.startswith("@@"):
            screen.item(line[:1], line[1:], indent=3, style=_STYLES.get(line[:1], ""))


def _left_out(screen: Screen, why: str, ids: Sequence[str]) -> None:
    if ids:
        screen.line(f"Not compared: {len(ids)} cases {why} ({', '.join(ids)}).", "dim")


def amount(value: float, measure: Measure) -> str:
    """A number in a metric's unit, without the unit: a rate in percent, other shares to three decimals."""
    if measure.summary is Summary.RATE:
        return f"{value:.1%}"
    return f"{value:.3g}" if measure.unit else f"{value:.3f}"


def _value(change: MetricChange, value: float | None) -> str:
    return (
        "not scored" if value is None else f"{amount(value, change.measure)} {change.measure.unit}".rstrip()
    )


def _moved(change: MetricChange) -> str:
    """The difference with its interval; percentage points for a rate."""
    if change.difference is None:
        return ""
    if not any((change.difference, change.low, change.high)):
        return "none"
    ends = () if change.low is None or change.high is None else (change.low, change.high)
    value, *interval = (_signed(number, change.measure) for number in (change.difference, *ends))
    return f"{value} ({' to '.join(interval)})" if interval else value


def _signed(number: float, measure: Measure) -> str:
    if measure.summary is Summary.RATE:
        return f"{number * 100:+.1f}"
    return f"{number:+.3g}" if measure.unit else f"{number:+.3f}"


def _score(score: Score | None) -> str:
    if score is None:
        return "none"
    if score.status is Status.NOT_SCORED or score.value is None:
        return "not scored"
    return f"{score.hits} of {score.total}" if score.total else f"{score.value:.3g}"
