"""Undone: why a score can't be computed for want of what a system was to do."""

from evals.case import Task
from evals.response import Response
from evals.score import Score, not_scored

_WORK = {Task.ANSWER: "answer", Task.CHECK: "check the draft", Task.RETRIEVE: "retrieve passages"}


def undone(metric: str, response: Response, task: Task) -> Score:
    """The score of a metric whose task has no result: the task failed, was skipped, or was not asked for."""
    if (failed := response.failed.get(task)) is not None:
        return not_scored(metric, f"The system failed to {_WORK[task]}: {failed}")
    if (skipped := response.skipped.get(task)) is not None:
        return not_scored(metric, f"The system can't {_WORK[task]}: {skipped}")
    return not_scored(metric, f"The system was not asked to {_WORK[task]} in this run.")
