"""Claims and reader keep each other honest: what stands beside a passage is found in the passage itself."""

from pathlib import Path
from unittest.mock import patch

import pytest

from corpus.pack import load_pack
from ingest.markdown import passages
from rules.claims_file import CLAIMS_FILE
from rules.core import Core
from rules.lexicon import Lexicon
from rules.verify import verify
from rules.verify_claims import grounded, unfound
from tests.rules import pack

FOUND = 332
"""How many of the pack's claims are found at least; it may only grow, until it is all of them."""


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return pack.write(tmp_path / "demo")


def core_with(folder: Path, claim: str, lexicon: Lexicon) -> Core:
    (folder / CLAIMS_FILE).write_text(f"ai-before-menopause: [{claim}]\n", encoding="utf-8")
    loaded = load_pack(folder)
    with patch("rules.core.load_lexicon", return_value=lexicon):
        return Core.load([folder], passages(loaded.document, loaded.guideline))


@pytest.mark.parametrize(
    "claim",
    [
        "Before menopause an aromatase inhibitor is not given without ovarian ablation.",
        "Before menopause an aromatase inhibitor needs ovarian ablation.",
    ],
)
def test_a_claim_that_follows_from_its_passage_is_found(demo: Path, lexicon: Lexicon, claim: str) -> None:
    assert list(unfound(core_with(demo, claim, lexicon))) == []


@pytest.mark.parametrize(
    "claim",
    [
        "Before menopause an aromatase inhibitor is given every day.",
        "Before menopause an aromatase inhibitor alone is enough.",
        "Before menopause an aromatase inhibitor is never given with ovarian ablation.",
    ],
)
def test_a_claim_that_does_not_is_reported_with_its_passage(demo: Path, lexicon: Lexicon, claim: str) -> None:
    (finding,) = verify(core_with(demo, claim, lexicon), checks=("claims",)).findings
    assert finding.rules == ("demo:ai-before-menopause",)
    assert claim in finding.what


def test_a_claim_does_not_help_to_find_itself(demo: Path, lexicon: Lexicon) -> None:
    core = core_with(demo, "Before menopause an aromatase inhibitor causes hot flushes.", lexicon)
    assert core.check(
        question="", answer="Before menopause an aromatase inhibitor causes hot flushes."
    ).passed
    assert [claim.holds for claim in grounded(core)] == [False]


def test_the_shipped_claims_are_found_in_the_shipped_text(core: Core) -> None:
    assert sum(claim.holds for claim in grounded(core)) >= FOUND
