"""Words are looked up as words, whatever a user types."""

from pathlib import Path

import pytest

from ingest.home import Home
from ingest.pipeline import ingest
from ingest.record import Record
from retrieval.lexical import COMMONPLACE, MOST_TERMS, expression, search_words, words
from tests.ingest.samples import BODY, Bag, pack


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    folder: Path = tmp_path_factory.mktemp("lexical")
    home = Home(folder / "home")
    remarks = "\n\n".join(f"Remark number {n}." for n in range(12))
    other = pack(folder / "b", id="other", body=f"{BODY}\n## Notes\n\n{remarks}\n")
    ingest([pack(folder / "a"), other], home=home, embedder=Bag())
    return Record.open(home)


def test_function_words_are_left_out() -> None:
    assert words("What is the dose of ramipril?") == ("dose", "ramipril")


def test_a_query_of_function_words_alone_keeps_them() -> None:
    assert words("What is it?") == ("what", "is", "it")


def test_negation_is_kept() -> None:
    assert "not" in words("not in pregnancy")


def test_a_query_without_words_finds_nothing(record: Record) -> None:
    assert expression("?! --") is None
    assert search_words(record, "?! --", limit=5) == ()


@pytest.mark.parametrize(
    "typed",
    ['ramipril AND "', "text:ramipril", "NEAR(ramipril, 2)", "ramipril* ^(", "'; DROP TABLE meta; --"],
)
def test_nothing_typed_is_taken_for_an_operator(record: Record, typed: str) -> None:
    search_words(record, typed, limit=5)
    assert search_words(record, "ramipril", limit=5) != ()  # nothing was dropped, and all is still found


def test_a_very_long_query_keeps_its_beginning_and_its_end() -> None:
    asked = expression(" ".join(f"word{n}" for n in range(1000)))
    assert asked is not None
    assert asked.count(" OR ") == MOST_TERMS - 1
    assert '"word0"' in asked
    assert '"word999"' in asked


def test_word_forms_are_one(record: Record) -> None:
    found = search_words(record, "weighing patients", limit=1)
    passage = record.numbered([found[0].number])[found[0].number]
    assert passage.text == "Weigh the patient."


def test_a_heading_finds_what_stands_under_it(record: Record) -> None:
    found = search_words(record, "treatment", limit=9, guidelines=["example"])
    assert len(found) == 4


def test_a_word_that_most_passages_have_finds_nothing(record: Record) -> None:
    assert search_words(record, "remark", limit=9) == ()


def test_the_title_takes_no_weight_from_the_text(record: Record) -> None:
    assert record.matches('"example"', limit=1)[0][1] < COMMONPLACE
    assert search_words(record, "the example of ramipril", limit=1)


def test_a_filter_leaves_out_other_guidelines(record: Record) -> None:
    found = search_words(record, "ramipril", limit=9, guidelines=["other"])
    numbers = [hit.number for hit in found]
    assert {passage.guideline for passage in record.numbered(numbers).values()} == {"other"}
