"""Baselines: the suites that the project holds itself to, measured and set against the figures kept.

`python -m evals.baselines` measures every suite of `evals/baselines/suites.yaml` and keeps its figures beside
that file; with `--check` it writes nothing and exits with 1 where a figure is worse, or under its floor.
"""

import argparse
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Self

import yaml
from pydantic import model_validator

from evals.baseline import Baseline, Change, Way, changes, read_baseline
from evals.case import Frozen, Task
from evals.errors import EvalsError
from evals.evaluation import Plan, evaluations
from evals.suite import read_suite

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "baselines"
SHARED = ROOT.parent / "shared"
"""Material that is not part of the repository."""
UPDATE = "make baselines"


class Declared(Frozen):
    """A suite whose figures are kept; the head of suites.yaml says what its fields mean."""

    name: str
    suite: str | None = None
    shared: str | None = None
    note: str = ""
    documents: str | None = None
    over: str | None = None
    systems: tuple[str, ...] = ("local",)
    tasks: tuple[Task, ...] = tuple(Task)
    metrics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    floors: Mapping[str, float] = {}

    @model_validator(mode="after")
    def _lies_in_one_place(self) -> Self:
        if (self.suite is None) is (self.shared is None):
            raise ValueError(f"{self.name}: give suite or shared, one of the two")
        return self

    @property
    def file(self) -> Path:
        """Where its figures are kept."""
        return FOLDER / f"{self.name}.json"

    def missing(self, shared: Path) -> str | None:
        """Why it can't be measured here, or None."""
        wanted = [shared / part for part in (self.shared, self.documents, self.over) if part]
        gone = next((path for path in wanted if not path.exists()), None)
        return f"{gone.name} is not in a folder `shared` beside the checkout" if gone else None


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A suite measured now, and what is not as it was."""

    now: Baseline
    changes: tuple[Change, ...]

    @property
    def worse(self) -> tuple[str, ...]:
        """What fails a check."""
        return tuple(change.text for change in self.changes if change.way is Way.WORSE)


def declared() -> tuple[Declared, ...]:
    """The suites, in the order of suites.yaml."""
    listed = yaml.safe_load((FOLDER / "suites.yaml").read_text(encoding="utf-8"))
    return tuple(Declared.model_validate(one) for one in listed)


def measure(one: Declared, *, home: Path, shared: Path = SHARED) -> Baseline:
    """Run a suite on its systems, in this data home. Raises the errors of evals, ingest and rules."""
    source = str(shared / one.shared) if one.shared else one.suite or ""
    plan = Plan(
        suite=source,
        home=home,
        systems=one.systems,
        tasks=one.tasks,
        documents=shared / one.documents if one.documents else None,
        corpus=_named(source, shared / one.over, home / one.name) if one.over else None,
        fresh=True,
    )
    runs = [done.run for done in evaluations(plan)]
    return Baseline.of(one.name, runs, note=one.note, metrics=one.metrics, tags=one.tags)


def held(one: Declared, now: Baseline) -> Checked:
    """Hold a suite as it was measured to its floors and to the figures kept. Raises RunUnreadable.

    Where the cases of a suite that ships have changed, that is worse until its figures are kept anew; a suite
    of the folder `shared` is then held to its floors alone.
    """
    was = read_baseline(one.file)
    found = changes(was, now)
    if one.suite and was.suite_hash != now.suite_hash:
        found = tuple(Change(way=Way.WORSE, text=f"{change.text}: {UPDATE}") for change in found)
    return Checked(now=now, changes=(*found, *_under(one, now)))


def _under(one: Declared, now: Baseline) -> Iterator[Change]:
    """Metrics of the first system that do not keep their floor."""
    figures = {figure.metric: figure for figure in now.systems[one.systems[0]].figures}
    for metric, floor in one.floors.items():
        figure = figures.get(metric)
        value = figure.value if figure else None
        if value is None or value < floor:
            told = "not scored" if value is None else f"{value:.4g}"
            text = f"{one.name} on {one.systems[0]}: {metric} is {told}, under its floor of {floor:g}"
            yield Change(way=Way.WORSE, text=text)


def _named(suite: str, folder: Path, into: Path) -> Path:
    """A folder with links to those documents of `folder` that a case of the suite names."""
    into.mkdir(parents=True, exist_ok=True)
    cases = read_suite(suite).cases
    for name in sorted({gold.document for case in cases for gold in case.gold if gold.document}):
        link = into / name
        if not link.exists():
            link.symlink_to((folder / name).resolve())
    return into


def main(arguments: Sequence[str] | None = None) -> int:
    """Keep or check the figures of all suites, or of those named; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.baselines", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="SUITE", help="suites to measure; none: all")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where one is worse")
    parser.add_argument(
        "--shared", type=Path, default=SHARED, metavar="FOLDER", help="material beside the checkout"
    )
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="a data home; otherwise one for this run")
    given = parser.parse_args(arguments)
    suites = {one.name: one for one in declared()}
    if unknown := [name for name in given.names if name not in suites]:
        parser.error(f"no suite {', '.join(unknown)}. Suites: {', '.join(suites)}")
    chosen = [one for name, one in suites.items() if not given.names or name in given.names]
    place = nullcontext(str(given.home)) if given.home else tempfile.TemporaryDirectory(prefix="concordant-")
    with place as home:
        try:
            return _all(chosen, home=Path(home), shared=given.shared, writes=not given.check)
        except EvalsError as error:
            _say(str(error))
            return 1


def _all(chosen: Collection[Declared], *, home: Path, shared: Path, writes: bool) -> int:
    failed = False
    for one in chosen:
        if why := one.missing(shared):
            _say(f"{one.name}: not measured: {why}")
            continue
        start = perf_counter()
        now = measure(one, home=home, shared=shared)
        done = Checked(now=now, changes=()) if writes and not one.file.exists() else held(one, now)
        _say(f"{one.name}: {done.now.cases} cases, {perf_counter() - start:.0f} s")
        for change in done.changes:
            hint = "" if writes or change.way is Way.WORSE else f" (to keep it: {UPDATE})"
            _say(f"  {change.way.value}: {change.text}{hint}")
        failed = failed or bool(done.worse)
        if writes:
            one.file.write_text(done.now.to_json(), encoding="utf-8")
    return int(failed and not writes)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
