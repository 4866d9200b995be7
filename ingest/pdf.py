"""PDF: a guideline in PDF, read into blocks with pdfminer's characters and pdfplumber's table geometry.

Nothing is drawn and no model is used: what a page says is told from where its characters stand, how large and
heavy they are, and what comes back on other pages.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from ingest import pdf_contents, pdf_heading
from ingest.errors import DocumentUnreadable
from ingest.pdf_block import blocks
from ingest.pdf_column import columns, whole
from ingest.pdf_furniture import PageLines, cleared
from ingest.pdf_line import Line, lines
from ingest.pdf_page import UNKNOWN, Page, PageDevice
from ingest.pdf_paragraph import Paragraph, Part, finish, flowing, is_footnote, paragraphs, vocabulary
from ingest.pdf_table import Table, aligned, grounds, ruled
from ingest.reading import Format, Note, Reading

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what matters is noted or raised here

_HEAD = b"%PDF-"
_TAIL = b"%%EOF"
_MARGIN = 4096
"""How far from its beginning and end a file may have its marks, in bytes."""

_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|rtf|odt)\b|^Microsoft Word|^untitled", re.IGNORECASE)


def read_pdf(data: bytes, *, name: str) -> Reading:
    """Read a whole PDF file. `name` is what messages call it.

    Offsets are code points into the reading's text: a paragraph, item or table row a line. Boxes are in
    points from the top left corner of their page, turned so that it can be read.
    Raises DocumentUnreadable where the file is no PDF, is truncated or damaged, or needs a password. A single
    page that can't be read, or that is a picture, is noted in `doubtful`.
    """
    document = _opened(data, name)
    notes = _Notes()
    pages = tuple(_pages(document, name, notes))
    return _read(pages, document, notes)


@dataclass(kw_only=True)
class _Notes:
    """What was left out and what is doubtful, as it is met."""

    dropped: list[Note] = field(default_factory=list)
    doubtful: list[Note] = field(default_factory=list)


def _opened(data: bytes, name: str) -> PDFDocument:
    if _HEAD not in data[:_MARGIN]:
        raise _refused(name, "it is no PDF: it does not begin with '%PDF-'")
    if _TAIL not in data[-_MARGIN:]:
        raise _refused(name, "it is truncated: its end is missing")
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        why = "it is encrypted and opens only with a password"
        cure = "Save it without a password and ingest that file"
        raise DocumentUnreadable(file=name, why=why, cure=cure) from error
    except Exception as error:
        raise _refused(name, f"its structure is damaged: {_said(error)}") from error
    return document


def _refused(name: str, why: str) -> DocumentUnreadable:
    cure = "Fetch it again, or open it in another program and save it anew, and ingest that file"
    return DocumentUnreadable(file=name, why=why, cure=cure)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _pages(document: PDFDocument, name: str, notes: _Notes) -> Iterator[Page]:
    """The pages that have text. Raises DocumentUnreadable where there is none that can be read."""
    manager = PDFResourceManager()
    device = PageDevice(manager)
    interpreter = PDFPageInterpreter(manager, device)
    number = failed = 0
    try:
        for number, page in enumerate(PDFPage.create_pages(document), start=1):
            x0, y0, x1, y1 = page.mediabox
            width, height = (y1 - y0, x1 - x0) if page.rotate % 180 else (x1 - x0, y1 - y0)
            try:
                interpreter.process_page(page)
            except Exception as error:  # noqa: BLE001  (pdfminer raises what it stumbles over)
                device.taken(number=number, width=width, height=height)
                failed += 1
                notes.doubtful.append(Note(what=f"unreadable page ({_said(error)})", where=f"page {number}"))
                continue
            drawn = device.taken(number=number, width=width, height=height)
            _judge(drawn, notes)
            yield drawn
    except DocumentUnreadable:
        raise
    except Exception as error:
        raise _refused(name, f"its pages are damaged: {_said(error)}") from error
    if number == failed:
        why = "none of its pages can be read" if number else "it has no pages, or their list is damaged"
        raise _refused(name, why)


def _judge(page: Page, notes: _Notes) -> None:
    where = f"page {page.number}"
    printed = [glyph for glyph in page.glyphs if not glyph.text.isspace() and not glyph.artifact]
    unknown = sum(glyph.text == UNKNOWN or glyph.text.startswith("(cid:") for glyph in printed)
    if len(printed) < 10 and page.images:
        notes.doubtful.append(Note(what="scanned page", where=where))
    if unknown:
        notes.doubtful.append(Note(what="characters that the file does not name", where=where, count=unknown))
    if page.turned:
        notes.dropped.append(Note(what="text at an angle", where=where, count=page.turned))
    marked = sum(glyph.artifact and not glyph.text.isspace() for glyph in page.glyphs)
    if marked:
        notes.dropped.append(Note(what="page furniture", where=where))


def _read(pages: Sequence[Page], document: PDFDocument, notes: _Notes) -> Reading:
    cleaned = cleared([_lined(page) for page in pages])
    for what, count in sorted(cleaned.dropped.items()):
        notes.dropped.append(Note(what=what, where="on its pages", count=count))
    every = [line for page in cleaned.pages for line in page.lines]
    body, body_bold = _body(every)
    words = vocabulary(every)
    found: list[Part] = []
    for page, rest in zip(pages, cleaned.pages, strict=True):
        for part in _parts(page, rest.lines, notes):
            if isinstance(part, Paragraph):
                part.note = is_footnote(part, body=body, height=page.height)
            found.append(part)
    found = flowing(found)
    for part in found:
        if isinstance(part, Paragraph):
            finish(part, words)
    found = [part for part in found if isinstance(part, Table) or part.text]
    kept, contents, count = pdf_contents.without_contents(found)
    if count:
        notes.dropped.append(Note(what="list of contents", where="in the document", count=count))
    kept = _without_pointers(kept, notes)
    told = [part for part in kept if isinstance(part, Paragraph)]
    headings = pdf_heading.candidates(told, body=body, body_bold=body_bold)
    kept = _without_provenance(kept, headings, notes)
    listed = frozenset(pdf_heading.folded(part.text) for part in told if part.label and len(part.text) < 150)
    levels = pdf_heading.levels(headings, contents=contents, outline=_outline(document), listed=listed)
    by_heading = {id(heading): level for heading, level in zip(headings, levels, strict=True)}
    text, made = blocks(kept, by_heading)
    for block in made:
        if block.rows and not any(row.header for row in block.rows):
            notes.doubtful.append(Note(what="table without headers", where=f"page {block.page}"))
    return Reading(
        format=Format.PDF,
        text=text,
        blocks=made,
        stated=_stated(document, headings, levels),
        dropped=tuple(notes.dropped),
        doubtful=tuple(notes.doubtful),
    )


def _lined(page: Page) -> PageLines:
    try:
        tables = tuple(grounds(page.rules))
    except Exception:  # noqa: BLE001  (it is noted where the table itself is read)
        tables = ()
    return PageLines(number=page.number, height=page.height, lines=lines(page), tables=tables)


def _parts(page: Page, rest: Sequence[Line], notes: _Notes) -> Iterator[Part]:
    """The tables and paragraphs of a page in reading order."""
    tables: list[Table] = []
    try:
        tables, left = ruled(rest, page.rules)
        more, left = aligned(left)
        tables.extend(more)
    except Exception as error:  # noqa: BLE001  (a table that can't be read is read as text)
        notes.doubtful.append(Note(what=f"tables not read ({_said(error)})", where=f"page {page.number}"))
        tables, left = [], list(rest)
    for column in columns(_placed(left, tables)):
        run: list[Line] = []
        for item in column:
            if isinstance(item, Table):
                yield from paragraphs(whole(run))
                run = []
                yield item
            else:
                run.append(item)
        yield from paragraphs(whole(run))


def _placed(left: Sequence[Line], tables: Sequence[Table]) -> list[Line | Table]:
    return [*left, *tables]


def _body(every: Sequence[Line]) -> tuple[float, bool]:
    """The size of most of the type, and whether most is bold."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in every:
        sizes[line.size] += len(line.text)
        bold += len(line.text) if line.bold else 0
    size = max(sizes, key=lambda value: (sizes[value], value), default=0.0)
    return size, bold > 0.6 * sum(sizes.values())


