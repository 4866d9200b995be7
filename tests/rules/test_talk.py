"""What people say around an answer is heard as talk, and no claim slips in with it."""

import pytest

from rules.core import Core
from rules.talk import opens, plain, reply


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("Yes, give letrozole.", "yes", "give letrozole."),
        ("In short, no: it is not routine.", "no", "it is not routine."),
        ("Possibly.", "maybe", ""),
        ("No drug is better.", "", "No drug is better."),
        ("It does not: bone scans are for symptoms.", "no", "bone scans are for symptoms."),
        ("She may, with goserelin.", "yes", "with goserelin."),
        ("It should go on.", "", "It should go on."),
        ("Not for her: endocrine therapy.", "", "Not for her: endocrine therapy."),
    ],
)
def test_a_reply_is_parted_from_what_is_said(text: str, word: str, rest: str) -> None:
    found = reply(text)
    assert (found.word, text[found.rest :]) == (word, rest)


def test_emphasis_says_nothing() -> None:
    assert plain("**Drug:** *letrozole*, 5 * 2") == "Drug: letrozole, 5 * 2"


def test_a_question_is_restated_only_from_the_beginning() -> None:
    assert opens("You are asking whether she needs it.", "restating")
    assert not opens("She needs it, and you are asking why.", "restating")


@pytest.mark.parametrize(
    "answer", ["Thank you, high-dose chemotherapy is given.", "Dear Ann, stop trastuzumab."]
)
def test_courtesy_carries_no_treatment(core: Core, answer: str) -> None:
    assert not core.check(question="What is given?", answer=answer).passed
