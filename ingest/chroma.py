"""Chroma: opening a folder of Chroma's through LangChain, with vectors that are already there."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

import ingest.offline  # noqa: F401  (before chromadb)

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from langchain_chroma import Chroma

COLLECTION = "passages"


class Recorded:
    """Embeddings for LangChain that are looked up in the record, not computed again."""

    def __init__(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """`vectors` by the text that is indexed."""
        self._vectors = vectors

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors of texts that are on record."""
        return [self._vectors[text].tolist() for text in texts]


def open_client(folder: Path) -> "Client":
    """Open the Chroma folder, or make one. The caller closes the client."""
    import chromadb  # noqa: PLC0415  (a second to import)
    from chromadb.config import Settings  # noqa: PLC0415

    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))


def open_store(client: "Client", vectors: Mapping[str, NDArray[np.float32]]) -> "Chroma":
    """LangChain's view of the collection, compared by cosine."""
    from langchain_chroma import Chroma  # noqa: PLC0415  (a second to import)

    return Chroma(
        client=client,
        collection_name=COLLECTION,
        embedding_function=Recorded(vectors),  # type: ignore[arg-type]  # queries come as vectors
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
