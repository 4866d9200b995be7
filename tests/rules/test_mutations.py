"""A sentence of the guideline with one word exchanged for its opposite, or for a neighbour, is blocked."""

from pathlib import Path

import pytest
import yaml

from rules.core import Core
from tests.rules.test_core import PASSAGES

SWAPS = yaml.safe_load((Path(__file__).parent / "mutations.yaml").read_text("utf-8"))
MUTANTS = [
    pytest.param(source.text.replace(right, wrong), id=f"{source.id.partition(':')[2]}: {wrong}")
    for right, wrong in SWAPS
    for source in PASSAGES
    if right in source.text
]


def test_every_exchange_is_made_somewhere() -> None:
    unused = [right for right, _ in SWAPS if not any(right in source.text for source in PASSAGES)]
    assert unused == []


@pytest.mark.parametrize("sentence", MUTANTS)
def test_a_sentence_with_a_word_exchanged_is_blocked(core: Core, sentence: str) -> None:
    report = core.check(question="What does the guideline say?", answer=sentence)
    assert not report.passed, sentence
