"""Decoding: the bytes of a text file as text, by byte order mark, by what it declares, or by its bytes."""

import codecs
import re
import unicodedata

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
    if best is not None and _is_foreign(str(best)):
        text = _strict(data, best.encoding)
        if text is not None:
            return text, (_guess(best.encoding, name),)
    # Single-byte encodings of Latin letters can't be told apart by a few words: nearly all is Windows-1252.
    text = _strict(data, "cp1252")
    return text or data.decode("cp1252", errors="replace"), (_guess("cp1252", name),)


def _is_foreign(text: str) -> bool:
    """Whether most letters of a text are of another script than Latin."""
    letters = [char for char in text[:_HEAD] if char.isalpha() and not char.isascii()]
    latin = sum(unicodedata.name(char, "").startswith(("LATIN", "MICRO", "FEMININE")) for char in letters)
    return 2 * latin < len(letters) and 4 * len(letters) > sum(map(str.isalpha, text[:_HEAD]))


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
