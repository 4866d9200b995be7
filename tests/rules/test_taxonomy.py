"""What a sentence says of the class of a drug agrees with the vocabulary."""

import pytest

from rules.reader import Reader
from rules.taxonomy import misclassified


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The third-generation aromatase inhibitors are anastrozole, tamoxifen and exemestane.", "tamoxifen"),
        ("The third-generation aromatase inhibitors are anastrozole, letrozole and exemestane.", ""),
        ("Epirubicin contains no anthracycline.", "Epirubicin"),
        ("Capecitabine contains no anthracycline.", ""),
        ("Regimens without an anthracycline include: doxorubicin.", "doxorubicin"),
    ],
)
def test_a_drug_stays_in_its_class(reader: Reader, sentence: str, wrong: str) -> None:
    assert misclassified(reader.read(sentence), reader.lexicon) == wrong
