"""Claims beside a pack are read by anchor, and a slip in them is named."""

from pathlib import Path

import pytest

from rules.claims_file import CLAIMS_FILE, ClaimsInvalid, claims
from tests.rules.pack import write


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write(tmp_path / "demo")


def say(pack: Path, text: str) -> Path:
    (pack / CLAIMS_FILE).write_text(text, encoding="utf-8")
    return pack


def test_claims_are_kept_by_passage_in_their_order(pack: Path) -> None:
    said = claims([say(pack, "ai-before-menopause: [One., Two.]\n")])
    assert said == {"demo:ai-before-menopause": ("One.", "Two.")}


def test_a_pack_need_not_have_claims(pack: Path) -> None:
    assert claims([pack]) == {}
    assert claims([say(pack, "")]) == {}
    assert claims([]) == {}


def test_an_anchor_that_the_guideline_lacks_is_named_with_the_choices(pack: Path) -> None:
    with pytest.raises(ClaimsInvalid, match=r"claims for no-such.*Anchors there: .*ai-before-menopause"):
        claims([say(pack, "no-such: [One.]\n")])


@pytest.mark.parametrize(
    "text", ["- a list\n", "ai-before-menopause: One.\n", "ai-before-menopause: [1: 2]\n", "{"]
)
def test_a_file_of_another_shape_says_what_is_needed(pack: Path, text: str) -> None:
    with pytest.raises(ClaimsInvalid, match="Needed: a mapping from anchors to lists of sentences"):
        claims([say(pack, text)])
