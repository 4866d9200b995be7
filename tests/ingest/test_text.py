"""Plain text gives paragraphs, and headings and lists only where that is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import DocumentUnreadable
from ingest.reading import Reading
from ingest.text import read_text
from tests.ingest.shape import placed, shape, texts


def read(text: str) -> Reading:
    return read_text(text.encode(), name="care.txt")


def test_blank_lines_part_paragraphs_and_lines_are_joined() -> None:
    assert texts(read("Take one\na day.\n\nRest.\n")) == ["Take one a day.", "Rest."]


def test_an_underlined_line_is_a_heading() -> None:
    assert shape(read("Care\n====\n\nDose\n----\nTake one.\n").blocks) == ["# Care", "## Dose", "Take one."]


def test_numbers_that_count_up_make_headings() -> None:
    text = "1 Care\n\nIt helps.\n\n1.1 Dose\n\nTake one.\n\n2 Limits\n\nNot two.\n"
    assert shape(read(text).blocks) == [
        "# 1 Care",
        "It helps.",
        "## 1.1 Dose",
        "Take one.",
        "# 2 Limits",
        "Not two.",
    ]


@pytest.mark.parametrize(
    "text", ["2 Tablets a day\n\nmore\n", "1. Rest\n\n2. Sleep\n", "CARE OF CHILDREN\n\nmore\n"]
)
def test_what_might_be_something_else_is_no_heading(text: str) -> None:
    assert not any(str(one).startswith("#") for one in shape(read(text).blocks))


def test_lines_with_bullets_are_items_with_their_lead_in() -> None:
    assert texts(read("Give:\n- tablets,\n  daily\n- drops\n")) == ["Give: tablets, daily", "Give: drops"]


def test_an_indented_item_lies_below_the_one_before() -> None:
    assert texts(read("- tablets:\n    - amlodipine\n- rest\n")) == ["tablets: amlodipine", "rest"]


def test_items_indented_without_end_are_read() -> None:
    assert len(texts(read("".join(f"{' ' * at}- step {at}\n" for at in range(300))))) == 300


def test_a_number_at_the_start_of_a_line_in_a_paragraph_is_a_number() -> None:
    assert texts(read("The dose is not more than\n5) as said.\n")) == [
        "The dose is not more than 5) as said."
    ]


def test_offsets_lead_back_to_the_source() -> None:
    reading = read("A\r\n=\r\n\r\n  Take one\r\n  a day.\r\n")
    block = reading.blocks[-1]
    assert reading.text[block.start : block.end] == "Take one\r\n  a day."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_decoded_by_its_bytes(encoding: str) -> None:
    data = "Größere Kinder: 5 µg täglich, für zwei Wochen.".encode(encoding)
    assert texts(read_text(data, name="care.txt"))[0].startswith("Größere Kinder: 5 µg")


def test_binary_data_is_no_text() -> None:
    with pytest.raises(DocumentUnreadable, match=r"care\.txt.*binary"):
        read_text(bytes(range(256)) * 4, name="care.txt")


LINES = st.lists(
    st.sampled_from(["- ", "1. ", "1.1 A", "====", "  ", "\t", "\r", "\f", "word", "[1]", "é", "\n"]),
    max_size=40,
)


@given(LINES.map("\n".join) | st.text(max_size=60).filter(lambda text: "\0" not in text))
def test_any_text_is_read_and_loses_no_word(text: str) -> None:
    reading = read(text)
    said = {word for block in placed_words(reading) for word in block.split()}
    assert placed_or_marked(reading)
    assert {word for word in text.split() if word.isalpha()} <= said


def placed_words(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks]


def placed_or_marked(reading: Reading) -> bool:
    return any(block.marks for block in reading.blocks) or placed(reading) or "[1]" in reading.text
