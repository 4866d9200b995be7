"""Evaluation: a suite run on each of several systems, kept, and held to thresholds and a baseline."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from evals.case import Task
from evals.comparison import Comparison, compare, is_same
from evals.errors import RunsUnlike, SystemUnknown
from evals.instruments import Instruments
from evals.journal import Journal, silent
from evals.judge import Judge, prompt_hash
from evals.metric import Metric
from evals.run import Run, read_run, write_run
from evals.runner import Progress, run_suite
from evals.suite import Suite, read_suite
from evals.system import System
from evals.threshold import Threshold, Verdict, judge, read_threshold

Watch = Callable[[str, int], AbstractContextManager[Progress | None]]
"""Opens a progress bar for a system's name and a number of cases."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to run. Systems, thresholds (`metric=value`) and the judge are as people write them.

    `documents` is the folder of what drafts are checked against, `corpus` one that local systems are asked
    over instead of the guidelines on record. `tags` and `ids` keep to some of the cases, `tasks` to some of
    what they need. `out` is where the run is kept; None: in the data home. Prices are for a million tokens.
    """

    suite: str
    home: Path
    embedder: str = "default"
    systems: tuple[str, ...] = ("local",)
    tags: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = tuple(Task)
    format: str | None = None
    documents: Path | None = None
    corpus: Path | None = None
    out: Path | None = None
    thresholds: tuple[str, ...] = ()
    baseline: Path | None = None
    workers: int = 1
    fresh: bool = False
    seed: int = 0
    judge: str | None = None
    price_in: float | None = None
    price_out: float | None = None


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A run, the file that keeps it, and what was asked of it; `comparison` is None without a baseline.

    `kappa` is how far the judge agrees with the deterministic metrics beyond chance (Cohen 1960), None
    without a judge and where it is not defined.
    """

    run: Run
    file: Path
    thresholds: tuple[Verdict, ...] = ()
    baseline: Run | None = None
    comparison: Comparison | None = None
    kappa: float | None = None

    @property
    def passed(self) -> bool:
        """Whether every threshold is met and nothing is significantly worse than in the baseline."""
        worse = self.comparison.regressions if self.comparison else ()
        return not worse and all(verdict.met for verdict in self.thresholds)


@dataclass(frozen=True, kw_only=True)
class _Prepared:
    """What is the same for every system."""

    suite: Suite
    instruments: Instruments
    judge: Judge | None
    metrics: tuple[Metric, ...]
    scored_by: Mapping[str, str]
    thresholds: tuple[Threshold, ...]
    baseline: Run | None


def evaluations(
    plan: Plan, *, say: Callable[[str], None] = silent, watch: Watch | None = None
) -> tuple[Evaluation, ...]:
    """Run the suite on each system, one after the other. `say` is told remarks, a sentence each.

    Everything that can be wrong with a plan is found before the first case is asked. Raises the errors of
    this package (SystemUnknown too where two systems have one name), and those of the data home.
    """
    prepared = _prepared(plan)
    with ExitStack() as stack:
        systems = [_opened(spec, plan) for spec in plan.systems]
        for system in systems:
            stack.callback(system.close)
        _told_apart(systems)
        return tuple(_evaluate(plan, prepared, system, say=say, watch=watch) for system in systems)


def slug(text: str) -> str:
    """A name for files: letters, digits and dots, with a hyphen between them."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.").lower()


def placed(file: Path, run: Run, *, many: bool) -> Path:
    """Where something of a run goes; with many runs, the system's name is put before the extension."""
    return file.with_name(f"{file.stem}-{slug(run.manifest.system)}{file.suffix}") if many else file


def _prepared(plan: Plan) -> _Prepared:
    from evals.metrics import metrics  # noqa: PLC0415  (numpy and the rule core)

    suite = read_suite(plan.suite, format=plan.format)
    if plan.tags or plan.ids:
        suite = suite.only(tags=plan.tags, ids=plan.ids)
    baseline = read_run(plan.baseline) if plan.baseline else None
    if baseline and not _shares(suite, baseline):
        raise RunsUnlike(
            f"{plan.baseline} is a run of {baseline.manifest.suite} and has no case of {suite.name} that "
            "expects the same. Give a run of this suite as --baseline."
        )
    model = _judge(plan.judge) if plan.judge else None
    instruments = Instruments.open(plan.home, plan.embedder)
    measured = metrics(instruments, judge=model)
    names = [metric.name for metric in measured]
    return _Prepared(
        suite=suite,
        instruments=instruments,
        judge=model,
        metrics=measured,
        scored_by=_scored_by(plan, instruments),
        thresholds=tuple(read_threshold(text, names) for text in plan.thresholds),
        baseline=baseline,
    )


