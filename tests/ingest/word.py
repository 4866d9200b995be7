"""Word: small DOCX files made in a test, and what python-docx has no call for."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.docx import read_docx
from ingest.reading import Reading


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def read(*paragraphs: str | tuple[str, str]) -> Reading:
    """A document of paragraphs, each its words or its words and the name of its style."""
    document = docx.Document()
    for paragraph in paragraphs:
        words, style = (paragraph, None) if isinstance(paragraph, str) else paragraph
        document.add_paragraph(words, style=style)
    return read_docx(saved(document), name="care.docx")


def read_xml(body: str) -> Reading:
    """A document whose body is this XML, in the namespace `w`."""
    document = docx.Document()
    element = document.element.body
    for child in list(element):
        element.remove(child)
    whole = parse_xml(f"<w:body {nsdecls('w', 'r')}>{body}</w:body>")
    for child in list(whole):
        element.append(child)
    return read_docx(saved(document), name="care.docx")


def table(*rows: tuple[str, ...], header: bool = True, caption: str = "") -> Reading:
    """A document of one table; `header`: its first row is repeated on each page."""
    document = docx.Document()
    if caption:
        document.add_paragraph(caption, style="Caption")
    made = document.add_table(len(rows), len(rows[0]))
    for y, row in enumerate(rows):
        for x, words in enumerate(row):
            made.cell(y, x).text = words
    if header:
        made.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    return read_docx(saved(document), name="care.docx")


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A file with one of its parts changed, or added where it has none."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
        if part not in source.namelist():
            target.writestr(part, change(b""))
    return out.getvalue()
