"""Decoding: the bytes of a text file as text, by byte order mark, by what it declares, or by its bytes."""

import codecs
import re

from ingest.errors import DocumentUnreadable
from ingest.reading import Note

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_HEAD = 4096
_SAMPLE = 200_000
_LATIN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "us-ascii", "ascii"}


def decoded(data: bytes, *, name: str) -> tuple[str, tuple[Note, ...]]:
    """The text of `data` without its byte order mark, and a note where the encoding was guessed.

    A declared encoding is not believed where the bytes contradict it. As in HTML, Latin-1 means
    Windows-1252. Raises DocumentUnreadable where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is not None:
                return text, ()
    declared = _DECLARED.search(data[:_HEAD])
    if b"\0" in data[:_SAMPLE]:
        text = next(filter(_is_text, (_strict(data, "utf-16-le"), _strict(data, "utf-16-be"))), None)
        if text is None:
            raise DocumentUnreadable(
                file=name,
                why="it holds binary data, not text",
                cure="Give a PDF, DOCX, HTML, Markdown or plain text file",
            )
        return text, (_guess("utf-16", name),)
    for encoding in (declared[1].decode("ascii") if declared else "", "utf-8"):
        text = _strict(data, "cp1252" if encoding.lower() in _LATIN else encoding) if encoding else None
        if text is not None:
            return text, ()
    return _guessed(data, name)


def _guessed(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    from charset_normalizer import from_bytes  # noqa: PLC0415  (heavy, and seldom needed)

    best = from_bytes(data[:_SAMPLE]).best()
    # Single-byte text in few words can't be told apart; Windows-1252 is what most of it is.
    for encoding in ("cp1252", best.encoding if best is not None else "cp1252", "latin-1"):
        text = _strict(data, encoding)
        if text is not None and (best is None or best.encoding == encoding or _western(best.encoding)):
            return text, (_guess(encoding, name),)
    return data.decode("cp1252", errors="replace"), (_guess("cp1252", name),)


def _western(encoding: str) -> bool:
    return encoding in {"cp1250", "cp1252", "cp1254", "cp1257", "latin_1", "iso8859_15", "mac_roman", "cp437"}


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_text(text: str | None) -> bool:
    if text is None:
        return False
    sample = text[:10_000]
    plain = sum(char.isascii() and (char.isprintable() or char.isspace()) for char in sample)
    return plain > 0.5 * len(sample)


def _guess(encoding: str, name: str) -> Note:
    return Note(what=f"encoding guessed: {encoding}", where=name)
