"""A document is the guideline that it says it is, unless its side-car says otherwise; nothing is guessed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import FieldUnknown
from corpus.guideline import ReviewState, Status
from ingest.document import read_document
from ingest.identity import UNKNOWN, Identity, identified


def identity(folder: Path, stated: Mapping[str, str], side_car: str = "") -> Identity:
    file = folder / "asthma.guideline.yaml"
    file.write_text(side_car, encoding="utf-8")
    return identified(
        stated, id="asthma", file=folder / "Asthma 2024.pdf", side_car=file if side_car else None
    )


def stated(document: str) -> Mapping[str, str]:
    """What a Markdown document says of itself."""
    return read_document(document.encode(), "a.md").stated


def test_what_nobody_says_stays_unknown(tmp_path: Path) -> None:
    known = identity(tmp_path, {}).guideline
    assert (known.version, known.licence) == (UNKNOWN, UNKNOWN)
    assert {known.publisher, known.published, known.retrieved, known.review_by, known.superseded_by} == {None}


def test_the_file_gives_the_title_and_source_that_nobody_says(tmp_path: Path) -> None:
    known = identity(tmp_path, {"title": ""}).guideline
    assert (known.title, known.source) == ("Asthma 2024", "Asthma 2024.pdf")


def test_a_document_is_in_force_and_never_reviewed(tmp_path: Path) -> None:
    known = identity(tmp_path, {"review": "approved", "status": "withdrawn"}).guideline
    assert (known.status, known.review) == (Status.IN_FORCE, ReviewState.SUBMITTED)


def test_the_side_car_says_that_a_guideline_is_withdrawn(tmp_path: Path) -> None:
    assert identity(tmp_path, {}, "status: withdrawn\n").guideline.status is Status.WITHDRAWN


def test_what_the_document_says_is_taken(tmp_path: Path) -> None:
    said = {"title": "Asthma", "publisher": "A society", "version": "2", "published": "2024-02-29"}
    known = identity(tmp_path, said).guideline
    assert (known.title, known.publisher, known.version) == ("Asthma", "A society", "2")
    assert known.published == date(2024, 2, 29)


@pytest.mark.parametrize("written", ["20240312", "2024-W10-2", "12 March 2024", "2024-03", "2024-02-30", ""])
def test_a_date_that_is_not_written_in_full_is_not_guessed(tmp_path: Path, written: str) -> None:
    assert identity(tmp_path, {"published": written}).guideline.published is None


def test_the_side_car_wins_and_the_difference_is_told(tmp_path: Path) -> None:
    found = identity(tmp_path, {"version": "1", "title": "Asthma"}, "version: '2'\ntitle: Asthma\n")
    assert found.guideline.version == "2"
    assert [note.where for note in found.differences] == [
        "version: the document says '1', the side-car '2', which holds"
    ]


def test_a_date_of_the_side_car_wins_too(tmp_path: Path) -> None:
    found = identity(tmp_path, {"published": "2024-01-01"}, "published: 2024-02-29\n")
    assert found.guideline.published == date(2024, 2, 29)
    assert "the side-car '2024-02-29'" in found.differences[0].where


def test_the_same_date_is_no_difference(tmp_path: Path) -> None:
    assert identity(tmp_path, {"published": "2024-02-29"}, "published: 2024-02-29\n").differences == ()


def test_what_the_document_does_not_say_is_no_difference(tmp_path: Path) -> None:
    assert identity(tmp_path, {}, "version: '2'\npublished: 2024-02-29\n").differences == ()


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("publisher", "A society", None),
        ("version", "1", UNKNOWN),
        ("title", "Asthma", "Asthma 2024"),
        ("published", "2024-02-29", None),
    ],
)
def test_a_null_in_the_side_car_holds_as_well(tmp_path: Path, name: str, text: str, left: str | None) -> None:
    found = identity(tmp_path, {name: text}, f"{name}: null\n")
    assert getattr(found.guideline, name) == left
    assert found.differences[0].where.endswith("the side-car null, which holds")


def test_a_faulty_side_car_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FieldUnknown, match=r"asthma\.guideline\.yaml:1: unknown field 'verion'"):
        identity(tmp_path, {}, "verion: '2'\n")


@pytest.mark.parametrize(
    "document",
    [
        "# Care\n\nText.\n",
        "Care\n====\n\nText.\n",
        "## Before\n\n# Care\n\n# Not this\n",
        "```\n# a comment\n```\n\n# **Care** #\n",
        "<!--\n# a note\n-->\n# Care\r\n",
        "---\ntitle: ''\n---\n# Care\n",
        "---\ntitle: Care\n---\n# Something else\n",
    ],
)
def test_markdown_says_its_title(document: str) -> None:
    assert stated(document) == {"title": "Care"}


def test_front_matter_is_read_by_the_names_that_tools_give() -> None:
    front = (
        "---\nTitle: Care\nlicense: CC0-1.0\nurl: https://example.org\ntags: [a]\nlayout: page\n---\nText.\n"
    )
    assert stated(front) == {"title": "Care", "licence": "CC0-1.0", "source": "https://example.org"}


def test_a_version_is_read_as_printed() -> None:
    assert stated("---\nversion: 1.10\n---\nText.\n") == {"version": "1.10"}


def test_a_date_that_does_not_exist_takes_nothing_else_with_it() -> None:
    assert stated("---\npublished: 2025-02-30\npublisher: X\n---\n# A\n")["publisher"] == "X"


@pytest.mark.parametrize("written", ["null", "~", "", "[a, b]", "{a: b}"])
def test_a_field_without_a_text_says_nothing(written: str) -> None:
    assert stated(f"---\npublisher: {written}\n---\n# Care\n") == {"title": "Care"}


@pytest.mark.parametrize("yaml", ["title: [", "- a\n- b", "title: A: b", "just words", "? [a]\n: b", "*a"])
def test_front_matter_that_is_no_mapping_says_nothing(yaml: str) -> None:
    assert stated(f"---\n{yaml}\n---\n# Care\n") == {"title": "Care"}
