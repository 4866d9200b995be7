"""A row of a table reads as a sentence that needs no table around it."""

from ingest.passage import Kind
from tests.ingest.samples import cut

TABLE = """\
Table 1. Doses

| Drug | Dose |
| --- | --- |
| ramipril | 5 mg |
| amlodipine | |
| Doses are for adults. | |
| bisoprolol | 2.5 mg | once a day |
"""


def texts(document: str) -> list[str]:
    return [passage.text for passage in cut(document)]


def test_a_row_carries_caption_and_headers() -> None:
    assert texts(TABLE)[0] == "Table 1. Doses Drug: ramipril; Dose: 5 mg"


def test_a_row_knows_its_place() -> None:
    row = cut(TABLE)[0]
    assert (row.kind, TABLE[row.start : row.end]) == (Kind.TABLE_ROW, "| ramipril | 5 mg |")


def test_a_note_that_spans_the_table_gets_no_header() -> None:
    assert "Table 1. Doses Doses are for adults." in texts(TABLE)


def test_a_cell_beyond_the_last_header_is_kept_and_no_header_is_guessed() -> None:
    assert texts(TABLE)[-1] == "Table 1. Doses bisoprolol; 2.5 mg; once a day"


def test_an_empty_header_gives_way_to_the_first_row() -> None:
    assert texts("| | |\n|---|---|\n| --- | --- |\n| Stage | T |\n| I | T1 |\n") == ["Stage: I; T: T1"]


def test_a_bar_that_is_escaped_does_not_split_a_cell() -> None:
    assert texts("| a | b |\n|---|---|\n| x \\| y | z |\n") == ["a: x | y; b: z"]


def test_a_line_before_a_table_is_its_caption_only_where_it_reads_like_one() -> None:
    assert texts("Plain words.\n\n| a |\n|---|\n| b |\n")[0] == "Plain words."
