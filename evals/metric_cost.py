"""Cost: how long answers take, what they cost, and how many tasks are done at all."""

from evals.case import Case, Task
from evals.metric import Better, Metric, Summary
from evals.response import Response
from evals.score import Score, counted, measured, not_scored
from evals.undone import undone

DONE = "tasks_done"


def seconds_median() -> Metric:
    """The median time to an answer."""
    return Metric(
        name="seconds_median",
        title="Time to answer, median",
        definition="The median of the wall-clock time from question to whole answer.",
        source="median",
        summary=Summary.MEDIAN,
        score=lambda case, response: _seconds("seconds_median", case, response),
        better=Better.LOWER,
        unit="s",
    )


def seconds_p95() -> Metric:
    """The 95th percentile of the time to an answer."""
    return Metric(
        name="seconds_p95",
        title="Time to answer, 95th percentile",
        definition="The time within which 95 % of the answers are there, from question to whole answer.",
        source="95th percentile",
        summary=Summary.P95,
        score=lambda case, response: _seconds("seconds_p95", case, response),
        better=Better.LOWER,
        unit="s",
    )


def cost() -> Metric:
    """What the language model costs."""

    def score(case: Case, response: Response) -> Score | None:
        if Task.ANSWER not in case.tasks:
            return None
        if response.reply is None:
            return undone("cost", response, Task.ANSWER)
        usage = response.usage
        if usage is None or usage.cost is None:
            return not_scored("cost", "The system does not tell what this answer cost.")
        told = [f"{usage.sent} tokens sent" if usage.sent is not None else ""]
        told += [f"{usage.written} written" if usage.written is not None else ""]
        what = ", ".join(part for part in told if part) or "tokens not told"
        return measured("cost", usage.cost, reason=f"{usage.cost:.6f} for this answer ({what}).")

    return Metric(
        name="cost",
        title="Cost",
        definition="What the language model cost for all cases, in the currency of the prices given.",
        source="tokens sent and written, times their prices",
        summary=Summary.SUM,
        score=score,
        better=Better.LOWER,
        unit="currency",
    )


def tasks_done() -> Metric:
    """Tasks that did not fail."""

    def score(case: Case, response: Response) -> Score | None:
        did = (response.reply, response.check, response.found)
        results = dict(zip((Task.ANSWER, Task.CHECK, Task.RETRIEVE), did, strict=True))
        tried = [task for task in Task if task in response.failed or results[task] is not None]
        if not tried:
            return None
        done = [task for task in tried if task not in response.failed]
        details = tuple(f"failed: {task.value}: {why}" for task, why in sorted(response.failed.items()))
        reason = f"{len(done)} of {len(tried)} tasks were done."
        return counted(DONE, len(done), len(tried), reason=reason, details=details)

    return Metric(
        name=DONE,
        title="Tasks done without failing",
        definition=(
            "Of the tasks that the system tried, the share that it did without failing; tasks that it can't "
            "do are skipped and do not count."
        ),
        source="share",
        summary=Summary.RATE,
        score=score,
    )


def _seconds(name: str, case: Case, response: Response) -> Score | None:
    if Task.ANSWER not in case.tasks:
        return None
    taken = response.seconds.get(Task.ANSWER)
    if response.reply is None:
        return undone(name, response, Task.ANSWER)
    if taken is None:
        return not_scored(name, "It was not measured how long this answer took.")
    return measured(name, taken, reason=f"The answer took {taken:.3f} s.")
