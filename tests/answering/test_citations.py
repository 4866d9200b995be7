import pytest

from answering.citations import Numbering, passage_url, unfounded, verify, within
from answering.errors import QuoteMismatch
from rules.verdict import Grounds
from tests.answering.small import line, passage

CARE = passage("care", "Give it only if the heart is well.", "Care", "Heart")
REST = passage("rest", "Rest is advised.", "Care")
STORED = {CARE.id: CARE, REST.id: REST}


def test_a_quote_that_is_not_in_its_passage_is_refused() -> None:
    with pytest.raises(QuoteMismatch, match="not a substring of the stored passage 'g:care'"):
        verify(Grounds(passage_id=CARE.id, quote="Give it always.", start=0, end=15), STORED)


def test_a_quote_at_another_place_than_it_says_is_refused() -> None:
    with pytest.raises(QuoteMismatch):
        verify(Grounds(passage_id=CARE.id, quote="Give it", start=3, end=10), STORED)


def test_a_quote_of_a_passage_that_is_gone_is_refused() -> None:
    with pytest.raises(QuoteMismatch):
        verify(Grounds(passage_id="g:gone", quote="Rest", start=0, end=4), STORED)


def test_a_quote_is_found_where_it_stands() -> None:
    assert within(CARE, "only if the heart is well") == Grounds(
        passage_id=CARE.id, quote="only if the heart is well", start=8, end=33
    )


def test_a_passage_keeps_its_number() -> None:
    numbering = Numbering(STORED)
    numbers = [numbering.cite(line("a", of)) for of in (CARE, REST, CARE)]
    assert numbers == [(1,), (2,), (1,)]
    assert [citation.passage_id for citation in numbering.citations()] == [CARE.id, REST.id]


def test_a_citation_quotes_the_stored_text_and_says_where_to_read_on() -> None:
    numbering = Numbering(STORED)
    numbering.cite(line("a", CARE))
    (citation,) = numbering.citations()
    assert CARE.text[citation.start : citation.end] == citation.quote
    assert citation.url == passage_url(CARE) == "/v1/guidelines/g/versions/1/passages/g%3Acare"


def test_a_line_without_a_quote_is_unfounded() -> None:
    bare = line("a", CARE)
    assert set(unfounded([bare, type(bare)(text="b", grounds=())], STORED)) == {
        type(bare)(text="b", grounds=())
    }
