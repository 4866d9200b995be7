import pytest

from answering.population import Fit, fitness, population_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In children with asthma, give less.", "In children with asthma"),
        ("Surgery is for women with one lesion.", "for women"),
        ("Give it if women with ulcers ask.", ""),
        ("Rest.", ""),
    ],
)
def test_the_words_that_say_for_whom_are_found(text: str, words: str) -> None:
    assert population_words(text) == words


def test_a_population_that_differs_in_a_known_fact_is_contradicted() -> None:
    found = fitness({"menopausal_status": "post"}, {"menopausal_status": "pre"})
    assert (found.fit, found.facts) == (Fit.CONTRADICTED, ("menopausal_status",))


def test_a_population_that_agrees_is_a_match() -> None:
    assert fitness({"hr_status": "positive"}, {"hr_status": "positive", "age": 50}).fit is Fit.MATCH


def test_an_unknown_fact_leaves_a_population_open() -> None:
    assert fitness({"hr_status": "positive"}, {}).fit is Fit.OPEN
