"""Dense: search by meaning, exactly over the record's vectors or approximately in Chroma."""

import logging
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexUnreadable
from ingest.home import Home
from ingest.index import ChromaIndex
from ingest.record import Record
from retrieval.hit import Hit

logger = logging.getLogger(__name__)

EXACT_UP_TO = 100_000
"""Passages up to which AUTO searches exactly; see docs/decisions/003."""


class Dense(StrEnum):
    """Which way of searching by meaning is used."""

    AUTO = "auto"
    EXACT = "exact"
    CHROMA = "chroma"


class Neighbours(Protocol):
    """Finds the passages nearest to a vector of unit length."""

    def nearest(
        self, vector: NDArray[np.float32], *, limit: int, guidelines: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Nearest first; scores are cosine similarities in [-1, 1]."""
        ...

    def close(self) -> None:
        """Give back what is held."""
        ...


class Unasked:
    """No search by meaning, for which no vectors are needed."""

    def nearest(
        self, vector: NDArray[np.float32], *, limit: int, guidelines: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Nothing is found."""
        return ()

    def close(self) -> None:
        """Nothing is held."""


class Exact:
    """Every vector is compared: nothing is missed, and a filter makes it faster, not slower."""

    def __init__(self, record: Record, embedder: str) -> None:
        """Raises VectorsMissing."""
        self._vectors = record.vectors(embedder)

    def nearest(
        self, vector: NDArray[np.float32], *, limit: int, guidelines: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """See Neighbours. Equals are in order of passage number."""
        numbers, matrix = self._vectors.numbers, self._vectors.matrix
        if guidelines:
            places = [i for i, name in enumerate(self._vectors.names) if name in guidelines]
            chosen = np.isin(self._vectors.owners, places)
            numbers, matrix = numbers[chosen], matrix[chosen]
        if not len(numbers):
            return ()
        scores = matrix @ vector
        best = np.argpartition(-scores, limit - 1)[:limit] if limit < len(scores) else np.arange(len(scores))
        order = best[np.lexsort((numbers[best], -scores[best]))]
        return tuple(Hit(int(numbers[i]), float(scores[i])) for i in order)

    def close(self) -> None:
        """Nothing is held."""


class Approximate:
    """Chroma's graph of neighbours. A filtered search is exact: Chroma's filters cost more than the scan."""

    def __init__(self, home: Home, record: Record, embedder: str) -> None:
        """Raises IndexUnreadable."""
        self._index = ChromaIndex(home, record, embedder)
        self._record = record
        self._embedder = embedder
        self._exact: Exact | None = None

    def nearest(
        self, vector: NDArray[np.float32], *, limit: int, guidelines: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """See Neighbours."""
        if guidelines:
            if self._exact is None:
                self._exact = Exact(self._record, self._embedder)
            return self._exact.nearest(vector, limit=limit, guidelines=guidelines)
        return tuple(Hit(*found) for found in self._index.nearest(vector, limit))

    def close(self) -> None:
        """Close the index."""
        self._index.close()


def neighbours(home: Home, record: Record, embedder: str, dense: Dense) -> Neighbours:
    """The way of searching that `dense` names; exactly where the index can't be used just now.

    Raises VectorsMissing.
    """
    few = record.count() <= EXACT_UP_TO
    if dense is Dense.EXACT or (dense is Dense.AUTO and few):
        return Exact(record, embedder)
    try:
        return Approximate(home, record, embedder)
    except IndexUnreadable as fault:
        # While a writer is at work the record is ahead of the index for a moment.
        logger.warning("searching without the vector index, which takes more memory: %s", fault)
        return Exact(record, embedder)
