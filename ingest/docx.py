"""DOCX: a Word document read into blocks, as it stands with its tracked changes accepted."""

from collections.abc import Mapping
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from ingest.docx_archive import checked
from ingest.docx_flow import DocxFlow
from ingest.docx_style import Styles
from ingest.docx_text import Speaker
from ingest.dropped import Dropped
from ingest.errors import DocumentUnreadable
from ingest.mark import numbers_references
from ingest.minor_heading import settled
from ingest.reading import Format, Reading
from ingest.transcript import Transcript

_NOTES = {RELATIONSHIP_TYPE.FOOTNOTES: "footnote", RELATIONSHIP_TYPE.ENDNOTES: "endnote"}
_MARGINS = {RELATIONSHIP_TYPE.HEADER: "page header", RELATIONSHIP_TYPE.FOOTER: "page footer"}


def read_docx(data: bytes, *, name: str) -> Reading:
    """The blocks of a Word document, in document order.

    Headings are paragraphs with an outline level, their own or their style's in any language, and those that
    are headings by their look (`ingest.minor_heading`); a title stands above them. Page headers and footers,
    tables of contents, deletions, hidden text and the words of foot- and endnotes are left out of the text
    and noted; a note's number and words are in `Block.marks`. `name` is for messages.
    Raises DocumentUnreadable: damaged, encrypted, claims too much unpacked, declares entities, no document.
    """
    checked(data, name=name)
    document = _opened(data, name)
    dropped = Dropped()
    for relation in document.part.rels.values():
        if relation.reltype in _MARGINS:
            dropped.add(_MARGINS[relation.reltype], "every page")
    styles = Styles(_style_sheet(document))
    body = document.element.body
    transcript = Transcript()
    flow = DocxFlow(
        styles=styles,
        speaker=Speaker(styles, _notes(document, name), dropped),
        transcript=transcript,
        dropped=dropped,
        bare=numbers_references(" ".join(part.text or "" for part in body.iter(qn("w:t")))),
        lowered=any(styles.name(paragraph) == "title" for paragraph in body.iter(qn("w:p"))),
    )
    flow.read(body)
    return Reading(
        format=Format.DOCX,
        text=transcript.text,
        blocks=settled(flow.standings),
        stated=_stated(document),
        dropped=dropped.notes(),
        doubtful=flow.doubtful.notes(),
    )


def _opened(data: bytes, name: str) -> Document:
    try:
        document = docx.Document(BytesIO(data))
        if document.element.body is None:
            raise ValueError("it has no body")
    except (OpcError, KeyError, ValueError, AttributeError, etree.LxmlError) as error:
        raise DocumentUnreadable(
            file=name,
            why=f"it is a damaged Word file ({type(error).__name__}: {error})",
            cure="Open it in a word processor and save it again as DOCX",
        ) from None
    return document


def _style_sheet(document: Document) -> BaseOxmlElement | None:
    """The styles of a document, None where the file has none that can be read."""
    try:
        sheet: BaseOxmlElement = document.styles.element
    except (AttributeError, KeyError):
        return None
    return sheet


def _notes(document: Document, name: str) -> Mapping[tuple[str, str], str]:
    """The words of foot- and endnotes by kind and id."""
    found: dict[tuple[str, str], str] = {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for relation in document.part.rels.values():
        kind = _NOTES.get(relation.reltype)
        if kind is None or relation.is_external:
            continue
        try:
            root = etree.fromstring(relation.target_part.blob, parser=parser)
        except etree.XMLSyntaxError as error:
            raise DocumentUnreadable(
                file=name, why=f"its {kind}s are damaged ({error})", cure="Save it again in a word processor"
            ) from None
        for note in root.iter(qn(f"w:{kind}")):
            said = " ".join("".join(part.text or "" for part in note.iter(qn("w:t"))).split())
            found[kind, note.get(qn("w:id")) or ""] = said
    return found


def _stated(document: Document) -> Mapping[str, str]:
    """What the file's own properties say; a date of saving is none of publication."""
    try:
        properties = document.core_properties
        known = {"title": properties.title, "version": properties.version}
    except (AttributeError, KeyError, ValueError):
        return {}
    return {key: " ".join(value.split()) for key, value in known.items() if value and value.strip()}
