"""Outcomes: fired, not fired, undecided; and how a rule yields to its exceptions."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from rules.context import Context, Fact, Value
from rules.loader import RuleBase
from rules.outcome import explain, outcomes
from rules.verdict import Outcome, State
from tests.rules import pack


def context(facts: Mapping[str, Value]) -> Context:
    return Context(
        facts=tuple(
            Fact(name=name, value=value, words="", source="question", start=0, end=0)
            for name, value in facts.items()
        )
    )


def stand(base: RuleBase, rule: str, **facts: Value) -> Outcome:
    return {outcome.rule: outcome for outcome in outcomes(base.rules, context(facts))}[rule]


@pytest.fixture
def base(tmp_path: Path) -> RuleBase:
    text = (
        pack.RULE
        + pack.rule("hormones-first", "hr_status is positive", more="valid_from: 2020-01-01")
        + pack.rule("crisis", "crisis", more="overrides: [hormones-first]")
        + pack.rule("crisis-but-old", "crisis and months > 12", more="overrides: [crisis]")
    )
    return pack.load(pack.write(tmp_path, text))


def test_a_rule_whose_condition_is_open_names_the_missing_fact(base: RuleBase) -> None:
    found = stand(base, "ai-needs-ablation")
    assert (found.state, found.missing) == (State.UNDECIDED, ("menopausal_status",))


def test_an_exception_that_fires_turns_the_rule_off(base: RuleBase) -> None:
    facts: dict[str, Value] = {"hr_status": "positive", "crisis": True, "months": 1.0}
    assert stand(base, "hormones-first", **facts).state is State.NOT_FIRED
    assert stand(base, "crisis", **facts).state is State.FIRED


def test_an_open_exception_leaves_the_rule_undecided(base: RuleBase) -> None:
    found = stand(base, "hormones-first", hr_status="positive", months=1.0)
    assert (found.state, found.missing) == (State.UNDECIDED, ("crisis",))


def test_an_open_exception_does_not_revive_a_rule_that_does_not_apply(base: RuleBase) -> None:
    assert stand(base, "hormones-first", hr_status="negative").state is State.NOT_FIRED


def test_an_exception_that_is_itself_overridden_restores_the_rule(base: RuleBase) -> None:
    found = stand(base, "hormones-first", hr_status="positive", crisis=True, months=24.0)
    assert found.state is State.FIRED


def test_a_rule_does_not_fire_before_it_is_valid(base: RuleBase) -> None:
    patient = context({"hr_status": "positive", "crisis": False})
    early = {one.rule: one.state for one in outcomes(base.rules, patient, as_of=date(2019, 1, 1))}
    late = {one.rule: one.state for one in outcomes(base.rules, patient, as_of=date(2020, 1, 1))}
    assert (early["hormones-first"], late["hormones-first"]) == (State.NOT_FIRED, State.FIRED)


def test_the_explanation_names_what_a_rule_yielded_to(base: RuleBase) -> None:
    patient = context({"hr_status": "positive", "crisis": True, "months": 1.0})
    explained = {one.outcome.rule: one for one in explain(base.rules, patient)}
    assert explained["hormones-first"].yields_to == ("crisis",)
    assert explained["hormones-first"].trace.value is True


def test_a_further_fact_never_flips_a_definite_condition(base: RuleBase) -> None:
    for rule in base.rules:
        for known in ({}, {"crisis": True}, {"months": 3.0}, {"crisis": False, "hr_status": "positive"}):
            before = rule.when.evaluate(known).value
            after = rule.when.evaluate(
                {"menopausal_status": "pre", "hr_status": "positive", "months": 3.0, **known}
            )
            assert before is None or before is after.value
