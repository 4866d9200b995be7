"""Figures: what was not scored is counted and is never 0, and tags are counted apart."""

import math

import pytest

from evals.case import Case
from evals.errors import SystemFailed
from evals.figures import by_tag, figures
from evals.metric import Metric, Summary
from evals.response import Response
from evals.run import Figure, Result
from evals.score import Score, counted, measured, not_scored
from tests.evals.staged import LENGTH, TOLD, Staged, run, wrong

ALL = [summary for summary in Summary if summary is not Summary.RATE]


def metric_of(summary: Summary) -> Metric:
    return Metric(name="m", title="", definition="", source="", summary=summary, score=lambda *_: None)


def results(*scores: Score | None) -> list[Result]:
    return [
        Result(
            case=Case(id=f"c{number}", question="Q?"), response=Response(), scores=(score,) if score else ()
        )
        for number, score in enumerate(scores)
    ]


def figure_of(summary: Summary, *scores: Score | None) -> Figure:
    (figure,) = figures([metric_of(summary)], results(*scores), seed=0)
    return figure


def test_what_was_not_scored_is_counted_and_moves_nothing() -> None:
    done = run(system=Staged(raises={"c0": SystemFailed("dead"), "c1": SystemFailed("dead")}))
    told = done.figure("told")
    assert told is not None
    assert (told.value, told.hits, told.total) == (1.0, 6, 6)
    assert (told.cases, told.not_scored) == (6, 2)


@pytest.mark.parametrize("summary", list(Summary))
def test_where_nothing_was_scored_there_is_no_value_and_no_zero(summary: Summary) -> None:
    figure = figure_of(summary, not_scored("m", "why"), not_scored("m", "why"))
    assert (figure.value, figure.low, figure.high, figure.hits, figure.total) == (None,) * 5
    assert (figure.cases, figure.not_scored) == (0, 2)


def test_a_metric_that_no_case_asks_for_has_no_figure() -> None:
    assert figures([metric_of(Summary.MEAN)], results(None, None), seed=0) == ()


def test_a_rate_counts_hits_and_not_cases() -> None:
    figure = figure_of(Summary.RATE, counted("m", 1, 1, reason=""), counted("m", 0, 3, reason=""))
    assert (figure.value, figure.hits, figure.total, figure.cases) == (0.25, 1, 4, 2)
    assert figure.low is not None
    assert figure.high is not None
    assert 0 < figure.low < 0.25 < figure.high < 1


@pytest.mark.parametrize(
    ("summary", "value"),
    [(Summary.MEAN, 2.2), (Summary.MEDIAN, 2.0), (Summary.P95, 3.85), (Summary.SUM, 8.8)],
)
def test_values_become_one_figure(summary: Summary, value: float) -> None:
    figure = figure_of(summary, *(measured("m", one, reason="") for one in (1.8, 1.0, 2.2, 3.8)))
    expected = {
        Summary.MEAN: 2.2,
        Summary.MEDIAN: 2.0,
        Summary.P95: 3.8 - 0.15 * 1.6,
        Summary.SUM: 8.8,
    }[summary]
    assert figure.value == pytest.approx(expected)
    assert (figure.low is None) is (summary is Summary.SUM)
    assert figure.hits is figure.total is None


@pytest.mark.parametrize("summary", [Summary.MEAN, Summary.MEDIAN, Summary.P95])
def test_one_case_has_a_value_and_no_interval(summary: Summary) -> None:
    figure = figure_of(summary, measured("m", 0.5, reason=""))
    assert (figure.value, figure.low, figure.high) == (0.5, None, None)


def test_auroc_of_one_label_is_no_figure_though_cases_were_scored() -> None:
    figure = figure_of(Summary.AUROC, *(measured("m", at, reason="", label=True) for at in (0.1, 0.9)))
    assert (figure.value, figure.cases, figure.not_scored) == (None, 2, 0)


def test_auroc_counts_pairs_in_the_right_order() -> None:
    sides = [(0.1, False), (0.4, True), (0.35, False), (0.8, True), (0.4, False)]
    figure = figure_of(Summary.AUROC, *(measured("m", v, reason="", label=label) for v, label in sides))
    assert figure.value == pytest.approx(5.5 / 6)


@pytest.mark.parametrize("summary", ALL)
def test_equal_values_give_an_interval_that_is_a_number(summary: Summary) -> None:
    scores = [measured("m", 1.0, reason="", label=at % 2 == 0) for at in range(6)]
    figure = figure_of(summary, *scores)
    assert all(end is None or math.isfinite(end) for end in (figure.value, figure.low, figure.high))


def test_the_same_seed_gives_the_same_interval_and_another_hardly_another() -> None:
    scores = [measured("m", float(at % 7), reason="") for at in range(40)]
    one, same, other = (
        figures([metric_of(Summary.MEAN)], results(*scores), seed=seed)[0] for seed in (0, 0, 1)
    )
    assert one == same
    assert one.low == pytest.approx(other.low, abs=0.1)


def test_tags_are_in_alphabetical_order_and_count_their_own_cases() -> None:
    done = run(system=wrong(0, 2, 3))
    told = {tag: next(f for f in found if f.metric == "told") for tag, found in done.by_tag.items()}
    assert list(told) == ["even", "first", "odd"]
    assert {tag: (f.hits, f.total) for tag, f in told.items()} == {
        "even": (2, 4),
        "first": (0, 1),
        "odd": (3, 4),
    }


def test_a_tag_counts_what_was_not_scored_of_its_own_cases() -> None:
    done = run(system=Staged(raises={"c1": SystemFailed("dead")}))
    missing = {tag: found[0].not_scored for tag, found in done.by_tag.items()}
    assert missing == {"even": 0, "first": 0, "odd": 1}


def test_a_tag_of_which_nothing_is_expected_has_no_figures() -> None:
    tagged = [
        one.model_copy(update={"case": one.case.model_copy(update={"tags": ("t",)})}) for one in results(None)
    ]
    assert by_tag([TOLD, LENGTH], tagged, seed=0) == {"t": ()}
