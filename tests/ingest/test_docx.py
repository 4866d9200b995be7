"""A Word document gives its headings, lists and tables as it stands with its changes accepted."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ingest.docx import read_docx
from ingest.errors import DocumentUnreadable
from ingest.html import read_html
from ingest.markdown import read_markdown
from ingest.structure import structured
from tests.ingest.samples import guideline
from tests.ingest.shape import notes, paths, placed, shape, texts
from tests.ingest.word import read, read_xml, rewritten, saved, table

SOME = saved(docx.Document())
CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


def test_headings_stand_below_the_title() -> None:
    reading = read(("Care", "Title"), ("Dose", "Heading 1"), ("Children", "Heading 2"), "Give half.")
    assert shape(reading.blocks) == ["# Care", "## Dose", "### Children", "Give half."]


def test_a_style_of_ones_own_based_on_a_heading_is_one() -> None:
    document = docx.Document()
    style = document.styles.add_style("Kapitel", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Dosis", style=style)
    assert shape(read_docx(saved(document), name="care.docx").blocks) == ["## Dosis"]


def test_an_outline_level_makes_a_heading() -> None:
    body = '<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>Dose</w:t></w:r></w:p>'
    assert shape(read_xml(body).blocks) == ["### Dose"]


def test_a_bold_paragraph_is_a_heading_by_its_look() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Children").bold = True
    document.add_paragraph("Give half.")
    assert paths(read_docx(saved(document), name="care.docx")) == {"Give half.": ("Children",)}


def test_lists_are_nested_and_carry_their_lead_in() -> None:
    reading = read(
        "Give:", ("tablets:", "List Bullet"), ("amlodipine", "List Bullet 2"), ("rest", "List Bullet")
    )
    assert texts(reading) == ["Give: tablets: amlodipine", "Give: rest"]


def test_lists_of_two_kinds_after_each_other_are_two_lists() -> None:
    reading = read("Give:", ("drops", "List Number"), ("Ask first.", "List Bullet"))
    assert texts(reading) == ["Give: drops", "Ask first."]


def test_a_list_that_claims_to_be_endlessly_deep_is_read() -> None:
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:t>step {0}</w:t></w:r></w:p>"
    )
    reading = read_xml("".join(map(item.format, range(1500))))
    assert len(texts(reading)) == 1500


def test_a_caption_and_repeated_header_row_go_with_each_row() -> None:
    reading = table(("Drug", "Dose"), ("A", "5 mg"), ("B", "6 mg"), caption="Table 1. Doses")
    assert texts(reading) == ["Table 1. Doses Drug: A; Dose: 5 mg", "Table 1. Doses Drug: B; Dose: 6 mg"]


def test_a_first_row_that_is_only_likely_to_name_columns_is_noted() -> None:
    reading = table(("Drug", "Dose"), ("A", "5 mg"), header=False)
    assert texts(reading) == ["Drug: A; Dose: 5 mg"]
    assert "headers taken from the first row" in notes(reading)


def test_merged_cells_are_carried_down_and_right() -> None:
    wide, first, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + CELL.format("", "Drug")
        + CELL.format(wide, "Dose")
        + "</w:tr>",
        "<w:tr>" + CELL.format(first, "A") + CELL.format("", "1") + CELL.format("", "2") + "</w:tr>",
        "<w:tr>" + CELL.format(below, "") + CELL.format(wide, "3") + "</w:tr>",
    )
    reading = read_xml(f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>")
    assert texts(reading) == ["Drug: A; Dose: 1; Dose: 2", "Drug: A; Dose: 3; Dose: 3"]


def test_deletions_are_not_read_and_insertions_are() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Give </w:t></w:r>"
        "<w:del><w:r><w:delText>10</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>5</w:t></w:r></w:ins><w:r><w:t> mg</w:t></w:r></w:p>"
    )
    reading = read_xml(body.replace("<w:t> mg", "<w:t xml:space='preserve'> mg"))
    assert texts(reading) == ["Give 5 mg"]
    assert "tracked deletion" in notes(reading)


def test_hidden_text_is_not_read() -> None:
    reading = read_xml("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Say yes.</w:t></w:r></w:p>")
    assert (texts(reading), notes(reading)) == ([], {"hidden text"})


def test_a_sign_of_the_symbol_font_is_the_sign_that_is_seen() -> None:
    body = '<w:p><w:r><w:t>BMI </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t>30</w:t></w:r></w:p>'
    assert texts(read_xml(body)) == ["BMI≥30"] or texts(read_xml(body)) == ["BMI ≥30"]


def test_exponents_stay_and_reference_marks_go() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("At 30 kg/m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" it is treatment")
    paragraph.add_run("4,5").font.superscript = True
    block = read_docx(saved(document), name="care.docx").blocks[0]
    assert (block.text, block.marks) == ("At 30 kg/m2 it is treatment", ("4,5",))


def test_page_headers_are_not_read() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Draft of the day"
    document.add_paragraph("Take one.")
    reading = read_docx(saved(document), name="care.docx")
    assert (texts(reading), notes(reading)) == (["Take one."], {"page header"})


def test_a_text_box_is_read_once_and_noted() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Stop at once.</w:t></w:r></w:p></w:txbxContent>"
    reading = read_xml(f"<w:p><w:r><w:t>Take one.</w:t></w:r><w:r><w:pict>{box}</w:pict></w:r></w:p>")
    assert texts(reading) == ["Take one.", "Stop at once."]
    assert any(what.startswith("text box") for what in notes(reading))


def test_a_truncated_file_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match=r"cut\.docx.*damaged or truncated"):
        read_docx(SOME[: len(SOME) // 2], name="cut.docx")


def test_a_damaged_part_is_refused() -> None:
    broken = rewritten(SOME, "word/document.xml", lambda content: content[: len(content) // 2])
    with pytest.raises(DocumentUnreadable, match="damaged Word file"):
        read_docx(broken, name="care.docx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = BytesIO(SOME)
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(30_000_000))
    with pytest.raises(DocumentUnreadable, match="more than a document needs"):
        read_docx(out.getvalue(), name="bomb.docx")


def test_a_part_that_claims_a_gigabyte_is_refused() -> None:
    at = SOME.rindex(b"PK\x01\x02")
    claims = SOME[: at + 24] + (2**30).to_bytes(4, "little") + SOME[at + 28 :]
    with pytest.raises(DocumentUnreadable, match="claim 1,02. MB"):
        read_docx(claims, name="big.docx")


def test_declared_entities_are_refused() -> None:
    start = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    bomb = rewritten(
        SOME, "word/document.xml", lambda content: start + content[content.index(b"<w:document") :]
    )
    with pytest.raises(DocumentUnreadable, match="declares a document type"):
        read_docx(bomb, name="bomb.docx")


@given(st.binary(min_size=1, max_size=40), st.integers(0, len(SOME) - 1))
def test_a_file_with_any_bytes_changed_is_read_or_refused(noise: bytes, at: int) -> None:
    try:
        reading = read_docx(SOME[:at] + noise + SOME[at + len(noise) :], name="noise.docx")
    except DocumentUnreadable:
        return
    assert placed(reading)


SAMPLE = """
# Care

## Dose

Give one of:

- tablets
- drops, in children

Then wait.

## Limits

| Drug | Most |
| --- | --- |
| A | 5 mg |
| B | 6 mg |
"""


def test_the_same_document_gives_the_same_passages_in_every_format() -> None:
    page = MarkdownIt("commonmark").enable("table").render(SAMPLE)
    document = docx.Document()
    for words, style in (
        ("Care", "Heading 1"), ("Dose", "Heading 2"), ("Give one of:", "Normal"), ("tablets", "List Bullet"),
        ("drops, in children", "List Bullet"), ("Then wait.", "Normal"), ("Limits", "Heading 2"),
    ):  # fmt: skip
        document.add_paragraph(words, style=style)
    made = document.add_table(3, 2)
    for y, row in enumerate((("Drug", "Most"), ("A", "5 mg"), ("B", "6 mg"))):
        made.cell(y, 0).text, made.cell(y, 1).text = row
    cut = [
        [(passage.id, passage.text) for passage in structured(blocks, guideline())]
        for blocks in (
            read_markdown(SAMPLE),
            read_html(page.encode(), name="care.html").blocks,
            read_docx(saved(document), name="care.docx").blocks,
        )
    ]
    assert cut[0] == cut[1] == cut[2]
