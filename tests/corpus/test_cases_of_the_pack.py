"""The judged answers beside the breast recurrence pack are sound as data: ids, reasons, twins."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from corpus.pack import load_pack
from evals.judged_case import Case, Expected

FOLDER = Path(__file__).parents[2] / "corpus" / "breast_recurrence"
SILENT = "the guideline does not name"


@pytest.fixture(scope="module")
def entries() -> list[dict[str, str]]:
    text = (FOLDER / "cases" / "answers.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["cases"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def cases(entries: list[dict[str, str]]) -> list[Case]:
    return [Case.model_validate(entry) for entry in entries]


def test_every_case_has_an_id_of_its_own(cases: list[Case]) -> None:
    assert [id for id, count in Counter(case.id for case in cases).items() if count > 1] == []


def test_every_reason_names_a_recommendation_or_the_guidelines_silence(
    entries: list[dict[str, str]],
) -> None:
    anchors = set(load_pack(FOLDER).anchors)
    reasons = {entry["because"] for entry in entries}
    assert {reason for reason in reasons - anchors if not reason.startswith(SILENT)} == set()


def test_every_category_holds_answers_of_both_kinds(cases: list[Case]) -> None:
    kinds = {(case.group, case.expected) for case in cases}
    assert kinds == {(group, expected) for group, _ in kinds for expected in Expected}
