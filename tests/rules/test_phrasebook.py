"""A phrasebook finds the longest phrase it knows, and keeps capitals where they carry the meaning."""

import json

import pytest

from rules.phrasebook import Match, Phrasebook
from rules.text import tokens


@pytest.fixture
def book() -> Phrasebook:
    made = Phrasebook()
    for phrase, id in [
        ("breast cancer", "breast"),
        ("cancer", "cancer"),
        ("metastatic breast cancer", "metastatic"),
        ("dispense", "give"),
        ("monitor", "watch"),
        ("lead to", "cause"),
    ]:
        made.add(phrase, id)
    made.add("AC", "regimen", exact=True)
    return made


def find(book: Phrasebook, text: str, index: int = 0) -> Match | None:
    return book.at(tokens(text), index)


def test_the_longest_phrase_wins(book: Phrasebook) -> None:
    assert find(book, "metastatic breast cancer") == Match(frozenset({"metastatic"}), 0, 2)


def test_a_phrase_is_found_where_it_begins(book: Phrasebook) -> None:
    assert find(book, "metastatic breast cancer", 2) == Match(frozenset({"cancer"}), 2, 2)


def test_half_a_phrase_is_none(book: Phrasebook) -> None:
    assert find(book, "breast conservation") is None


def test_inflected_words_meet_their_phrase(book: Phrasebook) -> None:
    assert find(book, "breast cancers") == Match(frozenset({"breast"}), 0, 1)
    assert find(book, "leads to") == Match(frozenset({"cause"}), 0, 1)


def test_a_derived_word_is_met_where_nothing_closer_is_known(book: Phrasebook) -> None:
    assert find(book, "monitoring") == Match(frozenset({"watch"}), 0, 0)


def test_capitals_are_kept_for_an_abbreviation(book: Phrasebook) -> None:
    assert (find(book, "AC"), find(book, "ac")) == (Match(frozenset({"regimen"}), 0, 0), None)


def test_two_meanings_of_one_phrase_are_both_given(book: Phrasebook) -> None:
    book.add("cancer", "malignancy")
    assert find(book, "cancer") == Match(frozenset({"cancer", "malignancy"}), 0, 0)


def test_a_phrase_added_twice_counts_once(book: Phrasebook) -> None:
    book.add("cancer", "cancer")
    assert find(book, "cancer") == Match(frozenset({"cancer"}), 0, 0)


def test_a_phrase_of_signs_alone_is_ignored(book: Phrasebook) -> None:
    book.add("()", "nothing")
    assert find(book, "()") is None


def test_a_phrasebook_survives_json(book: Phrasebook) -> None:
    again = Phrasebook(*json.loads(json.dumps(book.parts)))
    for text in ("metastatic breast cancer", "AC", "leads to", "monitoring"):
        assert find(again, text) == find(book, text)
