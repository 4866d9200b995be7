"""Facts that an answer has to state, and statements that it may not make."""

from collections.abc import Mapping

import pytest

from evals.instruments import Instruments
from evals.metric import Metric
from tests.evals.small import answer, case, rate, scored, why_not

DOCETAXEL = "Docetaxel is given every 3 weeks."
PACLITAXEL = "Paclitaxel is given weekly."


@pytest.mark.parametrize(
    "said",
    [
        DOCETAXEL,
        "Give docetaxel every 3 weeks.",
        "Give Taxotere every three weeks.",
        "Docetaxel should be given every 21 days.",
        "Paclitaxel is given weekly, docetaxel is given every 3 weeks.",
    ],
)
def test_a_fact_counts_in_whatever_words_it_is_stated(by_name: Mapping[str, Metric], said: str) -> None:
    assert rate(by_name["must_recall"], case(must=[DOCETAXEL]), answer(said)) == (1, 1)


@pytest.mark.parametrize(
    "said",
    [
        "Docetaxel is given every 2 weeks.",
        "Docetaxel is given every 3 months.",
        "Docetaxel is not given every 3 weeks.",
        "Paclitaxel is given every 3 weeks.",
        "Docetaxel is given.",
        "Docetaxel, paclitaxel, weeks, every, 3, given.",
    ],
)
def test_a_fact_does_not_count_for_the_words_it_shares(by_name: Mapping[str, Metric], said: str) -> None:
    assert rate(by_name["must_recall"], case(must=[DOCETAXEL]), answer(said)) == (0, 1)
    assert rate(by_name["must_not_avoided"], case(must_not=[DOCETAXEL]), answer(said)) == (1, 1)


def test_a_statement_that_may_not_be_made_counts_in_other_words(by_name: Mapping[str, Metric]) -> None:
    response = answer(PACLITAXEL, "Give Taxotere every three weeks.")
    assert rate(by_name["must_not_avoided"], case(must_not=[DOCETAXEL]), response) == (0, 1)


def test_each_fact_is_counted_by_itself_with_the_statement_that_states_it(
    by_name: Mapping[str, Metric],
) -> None:
    score = scored(by_name["must_recall"], case(must=[DOCETAXEL, PACLITAXEL]), answer("So:", PACLITAXEL))
    assert (score.hits, score.total) == (1, 2)
    assert score.details[0].startswith("missed: ")
    assert f"[2] {PACLITAXEL}" in score.details[1]


def test_a_fact_may_be_spread_over_two_statements(by_name: Mapping[str, Metric]) -> None:
    both = case(must=["Paclitaxel is given weekly and docetaxel is given every 3 weeks."])
    assert rate(by_name["must_recall"], both, answer(PACLITAXEL, DOCETAXEL)) == (1, 1)


def test_a_fact_may_follow_from_a_passage_that_is_stated_whole(
    instruments: Instruments, by_name: Mapping[str, Metric]
) -> None:
    id, claims = next((id, claims) for id, claims in instruments.core.claims.items() if claims)
    passage = instruments.passages[id]
    for claim in claims:
        assert rate(by_name["must_recall"], case(must=[claim]), answer(passage.text)) == (1, 1), claim


@pytest.mark.parametrize("name", ["must_recall", "must_not_avoided"])
def test_what_can_not_be_read_as_a_fact_is_not_scored_and_said_to_be(
    by_name: Mapping[str, Metric], name: str
) -> None:
    facts = ["Says that the guideline is silent.", "Thank you."]
    asked = case(must=facts, must_not=facts)
    assert "can be read" in why_not(by_name[name], asked, answer(DOCETAXEL))
    more = case(must=[*facts, DOCETAXEL], must_not=[*facts, DOCETAXEL])
    score = scored(by_name[name], more, answer(DOCETAXEL))
    assert score.total == 1
    assert "2 can't be read and are not scored" in score.reason


def test_an_abstention_recalls_nothing_and_makes_nothing(by_name: Mapping[str, Metric]) -> None:
    silent = answer("The guidelines on record do not give an answer to this question.")
    asked = case(must=[DOCETAXEL], must_not=[DOCETAXEL])
    assert rate(by_name["must_recall"], asked, silent) == (0, 1)
    assert rate(by_name["must_not_avoided"], asked, silent) == (1, 1)
    assert rate(by_name["must_recall"], asked, answer()) == (0, 1)


@pytest.mark.parametrize("statement", ["\u0000", "💊" * 50, "a" * 5_000, "((((", "3 3 3 3 3", "\n\n"])
def test_no_statement_breaks_a_metric(by_name: Mapping[str, Metric], statement: str) -> None:
    asked = case(must=[DOCETAXEL], must_not=[PACLITAXEL])
    response = answer((statement, (1,)), quotes=(statement,))
    for metric in by_name.values():
        metric.score(asked, response)
