"""Blocks become passages: each says what it needs to be read alone, and no word of a document is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.block import Block, BlockKind, Box, Row
from ingest.passage import Kind, Passage
from ingest.structure import structured
from ingest.table import row_texts
from tests.ingest.samples import guideline


def heading(text: str, level: int = 1) -> Block:
    return Block(kind=BlockKind.HEADING, start=0, end=0, text=text, level=level)


def paragraph(text: str, *, anchor: str | None = None, page: int | None = None, at: int = 0) -> Block:
    boxes = () if page is None else (Box(page=page, left=0, top=0, right=1, bottom=1),)
    end = at + len(text)
    return Block(kind=BlockKind.PARAGRAPH, start=at, end=end, text=text, anchor=anchor, boxes=boxes)


def item(*children: Block | str) -> Block:
    blocks = tuple(paragraph(child) if isinstance(child, str) else child for child in children)
    return Block(kind=BlockKind.ITEM, start=0, end=0, children=blocks)


def listed(*items: Block | str) -> Block:
    blocks = tuple(item(one) if isinstance(one, str) else one for one in items)
    return Block(kind=BlockKind.LIST, start=0, end=0, children=blocks)


def literal(text: str) -> Block:
    return Block(kind=BlockKind.LITERAL, start=0, end=0, text=text)


def row(*cells: str, header: bool = False, spans: bool = False, page: int | None = None) -> Row:
    boxes = () if page is None else (Box(page=page, left=0, top=0, right=1, bottom=1),)
    return Row(cells=cells, header=header, spans=spans, start=0, end=0, boxes=boxes)


def table(*rows: Row, caption: str = "") -> Block:
    return Block(kind=BlockKind.TABLE, start=0, end=0, text=caption, rows=rows)


def passages(*blocks: Block) -> tuple[Passage, ...]:
    return structured(blocks, guideline())


def texts(*blocks: Block) -> list[str]:
    return [passage.text for passage in passages(*blocks)]


def paths(*blocks: Block) -> dict[str, tuple[str, ...]]:
    return {passage.text: passage.heading_path for passage in passages(*blocks)}


HEADERS = row("Drug", "Dose", header=True)


# Headings


def test_a_heading_closes_those_of_its_level_and_below() -> None:
    found = paths(
        heading("A"), heading("B", 2), heading("C", 3), paragraph("1"), heading("D", 2), paragraph("2")
    )
    assert found == {"1": ("A", "B", "C"), "2": ("A", "D")}


def test_a_level_may_be_left_out() -> None:
    found = paths(heading("A"), heading("C", 4), paragraph("1"), heading("B", 2), paragraph("2"))
    assert found == {"1": ("A", "C"), "2": ("A", "B")}


@pytest.mark.parametrize("text", ["Care of the example", "CARE OF THE EXAMPLE"])
def test_a_heading_that_repeats_the_title_is_in_no_path_and_closes_the_others(text: str) -> None:
    assert paths(heading("A"), heading(text), heading("B", 2), paragraph("1")) == {"1": ("B",)}


def test_the_title_at_a_deeper_level_is_a_heading_like_others() -> None:
    assert paths(heading("Care of the example", 2), paragraph("1")) == {"1": ("Care of the example",)}


def test_a_heading_without_words_closes_others_and_is_in_no_path() -> None:
    assert paths(heading("A", 2), heading("", 2), paragraph("1")) == {"1": ()}


# Lead-ins


def test_every_item_carries_the_lead_in_which_is_no_passage_itself() -> None:
    assert texts(paragraph("Give:"), listed("a", "b")) == ["Give: a", "Give: b"]


def test_a_lead_in_ends_with_its_list() -> None:
    assert texts(paragraph("Give:"), listed("a"), listed("b")) == ["Give: a", "b"]


@pytest.mark.parametrize("between", [heading("A"), paragraph("Words."), literal("x")])
def test_a_colon_leads_in_only_to_what_follows_at_once(between: Block) -> None:
    assert {"Give:", "a"} <= set(texts(paragraph("Give:"), between, listed("a")))


def test_a_colon_at_the_end_of_a_document_leads_in_to_nothing() -> None:
    assert texts(paragraph("Give:")) == ["Give:"]


@pytest.mark.parametrize(
    "following", [listed(), listed(item()), listed(item(heading("A"))), table(), table(row("", ""))]
)
def test_a_lead_in_to_nothing_stands_for_itself(following: Block) -> None:
    assert texts(paragraph("Give:"), following) == ["Give:"]


def test_a_lead_in_with_an_anchor_is_a_recommendation_too() -> None:
    found = passages(paragraph("Give:", anchor="give"), listed("a"))
    assert [(one.kind, one.text) for one in found] == [
        (Kind.RECOMMENDATION, "Give:"),
        (Kind.LIST_ITEM, "Give: a"),
    ]


# Lists


def test_an_item_that_leads_in_is_carried_by_what_lies_below_it() -> None:
    inner = item("If severe:", listed("a", item("b:", listed("c"))))
    assert texts(paragraph("Give:"), listed(inner)) == ["Give: If severe: a", "Give: If severe: b: c"]


def test_an_item_that_says_something_is_a_passage_and_leads_in() -> None:
    assert texts(listed(item("Stop smoking.", listed("Ask often.")))) == [
        "Stop smoking.",
        "Stop smoking. Ask often.",
    ]


def test_an_item_that_leads_in_to_nothing_stands_for_itself() -> None:
    assert texts(listed(item("Give:", listed(item())))) == ["Give:"]


def test_paragraphs_of_one_item_are_one_passage() -> None:
    (one,) = passages(listed(item(paragraph("A.", at=3), paragraph("B.", at=9))))
    assert (one.kind, one.text, one.start, one.end) == (Kind.LIST_ITEM, "A. B.", 3, 11)


def test_an_anchor_ends_a_passage_within_an_item() -> None:
    found = passages(listed(item(paragraph("A.", anchor="a"), paragraph("B."))))
    assert [(one.kind, one.text) for one in found] == [(Kind.RECOMMENDATION, "A."), (Kind.LIST_ITEM, "B.")]


def test_a_list_without_words_is_no_passage() -> None:
    assert texts(listed(item(), item(paragraph("")))) == []


def test_a_paragraph_after_an_inner_list_carries_what_its_item_says() -> None:
    assert texts(listed(item("If severe:", listed("a"), paragraph("Ask again.")))) == [
        "If severe: a",
        "If severe: Ask again.",
    ]


def test_what_is_kept_as_laid_out_carries_the_lead_in_of_its_item() -> None:
    assert texts(listed(item("Count so:", literal("a + b")))) == ["Count so: a + b"]


def test_a_table_in_an_item_carries_its_lead_in() -> None:
    assert texts(listed(item("Give:", table(HEADERS, row("a", "1"))))) == ["Give: Drug: a; Dose: 1"]


# Tables


def test_header_rows_above_each_other_are_joined() -> None:
    upper = row("Drug", "Dose", "Dose", header=True)
    lower = row("Drug", "first", "then", header=True)
    assert texts(table(upper, lower, row("a", "1", "2"))) == ["Drug: a; Dose > first: 1; Dose > then: 2"]


def test_a_header_cell_above_or_below_nothing_stands_alone() -> None:
    upper, lower = row("", "Dose", header=True), row("Drug", "", header=True)
    assert texts(table(upper, lower, row("a", "1"))) == ["Drug: a; Dose: 1"]


def test_a_header_row_further_down_holds_from_there() -> None:
    again = row("Test", "Result", header=True)
    assert texts(table(HEADERS, row("a", "1"), again, row("b", "2"))) == [
        "Drug: a; Dose: 1",
        "Test: b; Result: 2",
    ]


def test_a_header_row_of_another_width_is_a_row_itself() -> None:
    title = row("All drugs", header=True)
    assert texts(table(title, HEADERS, row("a", "1"))) == ["All drugs", "Drug: a; Dose: 1"]


def test_headers_that_no_row_takes_up_are_kept_as_a_row() -> None:
    assert texts(table(HEADERS, row("a", "1", "x"))) == ["a; 1; x", "Drug; Dose"]


def test_a_caption_without_a_table_is_a_passage() -> None:
    assert texts(paragraph("In adults:"), table(caption="Doses")) == ["In adults:", "Doses"]


def test_a_table_of_headers_alone_is_all_rows() -> None:
    assert texts(table(HEADERS, row("a", "1", header=True))) == ["Drug; Dose", "a; 1"]


@pytest.mark.parametrize("cells", [("Adults", "Adults"), ("Adults", ""), ("", "Adults")])
def test_a_row_that_spans_the_table_says_its_words_once_and_has_no_header(cells: tuple[str, str]) -> None:
    assert texts(table(HEADERS, row(*cells, spans=True), row("a", "1"))) == ["Adults", "Drug: a; Dose: 1"]


@pytest.mark.parametrize("cells", [("a",), ("a", "1", "x")])
def test_no_header_is_guessed_for_a_row_of_another_width(cells: tuple[str, ...]) -> None:
    assert texts(table(HEADERS, row(*cells)))[0] == "; ".join(cells)


def test_a_row_without_words_is_no_passage() -> None:
    assert texts(table(HEADERS, row("", ""), row("a", ""), caption="Doses")) == ["Doses Drug: a"]


def test_a_row_carries_lead_in_caption_and_headers() -> None:
    block = table(HEADERS, row("a", "1"), caption="Table 1. Doses")
    (one,) = passages(paragraph("In adults:"), block)
    assert (one.kind, one.text) == (Kind.TABLE_ROW, "In adults: Table 1. Doses Drug: a; Dose: 1")


@pytest.mark.parametrize("line", ["Table 2. Doses", "TABLE A Doses", "Box 3 Doses", "Figure 1: doses"])
def test_a_line_above_a_table_that_reads_like_a_caption_is_one(line: str) -> None:
    assert texts(paragraph(line), table(HEADERS, row("a", "1"))) == [f"{line} Drug: a; Dose: 1"]


def test_a_line_that_reads_like_a_caption_stays_a_paragraph_above_a_list() -> None:
    assert texts(paragraph("Table 2 tells doses."), listed("a")) == ["Table 2 tells doses.", "a"]


def test_the_place_of_each_cell_in_its_row_is_known() -> None:
    (told,) = row_texts([HEADERS, row("a", "1 mg")], "Doses")
    assert [told.text[cell.start :] for cell in told.cells] == ["a; Dose: 1 mg", "1 mg"]
    assert [cell.header for cell in told.cells] == ["Drug", "Dose"]


# Names, places and pages


def test_a_passage_is_on_the_page_on_which_it_begins() -> None:
    joined = item(paragraph("A.", page=2), paragraph("B.", page=3))
    rows = table(row("x", header=True, page=4), row("y", page=4), row("z", page=5))
    found = passages(paragraph("P.", page=1), listed(joined), rows, paragraph("Q."))
    assert [one.page for one in found] == [1, 2, 4, 5, None]


def test_the_lead_in_does_not_move_a_passage() -> None:
    (one,) = passages(paragraph("Give:", page=1), listed(item(paragraph("a", page=2, at=40))))
    assert (one.text, one.page, one.start, one.end) == ("Give: a", 2, 40, 41)


def test_an_anchor_is_the_name_of_its_passage() -> None:
    (one,) = passages(paragraph("Stop.", anchor="stop-smoking"))
    assert (one.id, one.anchor, one.kind) == ("example:stop-smoking", "stop-smoking", Kind.RECOMMENDATION)


def test_every_passage_has_a_name_of_its_own() -> None:
    found = passages(paragraph("A."), paragraph("A."), listed("A."), heading("B"), paragraph("A."))
    assert len({one.id for one in found}) == 4


def test_a_name_does_not_hang_on_the_place() -> None:
    before = passages(heading("A"), paragraph("Words.", page=1))
    after = passages(paragraph("New."), heading("A"), paragraph("Words.", page=7, at=90))
    assert before[0].id == after[1].id


WORD = st.integers(min_value=0, max_value=10**6).map(lambda number: f"w{number}")
WORDS = st.one_of(WORD, WORD.map(lambda word: f"{word}:"), WORD.map(lambda word: f"Table 1 {word}"))
ROWS = st.one_of(
    # A header above cells that are all empty names nothing: it is the one thing that may go.
    st.lists(WORD, min_size=1, max_size=3).map(lambda cells: row(*cells)),
    st.lists(WORD, min_size=1, max_size=3).map(lambda cells: row(*cells, header=True)),
    WORD.map(lambda word: row(word, word, spans=True)),
)
LEAVES = st.one_of(
    WORDS.map(paragraph),
    st.just(paragraph("")),
    WORD.map(literal),
    st.lists(ROWS, max_size=3).map(lambda rows: table(*rows)),
)
BLOCKS = st.recursive(
    LEAVES,
    lambda inner: st.lists(st.lists(inner, max_size=3).map(lambda blocks: item(*blocks)), max_size=3).map(
        lambda items: listed(*items)
    ),
    max_leaves=8,
)


def words(block: Block) -> set[str]:
    own = {*told(block.text), *(cell for one in block.rows for cell in one.cells)}
    return own.union(*map(words, block.children))


def told(text: str) -> set[str]:
    return {word.rstrip(":;") for word in text.split()}


@given(st.lists(BLOCKS, max_size=4))
def test_no_word_is_lost_and_no_passage_is_empty(blocks: list[Block]) -> None:
    found = texts(*blocks)
    assert all(found)
    assert set[str]().union(*map(words, blocks)) <= set[str]().union(*map(told, found))
