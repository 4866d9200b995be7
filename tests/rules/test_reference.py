"""Pronouns are spelled out where their meaning is plain, and left alone where it is not."""

import pytest

from rules.meaning import Meaning
from rules.reader import Reader
from rules.reference import spelled_out


@pytest.mark.parametrize(
    ("text", "before", "full"),
    [
        ("The former.", "Femara or Nolvadex?", "Femara."),
        ("Never give both drugs.", "Letrozole and capecitabine?", "Never give Letrozole and capecitabine."),
        ("Monitor the heart during it.", "Is trastuzumab safe?", "Monitor the heart during trastuzumab."),
        ("Give it.", "Letrozole, tamoxifen or fulvestrant?", "Give it."),
        ("It is right to wait.", "Letrozole?", "It is right to wait."),
    ],
)
def test_a_word_is_replaced_by_what_it_stands_for(reader: Reader, text: str, before: str, full: str) -> None:
    said = spelled_out(text, reader.read(text), [reader.read(before)], Meaning(reader.lexicon))
    assert said == full


def test_it_is_what_the_sentence_itself_speaks_of(reader: Reader) -> None:
    text = "Do not undertreat local recurrence: it calls for cure."
    before = [reader.read("Resection is done first."), reader.read("Is surgery useful?")]
    assert spelled_out(text, reader.read(text), before, Meaning(reader.lexicon), point=before[1]) == text
