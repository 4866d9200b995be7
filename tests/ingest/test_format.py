"""What a file is comes from its bytes; a file that is nothing known is refused with what to do."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from ingest.document import LONGEST_LINE, read_document
from ingest.errors import DocumentUnreadable
from ingest.format import format_of
from ingest.reading import Format
from tests.ingest.shape import notes, texts
from tests.ingest.word import saved

PAGE = b"<p>Take <b>one</b>.</p>"


def zipped(name: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", Format.PDF),
        (b"\n<!-- a --><!DOCTYPE html><html><p>x</p>", Format.HTML),
        (b"---\n# site\n---\n{% include x %}\n<h2>A</h2><p>b</p>", Format.HTML),
        (PAGE, Format.HTML),
        (b"# Care\n\nTake <b>one</b>.\n", Format.MARKDOWN),
        (b"| a | b |\n| --- | --- |\n| 1 | 2 |\n", Format.MARKDOWN),
        (b"---\nid: x\n---\nTake one.\n", Format.MARKDOWN),
        (b"Take one if p<0.05 and q>0.1.\n", Format.TEXT),
        ("Nimm täglich eine.".encode("utf-16"), Format.TEXT),
        (saved(docx.Document()), Format.DOCX),
    ],
)
def test_the_format_is_told_from_the_content(data: bytes, kind: Format) -> None:
    assert format_of(data, "file") is kind


def test_the_name_breaks_a_tie_between_markdown_and_text() -> None:
    assert [format_of(b"Take one.", name) for name in ("a.md", "a.txt")] == [Format.MARKDOWN, Format.TEXT]


def test_a_wrong_name_is_a_note_and_no_error() -> None:
    reading = read_document(PAGE, "care.pdf")
    assert (texts(reading), notes(reading)) == (["Take one."], {"name says pdf, content is html"})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\x00" * 50, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "old Office version"),
        (zipped("xl/workbook.xml"), "a spreadsheet"),
        (zipped("a.txt"), "an archive"),
        (b"PK\x03\x04 and no more", "damaged or truncated"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), "binary"),
        (b'<?xml version="1.0"?><feed><entry>x</entry></feed>', "XML of a kind that is not read"),
        (b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><l>&a;</l>', "XML of a kind that is not read"),
    ],
)
def test_what_can_not_be_read_says_why_and_what_to_do(data: bytes, why: str) -> None:
    with pytest.raises(
        DocumentUnreadable, match=rf"care\.x can't be read: .*{why}.*Nothing of it was ingested\. \w"
    ):
        read_document(data, "care.x")


@pytest.mark.parametrize("start", ["", "# Care\n\n", "<p>Take one.</p><p>"])
def test_an_endless_line_is_refused(start: str) -> None:
    with pytest.raises(DocumentUnreadable, match="characters, which no guideline has"):
        read_document((start + "word " * (LONGEST_LINE // 4)).encode(), "long")


def test_fifty_megabytes_on_one_line_are_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="can't be read"):
        read_document(b"<p>" + b"word " * 10_000_000, "long.html")
