"""Citation recall and precision as ALCE defines them, and quotes that are exact, on examples made by hand."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from evals.instruments import Instruments
from evals.metric import Metric
from evals.response import Cited
from ingest.passage import Passage
from tests.evals.small import answer, case, rate, scored, why_not

WEEKLY = "Paclitaxel is given weekly."
EVERY_3_WEEKS = "Docetaxel is given every 3 weeks."
BOTH = "Paclitaxel is given weekly and docetaxel is given every 3 weeks."
OPTIONS = "Options are: paclitaxel weekly; docetaxel every 3 weeks"
QUOTES = (WEEKLY, EVERY_3_WEEKS)


@pytest.mark.parametrize(
    ("said", "cites", "recall", "precision"),
    [
        pytest.param(WEEKLY, (1,), (1, 1), (1, 1), id="one that carries it"),
        pytest.param(WEEKLY, (2,), (0, 1), (0, 1), id="one that carries something else"),
        pytest.param(WEEKLY, (1, 2), (1, 1), (1, 2), id="a second that is not needed and carries nothing"),
        pytest.param(WEEKLY, (2, 1), (1, 1), (1, 2), id="whichever comes first"),
        pytest.param(BOTH, (1, 2), (1, 1), (2, 2), id="two that carry it only together"),
        pytest.param(BOTH, (1,), (0, 1), (0, 1), id="one that carries half of it"),
        pytest.param(f"{WEEKLY} {EVERY_3_WEEKS}", (1, 2), (1, 1), (2, 2), id="two sentences"),
        pytest.param(OPTIONS, (1, 2), (1, 1), (2, 2), id="the items of a list"),
        pytest.param(WEEKLY, (1, 1), (1, 1), (1, 1), id="the same one twice"),
        pytest.param(WEEKLY, (7,), (0, 1), (0, 1), id="one that there is not"),
        pytest.param(WEEKLY, (1, 7), (1, 1), (1, 2), id="one that there is not beside one that carries it"),
        pytest.param("Letrozole cures everyone.", (1, 2), (0, 1), (0, 2), id="a statement that none carries"),
    ],
)
def test_a_citation_counts_as_alce_defines_it(
    by_name: Mapping[str, Metric],
    said: str,
    cites: tuple[int, ...],
    recall: tuple[int, int],
    precision: tuple[int, int],
) -> None:
    response = answer((said, cites), quotes=QUOTES)
    assert rate(by_name["citation_recall"], case(), response) == recall
    assert rate(by_name["citation_precision"], case(), response) == precision


def test_two_citations_that_each_carry_a_statement_both_count(by_name: Mapping[str, Metric]) -> None:
    response = answer((WEEKLY, (1, 2)), quotes=(WEEKLY, "Give paclitaxel weekly."))
    assert rate(by_name["citation_precision"], case(), response) == (2, 2)


def test_a_statement_that_cites_nothing_is_not_carried(by_name: Mapping[str, Metric]) -> None:
    response = answer(WEEKLY, (EVERY_3_WEEKS, (2,)), quotes=QUOTES)
    assert rate(by_name["citation_recall"], case(), response) == (1, 2)
    assert rate(by_name["citation_precision"], case(), response) == (1, 1)


def test_where_nothing_is_cited_recall_is_none_of_all_and_precision_is_not_scored(
    by_name: Mapping[str, Metric],
) -> None:
    assert rate(by_name["citation_recall"], case(), answer(WEEKLY)) == (0, 1)
    assert "cites nothing" in why_not(by_name["citation_precision"], case(), answer(WEEKLY))


@pytest.mark.parametrize("name", ["citation_recall", "citation_precision"])
def test_what_has_no_clinical_content_needs_no_citation(by_name: Mapping[str, Metric], name: str) -> None:
    response = answer("Thank you for asking.", (WEEKLY, (1,)), quotes=QUOTES)
    assert rate(by_name[name], case(), response) == (1, 1)
    assert "clinical content" in why_not(by_name[name], case(), answer("Thank you for asking."))


def test_each_statement_and_citation_has_a_line_that_says_why(by_name: Mapping[str, Metric]) -> None:
    response = answer((WEEKLY, (1, 2)), (EVERY_3_WEEKS, (1,)), quotes=QUOTES)
    recall = scored(by_name["citation_recall"], case(), response).details
    precision = scored(by_name["citation_precision"], case(), response).details
    assert [line.partition(":")[0] for line in recall] == ["carried", "not carried"]
    assert [line.partition(":")[0] for line in precision] == ["relevant", "irrelevant", "irrelevant"]


def test_what_the_rules_on_a_cited_passage_demand_is_a_part_of_what_it_says(
    instruments: Instruments, by_name: Mapping[str, Metric]
) -> None:
    held = instruments.passages["breast_recurrence:premenopausal-aromatase-inhibitor-with-ablation"]
    asked = case(
        question="Premenopausal, ER-positive, HER2-negative bone metastases: which endocrine therapy?"
    )
    whole, alone = (answer((text, (1,)), quotes=(cite(held),)) for text in (held.text, "Give letrozole."))
    assert rate(by_name["citation_recall"], asked, whole) == (1, 1)
    assert rate(by_name["citation_recall"], asked, alone) == (0, 1)


def cite(passage: Passage) -> Cited:
    """A citation of a whole passage."""
    return Cited(
        n=1,
        quote=passage.text,
        passage_id=passage.id,
        guideline=passage.guideline,
        version=passage.version,
        start=0,
        end=len(passage.text),
    )


@pytest.fixture
def held(instruments: Instruments) -> Passage:
    return instruments.passages["breast_recurrence:response-endocrine"]


@pytest.mark.parametrize(
    ("change", "exact"),
    [
        ({}, True),
        ({"start": None, "end": None}, True),
        ({"version": None}, True),
        ({"guideline": None, "version": None}, True),
        ({"start": 1}, False),
        ({"end": 3}, False),
        ({"start": 10_000, "end": 10_001}, False),
        ({"quote": ""}, False),
        ({"quote": "", "start": 3, "end": 3}, False),
        ({"quote": "Evaluate the response", "end": 21}, True),
        ({"quote": "evaluate the response", "end": 21}, False),
        ({"quote": "the response", "start": None}, True),
        ({"quote": "the  response", "start": None}, False),
    ],
)
def test_a_quote_is_exact_only_word_for_word_at_its_place(
    by_name: Mapping[str, Metric], held: Passage, change: dict[str, object], exact: bool
) -> None:
    cited = cite(held).model_copy(update=change)
    response = answer((held.text, (1,)), quotes=(cited,))
    assert rate(by_name["quote_exact"], case(), response) == (int(exact), 1)


@pytest.mark.parametrize(
    "change",
    [
        {"passage_id": None},
        {"passage_id": "breast_recurrence:nowhere"},
        {"version": "1900-01-01"},
        {"guideline": "x"},
    ],
)
def test_a_quote_of_what_is_not_on_record_is_not_scored(
    by_name: Mapping[str, Metric], held: Passage, change: dict[str, object]
) -> None:
    away = cite(held).model_copy(update=change)
    assert "on record" in why_not(by_name["quote_exact"], case(), answer(held.text, quotes=(away,)))
    beside = answer(held.text, quotes=(away, cite(held).model_copy(update={"n": 2})))
    score = scored(by_name["quote_exact"], case(), beside)
    assert (score.hits, score.total, len(score.details)) == (1, 1, 2)


def test_a_quote_is_looked_up_in_the_version_that_it_names(instruments: Instruments, held: Passage) -> None:
    from evals.metric_citation import quote_exact

    old = replace(held, version="1", text="Evaluate after 6 months.")
    versions = {(old.guideline, old.version, old.id): old}
    metric = quote_exact(replace(instruments, older=lambda *key: versions.get(key)))
    assert rate(metric, case(), answer("x", quotes=(cite(old),))) == (1, 1)
    wrong = cite(held).model_copy(update={"version": "1"})
    assert rate(metric, case(), answer("x", quotes=(wrong,))) == (0, 1)
