"""A misspelt word is read as the one word that it can only mean."""

import pytest

from rules.lexicon import Lexicon
from rules.reader import Reader
from rules.spelling import Spelling


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("trastuzamab", "trastuzumab"),
        ("radiotherpy", "radiotherapy"),
        ("paliative", "palliative"),
        ("palliaton", "palliation"),
        ("monitering", "monitoring"),
        ("mandatry", "mandatory"),
        ("intnet", "intent"),
    ],
)
def test_a_typing_error_is_put_right(lexicon: Lexicon, written: str, meant: str) -> None:
    assert Spelling(lexicon).correction(written, frozenset()) == meant


@pytest.mark.parametrize(
    "word", ["inoperable", "asymptomatic", "monitored", "unmonitored", "lapazumab", "dose"]
)
def test_a_word_that_may_be_another_is_left(lexicon: Lexicon, word: str) -> None:
    assert Spelling(lexicon).correction(word, frozenset()) is None


def test_a_phrase_is_found_in_spite_of_an_error_in_it(reader: Reader) -> None:
    reading = reader.read("The heart has to be monitord during treatment.")
    assert any("c:cardiac_monitoring" in atom.ids for atom in reading.atoms)
    assert reading.corrections == (("monitord", "monitor"),)
