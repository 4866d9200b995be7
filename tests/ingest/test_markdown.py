"""A guideline in Markdown is cut along its structure, and every passage knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import AnchorMisplaced
from ingest.passage import Kind
from ingest.plain import plain
from tests.ingest.samples import BODY, FRONT, cut

DOCUMENT = FRONT.format(id="example", version="1", title="Care of the example") + BODY


def test_a_paragraph_with_an_anchor_is_a_recommendation() -> None:
    passage = cut("Measure blood pressure. {#measure-pressure}\n")[0]
    assert (passage.kind, passage.id) == (Kind.RECOMMENDATION, "example:measure-pressure")


def test_the_mark_is_not_part_of_the_text() -> None:
    assert cut("Measure blood pressure. {#measure-pressure}\n")[0].text == "Measure blood pressure."


def test_a_list_item_carries_its_lead_in() -> None:
    texts = [passage.text for passage in cut(DOCUMENT)]
    assert "Tablets in common use include: amlodipine once a day" in texts


def test_a_lead_in_is_no_passage_of_its_own() -> None:
    assert "Tablets in common use include:" not in [passage.text for passage in cut(DOCUMENT)]


def test_a_paragraph_before_a_list_stays_a_passage_where_it_does_not_lead_in() -> None:
    texts = [passage.text for passage in cut("Two drugs are in use.\n\n- amlodipine\n")]
    assert texts == ["Two drugs are in use.", "amlodipine"]


def test_an_item_below_an_item_carries_both_lead_ins() -> None:
    texts = [passage.text for passage in cut("Give:\n\n- tablets:\n  - amlodipine\n- nothing else\n")]
    assert texts == ["Give: tablets: amlodipine", "Give: nothing else"]


def test_an_item_that_says_something_itself_is_kept_beside_what_lies_below_it() -> None:
    texts = [passage.text for passage in cut("- tablets, daily\n  - amlodipine\n")]
    assert texts == ["tablets, daily", "tablets, daily amlodipine"]


def test_two_paragraphs_of_one_item_stay_together() -> None:
    assert [passage.text for passage in cut("- Stop it.\n\n  Only if well.\n")] == ["Stop it. Only if well."]


def test_headings_are_kept_as_a_path() -> None:
    passage = cut("# A\n\n## B\n\n### C\n\ntext\n\n## D\n\nmore\n")
    assert [one.heading_path for one in passage] == [("A", "B", "C"), ("A", "D")]


def test_a_heading_that_repeats_the_title_is_not_in_the_path() -> None:
    assert {passage.heading_path for passage in cut(DOCUMENT)} == {("Before treatment",), ("Treatment",)}


def test_front_matter_is_no_passage() -> None:
    assert cut(DOCUMENT)[0].text == "Measure blood pressure before treatment."


def test_offsets_lead_back_to_the_document() -> None:
    for passage in cut(DOCUMENT):
        assert passage.text.endswith(DOCUMENT[passage.start : passage.end])


def test_offsets_hold_with_windows_line_ends_and_letters_beyond_ascii() -> None:
    document = "# Überblick\r\n\r\n- 5 µg täglich,\r\n  nie mehr {#dose}\r\n"
    passage = cut(document)[0]
    assert document[passage.start : passage.end] == "5 µg täglich,\r\n  nie mehr"
    assert passage.text == "5 µg täglich, nie mehr"


def test_a_wrapped_paragraph_is_one_line_of_text() -> None:
    assert cut("Measure blood\npressure\ntwice.\n")[0].text == "Measure blood pressure twice."


@pytest.mark.parametrize("mark", [">", "> ", "<", "≥ "])
def test_a_comparison_at_the_start_of_an_item_keeps_its_sign(mark: str) -> None:
    assert cut(f"- {mark}75 years: 3.\n")[0].text == f"{mark}75 years: 3."


def test_a_deep_indent_is_text_and_not_code() -> None:
    assert cut("Before.\n\n      Deeply indented.\n")[1].text == "Deeply indented."


def test_a_comment_is_no_passage() -> None:
    assert [passage.text for passage in cut("<!-- a note\n\nto self -->\n\nText.\n")] == ["Text."]


def test_an_edit_elsewhere_changes_no_id() -> None:
    edited = DOCUMENT.replace("## Before", "A new first paragraph.\n\n## Before")
    assert {passage.id for passage in cut(DOCUMENT)} < {passage.id for passage in cut(edited)}


def test_the_same_words_twice_have_two_ids() -> None:
    ids = [passage.id for passage in cut("## A\n\nStop.\n\nStop.\n")]
    assert ids[1] == f"{ids[0]}-2"


def test_the_same_words_under_another_heading_have_another_id() -> None:
    assert len({passage.id for passage in cut("## A\n\nStop.\n\n## B\n\nStop.\n")}) == 2


def test_an_anchor_on_a_heading_is_refused_with_its_line() -> None:
    with pytest.raises(AnchorMisplaced, match="line 3: the anchor 'top'"):
        cut("Text.\n\n## Heading {#top}\n")


def test_an_anchor_inside_a_paragraph_is_refused() -> None:
    with pytest.raises(AnchorMisplaced, match="'middle'"):
        cut("One line {#middle}\nand the next.\n")


WORDS = st.text(st.sampled_from("abc äß≥5%,.()*_[]>|#-`\\&"), min_size=1, max_size=30)
BLOCKS = st.lists(
    st.one_of(
        WORDS,
        WORDS.map(lambda words: f"## {words}"),
        st.lists(WORDS, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
        st.lists(WORDS, min_size=2, max_size=3).map("\n".join),
        WORDS.map(lambda words: f"| a | b |\n| --- | --- |\n| {words} | x |"),
    ),
    max_size=6,
)


@given(BLOCKS)
def test_every_text_can_be_made_again_from_its_offsets(blocks: list[str]) -> None:
    document = "\n\n".join(blocks)
    for passage in cut(document):
        assert 0 <= passage.start < passage.end <= len(document)
        if passage.kind is not Kind.TABLE_ROW:
            assert passage.text.endswith(plain(document[passage.start : passage.end]))


@given(st.text())
def test_no_text_breaks_the_reader(document: str) -> None:
    found = cut(document.replace("{#", "{"))
    assert len({passage.id for passage in found}) == len(found)
