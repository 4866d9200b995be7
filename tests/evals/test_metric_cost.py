"""Time, cost, and tasks that are done at all."""

from collections.abc import Mapping

import pytest

from evals.case import Task
from evals.metric import Better, Metric
from evals.response import Check, Response, Usage
from tests.evals.small import answer, case, found, rate, scored, why_not

DONE = answer("Give A.")


@pytest.mark.parametrize("name", ["seconds_median", "seconds_p95"])
def test_the_time_of_an_answer_is_that_of_the_answer_alone(by_name: Mapping[str, Metric], name: str) -> None:
    timed = DONE.model_copy(update={"seconds": {Task.ANSWER: 0.25, Task.RETRIEVE: 3.0}})
    assert scored(by_name[name], case(), timed).value == 0.25
    assert "not measured" in why_not(by_name[name], case(), DONE)
    assert (by_name[name].better, by_name[name].unit) == (Better.LOWER, "s")


@pytest.mark.parametrize("name", ["seconds_median", "seconds_p95"])
def test_the_time_of_a_failure_is_not_that_of_an_answer(by_name: Mapping[str, Metric], name: str) -> None:
    failed = Response(seconds={Task.ANSWER: 60.0}, failed={Task.ANSWER: "it broke"})
    assert "it broke" in why_not(by_name[name], case(), failed)


def test_an_answer_may_cost_nothing_but_not_an_unknown_sum(by_name: Mapping[str, Metric]) -> None:
    free, priced, untold = (
        DONE.model_copy(update={"usage": usage})
        for usage in (Usage(cost=0.0), Usage(sent=10, written=5, cost=0.02), Usage(sent=10, written=5))
    )
    assert scored(by_name["cost"], case(), free).value == 0
    assert scored(by_name["cost"], case(), priced).value == 0.02
    assert "does not tell" in why_not(by_name["cost"], case(), untold)
    assert "does not tell" in why_not(by_name["cost"], case(), DONE)


def test_a_task_that_fails_counts_as_not_done_and_one_that_is_skipped_does_not_count(
    by_name: Mapping[str, Metric],
) -> None:
    metric = by_name["tasks_done"]
    response = Response(
        check=Check(passed=True, why="so"),
        failed={Task.ANSWER: "it broke"},
        skipped={Task.RETRIEVE: "it can't"},
    )
    assert rate(metric, case(), response) == (1, 2)
    assert scored(metric, case(), response).details == ("failed: answer: it broke",)
    assert metric.score(case(), Response(skipped={Task.ANSWER: "it can't"})) is None


def test_a_retrieval_that_found_nothing_is_done(by_name: Mapping[str, Metric]) -> None:
    assert rate(by_name["tasks_done"], case(), found()) == (1, 1)
