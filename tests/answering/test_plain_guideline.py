"""A guideline without rules or variables: sections by heading, whole sentences, nothing from references."""

import pytest

from answering.ask import Ask
from answering.holdings import Holdings, Stock
from answering.pipeline import Pipeline
from ingest.passage import Passage
from rules.lexicon_files import load_lexicon
from rules.reader import Reader
from tests.answering.small import ScriptedCore, SmallShelf, WordFinder, guideline, passage

TITLE = "Treatment of gastric cancer"
LONG = (
    "Follow-up was long. Ramucirumab with paclitaxel is an option after first-line chemotherapy. "
    "This combination needs control of blood pressure. "
    + "Many trials have looked at other questions in other groups of patients over the years. "
    * 5
)
PASSAGES = (
    passage("resect", "Gastrectomy is advised for resectable gastric cancer.", TITLE, "Treatment"),
    passage("ramucirumab", LONG, TITLE, "Second-line therapy"),
    passage("scan", "Staging of gastric cancer includes endoscopic ultrasound.", TITLE, "Staging"),
    passage("cite", "Smith J: Ramucirumab with paclitaxel. J Clin 1 (1): 1, 2014.", TITLE, "References"),
    passage("again", "Gastrectomy is advised for resectable gastric cancer.", TITLE, "Summary of treatment"),
)


@pytest.fixture(scope="module")
def reader(pytestconfig: pytest.Config) -> Reader:
    assert pytestconfig.cache is not None
    return Reader(load_lexicon(cache=pytestconfig.cache.mkdir("vocabulary")))


def over(passages: tuple[Passage, ...], reader: Reader) -> Pipeline:
    held = Holdings.of(
        shelf=SmallShelf(passages, (guideline(),)),
        finder=WordFinder(passages),
        core=ScriptedCore(),
        reader=reader,
        rules_hash="0" * 64,
    )
    return Pipeline(Stock(lambda: held))


@pytest.fixture(scope="module")
def plain(reader: Reader) -> Pipeline:
    return over(PASSAGES, reader)


def test_a_pointed_question_is_answered_from_its_passage(plain: Pipeline) -> None:
    answer = plain.answer(Ask(question="Is endoscopic ultrasound part of staging gastric cancer?"))
    assert answer.bottom_line[0].text == "Staging of gastric cancer includes endoscopic ultrasound."


def test_of_a_long_passage_the_sentences_that_bear_on_the_question_are_quoted(plain: Pipeline) -> None:
    answer = plain.answer(Ask(question="Is ramucirumab an option in gastric cancer?"))
    texts = [statement.text for statement in answer.bottom_line]
    assert "Ramucirumab with paclitaxel is an option after first-line chemotherapy." in texts
    assert all(citation.quote in LONG for citation in answer.citations)


def test_a_sentence_that_leans_on_the_one_before_brings_it_along(plain: Pipeline) -> None:
    answer = plain.answer(Ask(question="Does ramucirumab need control of blood pressure?"))
    texts = [statement.text for statement in answer.bottom_line]
    leaning = texts.index("This combination needs control of blood pressure.")
    assert texts[leaning - 1].startswith("Ramucirumab with paclitaxel")


def test_references_are_never_an_answer(plain: Pipeline) -> None:
    answer = plain.answer(Ask(question="Ramucirumab with paclitaxel in gastric cancer?"))
    assert "g:cite" not in [citation.passage_id for citation in answer.citations]


def test_what_two_sections_say_alike_is_said_once(plain: Pipeline) -> None:
    answer = plain.answer(Ask(question="How is gastric cancer treated?"))
    texts = [statement.text for statement in answer.statements]
    assert texts.count("Gastrectomy is advised for resectable gastric cancer.") == 1


def test_sections_are_named_by_their_headings(plain: Pipeline) -> None:
    answer = plain.answer(Ask(question="How is gastric cancer treated?"))
    assert {section.title for section in answer.sections} <= {"Second-line therapy", "Treatment", "Staging"}


def test_another_disease_is_out_of_corpus(plain: Pipeline) -> None:
    answer = plain.answer(Ask(question="How is prostate cancer treated?"))
    assert answer.reason == "out_of_corpus"


def test_the_guideline_on_the_disease_that_is_named_answers(reader: Reader) -> None:
    other = passage(
        "bladder", "Cystectomy is advised.", "Treatment of bladder cancer", "Treatment", guideline="b"
    )
    answer = over((*PASSAGES, other), reader).answer(Ask(question="Is cystectomy advised in gastric cancer?"))
    assert "b:bladder" not in [citation.passage_id for citation in answer.citations]
