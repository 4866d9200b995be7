"""Terminal: an evaluation as a table of metrics, the cases to look at first, and what was not scored."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from api.terminal import Screen
from api.terminal_compare import amount, show_changes
from evals.evaluation import Evaluation
from evals.junit import imperfect
from evals.run import Figure, Measure, Result, Run
from evals.score import Status

WORST = 10
"""Cases that are named; the report has all."""
REASONS = 8
_LONGEST = 160


@contextmanager
def bar(system: str, cases: int) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  (only where somebody watches)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(Text(system).plain, total=cases)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def show_evaluations(screen: Screen, done: Sequence[Evaluation], written: Sequence[Path]) -> None:
    """Write the table; for one system the worst cases too; then thresholds, comparison and files."""
    runs = [one.run for one in done]
    first = runs[0]
    screen.line(f"{first.manifest.suite}: {len(first.results)} cases", "bold")
    screen.line()
    if len(runs) == 1:
        _one(screen, first)
    else:
        _beside(screen, runs)
    screen.line()
    screen.line("In brackets the interval at 95 %. What was not scored counts as nothing, not as 0.", "dim")
    for run in runs:
        many = f" ({run.manifest.system})" if len(runs) > 1 else ""
        _unscored(screen, run, many)
        if len(runs) == 1:
            _worst(screen, run)
    for one in done:
        _held(screen, one, f" ({one.run.manifest.system})" if len(runs) > 1 else "")
    for one in done:
        if one.kappa is not None:
            screen.line()
            screen.line(f"Judge and rule core: Cohen's kappa {one.kappa:.2f} ({one.run.manifest.system})")
    screen.line()
    for one in done:
        screen.line(f"Run kept in {one.file}", "dim")
    for file in written:
        screen.line(f"Written: {file}", "dim")


def value_of(figure: Figure, measure: Measure) -> str:
    """A figure in its unit, with its interval in brackets where it has one."""
    if figure.value is None:
        return "no figure" if figure.cases else "not scored"
    told = amount(figure.value, measure)
    if figure.low is not None and figure.high is not None:
        told += f" ({amount(figure.low, measure)} to {amount(figure.high, measure)})"
    return f"{told} {measure.unit}".rstrip()


def _one(screen: Screen, run: Run) -> None:
    measures = {measure.name: measure for measure in run.metrics}
    screen.table(
        ("metric", "value", "count", "cases", "not scored"),
        [
            (
                figure.metric,
                value_of(figure, measures[figure.metric]),
                "" if figure.total is None else f"{figure.hits} of {figure.total}",
                str(figure.cases),
                str(figure.not_scored) if figure.not_scored else "",
            )
            for figure in run.figures
        ],
    )


def _beside(screen: Screen, runs: Sequence[Run]) -> None:
    """One column a system, in the order of the first system's metrics."""
    measures = {measure.name: measure for run in runs for measure in run.metrics}
    named = [name for name in measures if any(run.figure(name) for run in runs)]
    rows = []
    for name in named:
        found = [run.figure(name) for run in runs]
        rows.append((name, *(_cell(figure, measures[name]) for figure in found)))
    screen.table(("metric", *(run.manifest.system for run in runs)), rows)


def _cell(figure: Figure | None, measure: Measure) -> str:
    if figure is None:
        return "not expected"
    rest = f"; {figure.not_scored} not scored" if figure.not_scored and figure.cases else ""
    return value_of(figure, measure) + rest


def _unscored(screen: Screen, run: Run, system: str) -> None:
    """Why scores are missing, the most frequent reasons first."""
    missing = [
        score for result in run.results for score in result.scores if score.status is Status.NOT_SCORED
    ]
    if not missing:
        return
    screen.head(f"NOT SCORED{system}: {len(missing)}")
    reasons = Counter(score.reason for score in missing)
    for reason, count in reasons.most_common(REASONS):
        metrics = dict.fromkeys(score.metric for score in missing if score.reason == reason)
        screen.item(str(count), f"{_short(reason)} ({', '.join(metrics)})")
    if len(reasons) > REASONS:
        rest = count_after(reasons, REASONS)
        screen.item(str(rest), f"for {len(reasons) - REASONS} other reasons; the report has all")


def count_after(reasons: Counter[str], shown: int) -> int:
    """How many there are besides those that are shown."""
    return sum(reasons.values()) - sum(count for _, count in reasons.most_common(shown))


def _worst(screen: Screen, run: Run) -> None:
    """Cases that failed or missed something, those that lost most first."""
    measures = {measure.name: measure for measure in run.metrics}
    wrong = [(result, imperfect(result, measures)) for result in run.results]
    wrong = [(result, scores) for result, scores in wrong if scores or result.response.failed]
    if not wrong:
        return
    wrong.sort(key=lambda pair: (-len(pair[0].response.failed), sum((s.value or 0) - 1 for s in pair[1])))
    screen.head(f"CASES TO LOOK AT: {len(wrong)}" + (f", the first {WORST}" if len(wrong) > WORST else ""))
    for result, scores in wrong[:WORST]:
        said = [f"{task.value} failed: {why}" for task, why in result.response.failed.items()]
        said += [f"{score.metric} {score.hits} of {score.total}: {score.reason}" for score in scores]
        screen.item("•", "\n".join((_asked(result), *(f"  {_short(line)}" for line in said))))


def _asked(result: Result) -> str:
    return f"{result.case.id}: {_short(result.case.question)}"


def _held(screen: Screen, one: Evaluation, system: str) -> None:
    """Thresholds and the comparison with the baseline."""
    if one.thresholds:
        screen.head(f"THRESHOLDS{system}")
    for verdict in one.thresholds:
        mark, style = ("met", "green") if verdict.met else ("MISSED", "bold red")
        screen.item(f"{mark:<6}", verdict.why, style=style)
    if one.comparison:
        screen.head(f"AGAINST THE BASELINE{system}")
        show_changes(screen, one.comparison)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
