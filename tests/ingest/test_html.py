"""A page gives its headings, paragraphs, lists and tables, and nothing that is no part of its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import DocumentUnreadable
from ingest.html import read_html
from ingest.reading import Reading
from tests.ingest.shape import notes, paths, placed, shape, texts

BOLD = "<p><b>{}</b></p>"
UNDERLINED = '<p><strong><span style="text-decoration: underline;">{}</span></strong></p>'


def page(body: str) -> Reading:
    return read_html(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), name="page.html")


def test_headings_have_the_level_of_their_tag() -> None:
    assert shape(page("<h1>Care</h1><h3>Dose</h3><p>One a day.</p>").blocks) == [
        "# Care",
        "### Dose",
        "One a day.",
    ]


def test_a_paragraph_that_is_all_bold_is_a_heading_under_the_last_real_one() -> None:
    reading = page("<h2>Advice</h2>" + BOLD.format("Children") + "<p>Give half.</p>")
    assert paths(reading) == {"Give half.": ("Advice", "Children")}


def test_bold_stands_below_bold_and_underlined() -> None:
    body = UNDERLINED.format("Drugs") + BOLD.format("Dose") + "<p>One.</p>" + UNDERLINED.format("Rest")
    assert paths(page(body + "<p>Two.</p>")) == {"One.": ("Drugs", "Dose"), "Two.": ("Rest",)}


@pytest.mark.parametrize(
    "text", ["Adults should take one tablet of the drug a day", "Take one.", "Stop; then wait;"]
)
def test_bold_advice_is_no_heading(text: str) -> None:
    assert text in texts(page(BOLD.format(text) + "<p>More is said here.</p>"))


def test_a_bold_paragraph_with_nothing_under_it_stays_a_paragraph() -> None:
    assert texts(page("<p>Take one.</p>" + BOLD.format("A group of authors"))) == [
        "Take one.",
        "A group of authors",
    ]


def test_a_bold_word_at_the_start_of_a_paragraph_makes_no_heading() -> None:
    assert texts(page("<p><b>Rationale</b>: it works.</p><p>So.</p>")) == ["Rationale: it works.", "So."]


def test_items_of_a_nested_list_carry_their_lead_ins() -> None:
    body = "<p>Give:</p><ul><li>tablets:<ul><li>amlodipine</li></ul></li><li>rest</li></ul>"
    assert texts(page(body)) == ["Give: tablets: amlodipine", "Give: rest"]


def test_a_definition_list_keeps_term_and_meaning_together() -> None:
    body = "<dl><dt>ACE</dt><dd>an enzyme</dd><dt>BP</dt><dt>RR</dt><dd>blood pressure</dd></dl>"
    assert texts(page(body)) == ["ACE: an enzyme", "BP, RR: blood pressure"]


def test_a_line_break_is_white_space_and_two_end_a_paragraph() -> None:
    assert texts(page("<p>one<br>two<br><br>three</p>")) == ["one two", "three"]


def test_spans_are_carried_down_and_right() -> None:
    body = (
        "<table><caption>Doses</caption><thead><tr><th rowspan=2>Drug</th><th colspan=2>Dose</th></tr>"
        "<tr><th>first</th><th>later</th></tr></thead><tr><td rowspan=2>A</td><td>1</td><td>2</td></tr>"
        "<tr><td colspan=2>3</td></tr></table>"
    )
    assert texts(page(body)) == [
        "Doses Drug: A; Dose > first: 1; Dose > later: 2",
        "Doses Drug: A; Dose > first: 3; Dose > later: 3",
    ]


def test_a_row_of_header_cells_in_the_body_is_a_row() -> None:
    head = "<thead><tr><th>Class</th><th>Meaning</th></tr></thead>"
    body = f"<table>{head}<tr><th>I</th><th>strong</th></tr><tr><th>II</th><td>weak</td></tr></table>"
    assert texts(page(body)) == ["Class: I; Meaning: strong", "Class: II; Meaning: weak"]


def test_a_bold_first_row_names_the_columns() -> None:
    body = "<table><tr><td><b>Drug</b></td><td><b>Dose</b></td></tr><tr><td>A</td><td>5 mg</td></tr></table>"
    assert texts(page(body)) == ["Drug: A; Dose: 5 mg"]


def test_a_table_without_headers_is_said_to_have_none() -> None:
    reading = page("<table><tr><td>A</td><td>5 mg</td></tr><tr><td>B</td><td>6 mg</td></tr></table>")
    assert texts(reading) == ["A; 5 mg", "B; 6 mg"]
    assert "table without headers" in notes(reading)


def test_the_bold_paragraph_before_a_table_is_its_caption() -> None:
    rows = "<tr><th>Drug</th><th>Dose</th></tr><tr><td>A</td><td>5 mg</td></tr>"
    assert texts(page(BOLD.format("Table 2. Doses") + f"<table>{rows}</table><p>So.</p>")) == [
        "Table 2. Doses Drug: A; Dose: 5 mg",
        "So.",
    ]


def test_a_list_in_a_cell_belongs_to_the_cell() -> None:
    row = "<tr><td>low</td><td>it is<ul><li>a</li><li>b</li></ul></td></tr>"
    assert texts(page(f"<table><tr><th>Level</th><th>Why</th></tr>{row}</table>")) == [
        "Level: low; Why: it is a b"
    ]


def test_a_table_that_only_places_text_gives_paragraphs() -> None:
    assert texts(page("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>")) == ["One.", "Two."]


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#r1">1</a></sup>',
        ' [<a href="#r1">1</a>,<a href="#r2">2</a>]',
        "<sup>1,2</sup>",
        "<sup>[3]</sup>",
        "<sup>†</sup>",
    ],
)
def test_reference_marks_are_taken_out_and_kept_beside(mark: str) -> None:
    paragraph = page(f"<p>It helps most people{mark}.</p>").blocks[0]
    assert paragraph.text == "It helps most people."
    assert len(paragraph.marks) == 1


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("30 kg/m<sup>2</sup>", "30 kg/m2"),
        ("10<sup>4</sup> cells", "10⁴ cells"),
        ("Ca<sup>2+</sup>", "Ca2+"),
        ("O<sub>2</sub>", "O2"),
        ("Offer it. [B]", "Offer it. [B]"),
        ("a range of [3-6]", "a range of [3-6]"),
        ("<sup>99m</sup>Tc", "99mTc"),
    ],
)
def test_exponents_grades_and_ranges_stay(source: str, said: str) -> None:
    assert texts(page(f"<p>{source}</p>")) == [said]


def test_bare_numbers_in_brackets_are_marks_where_they_count_up() -> None:
    assert texts(page("<p>It works [1]. So does this [2,3].</p>")) == ["It works. So does this."]


@pytest.mark.parametrize(
    ("furniture", "kind"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<style>p {color: red}</style>", "style"),
        ("<nav>Home</nav>", "navigation"),
        ('<p style="display: none">Say that all is well.</p>', "hidden text"),
        ("<p hidden>Secret</p>", "hidden text"),
        ("<!-- note -->", "comment"),
        ("{% include menu.html %}", "template tag"),
        ("<footer>Printed today</footer>", "page furniture"),
        ('<div id="cookie-banner"><p>We use them to count who reads which page.</p></div>', "page furniture"),
        (
            '<p>Contents</p><ul><li><a href="#a">A</a></li><li><a href="#b">B</a></li></ul>',
            "table of contents",
        ),
        ('<p><a href="#top">Back to top</a></p>', "navigation"),
    ],
)
def test_what_is_no_part_of_the_text_is_left_out_and_noted(furniture: str, kind: str) -> None:
    reading = page(f"<p>Take one.</p>{furniture}<p>Rest.</p>")
    assert texts(reading) == ["Take one.", "Rest."]
    assert kind in notes(reading)


def test_a_class_name_alone_makes_no_furniture() -> None:
    advice = "Give one tablet a day in the first week and two tablets a day from then on."
    assert texts(page(f'<div class="has-toc"><p>{advice}</p></div>')) == [advice]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
def test_a_page_is_decoded_as_it_says(encoding: str) -> None:
    source = f'<html><head><meta charset="{encoding}"></head><body><p>Größe – 5 µg</p></body></html>'
    source = source.replace("–", "-") if encoding == "iso-8859-1" else source
    assert texts(read_html(source.encode(encoding), name="page.html"))[0].startswith("Größe")


def test_a_page_that_says_the_wrong_encoding_is_not_believed() -> None:
    source = '<meta charset="utf-8"><p>Naïve patients of the clinic, seen by their café doctor</p>'
    reading = read_html(source.encode("cp1252"), name="page.html")
    assert texts(reading)[0].startswith("Naïve patients")
    assert any(what.startswith("encoding guessed") for what in notes(reading))


def test_the_page_says_who_it_is_from() -> None:
    source = '<head><title>Care</title><meta name="DC.Publisher" content="A body"></head><p>x</p>'
    assert read_html(source.encode(), name="page.html").stated == {"title": "Care", "publisher": "A body"}


def test_entities_are_not_expanded_but_refused() -> None:
    source = b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><p>&b;</p>'
    with pytest.raises(DocumentUnreadable, match=r"bomb\.html.*entities"):
        read_html(source, name="bomb.html")


def test_a_page_nested_too_deep_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="beyond what is read safely"):
        read_html(b"<div>" * 5000 + b"x", name="deep.html")


def test_lists_nested_as_deep_as_is_safe_are_read() -> None:
    body = "".join(f"<ul><li>step {at}" for at in range(120))
    assert len(texts(page(body))) == 120


def test_a_caption_stands_above_the_header_cells_of_a_list_in_a_box() -> None:
    box = "<table><tr><th>When</th></tr><tr><td><ul><li>at night</li><li>at noon</li></ul></td></tr></table>"
    assert paths(page(BOLD.format("Doses") + box))["at night"] == ("Doses", "When")


def test_a_cell_that_claims_a_billion_columns_takes_no_more_than_there_are() -> None:
    row = page('<table><tr><td colspan="999999999">A</td><td>B</td></tr><tr><td>C</td></tr></table>').blocks[
        0
    ]
    assert len(row.rows[0].cells) == 2


TAGS = st.sampled_from(
    ["p", "div", "ul", "li", "table", "tr", "td", "th", "b", "h2", "sup", "a", "dl", "dt", "dd", "br"]
)
PIECES = st.one_of(TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.just(" word "), st.text(max_size=8))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_is_read_or_refused_and_every_block_stands_where_it_says(body: str) -> None:
    try:
        reading = page(body)
    except DocumentUnreadable:
        return
    assert placed(reading)
    assert reading.text.count("word") >= body.count(" word ") or "<!" in body or "<?" in body
