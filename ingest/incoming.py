"""Incoming: a guideline on its way into the record, a pack or a plain document, read only where it is new."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unicodedata import combining, normalize

from corpus.guideline import Guideline
from corpus.pack import GUIDELINE_FILE, Pack, load_pack
from corpus.side_car import side_car_of
from ingest.errors import DocumentUnreadable, NotAPack
from ingest.passage import Passage
from ingest.reading import Note

SPLITTER = "2"
"""Raise this when the same document would be split otherwise, so that everything is split again."""

_NOT_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A guideline that was read whole, with what was left out and what looks doubtful, for the report."""

    guideline: Guideline
    passages: tuple[Passage, ...]
    dropped: tuple[Note, ...] = ()
    doubtful: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A guideline by its id, before it is read. `digest` is the SHA-256 hex digest of all that it is made of.

    `folder` is its pack's, None for a plain document. `load` raises what reading raises.
    """

    id: str
    source: Path
    folder: Path | None
    digest: str
    load: Callable[[], Loaded]


def incoming(path: Path) -> Iterator[Incoming]:
    """The guidelines at `path`: a pack, its guideline.md, a folder of packs, a document, or a folder of
    documents. Raises NotAPack, and CorpusError where a pack can't be read."""
    if path.is_file() and path.name != GUIDELINE_FILE:
        yield of_document(path)
        return
    packs = tuple(pack_folders(path))
    if packs:
        yield from (of_pack(load_pack(folder)) for folder in packs)
        return
    documents = tuple(_documents(path))
    if not documents:
        raise NotAPack(path)
    yield from map(of_document, documents)


def pack_folders(path: Path) -> Iterator[Path]:
    """The packs at `path`: itself, its guideline.md, or the packs in it; none where it holds none."""
    if path.name == GUIDELINE_FILE and path.is_file():
        yield path.parent
    elif (path / GUIDELINE_FILE).is_file():
        yield path
    elif path.is_dir():
        yield from sorted(file.parent for file in path.glob(f"*/{GUIDELINE_FILE}"))


def of_pack(pack: Pack) -> Incoming:
    """A pack, whose front matter has been read."""

    def load() -> Loaded:
        from ingest.markdown import passages  # noqa: PLC0415  (not where nothing has changed)

        return Loaded(guideline=pack.guideline, passages=passages(pack.document, pack.guideline))

    return Incoming(
        id=pack.guideline.id,
        source=pack.source,
        folder=pack.folder,
        digest=digest_of(pack.source),
        load=load,
    )


def of_document(file: Path) -> Incoming:
    """A document of any format that is read, with its side-car where it has one."""
    from ingest.identity import identified  # noqa: PLC0415  (not where there are packs alone)

    side_car = side_car_of(file)

    def load() -> Loaded:
        from ingest.document import read_document  # noqa: PLC0415  (not where nothing has changed)
        from ingest.structure import structured  # noqa: PLC0415

        try:
            data = file.read_bytes()
        except OSError as error:
            why, cure = f"it can't be opened ({error.strerror})", "Check that it may be read"
            raise DocumentUnreadable(file=file.name, why=why, cure=cure) from error
        reading = read_document(data, file.name)
        identity = identified(reading.stated, id=document_id(file), file=file, side_car=side_car)
        return Loaded(
            guideline=identity.guideline,
            passages=structured(reading.blocks, identity.guideline),
            dropped=reading.dropped,
            doubtful=(*reading.doubtful, *identity.differences),
        )

    return Incoming(
        id=document_id(file),
        source=file,
        folder=None,
        digest=digest_of(file, *([side_car] if side_car else [])),
        load=load,
    )


def document_id(file: Path) -> str:
    """The id of a document's guideline: its name without its ending, as lower-case words with underscores.

    Letters lose their accents; those of other scripts than Latin are left out.
    """
    letters = "".join(char for char in normalize("NFKD", file.stem.casefold()) if not combining(char))
    return _NOT_ID.sub("_", letters).strip("_") or "document"


def digest_of(*files: Path) -> str:
    """SHA-256 hex digest of files, with their names, and of the way of splitting; a file that may not be read
    counts by its name."""
    digest = hashlib.sha256(SPLITTER.encode())
    for file in files:
        digest.update(b"\0" + os.fsencode(file.name) + b"\0")
        with suppress(PermissionError):  # reading it says so
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _documents(folder: Path) -> Iterator[Path]:
    """The documents of a folder and of those below it, in order of path: files whose name says a format that
    is read. Hidden ones, side-cars and what lies in a pack are none."""
    from ingest.format import named_format  # noqa: PLC0415  (not where there are packs alone)

    packs = {file.parent for file in folder.rglob(GUIDELINE_FILE)}
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if hidden or not file.is_file() or named_format(file.name) is None or packs & set(file.parents):
            continue
        yield file