def _without_pointers(parts: Sequence[Part], notes: _Notes) -> list[Part]:
    kept = [part for part in parts if isinstance(part, Table) or not pdf_contents.is_pointer(part)]
    if len(kept) < len(parts):
        count = len(parts) - len(kept)
        notes.dropped.append(Note(what="pointer to a page", where="in the document", count=count))
    return kept


def _without_provenance(parts: Sequence[Part], headings: Sequence[Paragraph], notes: _Notes) -> list[Part]:
    """Parts without a note on where the document comes from, above its first heading."""
    first = id(headings[0]) if headings else None
    kept: list[Part] = []
    before: list[Paragraph] = []
    for index, part in enumerate(parts):
        if isinstance(part, Table) or id(part) == first or part.lines[0].page > 1:
            return [*kept, *parts[index:]]
        if pdf_contents.is_provenance(part, before):
            notes.dropped.append(Note(what="note on the source", where=f"page {part.lines[0].page}"))
        else:
            kept.append(part)
        before.append(part)
    return kept


def _outline(document: PDFDocument) -> dict[str, int]:
    """The file's bookmarks, folded, with their levels; none where they can't be read."""
    try:
        entries = [(pdf_heading.folded(str(title)), level) for level, title, *_ in document.get_outlines()]
    except Exception:  # noqa: BLE001  (most files have none, and a damaged one is no loss)
        return {}
    levels = dict(reversed(entries))
    return {title: level for title, level in levels.items() if title}


def _stated(document: PDFDocument, headings: Sequence[Paragraph], levels: Sequence[int]) -> dict[str, str]:
    """The title: the file's own, or the topmost heading of its first page."""
    for info in document.info:
        raw = resolve1(info.get("Title"))
        title = decode_text(raw).strip() if isinstance(raw, bytes) else ""
        if title and not _FILE_NAME.search(title):
            return {"title": title}
    first = [(level, index) for index, level in enumerate(levels) if headings[index].lines[0].page == 1]
    return {"title": headings[min(first)[1]].text} if first else {}
