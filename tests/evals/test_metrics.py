"""What holds of every metric."""

import math
from collections.abc import Mapping

import pytest

from evals.case import Behaviour, Case, Draft, Gold, Labelled, Outcome, Task
from evals.errors import MetricUnknown
from evals.instruments import Instruments
from evals.metric import Metric, Summary
from evals.metrics import metrics, named
from evals.response import Response
from evals.score import Status
from rules.verdict import Verdict
from tests.evals.small import answer, found

FACT = "Docetaxel is given every 3 weeks."
BARE = Case(id="bare", question="What now?")
OF_DRAFTS = {"block_rate", "pass_rate", "sentence_agreement", "label_agreement"}
ABOUT_RESPONSES = {"tasks_done"}
"""Speaks of the response alone, whatever a case expects."""
TASKS = {
    Task.CHECK: OF_DRAFTS,
    Task.RETRIEVE: {
        "ndcg_at_10",
        "recall_at_1",
        "recall_at_5",
        "recall_at_20",
        "mrr_at_10",
        "right_document_at_5",
        "abstention_auroc",
    },
}


def expecting_all(outcome: Outcome) -> Case:
    """A case that expects something of every metric but one: a draft is good or bad."""
    label = Labelled(text=FACT, verdicts=(Verdict.SUPPORTED,))
    return Case(
        id="all",
        question="What now?",
        must=(FACT,),
        must_not=(FACT,),
        gold=(Gold(document="g", quote=FACT),),
        behaviour=Behaviour.ANSWER,
        facts={"age": 40},
        asks_for=("age",),
        draft=Draft(text=FACT, outcome=outcome, sentences=(label,)),
    )


def task_of(name: str) -> Task:
    """The task whose result a metric needs."""
    return next((task for task, names in TASKS.items() if name in names), Task.ANSWER)


@pytest.mark.parametrize("outcome", Outcome)
def test_what_was_not_done_is_not_scored_and_never_a_number(
    by_name: Mapping[str, Metric], outcome: Outcome
) -> None:
    scores = {name: metric.score(expecting_all(outcome), Response()) for name, metric in by_name.items()}
    absent = {name for name, score in scores.items() if score is None}
    assert absent == ABOUT_RESPONSES | {"pass_rate" if outcome is Outcome.BLOCK else "block_rate"}
    for score in scores.values():
        if score is not None:
            assert (score.status, score.value, score.hits) == (Status.NOT_SCORED, None, None)
            assert "not asked" in score.reason


@pytest.mark.parametrize("outcome", Outcome)
def test_a_failure_and_a_task_that_can_not_be_done_are_not_scored_for_that_reason(
    by_name: Mapping[str, Metric], outcome: Outcome
) -> None:
    broken = Response(failed={task: f"broken {task}" for task in Task})
    barred = Response(skipped={task: f"barred {task}" for task in Task})
    for name in by_name.keys() - ABOUT_RESPONSES:
        for response, word in ((broken, "broken"), (barred, "barred")):
            score = by_name[name].score(expecting_all(outcome), response)
            if score is not None:
                assert score.value is None
                assert f"{word} {task_of(name)}" in score.reason, name


def test_a_case_that_expects_nothing_has_no_score(by_name: Mapping[str, Metric]) -> None:
    full = answer((FACT, (1,)), quotes=(FACT,)).model_copy(
        update={"found": found("g:p1", texts=[FACT]).found}
    )
    for response in (full, Response(), Response(failed={Task.ANSWER: "it broke"})):
        scored = [name for name, metric in by_name.items() if metric.score(BARE, response) is not None]
        assert set(scored) <= ABOUT_RESPONSES


@pytest.mark.parametrize("outcome", Outcome)
def test_a_score_is_a_number_with_a_reason_and_bears_the_name_of_its_metric(
    by_name: Mapping[str, Metric], outcome: Outcome
) -> None:
    full = answer((FACT, (1,)), quotes=(FACT,)).model_copy(
        update={"found": found("g:p1", texts=[FACT]).found}
    )
    for name, metric in by_name.items():
        score = metric.score(expecting_all(outcome), full)
        if score is not None:
            assert score.metric == name
            assert score.reason.strip().endswith((".", ")"))
            assert score.value is None or math.isfinite(score.value)
            assert (score.total is None) is (score.value is None or metric.summary is not Summary.RATE)


def test_every_metric_says_what_it_is_and_where_it_comes_from(by_name: Mapping[str, Metric]) -> None:
    for metric in by_name.values():
        assert metric.definition.endswith(".")
        assert metric.title
        assert metric.source
        assert (metric.summary is Summary.AUROC) is (metric.name == "abstention_auroc")


def test_no_two_metrics_have_one_name(instruments: Instruments, by_name: Mapping[str, Metric]) -> None:
    assert len(metrics(instruments)) == len(by_name)
    assert len({metric.title for metric in by_name.values()}) == len(by_name)


def test_no_judge_takes_part_unless_one_is_given(by_name: Mapping[str, Metric]) -> None:
    assert not [name for name in by_name if "judge" in name]


def test_an_unknown_metric_is_refused_with_the_choices(by_name: Mapping[str, Metric]) -> None:
    known = tuple(by_name.values())
    assert named("must_recall", known) is by_name["must_recall"]
    with pytest.raises(MetricUnknown, match="must_recal.*must_recall, must_not_avoided"):
        named("must_recal", known)
