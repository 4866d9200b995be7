"""A grade is read exactly as printed, and nothing is read where nothing is printed."""

from pathlib import Path

import pytest
import yaml

from ingest.grade import cell_grade, closing_grade, column, printed_grades, told_evidence, whole_grade
from ingest.passage import Grade

CASES = yaml.safe_load(Path(__file__).with_name("grades.yaml").read_text(encoding="utf-8"))


def value(grade: Grade | None) -> str | None:
    return grade.value if grade else None


@pytest.mark.parametrize("case", CASES["printed"], ids=lambda case: case["text"])
def test_strength_and_evidence_are_read_as_printed(case: dict[str, str | None]) -> None:
    (found,) = printed_grades(case["text"] or "")
    assert (value(found.strength), value(found.evidence)) == (case["strength"], case["evidence"])


@pytest.mark.parametrize("text", CASES["unprinted"])
def test_what_is_no_grade_is_not_read_as_one(text: str) -> None:
    assert printed_grades(text) == ()


def test_a_grade_knows_its_place_with_its_brackets() -> None:
    text = "Offer walking. [B] See Box 2."
    (found,) = printed_grades(text)
    assert text[found.start : found.end] == "[B]"


def test_a_grade_knows_its_scheme() -> None:
    (found,) = printed_grades("Offer walking. (recommendation category: A, evidence type: 3)")
    assert found.evidence == Grade(scheme="CDC recommendation category and evidence type", value="3")


def test_a_direction_is_read_where_one_is_printed() -> None:
    against, toward, neither = (
        printed_grades(f"Do it. {grade}")[0].against for grade in ("(Weak against)", "(Strong for)", "[A]")
    )
    assert (against, toward, neither) == (True, False, None)


def test_a_line_of_its_own_is_a_grade() -> None:
    found = whole_grade("Strong recommendation, low-quality evidence")
    assert found is not None
    assert value(found.evidence) == "low-quality evidence"


def test_notes_in_brackets_before_a_grade_close_what_stands_above() -> None:
    assert closing_grade("(Kept from the last edition) (Strong for)") is not None
    assert closing_grade("(Strong) words") is None


def test_columns_say_what_they_hold() -> None:
    headers = ("Strength of recommendation", "LOE", "Recommendations", "Dose")
    assert [column(header) for header in headers] == ["strength", "evidence", "recommendation", None]


def test_a_cell_is_a_grade_only_below_a_header_that_says_so() -> None:
    assert value(cell_grade("Strong", "Strength")) == "Strong"
    assert cell_grade("Strong", "Smell") is None


def test_told_evidence_is_kept_in_its_own_words() -> None:
    told = told_evidence("Quality of evidence: Two small studies.")
    assert told == Grade(scheme="Quality of evidence", value="Two small studies.")
