"""Short forms that a guideline defines are read as what they stand for."""

import pytest

from rules.abbreviation import expanded, short_forms
from rules.reader import Reader
from rules.text import tokens

DEFINED = {
    "In patients with sickle cell disease (SCD), give it.": ("SCD", "sickle cell disease"),
    "The standard days method (SDM) was used.": ("SDM", "standard days method"),
    "The risk of transient abnormal myelopoiesis (TAM) is known.": ("TAM", "transient abnormal myelopoiesis"),
}
UNDEFINED = [
    "The Food and Drug Administration (FDA) approved it.",
    "Treatment with tamoxifen (HR) was given.",
    "It was better with doxorubicin and cyclophosphamide (AC).",
    "A hormone receptor (HR) was found; the hazard ratio (HR) was lower.",
]


@pytest.mark.parametrize(("text", "form"), DEFINED.items())
def test_a_defined_short_form_is_read_as_its_long_form(
    reader: Reader, text: str, form: tuple[str, str]
) -> None:
    short, long = form
    read = expanded(tokens(f"give {short}s now"), short_forms([text], reader.lexicon))
    assert " ".join(word.text for word in read) == f"give {long} now"


@pytest.mark.parametrize("text", UNDEFINED)
def test_a_name_or_a_word_with_two_meanings_is_left_as_it_is(reader: Reader, text: str) -> None:
    assert not short_forms([text], reader.lexicon)
