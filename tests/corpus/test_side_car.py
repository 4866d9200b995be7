"""A side-car says what a document does not say of itself; a faulty one is refused with file and line."""

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import (
    CorpusError,
    DateInvalid,
    FieldInvalid,
    FieldUnknown,
    FrontMatterBroken,
    TextUnreadable,
)
from corpus.guideline import Status
from corpus.side_car import SideCar, read_side_car, side_car_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "asthma.guideline.yaml"


def read(file: Path, text: str) -> SideCar:
    file.write_text(text, encoding="utf-8")
    return read_side_car(file)


def complaint(error: type[CorpusError], file: Path, text: str) -> str:
    with pytest.raises(error) as caught:
        read(file, text)
    assert str(caught.value).startswith(f"{file}:")
    return str(caught.value).removeprefix(f"{file}:")


@pytest.mark.parametrize("name", ["asthma.pdf", "asthma.md", "asthma"])
def test_a_side_car_has_the_name_of_its_document(file: Path, name: str) -> None:
    file.write_text("version: '2'\n", encoding="utf-8")
    assert side_car_of(file.with_name(name)) == file


def test_a_name_with_full_stops_loses_its_last_ending_alone(tmp_path: Path) -> None:
    file = tmp_path / "ng12.2024.guideline.yaml"
    file.write_text("version: '2'\n", encoding="utf-8")
    assert side_car_of(tmp_path / "ng12.2024.pdf") == file


def test_a_document_may_have_no_side_car(tmp_path: Path, file: Path) -> None:
    file.mkdir()
    assert side_car_of(tmp_path / "asthma.pdf") is None
    assert side_car_of(tmp_path / "gout.pdf") is None


def test_all_fields_are_read(file: Path) -> None:
    said = read(
        file,
        "version: '2'\ntitle: Asthma\npublisher: A society\nlicence: CC0-1.0\nsource: https://example.org\n"
        "published: 2024-02-29\nretrieved: 2024-03-01\nreview_by: 2027-03-01\nstatus: superseded\n"
        "superseded_by: '3'\n",
    )
    assert set(said.texts) == {"version", "title", "publisher", "licence", "source", "superseded_by"}
    assert said.dates["published"] == date(2024, 2, 29)
    assert said.status is Status.SUPERSEDED


def test_a_field_that_is_left_out_is_not_said(file: Path) -> None:
    assert read(file, "version: '2'\n") == SideCar(texts={"version": "2"}, dates={}, status=None)


def test_a_field_that_is_null_is_said_to_be_unknown(file: Path) -> None:
    said = read(file, "publisher: null\nreview_by: null\n")
    assert (said.texts, said.dates) == ({"publisher": None}, {"review_by": None})


def test_a_byte_order_mark_and_windows_line_ends_are_read(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfversion: '2'\r\ntitle: Asthma\r\n")
    assert read_side_car(file).texts == {"version": "2", "title": "Asthma"}


def test_an_unknown_field_is_named_with_its_line_and_the_likely_meaning(file: Path) -> None:
    message = complaint(FieldUnknown, file, "version: '2'\nlisence: CC0-1.0\n")
    assert message.startswith("2: unknown field 'lisence'")
    assert "Did you mean 'licence'?" in message


@pytest.mark.parametrize("name", ["id", "review"])
def test_a_side_car_gives_no_id_and_no_review(file: Path, name: str) -> None:
    assert f"unknown field '{name}'" in complaint(FieldUnknown, file, f"{name}: approved\n")


def test_a_version_that_yaml_takes_for_a_number_is_refused(file: Path) -> None:
    assert complaint(FieldInvalid, file, "title: A\nversion: 1.10\n").startswith("2: field 'version' is 1.1")


def test_an_unknown_status_lists_the_choices(file: Path) -> None:
    message = complaint(FieldInvalid, file, "status: current\n")
    assert message.startswith("1: ")
    assert "one of in_force, superseded, withdrawn" in message


@pytest.mark.parametrize("written", ["2025-02-30", "'2025-02-03'", "March 2025", "2025"])
def test_a_date_is_never_guessed(file: Path, written: str) -> None:
    assert complaint(DateInvalid, file, f"title: A\npublished: {written}\n").startswith("2: ")


@pytest.mark.parametrize("text", ["status: superseded\n", "superseded_by: '3'\n"])
def test_a_superseded_guideline_and_no_other_names_its_successor(file: Path, text: str) -> None:
    assert "they must agree" in complaint(FieldInvalid, file, text)


@pytest.mark.parametrize(("text", "line"), [("a: 1\nversion: [\n", 3), ("- version\n", 1), ("", 1)])
def test_what_is_no_mapping_is_refused_with_its_line(file: Path, text: str, line: int) -> None:
    assert complaint(FrontMatterBroken, file, text).startswith(f"{line}: ")


def test_a_field_that_is_written_twice_is_refused(file: Path) -> None:
    message = complaint(FrontMatterBroken, file, "title: A\ntitle: B\n")
    assert message.startswith("2: field 'title' is written a second time")


def test_bytes_that_are_not_utf_8_are_refused_with_their_line(file: Path) -> None:
    file.write_bytes(b"version: '2'\npublisher: Universit\xe4t\n")
    with pytest.raises(TextUnreadable, match=r"yaml:2: byte \d+ is not UTF-8"):
        read_side_car(file)
