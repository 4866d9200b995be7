"""Where the rules stand is worked out once for patients who differ in nothing that a rule asks for."""

from collections.abc import Mapping

import pytest

from rules.context import Context, Fact, Value
from rules.core import Core
from rules.outcome import outcomes
from rules.stand import Stands

PATIENTS: list[Mapping[str, Value]] = [
    {},
    {"menopausal_status": "pre", "hr_status": "positive", "her2_status": "negative"},
    {"menopausal_status": "post", "hr_status": "positive", "visceral_crisis": True},
    {"hr_status": "negative", "her2_status": "positive", "age": 61.0},
]


def context(values: Mapping[str, Value]) -> Context:
    """A context with these facts."""
    return Context(
        facts=tuple(
            Fact(name=name, value=value, words="", source="question", start=0, end=0)
            for name, value in values.items()
        )
    )


@pytest.mark.parametrize("values", PATIENTS, ids=str)
def test_a_stand_holds_the_outcomes_of_every_rule(core: Core, values: Mapping[str, Value]) -> None:
    stand = Stands(core.rules).of(values)
    assert stand.outcomes == outcomes(core.rules, context(values)) == core.outcomes(context(values))
    assert list(stand.by_rule) == [rule.id for rule in core.rules]


@pytest.mark.parametrize("values", PATIENTS, ids=str)
def test_a_fact_that_no_rule_asks_for_changes_nothing(core: Core, values: Mapping[str, Value]) -> None:
    stands = Stands(core.rules)
    assert stands.of(values) is stands.of({**values, "colour_of_the_door": "green"})


def test_what_a_rule_asks_for_tells_patients_apart(core: Core) -> None:
    stands = Stands(core.rules)
    assert len({stands.of(values).outcomes for values in PATIENTS}) == len(PATIENTS)


def test_outcomes_given_are_taken_as_they_are(core: Core) -> None:
    stands = Stands(core.rules)
    some = stands.of(PATIENTS[1]).outcomes[:3]
    assert stands.given(some).outcomes == some
