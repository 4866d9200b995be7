"""The proofs about a rule base, each shown to fail on a planted defect and to pass without it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.pack import load_pack
from ingest.markdown import passages
from rules import verify_enumeration, verify_logic, verify_model, verify_text, verify_trials
from rules.core import Core
from rules.finding import Finding
from rules.loader import RuleBase
from rules.rule import Rule
from rules.verify import CHECKS, verify
from rules.verify_model import Model
from tests.rules import pack

pytestmark = pytest.mark.slow

PACK = Path(__file__).parents[2] / "corpus" / "breast_recurrence"
KINDS = {"letrozole": {"letrozole", "endocrine"}, "docetaxel": {"docetaxel", "chemo"}}
VARIABLES = """\
variables:
  hr: {type: enum, values: [positive, negative], label: receptors}
  crisis: {type: bool, label: crisis}
  stable: {type: bool, label: stable, follows: [{value: false, when: crisis}]}
  months: {type: number, unit: months, label: months, range: [0, 100]}
  sites: {type: set, values: [bone, liver], label: sites}
"""


def above(concept: str) -> frozenset[str]:
    return frozenset(KINDS.get(concept, {concept}))


def rule(rule_id: str, when: str, duty: str, *more: str) -> str:
    text = pack.rule(rule_id, when).replace("must: {do: give, what: something}", duty)
    return text + "".join(f"    {line}\n" for line in more)


def base(folder: Path, *rules: str, decisions: str = "") -> RuleBase:
    return pack.load(pack.write(folder, f"{decisions}rules:\n{''.join(rules)}", variables=VARIABLES))


HORMONES = rule("hormones", "hr is positive", "must: {do: give, what: endocrine, line: first}")
CHEMO = rule("chemo", "crisis", "must: {do: give, what: chemo, line: first}")
NEVER_BOTH = rule("never-both", "always", "must_not: {do: combine, what: [docetaxel, letrozole]}")
BARRED = rule("barred", "always", "must_not: {do: combine, what: [chemo, endocrine]}")


def found(findings: Iterable[Finding]) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.check, finding.rules) for finding in findings]


# --- by Z3 ---


def test_a_rule_whose_condition_contradicts_itself_is_dead(tmp_path: Path) -> None:
    dead = rule("dead", "hr is positive and hr is negative", "goal: {aim: curative}")
    assert found(verify_logic.dead(Model(base(tmp_path, dead, CHEMO)))) == [("dead", ("dead",))]


def test_what_follows_from_a_fact_excludes_other_facts(tmp_path: Path) -> None:
    dead = rule("dead", "crisis and stable", "goal: {aim: curative}")
    assert found(verify_logic.dead(Model(base(tmp_path, dead)))) == [("dead", ("dead",))]


def test_a_rule_that_is_always_overridden_is_dead(tmp_path: Path) -> None:
    wide = rule("wide", "hr is positive or crisis", "goal: {aim: curative}", "overrides: [chemo]")
    assert found(verify_logic.dead(Model(base(tmp_path, CHEMO, wide)))) == [("dead", ("chemo",))]


def test_an_exception_that_never_meets_its_rule_is_void(tmp_path: Path) -> None:
    void = rule("void", "hr is negative", "goal: {aim: curative}", "overrides: [hormones]")
    assert found(verify_logic.dead(Model(base(tmp_path, HORMONES, void)))) == [("dead", ("void", "hormones"))]


@pytest.mark.parametrize(
    ("when", "duty", "what"),
    [
        ("crisis or not crisis", "goal: {aim: curative}", "its condition always holds"),
        ("crisis", "only_if: {do: give, what: a, requires: crisis or stable}", "its precondition never bars"),
        ("crisis", "only_if: {do: give, what: a, requires: stable}", "its precondition always bars"),
    ],
)
def test_a_condition_that_tells_no_patients_apart_is_vacuous(
    tmp_path: Path, when: str, duty: str, what: str
) -> None:
    (finding,) = verify_logic.vacuous(Model(base(tmp_path, rule("empty", when, duty), CHEMO)))
    assert (finding.rules, finding.what) == (("empty",), what)


def test_a_rule_whose_demand_follows_from_others_is_redundant(tmp_path: Path) -> None:
    narrow = rule("narrow", "crisis and hr is positive", "must: {do: give, what: chemo, line: first}")
    (finding,) = verify_logic.redundant(Model(base(tmp_path, CHEMO, HORMONES, narrow)), above)
    assert finding.rules == ("narrow",)
    assert "chemo demands it already" in finding.why


def test_three_rules_that_clash_only_together_are_found_with_a_patient(tmp_path: Path) -> None:
    (finding,) = verify_logic.conflicts(Model(base(tmp_path, HORMONES, CHEMO, BARRED, NEVER_BOTH)), above)
    assert set(finding.rules) == {"hormones", "chemo", "barred"}
    assert {"crisis is true", "hr is positive"} <= set(finding.patient.split(", "))


def test_an_exception_resolves_the_clash(tmp_path: Path) -> None:
    chemo = CHEMO + "    overrides: [hormones]\n"
    assert found(verify_logic.conflicts(Model(base(tmp_path, HORMONES, chemo, BARRED)), above)) == []


def test_values_of_one_enum_never_clash(tmp_path: Path) -> None:
    chemo = rule("chemo", "hr is negative", "must: {do: give, what: chemo, line: first}")
    assert found(verify_logic.conflicts(Model(base(tmp_path, HORMONES, chemo, BARRED)), above)) == []


def test_a_ban_on_a_class_clashes_with_a_member(tmp_path: Path) -> None:
    must = rule("must", "months > 12", "must: {do: give, what: letrozole}")
    ban = rule("ban", "sites includes liver", "must_not: {do: give, what: endocrine}")
    (finding,) = verify_logic.conflicts(Model(base(tmp_path, must, ban)), above)
    assert finding.rules == ("must", "ban")
    assert "sites is (liver)" in finding.patient


def test_a_precondition_that_fails_bars_the_act(tmp_path: Path) -> None:
    only = rule("only", "always", "only_if: {do: give, what: chemo, requires: not stable}")
    must = rule("must", "always", "must: {do: give, what: docetaxel}")
    (finding,) = verify_logic.conflicts(Model(base(tmp_path, only, must)), above)
    assert "stable is true" in finding.patient


def test_opposite_aims_for_one_patient_clash(tmp_path: Path) -> None:
    cure = rule("cure", "crisis", "goal: {aim: curative}")
    ease = rule("ease", "hr is positive", "goal: {aim: palliative}")
    assert found(verify_logic.conflicts(Model(base(tmp_path, cure, ease)), above)) == [
        ("conflict", ("cure", "ease"))
    ]


def test_preferences_in_a_circle_clash(tmp_path: Path) -> None:
    one = rule("one", "crisis", "prefer: {what: a, over: b}")
    two = rule("two", "hr is positive", "prefer: {what: b, over: a}")
    three = rule("three", "not crisis", "prefer: {what: b, over: a}")
    assert found(verify_logic.conflicts(Model(base(tmp_path, one, two)), above)) == [
        ("conflict", ("one", "two"))
    ]
    assert found(verify_logic.conflicts(Model(base(tmp_path, one, three)), above)) == []


DECISION = "decisions:\n  first line:\n    when: always\n    rules: [hormones, chemo]\n"


def test_a_patient_whom_no_rule_of_a_decision_serves_is_a_gap(tmp_path: Path) -> None:
    (finding,) = verify_logic.gaps(Model(base(tmp_path, HORMONES, CHEMO, decisions=DECISION)))
    assert finding.patient == "crisis is false, hr is negative"


def test_a_silence_that_is_declared_is_no_gap(tmp_path: Path) -> None:
    silent = DECISION + "    silent: hr is negative and not crisis\n"
    assert found(verify_logic.gaps(Model(base(tmp_path, HORMONES, CHEMO, decisions=silent)))) == []


# --- by enumeration ---


def test_enumeration_finds_the_same_gap_as_z3(tmp_path: Path) -> None:
    rules = base(tmp_path, HORMONES, CHEMO, decisions=DECISION)
    assert verify_enumeration.left_over(rules) == {"first line": "crisis is false, hr is negative"}


def test_enumeration_and_z3_agree_on_every_kind_of_fact(tmp_path: Path) -> None:
    odd = rule(
        "odd", "months > 12 implies (sites includes bone or hr is not positive)", "goal: {aim: curative}"
    )
    rules = base(tmp_path, odd, HORMONES, CHEMO + "    overrides: [hormones, odd]\n", decisions=DECISION)
    assert found(verify_enumeration.disagreements(rules)) == []


def test_a_wrong_translation_is_caught_by_enumeration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Model.formula
    wrong = lambda model, condition: right(model, getattr(condition, "part", condition))  # noqa: E731
    monkeypatch.setattr(verify_model.Model, "formula", wrong)
    rules = base(tmp_path, rule("calm", "not crisis", "goal: {aim: curative}"))
    assert found(verify_enumeration.disagreements(rules)) == [("enumeration", ("calm",))]


def test_a_group_too_large_to_enumerate_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_enumeration, "MOST", 1)
    assert found(verify_enumeration.disagreements(base(tmp_path, CHEMO))) == [("enumeration", ("chemo",))]


def test_an_evaluator_that_takes_back_a_definite_answer_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = base(tmp_path, CHEMO)
    assert found(verify_enumeration.flips(rules)) == []
    right = verify_enumeration.outcomes

    def unknown_counts_as_false(some: tuple[Rule, ...], context: object) -> object:
        return tuple(
            replace(one, state=type(one.state)("not_fired"), missing=()) if one.missing else one
            for one in right(some, context)
        )  # type: ignore[arg-type]

    monkeypatch.setattr(verify_enumeration, "outcomes", unknown_counts_as_false)
    assert found(verify_enumeration.flips(rules)) == [("flip", ("chemo",))]


# --- against the checker ---


@pytest.fixture(scope="module")
def core() -> Core:
    shipped = load_pack(PACK)
    return Core.load([PACK], passages(shipped.document, shipped.guideline))


def planted(core: Core, rule_id: str, **changes: object) -> Core:
    """The core with one rule changed and all others gone."""
    rule = replace(core.base.rule(rule_id), overrides=(), **changes)  # type: ignore[arg-type]
    return replace(
        core,
        base=replace(core.base, rules=(rule,), decisions=()),
        checker=replace(core.checker, rules=(rule,)),
    )


MONITORING = "her2-cardiac-monitoring"


def wanting(core: Core, *wants: str) -> Iterator[object]:
    return (test for test in core.base.rule(MONITORING).tests if test.want in wants)


def test_a_rule_without_its_kinds_of_tests_is_reported(core: Core) -> None:
    poor = planted(core, MONITORING, tests=tuple(wanting(core, "missing")))
    (finding,) = verify_trials.untested(poor.rules)
    assert "supported" in finding.what


def test_a_test_that_fails_is_reported(core: Core) -> None:
    wrong = tuple(replace(test, want="supported") for test in wanting(core, "missing"))  # type: ignore[type-var]
    assert {finding.check for finding in verify_trials.failing(planted(core, MONITORING, tests=wrong))} == {
        "tests"
    }


def test_a_rule_that_no_test_would_miss_is_reported(core: Core) -> None:
    blind = planted(core, MONITORING, tests=tuple(wanting(core, "supported")))
    assert ("mutation", (MONITORING,)) in found(verify_trials.unnoticed(blind))


def test_a_rule_that_its_tests_hold_is_not_reported(core: Core) -> None:
    assert found(verify_trials.unnoticed(planted(core, MONITORING))) == []


def test_a_message_that_the_checker_would_block_is_reported(core: Core) -> None:
    bad = planted(core, MONITORING, say="Trastuzumab 600 mg is given every day for ten years.")
    (finding,) = verify_text.alarms(bad)
    assert "its message comes out as" in finding.what


def test_coverage_counts_every_passage_once(core: Core) -> None:
    sources = core.checker.grounder.library.sources
    held = verify_text.coverage(core, sources)
    assert sorted((*held.rules, *held.grounding, *held.nothing)) == sorted(source.id for source in sources)
    assert f"breast_recurrence:{MONITORING}" in held.rules


# --- the pack ---


@pytest.mark.parametrize(
    "check",
    ["tests", "dead", "vacuous", "redundant", "conflict", "gap", "enumeration", "flip", "alarm", "mutation"],
)
def test_the_shipped_rules_stand_the_check(core: Core, check: str) -> None:
    assert [str(finding) for finding in verify(core, checks=(check,)).findings] == []


def test_an_unknown_check_is_refused_with_the_choices(core: Core) -> None:
    with pytest.raises(KeyError, match="conflict"):
        verify(core, checks=("conflcit",))
    assert set(CHECKS) >= {"dead", "vacuous", "redundant", "conflict", "gap", "mutation"}
