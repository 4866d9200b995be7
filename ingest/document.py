"""Document: a file of any format that is read, as blocks."""

from collections.abc import Callable
from dataclasses import replace

from ingest.decoding import decoded
from ingest.errors import DocumentUnreadable
from ingest.format import format_of, named_format
from ingest.reading import Format, Note, Reading

LARGEST = 256 * 1024 * 1024
"""Bytes: the largest file that is read."""
LONGEST_LINE = 2_000_000
"""Characters that a line of text, or one block, may have: nobody wrote a longer paragraph."""


def read_document(data: bytes, name: str) -> Reading:
    """The blocks of a file, by what it is and not by what it is called; a wrong name is a note.

    `name` is for messages. Raises DocumentUnreadable with what is wrong and what to do.
    """
    if len(data) > LARGEST:
        raise DocumentUnreadable(
            file=name,
            why=f"it has {len(data) / 2**20:,.0f} MB, and {LARGEST // 2**20} MB is the most that is read",
            cure="Split it, or take out its pictures",
        )
    kind = format_of(data, name)
    reading = _READERS[kind](data, name)
    if any(block.end - block.start > LONGEST_LINE for block in reading.blocks if block.text):
        raise _endless(name)
    named = named_format(name)
    if named is None or named is kind or {named, kind} == {Format.MARKDOWN, Format.TEXT}:
        return reading
    note = Note(what=f"name says {named.value}, content is {kind.value}", where=name)
    return replace(reading, doubtful=(*reading.doubtful, note))


def _markdown(data: bytes, name: str) -> Reading:
    from ingest.markdown import read_markdown, stated_in  # noqa: PLC0415  (each reader loads its own parser)

    text, doubtful = decoded(data, name=name)
    _check_lines(text, name)
    blocks = read_markdown(text)
    return Reading(
        format=Format.MARKDOWN,
        text=text,
        blocks=blocks,
        stated=stated_in(text, blocks),
        doubtful=doubtful,
    )


def _html(data: bytes, name: str) -> Reading:
    from ingest.html import read_html  # noqa: PLC0415  (as above)

    return read_html(data, name=name)


def _docx(data: bytes, name: str) -> Reading:
    from ingest.docx import read_docx  # noqa: PLC0415  (as above)

    return read_docx(data, name=name)


def _pdf(data: bytes, name: str) -> Reading:
    from ingest.pdf import read_pdf  # noqa: PLC0415  (as above)

    return read_pdf(data, name=name)


def _text(data: bytes, name: str) -> Reading:
    from ingest.text import read_text  # noqa: PLC0415  (as above)

    _check_lines(decoded(data, name=name)[0], name)
    return read_text(data, name=name)


_READERS: dict[Format, Callable[[bytes, str], Reading]] = {
    Format.MARKDOWN: _markdown,
    Format.HTML: _html,
    Format.DOCX: _docx,
    Format.PDF: _pdf,
    Format.TEXT: _text,
}


def _check_lines(text: str, name: str) -> None:
    """Before a parser works on it: some take minutes over one endless line."""
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise _endless(name)


def _endless(name: str) -> DocumentUnreadable:
    return DocumentUnreadable(
        file=name,
        why=f"one paragraph or line has more than {LONGEST_LINE:,} characters, which no guideline has",
        cure="Check the file, and give one with line breaks",
    )
