"""The pack holds every statement of its source page, nothing else, and none of the page's sentences."""

import re
from pathlib import Path

import pytest
import yaml

from corpus.pack import Pack, load_pack

FOLDER = Path(__file__).parents[2] / "corpus" / "breast_recurrence"
PAGE = Path(__file__).parents[3] / "shared" / "reference" / "recurrent-breast-cancer-answer-page.txt"
needs_page = pytest.mark.skipif(
    not PAGE.is_file(), reason=f"the source page is not ours to ship; it is absent at {PAGE}"
)
LONGEST_SHARED_RUN = 7
"""Words in a row that may be equal: enough for names of drugs and tests, too few for a sentence."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FOLDER)


@pytest.fixture(scope="module")
def statements() -> dict[int, list[str]]:
    return {line: entry["anchors"] for line, entry in _source_map()["statements"].items()}


def test_every_mapped_anchor_is_in_the_text(pack: Pack, statements: dict[int, list[str]]) -> None:
    mapped = {anchor for anchors in statements.values() for anchor in anchors}
    assert mapped - set(pack.anchors) == set()


def test_every_recommendation_comes_from_a_line_of_the_page(
    pack: Pack, statements: dict[int, list[str]]
) -> None:
    mapped = {anchor for anchors in statements.values() for anchor in anchors}
    assert set(pack.anchors) - mapped == set()


def test_every_reference_mark_names_a_reference_of_the_front_matter(pack: Pack) -> None:
    marks = {mark for entry in _source_map()["statements"].values() for mark in entry["references"]}
    assert marks == {reference.n for reference in pack.guideline.references}


@needs_page
def test_every_line_of_the_page_is_mapped_or_holds_no_statement(statements: dict[int, list[str]]) -> None:
    silent = [line for lines in _source_map()["no_statement"].values() for line in lines]
    accounted = sorted([*statements, *silent])
    assert accounted == [n for n, line in enumerate(_page_lines(), start=1) if line.strip()]


@needs_page
def test_the_reference_marks_are_those_printed_on_the_line() -> None:
    lines = _page_lines()
    for number, entry in _source_map()["statements"].items():
        printed = re.findall(r"(?<=[.:,A-Za-z)] )[12]\b(?=[, ]|$)(?!-)", lines[number - 1])
        assert sorted({int(mark) for mark in printed}) == entry["references"], number


@needs_page
def test_no_recommendation_shares_a_long_run_of_words_with_the_page(pack: Pack) -> None:
    page = _runs(" ".join(_page_lines()))
    shared = {run for line in pack.text.splitlines() for run in _runs(line.split("{#")[0]) & page}
    assert shared == set()


def _source_map() -> dict[str, dict]:  # type: ignore[type-arg]
    return yaml.safe_load((FOLDER / "source_map.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _page_lines() -> list[str]:
    return PAGE.read_text(encoding="utf-8").splitlines()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    length = LONGEST_SHARED_RUN + 1
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
