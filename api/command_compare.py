"""concordant compare: what changed between two runs."""

# ruff: noqa: PLC0415  (imports wait inside the commands, so that help is instant)

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.options import FAILED, AsJson
from api.options_eval import Seed


def compare(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", help="The earlier run, in JSON.")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", help="The later run, in JSON.")],
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", dir_okay=False, help="Write a report, both runs side by side."),
    ] = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Say what changed from one run to another: metric by metric, then case by case.

    A metric is better or worse where the paired 95 % interval of its difference leaves out 0 and 6 cases at
    least differ. Exit code 1 where something is significantly worse, or no longer scored; times do not count.
    """
    from api.terminal import Screen
    from api.terminal_compare import show_comparison
    from evals import comparison
    from evals.run import read_run

    before, after = read_run(run_a), read_run(run_b)
    found = comparison.compare(before, after, seed=seed)
    if report:
        from evals.report import write_comparison

        write_comparison(before, after, report, metrics=after.metrics, differences=found.metrics)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show_comparison(Screen(), found)
    if found.regressions:
        raise typer.Exit(FAILED)
