"""The lexicon as data: its senses, opposites and implications hold together."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from rules.text import tokens

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "rules/lexicon").glob("*.yaml"))
DATA: dict[str, dict[str, Any]] = {
    path.name: yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) for path in FILES
}
SENSES: dict[str, dict[str, Any]] = {
    name: sense for data in DATA.values() for name, sense in data.get("senses", {}).items()
}
PAIRS: dict[str, list[tuple[str, str]]] = yaml.safe_load(
    (Path(__file__).parent / "lexicon_pairs.yaml").read_text("utf-8")
)
LIGHT: list[str] = DATA["light.yaml"]["light"]


def opposites() -> Iterator[tuple[str, str]]:
    for name, sense in SENSES.items():
        for other in sense.get("opposite", ()):
            yield name, other


def key(phrase: str) -> tuple[str, ...]:
    """The phrase as the reader matches it: without inflection."""
    return tuple(token.base for token in tokens(phrase))


BY_KEY: dict[tuple[str, ...], set[str]] = defaultdict(set)
for _name, _sense in SENSES.items():
    for _word in _sense["words"]:
        BY_KEY[key(_word)].add(_name)


def senses(phrase: str) -> set[str]:
    """The senses that a phrase is listed in; none is an error of the pair."""
    found = BY_KEY.get(key(phrase), set())
    assert found, f"{phrase!r} stands in no sense"
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_lexicon_file_follows_its_schema(path: Path) -> None:
    schema = json.loads((ROOT / "rules/lexicon.schema.json").read_text("utf-8"))
    jsonschema.validate(DATA[path.name], schema)


def test_no_sense_is_defined_twice() -> None:
    names = [
        line.split(":")[0].strip()
        for path in FILES
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"  [a-z]\w*:$", line)
    ]
    assert sorted(names) == sorted(SENSES)


def test_every_sense_has_words() -> None:
    assert [name for name, sense in SENSES.items() if not sense["words"]] == []


def test_no_phrase_of_content_starts_with_a_negation() -> None:
    """The reader counts the negation itself, so such a phrase would never be met."""
    negators = ("no ", "not ", "never ", "without ", "nothing ", "nobody ")
    function = ("modality.yaml", "negation.yaml", "scope.yaml", "connectives.yaml")
    negated = [
        word
        for file, data in DATA.items()
        if file not in function
        for sense in data.get("senses", {}).values()
        for word in sense["words"]
        if word.startswith(negators)
    ]
    assert negated == []


def test_no_word_is_repeated_inside_a_sense() -> None:
    repeated = {
        name: sorted({word for word in lowered if lowered.count(word) > 1})
        for name, sense in SENSES.items()
        if len(lowered := [word.lower() for word in sense["words"]]) != len(set(lowered))
    }
    assert repeated == {}


def test_every_opposite_exists_and_is_symmetric() -> None:
    assert [(a, b) for a, b in opposites() if a not in SENSES.get(b, {}).get("opposite", ())] == []


def test_a_negated_sense_is_an_opposite_too() -> None:
    loose = [
        (name, other)
        for name, sense in SENSES.items()
        for other in sense.get("negates", ())
        if other not in sense.get("opposite", ())
    ]
    assert loose == []


def test_no_sense_is_its_own_opposite() -> None:
    assert [a for a, b in opposites() if a == b] == []


def test_no_word_stands_in_two_senses_that_are_opposites() -> None:
    stems = {name: {key(word) for word in sense["words"]} for name, sense in SENSES.items()}
    clashes = [(a, b, word) for a, b in opposites() for word in stems[a] & stems[b]]
    assert clashes == []


def reached(name: str) -> set[str]:
    """All senses that `name` implies, by any number of steps."""
    found: set[str] = set()
    waiting = list(SENSES[name].get("implies", ()))
    while waiting:
        weaker = waiting.pop()
        if weaker not in found:
            found.add(weaker)
            waiting.extend(SENSES[weaker].get("implies", ()))
    return found


def test_every_implied_sense_exists() -> None:
    implied = {weaker for sense in SENSES.values() for weaker in sense.get("implies", ())}
    assert implied - set(SENSES) == set()


def test_no_sense_implies_itself() -> None:
    assert [name for name in SENSES if name in reached(name)] == []


def test_no_sense_implies_two_opposites_or_its_own_opposite() -> None:
    wrong = [
        (name, a, b)
        for name in SENSES
        for a in reached(name) | {name}
        for b in SENSES[a].get("opposite", ())
        if b in reached(name) | {name}
    ]
    assert wrong == []


def test_a_stronger_modal_never_follows_from_a_weaker_one() -> None:
    forces = {name: sense["force"] for name, sense in SENSES.items() if "force" in sense}
    climbing = [(a, b) for a in forces for b in reached(a) if b in forces and forces[b] >= forces[a]]
    assert set(forces.values()) <= {1, 2, 3, 4, 5}
    assert climbing == []


def test_no_light_word_carries_a_sense_of_force_or_negation() -> None:
    loaded = {
        word
        for file in ("modality.yaml", "negation.yaml", "scope.yaml")
        for sense in DATA[file]["senses"].values()
        for word in sense["words"]
    }
    assert sorted(loaded & set(LIGHT)) == []


def entailed(phrase: str) -> set[str]:
    """The senses of a phrase and all weaker ones."""
    return senses(phrase).union(*(reached(name) for name in senses(phrase)))


@pytest.mark.parametrize(("one", "other"), PAIRS["alike"])
def test_words_that_say_the_same_share_a_sense(one: str, other: str) -> None:
    assert senses(one) & senses(other)


@pytest.mark.parametrize(("one", "other"), PAIRS["apart"])
def test_a_near_miss_shares_no_sense(one: str, other: str) -> None:
    assert not senses(one) & senses(other)


@pytest.mark.parametrize(("weak", "strong"), PAIRS["weaker"])
def test_a_stronger_word_entails_the_weaker_and_never_the_reverse(weak: str, strong: str) -> None:
    assert senses(weak) & entailed(strong)
    assert not senses(strong) & entailed(weak)
