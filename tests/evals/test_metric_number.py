"""Quantities of an answer and of the passages that it cites."""

from collections.abc import Mapping

import pytest

from evals.metric import Metric
from evals.metric_number import amounts
from evals.response import Cited
from tests.evals.small import answer, case, rate, scored, why_not


@pytest.mark.parametrize(
    ("said", "quote", "exact"),
    [
        ("Give it every 3 weeks.", "It is given every 3 weeks.", (1, 1)),
        ("Give it every three weeks.", "It is given every 3 weeks.", (1, 1)),
        ("Give it every 21 days.", "It is given every 3 weeks.", (1, 1)),
        ("Give 0.5 mg.", "The dose is 500 micrograms.", (1, 1)),
        ("Give it every 2 weeks.", "It is given every 3 weeks.", (0, 1)),
        ("Give it every 3 months.", "It is given every 3 weeks.", (0, 1)),
        ("Give 5 mg.", "The dose is 5 g.", (0, 1)),
        ("Give it after more than 12 months.", "It is given after less than 12 months.", (0, 1)),
        ("Give it after 12 months.", "It is given after more than 12 months.", (0, 1)),
        ("Give it for 2 to 3 cycles.", "It is given for 2 to 3 cycles.", (1, 1)),
        ("Give it for 2 to 4 cycles.", "It is given for 2 to 3 cycles.", (0, 1)),
        ("Give 5 mg for 3 weeks.", "The dose is 5 mg.", (1, 2)),
    ],
)
def test_a_quantity_is_exact_with_its_unit_and_bound(
    by_name: Mapping[str, Metric], said: str, quote: str, exact: tuple[int, int]
) -> None:
    assert rate(by_name["number_exact"], case(), answer((said, (1,)), quotes=(quote,))) == exact


def test_the_whole_passage_counts_and_not_the_quote_alone(by_name: Mapping[str, Metric]) -> None:
    cited = Cited(n=1, quote="It is given.", passage="It is given. The dose is 5 mg.")
    assert rate(by_name["number_exact"], case(), answer(("Give 5 mg.", (1,)), quotes=(cited,))) == (1, 1)


def test_a_number_has_to_stand_in_what_its_own_statement_cites(by_name: Mapping[str, Metric]) -> None:
    quotes = ("The dose is 5 mg.", "It is given every 3 weeks.")
    crossed = answer(("Give 5 mg.", (2,)), ("Give it every 3 weeks.", (1,)), quotes=quotes)
    assert rate(by_name["number_exact"], case(), crossed) == (0, 2)


def test_a_number_that_cites_what_there_is_not_stands_nowhere(by_name: Mapping[str, Metric]) -> None:
    assert rate(by_name["number_exact"], case(), answer(("Give 5 mg.", (7,)))) == (0, 1)


def test_what_repeats_the_question_is_left_out(by_name: Mapping[str, Metric]) -> None:
    asked = case(question="She took 5 mg for 3 weeks. What now?")
    quotes = ("It is given every 2 weeks.",)
    assert "quantity" in why_not(
        by_name["number_exact"], asked, answer(("After 5 mg, stop.", (1,)), quotes=quotes)
    )
    both = answer(("After 5 mg, give it every 2 weeks.", (1,)), quotes=quotes)
    assert rate(by_name["number_exact"], asked, both) == (1, 1)


@pytest.mark.parametrize("said", ["There are two options.", "CMF is given.", "One of the drugs is given."])
def test_a_count_in_words_is_no_quantity(by_name: Mapping[str, Metric], said: str) -> None:
    assert amounts(said) == ()
    assert "quantity" in why_not(by_name["number_exact"], case(), answer((said, (1,)), quotes=("It is.",)))


def test_each_quantity_has_a_line(by_name: Mapping[str, Metric]) -> None:
    response = answer(("Give 5 mg every 3 weeks.", (1,)), quotes=("The dose is 5 mg.",))
    details = scored(by_name["number_exact"], case(), response).details
    assert details == ("exact: '5 mg' in [1]", "not there: 'every 3 weeks' in [1]")
