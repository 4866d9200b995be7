"""Runner: asks a system for every case of a suite, and scores what it says."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from math import isfinite
from time import perf_counter

from evals.case import Case, Task
from evals.errors import SystemFailed
from evals.figures import by_tag, figures
from evals.journal import Journal
from evals.manifest import Cases, manifest
from evals.metric import Metric, Summary
from evals.response import Response
from evals.run import Measure, Result, Run
from evals.score import Score, Status, not_scored
from evals.system import System

_LONGEST = 500
"""Characters of an error's message that are kept."""

Progress = Callable[[int, int], None]
"""Told how many cases are done, of how many; from the thread that called `run_suite`."""


def run_suite(  # noqa: PLR0913  (what a run depends on)
    suite: Cases,
    system: System,
    metrics: Sequence[Metric],
    *,
    tasks: Collection[Task] | None = None,
    workers: int = 1,
    seed: int = 0,
    scored_by: Mapping[str, str] | None = None,
    journal: Journal | None = None,
    progress: Progress | None = None,
) -> Run:
    """Run a suite. The result is the same for any number of workers, but for times and `started`.

    `tasks` limits what the system is asked to do; None: whatever a case needs. `seed` is for the intervals.
    `scored_by` goes into the manifest: what the metrics measure with. A case on which the system fails, for
    whatever reason, is kept as failed, and the run goes on. `journal` is left for the caller to discard, once
    the run is kept. Raises RunBusy, and SystemFailed where the system can't name its parts.
    """
    chosen = frozenset(Task if tasks is None else tasks)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    made = manifest(suite, system, tasks=chosen, seed=seed, scored_by=scored_by or {})
    done = dict(journal.resume(made, suite.cases)) if journal else {}
    if progress:
        progress(len(done), len(suite.cases))
    left = [case for case in suite.cases if case.id not in done]
    for result in _results(left, lambda case: run_case(case, system, metrics, chosen), workers=workers):
        done[result.case.id] = result
        if journal:
            journal.append(result)
        if progress:
            progress(len(done), len(suite.cases))
    results = tuple(done[case.id] for case in suite.cases)
    return Run(
        manifest=made,
        started=started,
        results=results,
        figures=figures(metrics, results, seed=seed),
        by_tag=by_tag(metrics, results, seed=seed),
        metrics=tuple(Measure.of(metric) for metric in metrics),
    )


def run_case(case: Case, system: System, metrics: Sequence[Metric], tasks: Collection[Task]) -> Result:
    """Ask the system for what this case needs, as far as `tasks` allows, and score it."""
    response = _response(case, system, tasks)
    scores = (_score(metric, case, response) for metric in metrics)
    return Result(case=case, response=response, scores=tuple(score for score in scores if score))


def _results(cases: Sequence[Case], run: Callable[[Case], Result], *, workers: int) -> Iterator[Result]:
    """Results as they come. With one worker, everything stays in this thread."""
    if workers <= 1:
        yield from map(run, cases)
        return
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        pending: list[Future[Result]] = [pool.submit(run, case) for case in cases]
        for future in as_completed(pending):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _response(case: Case, system: System, tasks: Collection[Task]) -> Response:
    said: dict[str, object] = {}
    seconds: dict[Task, float] = {}
    failed: dict[Task, str] = {}
    skipped: dict[Task, str] = {}
    for task in case.tasks:
        if task not in tasks:
            continue
        try:
            if why := system.why_not(case, task):
                skipped[task] = _words(why)
                continue
            start = perf_counter()
            answered = _asked(case, system, task)
            taken = perf_counter() - start
            Response.model_validate(answered).model_dump_json()  # what can't be kept fails this task alone
            said |= answered
            seconds[task] = taken
        except SystemFailed as error:
            failed[task] = _words(error)
        except Exception as error:  # noqa: BLE001  (a system is not ours: whatever it raises is its failure)
            failed[task] = _words(f"{type(error).__name__}: {error}")
    return Response.model_validate({**said, "seconds": seconds, "failed": failed, "skipped": skipped})


def _words(said: object) -> str:
    """What a system says of itself: cut, and without halves of characters, which no file can hold."""
    return str(said)[:_LONGEST].encode("utf-8", "replace").decode()


def _asked(case: Case, system: System, task: Task) -> Mapping[str, object]:
    """What the system says, by field of a response."""
    if task is Task.ANSWER:
        reply, usage = system.answer(case)
        return {"reply": reply, "usage": usage}
    if task is Task.CHECK:
        return {"check": system.check(case)}
    return {"found": system.retrieve(case)}


def _score(metric: Metric, case: Case, response: Response) -> Score | None:
    """The score, if it is one that can be counted; a metric that goes wrong on a case does not score it."""
    try:
        score = metric.score(case, response)
    except Exception as error:  # noqa: BLE001  (one case must not end the run; the reason is shown)
        return not_scored(metric.name, _words(f"the metric went wrong: {type(error).__name__}: {error}"))
    if score is None or score.status is Status.NOT_SCORED:
        return score
    if score.value is None or not isfinite(score.value):
        return not_scored(metric.name, f"the metric gave {score.value}, which is no number to count")
    if metric.summary is Summary.RATE and not (score.total and score.hits is not None):
        return not_scored(metric.name, "the metric gave no count of a total")
    if metric.summary is Summary.AUROC and score.label is None:
        return not_scored(metric.name, "the metric did not say which side this case is on")
    return score
