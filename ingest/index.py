"""Index: the passages' vectors in Chroma, made from the record alone and never edited.

Chroma rewrites its files when it opens them, so an index is sealed once built: whoever searches it opens
a copy of its own. That keeps processes out of each other's way, and makes damage visible without opening
a damaged file.
"""

import contextlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

import ingest.offline  # noqa: F401  (before chromadb)
from ingest.errors import IndexUnreadable
from ingest.home import Home
from ingest.record import Record
from ingest.rows import embedded_text
from ingest.seal import Seal, check_seal, sealed_files

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from langchain_chroma import Chroma

_COLLECTION = "passages"
_BATCH = 2_000
"""Passages a call, if the client takes that many; its own limit follows from SQLite."""


def check_index(home: Home, record: Record, embedder: str) -> Seal:
    """The seal of the current index. Raises IndexUnreadable if it is absent, damaged or behind the record.

    Cheap: neither chromadb nor the vectors are loaded.
    """
    seal = Seal.load(_pointer(home))
    if (seal.corpus_hash, seal.embedder) != (record.corpus_hash(), embedder):
        raise IndexUnreadable("the record has changed since it was built", damage=False)
    check_seal(home.index / seal.folder, seal.files)
    return seal


def build_index(home: Home, record: Record, embedder: str) -> None:
    """Build the index of all current passages beside the present one, check it, and put it in its place.

    The caller holds the write lock. Raises IndexUnreadable if the new one does not hold every passage.
    """
    home.index.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="built-", dir=home.index))
    count = _fill(folder, record, embedder)
    Seal(
        folder=folder.name,
        corpus_hash=record.corpus_hash(),
        embedder=embedder,
        count=count,
        files=sealed_files(folder),
    ).save(_pointer(home))
    _sweep(home, keep=folder.name)


class ChromaIndex:
    """A private, open copy of the current index."""

    def __init__(self, home: Home, record: Record, embedder: str) -> None:
        """Copy and open. Raises IndexUnreadable."""
        seal = check_index(home, record, embedder)
        self._folder = Path(tempfile.mkdtemp(prefix=f"serving-{os.getpid()}-", dir=home.index))
        self._remove = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        shutil.copytree(home.index / seal.folder, self._folder, dirs_exist_ok=True)
        self._client = _client(self._folder)
        self._store = _store(self._client, {})

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[tuple[int, float], ...]:
        """The k nearest passages, nearest first, as (passage number, cosine similarity)."""
        found = self._store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=k)
        # Chroma calls it a relevance score; it is the cosine distance.
        return tuple((int(document.metadata["n"]), 1.0 - distance) for document, distance in found)

    def close(self) -> None:
        """Close the copy and remove it."""
        self._client.close()
        self._remove()


def _fill(folder: Path, record: Record, embedder: str) -> int:
    """Write all vectors into a new Chroma folder; the number of passages in it."""
    vectors = record.vectors(embedder)
    numbers = vectors.numbers.tolist()
    with contextlib.closing(_client(folder)) as client:
        batch = min(_BATCH, client.get_max_batch_size())
        for first in range(0, len(numbers), batch):
            taken = numbers[first : first + batch]
            passages = record.numbered(taken)
            texts = [embedded_text(passages[number]) for number in taken]
            _store(client, dict(zip(texts, vectors.matrix[first : first + batch], strict=True))).add_texts(
                texts,
                metadatas=[
                    {
                        "n": n,
                        "id": passages[n].id,
                        "guideline": passages[n].guideline,
                        "version": passages[n].version,
                    }
                    for n in taken
                ],
                ids=[str(number) for number in taken],
            )
        count = client.get_or_create_collection(_COLLECTION).count()
    if count != len(numbers):
        raise IndexUnreadable(f"it took up {count} of {len(numbers)} passages")
    return count


class _Recorded:
    """Embeddings for LangChain that are looked up in the record, not computed again."""

    def __init__(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        return [self._vectors[text].tolist() for text in texts]


def _client(folder: Path) -> "Client":
    import chromadb  # noqa: PLC0415  (a second to import)
    from chromadb.config import Settings  # noqa: PLC0415

    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))


def _store(client: "Client", vectors: Mapping[str, NDArray[np.float32]]) -> "Chroma":
    from langchain_chroma import Chroma  # noqa: PLC0415  (a second to import)

    return Chroma(
        client=client,
        collection_name=_COLLECTION,
        embedding_function=_Recorded(vectors),  # type: ignore[arg-type]  # queries come as vectors
        collection_configuration={"hnsw": {"space": "cosine"}},
    )


def _pointer(home: Home) -> Path:
    return home.index / "current.json"


def _sweep(home: Home, *, keep: str) -> None:
    """Remove earlier indexes, and copies left behind by processes that are gone."""
    for folder in _folders(home):
        kind, _, owner = folder.name.partition("-")
        superseded = kind == "built" and folder.name != keep
        abandoned = kind == "serving" and not _alive(int(owner.partition("-")[0]))
        if superseded or abandoned:
            shutil.rmtree(folder, ignore_errors=True)


def _folders(home: Home) -> Iterator[Path]:
    return (path for path in home.index.iterdir() if path.is_dir())


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