def _shares(suite: Suite, run: Run) -> bool:
    """Whether a run has a case of the suite, so that the two can be compared."""
    known = {result.case.id: result.case for result in run.results}
    return any(is_same(case, known[case.id]) for case in suite.cases if case.id in known)


def _told_apart(systems: Sequence[System]) -> None:
    """Raises SystemUnknown where two systems would be kept in the same file."""
    names = [slug(system.name) for system in systems]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SystemUnknown(
            f"Two of the systems are called {twice[0]}, so that one run would take the place of the other. "
            "Run them one after the other, each with its own --out."
        )


def _judge(spec: str) -> Judge:
    """The judge of a spec. Raises SystemUnknown."""
    from evals.system_model import Endpoint, chat_model  # noqa: PLC0415  (for the few runs with a judge)

    endpoint = Endpoint.of(spec)
    if endpoint is None:
        raise SystemUnknown(
            f"There is no judge {spec!r}. Write PROVIDER:MODEL[@URL] of a language model, such as "
            "openai:MODEL@http://127.0.0.1:1234/v1."
        )
    return Judge(chat_model(spec, endpoint))


def _scored_by(plan: Plan, instruments: Instruments) -> Mapping[str, str]:
    corpus = sha256()
    for name, passage in sorted(instruments.passages.items()):
        corpus.update(f"{name}\0{passage.version}\0{passage.text}\0".encode())
    found = {"corpus": corpus.hexdigest(), "rules": instruments.core.base.rules_hash}
    if plan.judge:
        found |= {"judge": plan.judge, "judge_prompt": prompt_hash()}
    prices = {"price_in": plan.price_in, "price_out": plan.price_out}
    return found | {name: str(price) for name, price in prices.items() if price is not None}


def _opened(spec: str, plan: Plan) -> System:
    from evals.prices import Prices  # noqa: PLC0415  (systems bring their clients)
    from evals.systems import open_system  # noqa: PLC0415

    prices = Prices(sent=plan.price_in, written=plan.price_out)
    return open_system(
        spec,
        home=plan.home,
        embedder=plan.embedder,
        documents=plan.documents,
        corpus=plan.corpus,
        prices=prices,
    )


def _evaluate(
    plan: Plan, prepared: _Prepared, system: System, *, say: Callable[[str], None], watch: Watch | None
) -> Evaluation:
    suite = prepared.suite
    folder, stem = plan.home / "evals", _stem(plan, suite, system.name)
    watched = watch(system.name, len(suite.cases)) if watch else nullcontext()
    with Journal(folder / f"{stem}.part.jsonl", fresh=plan.fresh, say=say) as journal:
        with watched as progress:
            run = run_suite(
                suite,
                system,
                prepared.metrics,
                tasks=plan.tasks,
                workers=plan.workers,
                seed=plan.seed,
                scored_by=prepared.scored_by,
                journal=journal,
                progress=progress,
            )
        many = len(plan.systems) > 1
        file = placed(plan.out, run, many=many) if plan.out else folder / f"{stem}.json"
        write_run(run, file)
        journal.discard()
    baseline = prepared.baseline
    return Evaluation(
        run=run,
        file=file,
        thresholds=judge(run, prepared.thresholds),
        baseline=baseline,
        comparison=compare(baseline, run, seed=plan.seed) if baseline else None,
        kappa=_kappa(prepared, run),
    )


def _kappa(prepared: _Prepared, run: Run) -> float | None:
    if prepared.judge is None:
        return None
    from evals.metric_judge import kappa  # noqa: PLC0415  (for the few runs with a judge)

    answered = ((result.case, result.response) for result in run.results)
    return kappa(prepared.instruments, prepared.judge, answered)


def _stem(plan: Plan, suite: Suite, system: str) -> str:
    """A file's name for a run in the data home: a part of a suite does not take the place of the whole."""
    part = [suite.hash[:8]] if plan.tags or plan.ids else []
    tasks: Sequence[str] = [] if set(plan.tasks) == set(Task) else [t.value for t in Task if t in plan.tasks]
    return "-".join([slug(suite.name), *part, *tasks, slug(system)])
