"""The same words are right for one patient and wrong for another: short answers to every kind of patient."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from rules.core import Core


@dataclass(frozen=True, kw_only=True)
class Patient:
    """A question about one patient, with answers that may and answers that may not be given."""

    patient: str
    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


PATIENTS = TypeAdapter(tuple[Patient, ...]).validate_python(
    yaml.safe_load((Path(__file__).parent / "patients.yaml").read_text("utf-8"))
)
RIGHT = [pytest.param(p.question, a, id=f"{p.patient}: {a}"[:80]) for p in PATIENTS for a in p.right]
WRONG = [pytest.param(p.question, a, id=f"{p.patient}: {a}"[:80]) for p in PATIENTS for a in p.wrong]


@pytest.mark.parametrize(("question", "answer"), RIGHT)
def test_what_is_right_for_this_patient_may_be_said(core: Core, question: str, answer: str) -> None:
    report = core.check(question=question, answer=answer)
    assert report.passed, report.why


@pytest.mark.parametrize(("question", "answer"), WRONG)
def test_what_is_wrong_for_this_patient_may_not(core: Core, question: str, answer: str) -> None:
    assert not core.check(question=question, answer=answer).passed
