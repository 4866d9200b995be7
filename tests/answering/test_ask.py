import pytest

from answering.ask import QUESTION_LIMIT, Ask
from answering.errors import EmptyQuestion, InputError, ModelNotOffered, QuestionTooLong


@pytest.mark.parametrize("blank", ["", "  \n\t "])
def test_an_empty_question_is_refused_with_an_example(blank: str) -> None:
    with pytest.raises(EmptyQuestion, match="for example"):
        Ask(question=blank)


def test_a_megabyte_is_refused_with_both_lengths() -> None:
    with pytest.raises(QuestionTooLong, match=r"1,000,000 characters; at most 8,000"):
        Ask(question="x" * 1_000_000)


def test_a_question_of_the_longest_length_is_taken() -> None:
    assert len(Ask(question="x" * QUESTION_LIMIT).question) == QUESTION_LIMIT


def test_a_model_that_is_not_offered_is_refused_with_the_choices() -> None:
    with pytest.raises(ModelNotOffered, match=r"'openai:gpt' is not offered. Choices: none"):
        Ask(question="What?", model="openai:gpt")


def test_all_of_these_are_input_errors() -> None:
    assert all(issubclass(error, InputError) for error in (EmptyQuestion, QuestionTooLong, ModelNotOffered))
