"""Search: the passages that bear on a query, found by words and by meaning."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ingest.embedder import DEFAULT, Embedder, load_embedder
from ingest.home import Home
from ingest.index import index_stamp
from ingest.record import Record
from retrieval.arms import Arms
from retrieval.dense import Dense, Neighbours, Unasked, neighbours
from retrieval.errors import EmptyQuery, UnknownGuideline
from retrieval.evidence import Evidence
from retrieval.fusion import fuse
from retrieval.hit import Hit
from retrieval.lexical import search_words

CANDIDATES = 100
"""Passages that each way of searching may propose."""

WINDOW = 1_000
"""Characters of a query that are embedded together; about what the default model reads at once."""


@dataclass(frozen=True, kw_only=True)
class _Snapshot:
    """The state of the record that a search runs on."""

    state: tuple[int, int]
    guidelines: tuple[str, ...]
    neighbours: Neighbours


class Retriever:
    """Searches one data home. Safe to call from several threads; takes up changes of the record by itself."""

    def __init__(
        self, *, home: Home, record: Record, embedder: Embedder, dense: Dense, arms: Arms = Arms.BOTH
    ) -> None:
        self.record = record
        self.embedder = embedder
        self._home = home
        self._dense = dense
        self._arms = arms
        self._loading = Lock()
        self._snapshot = self._load()

    @classmethod
    def open(
        cls,
        home: Home,
        embedder: Embedder | None = None,
        *,
        dense: Dense = Dense.AUTO,
        arms: Arms = Arms.BOTH,
    ) -> "Retriever":
        """Open the record of `home` for searching; the embedding model is loaded by the first search.

        `arms` are the ways of searching that are asked; the dense one is asked as `dense` says, and needs
        the vectors on record only where it is asked.
        Raises RecordError, VectorsMissing among them, which `ingest.pipeline.ensure` mends.
        """
        return cls(
            home=home,
            record=Record.open(home),
            embedder=embedder or load_embedder(DEFAULT, home),
            dense=dense,
            arms=arms,
        )

    def search(self, query: str, *, k: int = 8, guidelines: Sequence[str] = ()) -> tuple[Evidence, ...]:
        """At most k passages, best first; only of `guidelines` where some are named.

        Raises EmptyQuery or UnknownGuideline.
        """
        if not query.strip():
            raise EmptyQuery
        snapshot = self._current()
        unknown = [name for name in guidelines if name not in snapshot.guidelines]
        if unknown:
            raise UnknownGuideline(unknown=unknown, choices=snapshot.guidelines)
        limit = max(CANDIDATES, k)
        lexical: tuple[Hit, ...] = ()
        dense: tuple[Hit, ...] = ()
        if self._arms is not Arms.DENSE:
            lexical = search_words(self.record, query, limit=limit, guidelines=guidelines)
        if self._arms is not Arms.LEXICAL:
            dense = snapshot.neighbours.nearest(self._vector(query), limit=limit, guidelines=guidelines)
        fused = fuse(lexical, dense, limit=limit)[:k]
        passages = self.record.numbered([one.number for one in fused])
        return tuple(
            Evidence(passage=passages[one.number], score=one.score, lexical=one.lexical, dense=one.dense)
            for one in fused
            if one.number in passages  # not if it left the record meanwhile
        )

    @property
    def neighbours(self) -> Neighbours:
        """How this retriever searches by meaning now."""
        return self._current().neighbours

    def close(self) -> None:
        """Close the index and the record."""
        self._snapshot.neighbours.close()
        self.record.close()

    def _vector(self, query: str) -> NDArray[np.float32]:
        """The query's vector. Models cut long texts, so a long query is the mean of its windows."""
        windows = self.embedder.embed(textwrap.wrap(query, WINDOW) or [query])
        mean: NDArray[np.float32] = windows.mean(axis=0)
        norm = np.linalg.norm(mean)
        return mean / norm if norm > 0 else mean

    def _current(self) -> _Snapshot:
        if self._state() != self._snapshot.state:
            with self._loading:
                if self._state() != self._snapshot.state:
                    # Searches that still run on the old snapshot keep it alive until they end.
                    self._snapshot = self._load()
        return self._snapshot

    def _state(self) -> tuple[int, int]:
        return self.record.generation(), index_stamp(self._home)

    def _load(self) -> _Snapshot:
        by_meaning = (
            Unasked()
            if self._arms is Arms.LEXICAL
            else neighbours(self._home, self.record, self.embedder.name, self._dense)
        )
        return _Snapshot(
            state=self._state(),
            guidelines=tuple(guideline.id for guideline in self.record.guidelines()),
            neighbours=by_meaning,
        )
