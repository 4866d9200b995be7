"""The vocabulary as data: ids, classes and names hold together over all files."""

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
GENERAL = sorted((ROOT / "rules/vocabulary").glob("*.yaml"))
PACKS = sorted((ROOT / "corpus").glob("*/vocabulary.yaml"))
FILES = [*GENERAL, *PACKS]
DATA: dict[Path, dict[str, dict[str, Any]]] = {
    path: yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["concepts"] for path in FILES
}
CONCEPTS: dict[str, dict[str, Any]] = {id: entry for data in DATA.values() for id, entry in data.items()}
AMBIGUOUS = frozenset({"AC", "AI", "ALL", "CR", "CT", "EC", "ET", "HR", "LET", "LN"}).union(
    {"MI", "MS", "OS", "PD", "PE", "PR", "PS", "RT", "TC", "mets", "pm"}
)
PUNCTUATION = frozenset("()\"',.;:")


def capitals(word: str) -> bool:
    """Whether the reader matches a word with its capitals."""
    return word.isupper() and word.isalnum() and len(word) < 7


def phrases(entry: dict[str, Any]) -> Iterator[str]:
    yield from entry["names"]
    yield from entry.get("brands", ())
    yield from entry.get("abbreviations", ())


def folded(phrase: str) -> tuple[str, ...]:
    """The phrase as the reader matches it: without inflection, hyphens and British or American spelling."""
    return tuple(token.base for token in tokens(phrase) if token.text not in PUNCTUATION)


def above(id: str, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every way from a concept up through its classes, ended where it comes back to itself."""
    if id in path:
        yield (*path, id)
        return
    for parent in CONCEPTS[id].get("isa", ()):
        yield from above(parent, (*path, id))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_vocabulary_file_follows_its_schema(path: Path) -> None:
    schema = json.loads((ROOT / "rules/vocabulary.schema.json").read_text("utf-8"))
    jsonschema.validate({"concepts": DATA[path]}, schema)


def test_no_concept_is_defined_twice() -> None:
    written = [
        found[1]
        for path in FILES
        for line in path.read_text("utf-8").splitlines()
        if (found := re.match(r"  ([a-z]\w*):", line))
    ]
    assert sorted(written) == sorted(CONCEPTS)


def test_every_class_of_a_concept_exists() -> None:
    assert {
        (id, parent)
        for id, entry in CONCEPTS.items()
        for parent in entry.get("isa", ())
        if parent not in CONCEPTS
    } == set()


def test_the_general_vocabulary_needs_no_pack() -> None:
    general = {id for path in GENERAL for id in DATA[path]}
    named = {target for id in general for key in ("isa", "made_of") for target in CONCEPTS[id].get(key, ())}
    assert named - general == set()


def test_no_concept_is_its_own_class() -> None:
    assert [path for id in CONCEPTS for path in above(id)] == []


def test_only_regimens_are_made_of_parts_and_the_parts_exist() -> None:
    assert [id for id, entry in CONCEPTS.items() if "made_of" in entry and entry["kind"] != "regimen"] == []
    assert [
        (id, part)
        for id, entry in CONCEPTS.items()
        for part in entry.get("made_of", ())
        if part not in CONCEPTS
    ] == []


def test_no_name_is_shared_by_two_concepts() -> None:
    owners: dict[tuple[str, ...] | str, set[str]] = defaultdict(set)
    for id, entry in CONCEPTS.items():
        for phrase in phrases(entry):
            owners[
                phrase if capitals(phrase) and phrase in entry.get("abbreviations", ()) else folded(phrase)
            ].add(id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_every_name_leaves_something_to_match() -> None:
    assert [
        (id, phrase) for id, entry in CONCEPTS.items() for phrase in phrases(entry) if not folded(phrase)
    ] == []


def test_an_ambiguous_abbreviation_is_no_plain_name_of_its_concept() -> None:
    both = [
        (id, short)
        for id, entry in CONCEPTS.items()
        for short in entry.get("ambiguous", {})
        if short in [*phrases(entry)]
    ]
    assert both == []


@pytest.mark.parametrize("short", sorted(AMBIGUOUS))
def test_a_short_ambiguous_abbreviation_never_counts_alone(short: str) -> None:
    assert [id for id, entry in CONCEPTS.items() if short in [*phrases(entry)]] == []
    assert any(short in entry.get("ambiguous", {}) for entry in CONCEPTS.values())


@pytest.mark.parametrize(
    ("member", "family"),
    [
        ("letrozole", "third_generation_aromatase_inhibitor"),
        ("letrozole", "endocrine_therapy"),
        ("goserelin", "ovarian_ablation"),
        ("oophorectomy", "ovarian_ablation"),
        ("epirubicin", "anthracycline"),
        ("docetaxel", "chemotherapy"),
        ("zoledronic_acid", "bisphosphonate"),
        ("trastuzumab", "her2_targeted_therapy"),
        ("echocardiography", "cardiac_monitoring"),
        ("liver_metastases", "visceral_disease"),
    ],
)
def test_a_member_reaches_its_class(member: str, family: str) -> None:
    assert any(family in path for path in lineage(member))


@pytest.mark.parametrize(
    ("compound", "inner"),
    [
        ("chemoendocrine_therapy", "chemotherapy"),
        ("chemoendocrine_therapy", "endocrine_therapy"),
        ("high_dose_chemotherapy", "chemotherapy"),
        ("liposomal_doxorubicin", "doxorubicin"),
        ("nab_paclitaxel", "paclitaxel"),
        ("gnrh_antagonist", "gnrh_agonist"),
        ("non_anthracycline_chemotherapy", "anthracycline"),
    ],
)
def test_a_compound_is_not_what_it_contains(compound: str, inner: str) -> None:
    assert not any(inner in path for path in lineage(compound))


def lineage(id: str) -> Iterator[tuple[str, ...]]:
    """Every way from a concept up to a class that has no class itself."""
    parents = CONCEPTS[id].get("isa", ())
    if not parents:
        yield (id,)
    for parent in parents:
        for path in lineage(parent):
            yield (id, *path)


def test_a_mark_tells_of_a_disease() -> None:
    marked = {target for entry in CONCEPTS.values() for target in entry.get("marks", ())}
    assert marked
    assert {CONCEPTS[target]["kind"] for target in marked} == {"disease"}
