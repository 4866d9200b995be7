"""concordant eval: run a suite of cases on one or more systems, and say how they did."""

# ruff: noqa: PLC0415  (imports wait inside the commands, so that help is instant)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api import options_eval as given
from api.options import FAILED, AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.case import Task
    from evals.evaluation import Evaluation


def evaluate(  # noqa: PLR0913, PLR0917  (one parameter an option)
    suite: given.SuiteName,
    system: given.Systems = None,
    only: given.Tags = None,
    case: given.Ids = None,
    task: given.Tasks = None,
    suite_format: given.Format = None,
    documents: given.Documents = None,
    corpus: given.Corpus = None,
    out: given.Out = None,
    report: given.Report = None,
    junit: given.Junit = None,
    fail_under: given.FailUnder = None,
    baseline: given.Baseline = None,
    workers: given.Workers = 1,
    fresh: given.Fresh = False,
    seed: given.Seed = 0,
    judge: given.Judge = None,
    price_in: given.PriceIn = None,
    price_out: given.PriceOut = None,
    as_json: AsJson = False,
) -> None:
    """Run a suite of cases and print every metric with its interval at 95 %.

    Exit code 0; 1 where a threshold is missed, or where a metric is significantly worse than in the baseline
    (its paired interval leaves out 0 and 6 cases at least differ; times do not count) or no longer scored. A
    metric that was not scored misses its threshold. A run that was stopped goes on where it was when the same
    command is given again. With several systems, thresholds and baseline hold for each, and files that are
    written get the system's name into theirs.
    """
    from api.settings import load_settings
    from api.terminal_eval import bar
    from evals.evaluation import Plan, evaluations

    settings = load_settings()
    plan = Plan(
        suite=suite,
        home=settings.home,
        embedder=settings.embedder,
        systems=tuple(dict.fromkeys(system or ("local",))),
        tags=tuple(only or ()),
        ids=tuple(case or ()),
        tasks=_tasks(task or ()),
        format=suite_format,
        documents=documents,
        corpus=corpus,
        out=out,
        thresholds=tuple(fail_under or ()),
        baseline=baseline,
        workers=workers,
        fresh=fresh,
        seed=seed,
        judge=judge,
        price_in=price_in,
        price_out=price_out,
    )
    try:
        done = evaluations(plan, say=lambda line: typer.echo(line, err=True), watch=bar)
    except KeyboardInterrupt:
        typer.echo("Stopped. The same command goes on where it was.", err=True)
        raise
    written = (*_reports(done, report, seed=seed), *_junit(done, junit))
    _show(done, written, as_json=as_json)
    if not all(one.passed for one in done):
        raise typer.Exit(FAILED)


def _tasks(names: Sequence[str]) -> tuple[Task, ...]:
    """The tasks of these names; all where none is given. Raises BadInput with the choices."""
    from api.errors import BadInput
    from evals.case import Task

    choices = [task.value for task in Task]
    if unknown := [name for name in names if name not in choices]:
        raise BadInput(f"There is no task {', '.join(map(repr, unknown))}. Tasks: {', '.join(choices)}.")
    return tuple(task for task in Task if task in names or not names)


def _reports(done: tuple[Evaluation, ...], file: Path | None, *, seed: int) -> Iterator[Path]:
    """Write a report a run: beside the baseline, or beside the run of the first system."""
    if file is None:
        return
    from evals.comparison import compare
    from evals.evaluation import placed
    from evals.report import write_report

    for number, one in enumerate(done):
        beside = one.baseline or (done[0].run if number else None)
        moved = one.comparison or (compare(beside, one.run, seed=seed) if beside else None)
        place = placed(file, one.run, many=len(done) > 1)
        differences = moved.metrics if moved else ()
        write_report(one.run, place, baseline=beside, metrics=one.run.metrics, differences=differences)
        yield place


def _junit(done: tuple[Evaluation, ...], file: Path | None) -> Iterator[Path]:
    if file is None:
        return
    from evals.junit import write_junit

    write_junit([one.run for one in done], file)
    yield file


def _show(done: tuple[Evaluation, ...], written: tuple[Path, ...], *, as_json: bool) -> None:
    from api.terminal import Screen
    from api.terminal_eval import show_evaluations
    from api.wire_eval import EvaluationsBody

    if as_json:
        typer.echo(EvaluationsBody.of(done).to_json())
    else:
        show_evaluations(Screen(), done, written)
