"""The PDF reader, on documents that each test writes."""

from collections.abc import Iterator, Sequence

import pytest

from ingest import pdf
from ingest.block import Block, BlockKind
from ingest.errors import DocumentUnreadable
from ingest.pdf import read_pdf
from ingest.reading import Reading
from ingest.table import row_texts
from tests.ingest.pdf_paper import Sheet, paper

LEFT = 72
PROSE = (
    "Adults with raised blood pressure are offered advice on diet and on exercise at each",
    "visit, and the reading is taken again within four weeks by the practice nurse or the",
    "pharmacist who knows them.",
)


def _read(*sheets: Sheet) -> Reading:
    return read_pdf(paper(*sheets), name="test.pdf")


def _texts(blocks: Sequence[Block], kind: BlockKind) -> list[str]:
    return [block.text for block in _all(blocks) if block.kind is kind]


def _all(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.children)


def test_lines_of_a_paragraph_are_one_text() -> None:
    reading = _read(Sheet().lines(*PROSE, at=(LEFT, 100)))
    assert _texts(reading.blocks, BlockKind.PARAGRAPH) == [" ".join(PROSE)]


def test_offsets_lead_back_to_the_text() -> None:
    reading = _read(Sheet().say("Care", at=(LEFT, 80), size=16).lines(*PROSE, at=(LEFT, 110)))
    for block in reading.blocks:
        assert reading.text[block.start : block.end] == block.text


def test_a_box_is_where_the_words_stand() -> None:
    box = _read(Sheet().lines(*PROSE, at=(LEFT, 100))).blocks[0].boxes[0]
    assert (box.page, box.left) == (1, 72.0)
    assert box.top < 100
    assert 124 < box.bottom < 130


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = Sheet().lines(*PROSE[:2], at=(LEFT, 650))
    reading = _read(first, Sheet().lines(*PROSE[2:], at=(LEFT, 80)))
    assert _texts(reading.blocks, BlockKind.PARAGRAPH) == [" ".join(PROSE)]
    assert [box.page for box in reading.blocks[0].boxes] == [1, 2]


def test_a_word_parted_at_a_line_end_is_mended_and_a_real_hyphen_kept() -> None:
    lines = (
        "Long-term treatment of hypertension is reviewed once a year by those who are treat-",
        "ing it, and a decision to stop is made together with the person who has had long-",
        "term benefit.",
    )
    text = _read(Sheet().lines(*lines, at=(LEFT, 100))).blocks[0].text
    assert "treating it" in text
    assert "had long-term benefit" in text


def test_columns_are_read_one_after_the_other() -> None:
    left = [
        "the first column has words that",
        "fill its lines from side to side",
        "and goes on with more of them",
    ] * 3
    right = [
        "then comes the second of them,",
        "which is read when the first has",
        "ended and the eye goes up again",
    ] * 3
    sheet = Sheet().lines(*left, at=(LEFT, 100)).lines(*right, at=(320, 100))
    text = _read(sheet).text
    assert text.index("and goes on with more") < text.index("then comes the second")
    assert "words that fill its lines" in text


def test_what_runs_over_the_pages_is_dropped_and_counted() -> None:
    sheets = [
        Sheet()
        .say("Draft for comment", at=(LEFT, 30))
        .lines(*PROSE, at=(LEFT, 200))
        .say(str(n), at=(300, 770))
        for n in range(4, 9)
    ]
    reading = _read(*sheets)
    assert "Draft" not in reading.text
    assert not any(line.strip().isdecimal() for line in reading.text.splitlines())
    assert sum(note.count for note in reading.dropped if note.what == "page furniture") == 10


def test_numbers_in_the_margin_are_dropped_and_doses_kept() -> None:
    sheet = Sheet().lines(
        *PROSE, "5 mg is given once a day to those who are older than 75 years of age.", at=(LEFT, 100)
    )
    sheet.lines(*map(str, range(41, 45)), at=(40, 100))
    reading = _read(sheet)
    assert "41" not in reading.text
    assert "5 mg is given" in reading.text


def test_a_bullet_at_the_top_of_every_page_is_no_furniture() -> None:
    said = ("Give a statin", "Ask about falls", "Stop smoking", "Check the kidneys")
    sheets = [Sheet().say("•", at=(LEFT, 50)).say(text, at=(90, 50)) for text in said]
    assert len([block for block in _all(_read(*sheets).blocks) if block.kind is BlockKind.ITEM]) == 4


def test_headings_are_ranked_by_size_and_weight() -> None:
    sheet = Sheet().say("Hypertension", at=(LEFT, 60), size=20).say("Treatment", at=(LEFT, 100), size=14)
    sheet.say("First line", at=(LEFT, 130), style="b").lines(*PROSE, at=(LEFT, 150))
    sheet.say("Follow-up", at=(LEFT, 220), size=14).lines(*PROSE, at=(LEFT, 240))
    found = [(block.level, block.text) for block in _read(sheet).blocks if block.kind is BlockKind.HEADING]
    assert found == [(1, "Hypertension"), (2, "Treatment"), (3, "First line"), (2, "Follow-up")]


