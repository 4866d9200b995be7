"""Facts read from what people write: every case of fact_cases.yaml, and what holds for all of them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from rules.context import Context, Turn, Value
from rules.fact_reader import FactReader
from rules.variables_file import load_variables
from tests.steps import steps

ROOT = Path(__file__).parents[2]
CASES = yaml.safe_load(Path(__file__).with_name("fact_cases.yaml").read_text())
READER = FactReader(load_variables(ROOT / "corpus" / "breast_recurrence"))


@dataclass(frozen=True)
class Case:
    say: tuple[str, ...]
    facts: Mapping[str, Value]
    unknown: tuple[str, ...]
    conflict: tuple[str, ...]


def case(entry: Mapping[str, object]) -> Case:
    facts = {name: tuple(v) if isinstance(v, list) else v for name, v in entry.get("facts", {}).items()}
    return Case(tuple(entry["say"]), facts, tuple(entry.get("unknown", ())), tuple(entry.get("conflict", ())))


def read(*said: str) -> Context:
    return READER.read(said[-1], [Turn(role="user", content=text) for text in said[:-1]])


ALL = [
    pytest.param(case(entry), id=f"{kind}: {entry['say'][-1]}")
    for kind, some in CASES.items()
    for entry in some
]


@pytest.mark.parametrize("case", ALL)
def test_facts_are_read_and_what_is_not_said_stays_unknown(case: Case) -> None:
    context = read(*case.say)
    values = context.values()
    assert {name: values.get(name) for name in case.facts} == dict(case.facts)
    assert not [name for name in case.unknown if name in values]
    assert {conflict.name for conflict in context.conflicts} == set(case.conflict)


@pytest.mark.parametrize("case", ALL)
def test_the_words_of_a_fact_are_copied_from_its_text(case: Case) -> None:
    context = read(*case.say)
    for fact in context.facts:
        texts = [case.say[-1]] if fact.source == "question" else case.say[:-1]
        assert fact.words
        assert any(text[fact.start : fact.end] == fact.words for text in texts)


def test_a_fact_shows_the_exact_words_it_was_read_from() -> None:
    facts = {fact.name: fact.words for fact in read("58F, past the change, tam stopped 18 months ago").facts}
    assert facts["menopausal_status"] == "past the change"
    assert facts["months_since_tamoxifen"] == "tam stopped 18 months ago"


def test_what_the_assistant_wrote_is_no_fact() -> None:
    history = [Turn(role="assistant", content="In postmenopausal HER2-positive disease ...")]
    assert READER.read("And then?", history).facts == ()


def test_a_change_of_case_or_of_hyphens_changes_no_fact() -> None:
    plain = read("postmenopausal, HER2 positive, ER negative, bone metastases").values()
    assert read("POST-MENOPAUSAL, HER2-POSITIVE, ER-NEGATIVE, BONE METASTASES").values() == plain


def test_invisible_and_lookalike_characters_change_no_fact() -> None:
    context = read("pre\u200bmenopausal, ER\u2011positive")
    assert context.values() == read("premenopausal, ER-positive").values()


def test_a_text_names_each_fact_once() -> None:
    names = [fact.name for fact in read("ER+ bone mets, ER-positive metastases in the bone, postmeno").facts]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "piece",
    [
        "ER+/HER2- ",
        "no ",
        "liver, and lung mets, ",
        "5 years after ",
        "(",
        "colon cancer. ER+ ",
        "if she were ",
        "not 18 but 8 ",
    ],
)
def test_the_work_on_a_hostile_text_is_in_proportion_to_its_length(piece: str) -> None:
    small, large = (steps(lambda text=(piece * size)[:size]: read(text)) for size in (2_000, 16_000))
    assert large < 12 * small


@pytest.mark.slow
def test_a_question_is_read_the_same_under_every_hash_seed() -> None:
    code = "from tests.rules.test_fact_reader import ALL, read; print([read(*c.values[0].say) for c in ALL])"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
