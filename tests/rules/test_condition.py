"""Conditions: truth tables of HL7 CQL, a trace with the facts that matter, errors that help."""

import subprocess
import sys

import pytest

from rules.condition import Condition, Truth
from rules.condition_reader import read_condition
from rules.errors import ConditionError
from rules.variables import Kind, Variable, Variables

VARIABLES = Variables(
    (
        Variable(name="a", kind=Kind.BOOL, label="a"),
        Variable(name="b", kind=Kind.BOOL, label="b"),
        Variable(name="visceral_crisis", kind=Kind.BOOL, label="crisis"),
        Variable(name="hr_status", kind=Kind.ENUM, label="hr", values=("positive", "negative")),
        Variable(
            name="performance_status", kind=Kind.ENUM, label="ps", values=("ECOG 0", "ECOG 1", "ECOG 2")
        ),
        Variable(name="comorbidities", kind=Kind.SET, label="other illness", values=("heart failure", "CKD")),
        Variable(name="months_since_tamoxifen", kind=Kind.NUMBER, label="months", unit="months"),
    )
)
T, F, N = True, False, None

# HL7 CQL: the truth tables of the logical operators, null standing for unknown.
AND = [(T, T, T), (T, F, F), (T, N, N), (F, T, F), (F, F, F), (F, N, F), (N, T, N), (N, F, F), (N, N, N)]
OR = [(T, T, T), (T, F, T), (T, N, T), (F, T, T), (F, F, F), (F, N, N), (N, T, T), (N, F, N), (N, N, N)]
IMPLIES = [(T, T, T), (T, F, F), (T, N, N), (F, T, T), (F, F, T), (F, N, T), (N, T, T), (N, F, N), (N, N, N)]
NOT = [(T, F), (F, T), (N, N)]


def read(text: str, **named: Condition) -> Condition:
    return read_condition(text, variables=VARIABLES, named=named)


def facts(**values: Truth) -> dict[str, bool]:
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.parametrize(
    ("text", "table"),
    [("a and b", AND), ("a or b", OR), ("a implies b", IMPLIES)],
    ids=["and", "or", "implies"],
)
def test_connectives_follow_the_cql_null_logic_tables(
    text: str, table: list[tuple[Truth, Truth, Truth]]
) -> None:
    condition = read(text)
    for left, right, expected in table:
        assert condition.evaluate(facts(a=left, b=right)).value is expected, (text, left, right)


def test_not_follows_the_cql_null_logic_table() -> None:
    for given, expected in NOT:
        assert read("not a").evaluate(facts(a=given)).value is expected


def test_a_condition_reads_as_it_is_spoken() -> None:
    condition = read("hr_status is positive and months_since_tamoxifen > 12 months and not visceral_crisis")
    patient = {"hr_status": "positive", "months_since_tamoxifen": 13.0, "visceral_crisis": False}
    assert condition.evaluate(patient).value is True
    assert condition.evaluate({**patient, "months_since_tamoxifen": 12.0}).value is False


def test_values_of_several_words_and_lists_of_values_are_read() -> None:
    condition = read("performance_status is one of (ECOG 0, ECOG 1)")
    assert condition.evaluate({"performance_status": "ECOG 1"}).value is True
    assert condition.evaluate({"performance_status": "ECOG 2"}).value is False


def test_is_not_stays_unknown_for_an_unknown_fact() -> None:
    assert read("hr_status is not positive").evaluate({}).value is None
    assert read("hr_status is not one of (positive)").evaluate({"hr_status": "negative"}).value is True


def test_a_set_includes_its_members() -> None:
    condition = read("comorbidities includes heart failure")
    assert condition.evaluate({"comorbidities": ("CKD", "heart failure")}).value is True


def test_only_facts_that_could_change_the_result_are_missing() -> None:
    condition = read("hr_status is positive and (a or visceral_crisis) and (b or not b)")
    trace = condition.evaluate({"hr_status": "positive", "a": True})
    assert (trace.value, trace.missing) == (None, ("b",))


def test_nothing_is_missing_once_one_part_decides() -> None:
    trace = read("a and b").evaluate({"a": False})
    assert (trace.value, trace.missing) == (False, ())


def test_and_binds_closer_than_or_and_or_closer_than_implies() -> None:
    assert str(read("a or a and b implies b")) == str(read("(a or (a and b)) implies b"))


def test_a_named_condition_is_quoted_by_its_spoken_name() -> None:
    named = read_condition(
        'not "emergency" and b', variables=VARIABLES, named={"emergency": read("visceral_crisis")}
    )
    assert named.facts() == {"visceral_crisis", "b"}
    assert named.evaluate({"visceral_crisis": False, "b": True}).value is True


def test_always_needs_no_fact() -> None:
    assert read("always").evaluate({}).value is True


@pytest.mark.parametrize("text", ["a", "not a", "a and not b or hr_status is negative", "not (a implies b)"])
def test_a_condition_written_out_reads_back_as_itself(text: str) -> None:
    assert str(read(str(read(text)))) == str(read(text)) == text


def test_an_unknown_fact_is_refused_with_the_nearest_and_all_choices() -> None:
    with pytest.raises(ConditionError, match='Did you mean "hr_status"') as caught:
        read("a and hr_statsu is positive")
    assert caught.value.column == 7
    assert "visceral_crisis" in caught.value.choices


def test_a_value_outside_the_choices_is_refused() -> None:
    with pytest.raises(ConditionError, match='cannot be "postive". Did you mean "positive"') as caught:
        read("hr_status is postive")
    assert caught.value.choices == ("positive", "negative")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("months_since_tamoxifen > 3 weeks", "counts in months"),
        ("hr_status > 3", "is a enum"),
        ("months_since_tamoxifen", "is a number"),
        ('"no such name"', "No condition is named"),
        ("a and", "breaks off at its end"),
        ("a b", 'breaks off at "b"'),
        ("", "breaks off"),
        ("a" * 3000, "more than 2000"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, why: str) -> None:
    with pytest.raises(ConditionError, match=why):
        read(text)


@pytest.mark.slow
def test_the_trace_is_the_same_under_every_hash_seed() -> None:
    code = (
        "from tests.rules.test_condition import read;"
        "print(read('a and (b or visceral_crisis) and hr_status is positive').evaluate({'a': True}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
