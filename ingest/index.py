"""Index: the passages' vectors in Chroma, made from the record alone and never edited.

Chroma rewrites its files when it opens them, so an index is sealed once built: whoever searches it opens
a copy of its own. That keeps processes out of each other's way, and makes damage visible without opening
a damaged file.
"""

import contextlib
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from ingest.chroma import COLLECTION, open_client, open_store
from ingest.errors import IndexUnreadable
from ingest.home import Home
from ingest.passage import Passage
from ingest.record import Record
from ingest.rows import embedded_text
from ingest.seal import Seal, check_seal, sealed_files

if TYPE_CHECKING:
    from chromadb.api.client import Client

_BATCH = 2_000
"""Passages a call, if the client takes that many; its own limit follows from SQLite."""


def check_index(home: Home, record: Record, embedder: str) -> Seal:
    """The seal of the current index. Raises IndexUnreadable if it is absent, damaged or behind the record.

    Cheap: neither chromadb nor the vectors are loaded.
    """
    seal = Seal.load(_pointer(home))
    state = (record.generation(), record.corpus_hash(), embedder)
    if (seal.generation, seal.corpus_hash, seal.embedder) != state:
        raise IndexUnreadable("the record has changed since it was built", damage=False)
    check_seal(home.index / seal.folder, seal.files)
    return seal


def index_stamp(home: Home) -> int:
    """A number that changes when another index is put in place."""
    try:
        return _pointer(home).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def build_index(home: Home, record: Record, embedder: str) -> None:
    """Build the index of all current passages beside the present one, check it, and put it in its place.

    The caller holds the write lock. Raises IndexUnreadable if the new one does not hold every passage.
    """
    home.index.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="built-", dir=home.index))
    count = _fill(folder, record, embedder)
    Seal(
        folder=folder.name,
        generation=record.generation(),
        corpus_hash=record.corpus_hash(),
        embedder=embedder,
        count=count,
        files=sealed_files(folder),
    ).save(_pointer(home))
    _sweep(home, keep=folder.name)


class ChromaIndex:
    """A private, open copy of the current index. It is removed when closed, or no longer referred to."""

    def __init__(self, home: Home, record: Record, embedder: str) -> None:
        """Copy and open. Raises IndexUnreadable."""
        seal = check_index(home, record, embedder)
        folder, lock = _private_folder(home)
        self._remove = weakref.finalize(self, _remove, folder, lock)
        try:
            shutil.copytree(home.index / seal.folder, folder, dirs_exist_ok=True)
        except OSError as error:  # a writer has just put another in its place
            raise IndexUnreadable("it was replaced while it was being opened", damage=False) from error
        client = open_client(folder)
        self._close = weakref.finalize(self, client.close)
        self._store = open_store(client, {})

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[tuple[int, float], ...]:
        """The k nearest passages, nearest first, as (passage number, cosine similarity)."""
        found = self._store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=k)
        # Chroma calls it a relevance score; it is the cosine distance.
        return tuple((int(document.metadata["n"]), 1.0 - distance) for document, distance in found)

    def close(self) -> None:
        """Close the copy and remove it."""
        self._close()
        self._remove()


def _fill(folder: Path, record: Record, embedder: str) -> int:
    """Write all vectors into a new Chroma folder; the number of passages in it."""
    vectors = record.vectors(embedder)
    numbers = vectors.numbers.tolist()
    with contextlib.closing(open_client(folder)) as client:
        batch = min(_BATCH, client.get_max_batch_size())
        for first in range(0, len(numbers), batch):
            some = slice(first, first + batch)
            by_number = record.numbered(numbers[some])
            passages = [by_number[number] for number in numbers[some]]
            _add(client, numbers[some], passages, vectors.matrix[some])
        count = client.get_or_create_collection(COLLECTION).count()
    if count != len(numbers):
        raise IndexUnreadable(f"it took up {count} of {len(numbers)} passages")
    return count


def _add(
    client: "Client", numbers: Sequence[int], passages: Sequence[Passage], matrix: NDArray[np.float32]
) -> None:
    texts = [embedded_text(passage) for passage in passages]
    open_store(client, dict(zip(texts, matrix, strict=True))).add_texts(
        texts,
        metadatas=[
            {"n": number, "id": passage.id, "guideline": passage.guideline, "version": passage.version}
            for number, passage in zip(numbers, passages, strict=True)
        ],
        ids=[str(number) for number in numbers],
    )


def _private_folder(home: Home) -> tuple[Path, FileLock]:
    """A folder that stays as long as its lock is held; the system frees the lock of a process that dies."""
    folder = Path(tempfile.mkdtemp(prefix="serving-", dir=home.index))
    lock = FileLock(_lock_of(folder))
    lock.acquire(timeout=1)
    return folder, lock


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    _lock_of(folder).unlink(missing_ok=True)


def _sweep(home: Home, *, keep: str) -> None:
    """Remove earlier indexes, and copies whose process is gone."""
    for folder in home.index.glob("built-*"):
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)
    for folder in home.index.glob("serving-*/"):
        lock = FileLock(_lock_of(folder))
        with contextlib.suppress(Timeout):
            lock.acquire(timeout=0)
            _remove(folder, lock)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _pointer(home: Home) -> Path:
    return home.index / "current.json"
