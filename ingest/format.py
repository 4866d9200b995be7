"""Format: what kind of document a file is, told from its bytes; its name only breaks a tie."""

import re
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from ingest.decoding import decoded
from ingest.errors import DocumentUnreadable
from ingest.reading import Format

NAMES = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".pdf": Format.PDF,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
}
"""Formats by the ends of names."""

_HEAD = 1024
_SAMPLE = 100_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    (b"{\\rtf", "a rich text file (RTF)", "Save it as DOCX"),
    (b"\x89PNG", "a picture", "Give the document that it was taken from"),
    (b"\xff\xd8\xff", "a picture", "Give the document that it was taken from"),
    (b"GIF8", "a picture", "Give the document that it was taken from"),
    (b"II*\0", "a picture", "Give the document that it was taken from"),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it first"),
    (b"7z\xbc\xaf", "a compressed file (7z)", "Unpack it first"),
    (b"Rar!", "a compressed file (RAR)", "Unpack it first"),
)
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n.*?^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_PROLOGUE = re.compile(
    r"\A(?:\s+|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|\{%.*?%\})+", re.DOTALL | re.IGNORECASE
)
_HTML_START = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</(?:p|div|table|tr|td|li|ul|ol|h[1-6]|body|head|section|article|span|a|b|strong|em|i)\s*>|<br\s*/?>|<p>",
    re.IGNORECASE,
)
_OPENING = re.compile(r"<(?:[a-z][a-z0-9]*)[\s/>]", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^(?:#{1,6}[ \t]+\S|\|?[ \t]*:?-{3,}:?[ \t]*\|[-:| \t]*$|```|~~~|\[[^\]\n]+\]:[ \t]*\S)"
    r"|\*\*\S[^*\n]*\*\*|\]\((?:https?:|#|/|\.)[^)\s]*\)|[ \t]\{#[^}\n]+\}[ \t]*$",
    re.MULTILINE,
)


def format_of(data: bytes, name: str) -> Format:
    """What `data` is. `name` is for messages, and tells Markdown from plain text where nothing else does.

    Raises DocumentUnreadable: empty, encrypted, binary, or of a format that is not read.
    """
    if not data.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        raise DocumentUnreadable(
            file=name, why="it is empty", cure="Check the file, and give one that holds text"
        )
    if b"%PDF-" in data[:_HEAD]:
        return Format.PDF
    if data.startswith(_ZIP):
        return _zipped(data, name)
    if data.startswith(_OLE):
        raise _office(data, name)
    for start, what, cure in _OTHERS:
        if data.startswith(start):
            raise DocumentUnreadable(file=name, why=f"it is {what}, which is not read", cure=cure)
    return _textual(data, name)


def named_format(name: str) -> Format | None:
    """What a file's name says that it is, None where it says nothing known."""
    return NAMES.get(PurePath(name).suffix.lower())


def _textual(data: bytes, name: str) -> Format:
    text, _ = decoded(data, name=name)
    front = _FRONT_MATTER.match(text)
    sample = text[front.end() if front else 0 :][:_SAMPLE]
    marked = len(_MARKDOWN.findall(sample))
    if _is_html(sample, marked):
        return Format.HTML
    if sample.lstrip().startswith("<?xml"):
        raise DocumentUnreadable(
            file=name,
            why="it is XML of a kind that is not read",
            cure="Give it as HTML, DOCX, PDF, Markdown or plain text",
        )
    if front or marked or named_format(name) is Format.MARKDOWN:
        return Format.MARKDOWN
    return Format.TEXT


def _is_html(sample: str, marked: int) -> bool:
    prologue = _PROLOGUE.match(sample)
    if _HTML_START.search(sample[: (prologue.end() if prologue else 0) + _HEAD]):
        return True
    body = sample[prologue.end() :] if prologue else sample
    tags = len(_HTML_TAG.findall(sample))
    return tags > 0 and tags > marked and (_OPENING.match(body) is not None or tags >= 10)


def _zipped(data: bytes, name: str) -> Format:
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = set(archive.namelist())
    except (BadZipFile, OSError, ValueError) as error:
        raise DocumentUnreadable(
            file=name,
            why=f"it is a damaged or truncated Word file or archive ({error})",
            cure="Get it again, or open and save it in a word processor",
        ) from None
    if "word/document.xml" in parts or any(part.startswith("word/document") for part in parts):
        return Format.DOCX
    kinds = {"xl/": "a spreadsheet", "ppt/": "a presentation", "content.xml": "an OpenDocument file"}
    what = next(
        (kind for start, kind in kinds.items() if any(part.startswith(start) for part in parts)), "an archive"
    )
    raise DocumentUnreadable(
        file=name,
        why=f"it is {what}, which is not read",
        cure="Unpack it first" if what == "an archive" else "Save it as DOCX or PDF",
    )


def _office(data: bytes, name: str) -> DocumentUnreadable:
    if _ENCRYPTED in data:
        return DocumentUnreadable(file=name, why="it is encrypted", cure="Save it without a password")
    return DocumentUnreadable(
        file=name, why="it is a file of an old Office version, which is not read", cure="Save it as DOCX"
    )
