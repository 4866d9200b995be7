"""The rules of the breast recurrence pack, judged on their conditions alone: who they apply to."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from corpus.pack import load_pack
from rules.context import Context, Fact
from rules.loader import RuleBase, load_rules
from rules.outcome import outcomes
from rules.rule import OnlyIf, Rule, RuleTest
from rules.verdict import State

FOLDER = Path(__file__).parents[2] / "corpus" / "breast_recurrence"
ITEM = re.compile(r"(?:- )?(?P<text>.*) \{#(?P<anchor>[a-z0-9-]+)\}")


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_rules([FOLDER], _passages())


def test_every_quote_is_a_whole_recommendation_so_that_no_qualifier_is_cut(base: RuleBase) -> None:
    text = {passage.id: passage.text for passage in _passages()}
    assert [rule.id for rule in base.rules if rule.quote != text[rule.cite]] == []


def test_every_rule_is_tested_both_ways(base: RuleBase) -> None:
    untested = [rule.id for rule in base.rules if not {"supported", "contradicted"} <= _wants(rule)]
    assert untested == []


def test_every_rule_with_a_condition_is_tested_off_and_undecided(base: RuleBase) -> None:
    conditional = [rule for rule in base.rules if rule.when.facts()]
    untested = [rule.id for rule in conditional if not {"not_applicable", "needs_context"} <= _wants(rule)]
    assert untested == []


def test_every_rule_says_when_it_is_misused(base: RuleBase) -> None:
    assert [rule.id for rule in base.rules if not rule.misuse] == []


def test_no_rule_claims_a_grade_that_the_source_does_not_print(base: RuleBase) -> None:
    assert [rule.id for rule in base.rules if rule.strength or rule.evidence] == []


def test_a_rule_is_off_for_the_patients_it_does_not_apply_to(base: RuleBase) -> None:
    assert _standing_elsewhere(base, "not_applicable", {State.NOT_FIRED}) == []


def test_a_rule_that_contradicts_an_answer_fires_for_that_patient(base: RuleBase) -> None:
    assert _standing_elsewhere(base, "contradicted", {State.FIRED}) == []


def test_a_rule_waits_for_the_facts_it_needs(base: RuleBase) -> None:
    assert _standing_elsewhere(base, "needs_context", {State.UNDECIDED}) == []


def _standing_elsewhere(base: RuleBase, want: str, states: set[State]) -> list[tuple[str, str]]:
    return [
        (rule.id, test.answer)
        for rule in base.rules
        for test in rule.tests
        if test.want == want and _state(base, rule, test) not in states
    ]


def _state(base: RuleBase, rule: Rule, test: RuleTest) -> State:
    """Where a rule stands; one that fires is still undecided while its own precondition is."""
    context = Context(
        facts=tuple(
            Fact(name=name, value=value, words=name, source="question", start=0, end=0)
            for name, value in test.facts.items()
        )
    )
    state = next(one.state for one in outcomes(base.rules, context) if one.rule == rule.id)
    if isinstance(rule.duty, OnlyIf) and rule.requires is not None and state is State.FIRED:
        return State.UNDECIDED if rule.requires.evaluate(context.values()).value is None else state
    return state


def _wants(rule: Rule) -> set[str]:
    return {test.want for test in rule.tests}


def _passages() -> tuple[SimpleNamespace, ...]:
    pack = load_pack(FOLDER)
    return tuple(_lines(pack.guideline.id, pack.text))


def _lines(guideline: str, text: str) -> Iterator[SimpleNamespace]:
    for line in text.splitlines():
        found = ITEM.fullmatch(line)
        if found:
            passage = f"{guideline}:{found['anchor']}"
            yield SimpleNamespace(
                id=passage, guideline=guideline, title="", heading_path=(), text=found["text"]
            )
