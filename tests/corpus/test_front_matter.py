"""Broken front matter is refused with the file, the line, the fault and the remedy."""

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import (
    DateInvalid,
    FieldInvalid,
    FieldMissing,
    FieldUnknown,
    FrontMatterAbsent,
    FrontMatterBroken,
    FrontMatterError,
)
from corpus.front_matter import Front, read_front_matter

PATH = Path("example.md")
SOUND = """\
---
id: example
version: "1"
title: An example
publisher: null
published: 2020-02-29
retrieved: null
review_by: null
licence: CC0-1.0
source: Written for a test.
status: in_force
review: submitted
---
Body.
"""


def read(old: str = "", new: str = "") -> Front:
    assert old in SOUND
    return read_front_matter(SOUND.replace(old, new, 1) if old else SOUND, PATH)


def complaint(error: type[FrontMatterError], old: str, new: str) -> str:
    with pytest.raises(error) as caught:
        read(old, new)
    return str(caught.value)


def test_a_date_is_read_as_a_date() -> None:
    assert read().guideline.published == date(2020, 2, 29)


def test_a_date_that_is_not_known_stays_unknown() -> None:
    assert read().guideline.retrieved is None


def test_the_body_begins_after_the_closing_line() -> None:
    assert SOUND[read().body_start :] == "Body.\n"


def test_windows_line_ends_are_read() -> None:
    document = SOUND.replace("\n", "\r\n")
    assert document[read_front_matter(document, PATH).body_start :] == "Body.\r\n"


def test_a_missing_field_is_named() -> None:
    message = complaint(FieldMissing, "licence: CC0-1.0\n", "")
    assert message.startswith("example.md:1: field 'licence' is missing")


def test_a_date_may_be_unknown_but_not_left_out() -> None:
    assert "write 'null'" in complaint(FieldMissing, "retrieved: null\n", "")


def test_an_unknown_field_is_named_with_its_line_and_the_likely_meaning() -> None:
    message = complaint(FieldUnknown, "status:", "statsu:")
    assert message.startswith("example.md:11: unknown field 'statsu'")
    assert "Did you mean 'status'?" in message


def test_a_field_of_the_wrong_type_is_refused() -> None:
    message = complaint(FieldInvalid, 'version: "1"', "version: 1")
    assert message.startswith("example.md:3: field 'version' is 1 (int)")


def test_an_empty_title_is_refused() -> None:
    assert "must be text that is not empty" in complaint(FieldInvalid, "An example", "''")


def test_an_unknown_status_lists_the_choices() -> None:
    message = complaint(FieldInvalid, "in_force", "current")
    assert "example.md:11:" in message
    assert "one of in_force, superseded, withdrawn" in message


def test_a_superseded_guideline_must_name_its_successor() -> None:
    assert "Name the version" in complaint(FieldInvalid, "in_force", "superseded")


def test_an_unknown_review_state_lists_the_choices() -> None:
    message = complaint(FieldInvalid, "submitted", "reviewed")
    assert "one of submitted, under_review, approved" in message


def test_a_date_in_words_is_refused() -> None:
    assert "example.md:6: field 'published'" in complaint(DateInvalid, "2020-02-29", "February 2020")


def test_a_date_that_is_not_in_the_calendar_is_refused() -> None:
    assert complaint(DateInvalid, "2020-02-29", "2021-02-29").startswith("example.md:6: '2021-02-29'")


def test_a_file_without_front_matter_is_refused() -> None:
    with pytest.raises(FrontMatterAbsent, match=r"example.md:1: no front matter"):
        read_front_matter("# A heading\n", PATH)


def test_front_matter_that_is_never_closed_is_refused() -> None:
    complaint(FrontMatterAbsent, "---\nBody", "Body")


def test_broken_yaml_names_the_line() -> None:
    message = complaint(FrontMatterBroken, "title: An example", "title: An: example")
    assert message.startswith("example.md:4: the front matter is not valid YAML")


def test_a_control_character_is_refused_as_broken_yaml() -> None:
    assert "not valid YAML" in complaint(FrontMatterBroken, "An example", "An \x07 example")


def test_nesting_without_end_is_refused_as_broken_yaml() -> None:
    assert "not valid YAML" in complaint(FrontMatterBroken, "An example", "[" * 20_000)


def test_a_list_in_place_of_fields_is_refused() -> None:
    with pytest.raises(FrontMatterBroken, match="holds no fields"):
        read_front_matter("---\n- a\n---\n", PATH)


def test_a_field_written_twice_is_refused() -> None:
    message = complaint(FrontMatterBroken, "licence:", "title: Another\nlicence:")
    assert "first on line 4" in message


def test_an_id_must_be_usable_in_a_passage_id() -> None:
    assert "joined by underscores" in complaint(FieldInvalid, "id: example", "id: An-Example")


def test_a_reference_without_its_year_is_refused() -> None:
    works = "review: submitted\nreferences:\n  - {n: 1, title: A work, authors: Its authors}"
    assert "field 'year' is missing" in complaint(FieldMissing, "review: submitted", works)


def test_two_references_may_not_share_a_number() -> None:
    work = "{n: 1, title: A work, authors: Its authors, year: 2020}"
    works = f"review: submitted\nreferences: [{work}, {work}]"
    assert "without repetition" in complaint(FieldInvalid, "review: submitted", works)
