"""DOCX archive: a Word file's zip, looked at before anything in it is unpacked."""

import re
import zlib
from collections.abc import Sequence
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from ingest.errors import DocumentUnreadable

LARGEST = 200 * 1024 * 1024
"""Bytes that all parts of a file may claim to have unpacked: real ones have a few million."""
LARGEST_XML = 64 * 1024 * 1024
MOST_PARTS = 10_000
_RATIO = 200
_SMALL = 5 * 1024 * 1024
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCRYPTED = 0x1


def checked(data: bytes, *, name: str) -> None:
    """Raises DocumentUnreadable where a DOCX is damaged, encrypted, claims too much, or declares entities."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts, name)
            for part in parts:
                content = archive.read(part)  # a picture too: what opens the file later reads all of it
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_xml(content, part.filename, name)
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error) as error:
        raise _damaged(name, str(error)) from None
    except RuntimeError as error:  # zipfile's own for a password
        raise _encrypted(name) if "password" in str(error) else _damaged(name, str(error)) from None


def _check_sizes(parts: Sequence[ZipInfo], name: str) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _encrypted(name)
    claimed = sum(part.file_size for part in parts)
    bomb = any(
        part.file_size > _SMALL and part.file_size > _RATIO * max(1, part.compress_size) for part in parts
    )
    largest = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    if claimed > LARGEST or largest > LARGEST_XML or len(parts) > MOST_PARTS or bomb:
        raise DocumentUnreadable(
            file=name,
            why=f"its {len(parts)} parts claim {claimed / 2**20:,.0f} MB unpacked from "
            f"{sum(part.compress_size for part in parts) / 2**20:,.1f} MB, more than a document needs",
            cure="If it is a real document, take out its pictures and save it again",
        )


def _check_xml(content: bytes, part: str, name: str) -> None:
    if _DECLARATION.search(content.replace(b"\0", b"")):
        raise DocumentUnreadable(
            file=name,
            why=f"its part {part} declares a document type, through which entities can grow without bound",
            cure="Save it again from a word processor, which writes it without one",
        )


def _damaged(name: str, why: str) -> DocumentUnreadable:
    return DocumentUnreadable(
        file=name,
        why=f"it is a damaged or truncated Word file ({why})",
        cure="Get it again, or open and save it in a word processor",
    )


def _encrypted(name: str) -> DocumentUnreadable:
    return DocumentUnreadable(file=name, why="it is encrypted", cure="Save it without a password")