def test_headings_that_look_alike_are_ranked_by_number() -> None:
    sheet = Sheet()
    for index, heading in enumerate(("1 Care", "1.1 Diet", "1.1.1 Salt", "2 Review")):
        sheet.say(heading, at=(LEFT, 60 + 100 * index), style="b").lines(*PROSE, at=(LEFT, 80 + 100 * index))
    assert [b.level for b in _read(sheet).blocks if b.kind is BlockKind.HEADING] == [1, 2, 3, 1]


def test_a_list_of_contents_is_dropped() -> None:
    sheet = Sheet().say("Contents", at=(LEFT, 60), style="b")
    sheet.lines("Treatment ............... 2", "Follow-up ............... 9", at=(LEFT, 80))
    after = Sheet().say("Treatment", at=(LEFT, 60), style="b").lines(*PROSE, at=(LEFT, 80))
    reading = _read(sheet, after)
    assert _texts(reading.blocks, BlockKind.HEADING) == ["Treatment"]
    assert "Follow-up" not in reading.text


def test_items_lie_in_lists_as_deep_as_they_are_indented() -> None:
    sheet = Sheet().say("Offer:", at=(LEFT, 80)).say("• a statin", at=(90, 95)).say("- daily", at=(110, 110))
    sheet.say("• aspirin", at=(90, 125))
    blocks = _read(sheet).blocks
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH, BlockKind.LIST]
    first, second = blocks[1].children
    assert (first.children[0].text, second.children[0].text) == ("a statin", "aspirin")
    assert first.children[1].children[0].children[0].text == "daily"


def test_a_reference_to_a_number_at_a_line_start_begins_no_item() -> None:
    lines = (
        "Those who have had a fall are seen by the team in the same week (see Recommendation",
        "3) and are given a leaflet on how to be safe at home before they go.",
    )
    assert len(_read(Sheet().lines(*lines, at=(LEFT, 100))).blocks) == 1


@pytest.mark.parametrize("drawn", [True, False])
def test_a_table_has_caption_headers_and_rows(drawn: bool) -> None:
    sheet = Sheet().say("Table 1. Doses", at=(LEFT, 80))
    if drawn:
        sheet.grid((70, 200, 330), (90, 110, 130, 150, 170))
    for index, (drug, dose) in enumerate(
        (("Drug", "Dose"), ("Ramipril", "2.5 mg"), ("Losartan", "50 mg"), ("Atenolol", "25 mg"))
    ):
        sheet.say(drug, at=(74, 104 + 20 * index)).say(dose, at=(204, 104 + 20 * index))
    table = next(block for block in _read(sheet).blocks if block.kind is BlockKind.TABLE)
    said = [told.text for told in row_texts(table.rows, table.text)]
    assert said[:2] == [
        "Table 1. Doses Drug: Ramipril; Dose: 2.5 mg",
        "Table 1. Doses Drug: Losartan; Dose: 50 mg",
    ]


def test_a_box_around_prose_is_no_table() -> None:
    reading = _read(Sheet().grid((60, 550), (80, 150)).lines(*PROSE, at=(LEFT, 100)))
    assert [block.kind for block in reading.blocks] == [BlockKind.PARAGRAPH]


def test_a_table_goes_on_over_the_page_and_its_repeated_header_is_no_row() -> None:
    sheets = [Sheet().grid((70, 200, 330), (60, 80, 140)) for _ in range(2)]
    for sheet, drug in zip(sheets, ("Ramipril", "Losartan"), strict=True):
        sheet.say("Drug", at=(74, 74)).say("Dose", at=(204, 74)).say(drug, at=(74, 114)).say(
            "5 mg", at=(204, 114)
        )
    blocks = _read(*sheets).blocks
    assert len(blocks) == 1
    assert [row.cells for row in blocks[0].rows] == [
        ("Drug", "Dose"),
        ("Ramipril", "5 mg"),
        ("Losartan", "5 mg"),
    ]


def test_a_raised_number_is_a_mark_and_an_exponent_is_kept() -> None:
    sheet = Sheet().say("Statins help", at=(LEFT, 100)).say("12", at=(LEFT + 57, 96), size=6)
    sheet.say("Give 5 mg/m", at=(LEFT, 140)).say("2", at=(LEFT + 55, 136), size=6)
    blocks = _read(sheet).blocks
    assert (blocks[0].text, blocks[0].marks) == ("Statins help", ("12",))
    assert blocks[1].text == "Give 5 mg/m²"


def test_tables_that_can_not_be_read_are_noted_and_read_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("no grid")

    monkeypatch.setattr(pdf, "ruled", broken)
    reading = _read(Sheet().lines(*PROSE, at=(LEFT, 100)))
    assert reading.blocks[0].text == " ".join(PROSE)
    assert "no grid" in reading.doubtful[0].what


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no PDF"),
        (b"PK\x03\x04 a file of another kind", "no PDF"),
        (paper(Sheet().lines(*PROSE, at=(LEFT, 100)))[:-400], "truncated"),
        (b"%PDF-1.4\nnothing\n%%EOF\n", "test.pdf"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_by_name(data: bytes, why: str) -> None:
    with pytest.raises(DocumentUnreadable, match=why):
        read_pdf(data, name="test.pdf")
