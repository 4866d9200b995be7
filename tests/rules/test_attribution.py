"""An answer says of the patient only what the question says."""

import pytest

from rules.core import Core

QUESTION = "A postmenopausal woman with HR-positive metastatic breast cancer. First line?"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("Her tumor is HER2-positive.", "needs_context"),
        ("She is premenopausal, so tamoxifen is given together with ovarian ablation.", "contradicted"),
    ],
)
def test_a_fact_that_was_not_given_is_not_hers(core: Core, answer: str, verdict: str) -> None:
    (judgement,) = core.check(question=QUESTION, answer=answer).judgements
    assert judgement.verdict == verdict


def test_a_fact_that_was_given_may_be_repeated(core: Core) -> None:
    answer = "In postmenopausal patients aromatase inhibitors are superior to tamoxifen first line."
    assert core.check(question=QUESTION, answer=answer).passed
