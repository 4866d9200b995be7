"""Rule files: what is read from them, and errors that name file, line, column, fault, reason and choices."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

import rules.rule_file
import rules.variables_file
from rules.errors import FileErrors, Problem
from rules.loader import sha256
from rules.rule import OnlyIf
from tests.rules import pack

ROOT = Path(__file__).parents[2]


def problems(folder: Path, text: str, **options: tuple[str, ...]) -> tuple[Problem, ...]:
    with pytest.raises(FileErrors) as caught:
        pack.load(pack.write(folder, text), **options)
    return caught.value.problems


def problem(folder: Path, text: str, **options: tuple[str, ...]) -> Problem:
    found = problems(folder, text, **options)
    assert len(found) == 1, [str(one) for one in found]
    return found[0]


def test_a_rule_is_read_with_its_citation_duty_and_tests(tmp_path: Path) -> None:
    (rule,) = pack.load(pack.write(tmp_path)).rules
    assert (rule.id, rule.guideline, rule.cite) == ("ai-needs-ablation", "demo", "demo:ai-before-menopause")
    assert rule.duty == OnlyIf(
        do="give", what=("aromatase_inhibitor",), beside=("ovarian_ablation",), order=("with", "after")
    )
    assert rule.when.evaluate({"menopausal_status": "pre"}).value is True
    assert (rule.file, rule.line, rule.tests[0].want) == ("rules/one.yaml", 4, "contradicted")


def test_what_is_not_printed_stays_none(tmp_path: Path) -> None:
    (rule,) = pack.load(pack.write(tmp_path)).rules
    assert (rule.strength, rule.evidence, rule.valid_from) == (None, None, None)


def test_an_unknown_key_is_an_error_at_its_line(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE.replace("    say:", "    misus: none\n    say:"))
    assert (found.line, found.column, found.what) == (12, 12, '"misus" is not known here')


def test_a_value_outside_the_choices_is_an_error_with_the_choices(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE.replace("do: give", "do: giv"))
    assert found.line == 11
    assert found.choices == ("give", "test", "continue")


def test_a_missing_key_is_an_error_that_names_it(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE.replace("    title: Aromatase inhibitor before menopause\n", ""))
    assert '"title" is missing' in found.what


def test_a_rule_has_exactly_one_duty(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE.replace("    say:", "    goal: {aim: curative}\n    say:"))
    assert "has 2 duties" in found.what
    assert "must_not" in found.choices


def test_a_citation_of_no_passage_names_passage_quote_and_digest(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE.replace("passage: ai-before", "passage: ai-befor"))
    assert 'Did you mean "demo:ai-before-menopause"' in found.why
    assert all(told in found.why for told in ("demo:ai-befor-menopause", pack.QUOTE, sha256(pack.QUOTE)))


def test_a_quote_that_is_not_in_its_passage_is_an_error(tmp_path: Path) -> None:
    quote = "only after ovarian ablation"
    text = pack.RULE.replace(pack.QUOTE, quote).replace(sha256(pack.QUOTE), sha256(quote))
    found = problem(tmp_path, text.replace(f"say: An aromatase inhibitor is given {quote}", "say: Yes"))
    assert found.what == "The quote is not in its passage"
    assert pack.PASSAGE in found.why


def test_a_digest_that_differs_is_an_error_that_tells_the_right_one(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE.replace(sha256(pack.QUOTE), "f" * 64))
    assert found.line == 9
    assert sha256(pack.QUOTE) in found.why


def test_a_condition_over_an_undeclared_fact_is_an_error(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE.replace("menopausal_status is pre", "menopausal is pre"))
    assert (found.line, found.what) == (2, "At character 1 of this condition")
    assert 'Did you mean "menopausal_status"' in found.why


def test_a_concept_that_no_vocabulary_has_is_an_error(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE, concepts=("aromatase_inhibitors", "ovarian_ablation"))
    assert '"aromatase_inhibitor" is not a concept' in found.what
    assert 'Did you mean "aromatase_inhibitors"' in found.why


def test_a_test_with_an_impossible_fact_is_an_error(tmp_path: Path) -> None:
    found = problem(tmp_path, pack.RULE.replace("facts: {menopausal_status: pre}", "facts: {crisis: pre}"))
    assert (found.line, found.choices) == (14, ("true", "false"))


@pytest.mark.parametrize(
    ("duty", "what"),
    [
        ("must_not: {do: combine, what: [one]}", "combine takes two concepts"),
        ("only_if: {do: give, what: one}", "only_if takes requires or with, one of the two"),
        ("prefer: {what: one, over: one}", "prefer compares a concept with itself"),
    ],
)
def test_a_duty_that_says_nothing_is_an_error(tmp_path: Path, duty: str, what: str) -> None:
    head, _, rest = pack.RULE.partition("    only_if:")
    assert problem(tmp_path, f"{head}    {duty}\n{rest.partition(chr(10))[2]}").what == what


def test_an_id_used_twice_is_an_error(tmp_path: Path) -> None:
    text = pack.RULE + pack.rule("ai-needs-ablation")
    assert any(found.what == '"ai-needs-ablation" is used twice' for found in problems(tmp_path, text))


def test_an_override_of_no_rule_is_an_error(tmp_path: Path) -> None:
    text = pack.RULE + pack.rule("other", more="overrides: [ai-need-ablation]")
    assert 'Did you mean "ai-needs-ablation"' in problem(tmp_path, text).why


def test_exceptions_in_a_circle_are_an_error(tmp_path: Path) -> None:
    text = pack.RULE + pack.rule("x", more="overrides: [y]") + pack.rule("y", more="overrides: [x]")
    assert len(problems(tmp_path, text)) == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("rules: [", "expected"),
        ("rules: []\nrules: []\n", "given twice"),
        ("a: &x [1]\nb: *x\n", "alias"),
        ("[" * 50 + "]" * 50, "nested deeper"),
    ],
)
def test_broken_yaml_is_an_error_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    found = problem(tmp_path, text)
    assert found.what == "This YAML cannot be read"
    assert why in found.why


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    text = pack.RULE.replace("when: premenopausal", "when: nonsense").replace(
        "ai-before-menopause\n", "gone\n"
    )
    assert len(problems(tmp_path, text)) == 2


def test_one_changed_byte_changes_the_hash(tmp_path: Path) -> None:
    one = pack.load(pack.write(tmp_path / "p")).rules_hash
    assert one == pack.load(tmp_path / "p").rules_hash
    assert one != pack.load(pack.write(tmp_path / "p", pack.RULE + "\n")).rules_hash


@pytest.mark.parametrize("shape", [rules.rule_file, rules.variables_file])
def test_the_schema_for_editors_is_the_one_the_loader_applies(shape: object) -> None:
    name = {"rules.rule_file": "rule", "rules.variables_file": "variables"}[shape.__name__]  # type: ignore[attr-defined]
    assert (ROOT / "rules" / f"{name}.schema.json").read_text() == shape.schema()  # type: ignore[attr-defined]


def test_the_schema_accepts_a_sound_file_and_refuses_two_duties() -> None:
    schema = json.loads((ROOT / "rules" / "rule.schema.json").read_text())
    content = yaml.safe_load(pack.RULE)
    jsonschema.validate(content, schema)
    content["rules"][0]["goal"] = {"aim": "curative"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema)
