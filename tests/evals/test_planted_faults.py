"""Each metric moves the right way when a fault is planted in a real answer, and stays when it is reworded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from evals.case import Case
from evals.metric import Metric
from evals.response import Reply, Response
from evals.score import Score
from evals.suite import read_suite
from evals.system_local import LocalSystem
from tests.evals.faulty import Change, changed

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
CASES = {case.id: case for case in read_suite("breast_recurrence").cases}
Scores = Mapping[str, Score]
Scoring = Callable[[Case, Reply], Scores]
Asking = Callable[[Case], Reply]


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A change of the answer to a case, and the metrics that fall."""

    fault: str
    case: str
    change: Change
    lowers: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Reworded:
    """A change of the answer to a case that changes nothing of what it says."""

    how: str
    case: str
    change: Change


def read(file: str) -> object:
    return yaml.safe_load((HERE / file).read_text(encoding="utf-8"))


FAULTS = TypeAdapter(tuple[Planted, ...]).validate_python(read("faults.yaml"))
REWORDINGS = TypeAdapter(tuple[Reworded, ...]).validate_python(read("rewordings.yaml"))


@pytest.fixture(scope="session")
def asking(pipeline_system: LocalSystem) -> Asking:
    """Asks the pipeline, each case once."""
    return cache_by_id(lambda case: pipeline_system.answer(case)[0])


def cache_by_id(ask: Asking) -> Asking:
    by_id = cache(lambda id: ask(CASES[id]))
    return lambda case: by_id(case.id)


@pytest.fixture
def scoring(by_name: Mapping[str, Metric]) -> Scoring:
    """Every score of a reply, by metric."""

    def scores(case: Case, reply: Reply) -> Scores:
        found = {name: metric.score(case, Response(reply=reply)) for name, metric in by_name.items()}
        return {name: score for name, score in found.items() if score is not None}

    return scores


def moved(before: Scores, after: Scores) -> tuple[set[str], set[str]]:
    """The metrics that fell and those that rose, of those that both could score."""
    change = {
        name: new.value - old.value
        for name, new in after.items()
        if new.value is not None and (old := before[name]).value is not None
    }
    return {name for name in change if change[name] < 0}, {name for name in change if change[name] > 0}


@pytest.mark.parametrize("planted", FAULTS, ids=lambda one: f"{one.fault}: {one.case}")
def test_a_planted_fault_lowers_its_metrics_and_raises_none(
    asking: Asking, scoring: Scoring, planted: Planted
) -> None:
    case = CASES[planted.case]
    good = asking(case)
    fell, rose = moved(scoring(case, good), scoring(case, changed(good, planted.change)))
    assert planted.lowers <= fell
    assert not rose


@pytest.mark.parametrize("reworded", REWORDINGS, ids=lambda one: f"{one.how}: {one.case}")
@pytest.mark.parametrize("name", ["must_recall", "must_not_avoided", "number_exact"])
def test_a_reworded_answer_scores_the_same(
    asking: Asking, by_name: Mapping[str, Metric], reworded: Reworded, name: str
) -> None:
    case = CASES[reworded.case]
    replies = (asking(case), changed(asking(case), reworded.change))
    before, after = (by_name[name].score(case, Response(reply=reply)) for reply in replies)
    assert before is not None
    assert after is not None
    assert (after.hits, after.total) == (before.hits, before.total), after.details


@pytest.mark.parametrize("id", sorted({one.case for one in (*FAULTS, *REWORDINGS)}))
def test_an_answer_of_the_pipeline_is_true_to_what_it_cites(
    asking: Asking, scoring: Scoring, id: str
) -> None:
    scores = scoring(CASES[id], asking(CASES[id]))
    true = ("must_not_avoided", "behaviour_accuracy", "citation_recall", "citation_precision", "quote_exact")
    assert {name: scores[name].value for name in true} == dict.fromkeys(true, 1.0)


def test_the_same_answer_gets_the_same_scores_again(asking: Asking, scoring: Scoring) -> None:
    case = CASES["answer-response-endocrine"]
    assert scoring(case, asking(case)) == scoring(case, asking(case))


def test_every_kind_of_fault_that_people_fear_is_planted() -> None:
    feared = {"wrong citation", "swapped number", "dropped caveat", "unwarranted refusal"}
    assert feared <= {one.fault for one in FAULTS}
