"""HTML: a page read into blocks, without what is no part of its text.

It is parsed as browsers do, never over the network, and no entity that the file declares is expanded.
"""

import re
from collections.abc import Mapping

from lxml import etree, html
from lxml.etree import _Element

from ingest.decoding import decoded
from ingest.dropped import Dropped
from ingest.errors import DocumentUnreadable
from ingest.html_flow import Flow
from ingest.mark import numbers_references
from ingest.minor_heading import settled
from ingest.reading import Format, Reading
from ingest.transcript import Transcript

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n.*?^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_TEMPLATE = re.compile(r"\{%.{0,500}?%\}|\{\{[^{}]{0,500}\}\}", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_STATED = {
    "publisher": ("dc.publisher", "dcterms.publisher", "citation_publisher", "og:site_name"),
    "published": (
        "dc.date",
        "dcterms.issued",
        "dcterms.date",
        "citation_publication_date",
        "article:published_time",
    ),
    "version": ("dcterms.hasversion", "dc.version", "version"),
}


def read_html(data: bytes, *, name: str) -> Reading:
    """The blocks of an HTML page, in document order.

    Scripts, styles, navigation, hidden text, page headers and footers, comments, template tags and tables of
    contents are left out and noted. Headings are h1 to h6, and paragraphs that are headings by their look
    (`ingest.minor_heading`). `name` is for messages.
    Raises DocumentUnreadable: no text, entities declared, nested too deep, too large in one piece.
    """
    text, doubtful = decoded(data, name=name)
    if _ENTITY.search(text):
        raise DocumentUnreadable(
            file=name,
            why="it declares entities, which can grow without bound when they are expanded",
            cure="Save the page again from a browser, which writes it without them",
        )
    dropped = Dropped()
    text = _without_templates(text, dropped)
    root = _parsed(text, name)
    transcript = Transcript()
    flow = Flow(transcript=transcript, dropped=dropped, bare=numbers_references("".join(root.itertext())))
    try:
        flow.read(root)
    except RecursionError:
        raise _unsafe(name, "it is nested too deep") from None
    return Reading(
        format=Format.HTML,
        blocks=settled(flow.standings),
        text=transcript.text,
        stated=_stated(root),
        dropped=dropped.notes(),
        doubtful=(*doubtful, *flow.doubtful.notes()),
    )


def _without_templates(text: str, dropped: Dropped) -> str:
    front = _FRONT_MATTER.match(text)
    if front:
        dropped.add("front matter", "first lines")
        text = text[front.end() :]
    text, count = _TEMPLATE.subn(" ", text)
    dropped.add("template tag", "whole document", count)
    return text


def _parsed(text: str, name: str) -> _Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DocumentUnreadable(
            file=name, why=f"it holds no HTML ({error})", cure="Open it in a browser and save it again"
        ) from None
    fatal = [entry.message for entry in parser.error_log if entry.level_name == "FATAL"]
    if fatal:
        raise _unsafe(name, fatal[0].split(",")[0])
    return root


def _unsafe(name: str, what: str) -> DocumentUnreadable:
    return DocumentUnreadable(
        file=name,
        why=f"it goes beyond what is read safely ({what})",
        cure="Open it in a browser and save it again, or split it",
    )


def _stated(root: _Element) -> Mapping[str, str]:
    """What the page says of itself in its title and meta tags, as printed."""
    metas = {
        (meta.get("name") or meta.get("property") or "").lower(): " ".join(
            (meta.get("content") or "").split()
        )
        for meta in root.iter("meta")
    }
    stated = {
        key: next(metas[name] for name in names if metas.get(name))
        for key, names in _STATED.items()
        if any(metas.get(name) for name in names)
    }
    title = next((" ".join("".join(one.itertext()).split()) for one in root.iter("title", "h1")), "")
    return ({"title": title} if title else {}) | stated
