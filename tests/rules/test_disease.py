"""Sentences about what is said to a question on another disease than the guideline's."""

import pytest

from rules.core import Core
from rules.verdict import Verdict

SENTENCE = "Docetaxel as monotherapy every 3 weeks is an option."


def judged(core: Core, question: str) -> Verdict:
    return core.check(question=question, answer=SENTENCE).judgements[0].verdict


@pytest.mark.parametrize(
    "question",
    [
        "My patient with prostate cancer has bone metastases. Is docetaxel an option?",
        "He has a PSA of 40 and bone metastases. Is docetaxel an option?",
        "Gleason 9 with bone metastases: is docetaxel an option?",
        "Is docetaxel an option for metastatic lung cancer?",
    ],
)
def test_what_holds_for_one_cancer_is_not_carried_over_to_another(core: Core, question: str) -> None:
    assert judged(core, question) is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "question",
    [
        "Is docetaxel an option in metastatic breast cancer?",
        "He has breast cancer with bone metastases and a PSA of 2. Is docetaxel an option?",
        "Her carcinoma came back in the liver. Is docetaxel an option?",
        "She has diabetes and liver metastases. Is docetaxel an option?",
    ],
)
def test_the_guidelines_own_cancer_and_a_comorbidity_change_nothing(core: Core, question: str) -> None:
    assert judged(core, question) is Verdict.SUPPORTED
