"""Record: the guidelines, passages and vectors of an installation in one SQLite file; the truth.

Readers see the last committed state, whole. Lexical search lives in the same file, so that it can't
fall out of step. One process writes at a time (see `ingest.lock`); any number read.
"""

import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from corpus.guideline import Guideline
from ingest import schema
from ingest.errors import RecordTooNew, RecordUnreadable, VectorsMissing
from ingest.home import Home
from ingest.passage import Passage
from ingest.rows import guideline_of, passage_of

_PASSAGES = (
    "SELECT p.*, g.title FROM passages p JOIN guidelines g ON g.id = p.guideline AND g.version = p.version"
)
_VECTORS = """SELECT p.n, p.guideline, v.vector
FROM passages p JOIN guidelines g ON g.id = p.guideline AND g.version = p.version
LEFT JOIN vectors v ON v.content_hash = p.content_hash AND v.embedder = ?
WHERE g.current = 1 ORDER BY p.n"""
_IN_ORDER = "ORDER BY p.guideline, p.ordinal"


@dataclass(frozen=True, kw_only=True)
class Vectors:
    """The vectors of all passages that are searched.

    Row i of `matrix` (float32, unit length) is passage number `numbers[i]` of guideline `names[owners[i]]`.
    """

    numbers: NDArray[np.int64]
    names: tuple[str, ...]
    owners: NDArray[np.int32]
    matrix: NDArray[np.float32]


class Record:
    """The record of one data home. Safe to read from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._guard = Lock()

    @classmethod
    def open(cls, home: Home) -> "Record":
        """Open the record of `home`, making an empty one if there is none.

        Raises RecordUnreadable or RecordTooNew.
        """
        record = cls(home.create().record)
        with record.connected() as connection:
            _prepare(connection, record.path)
        return record

    def close(self) -> None:
        """Close all connections that are not in use."""
        with self._guard:
            while self._idle:
                self._idle.pop().close()

    def guidelines(self) -> tuple[Guideline, ...]:
        """The guidelines that are searched, each in its current version, in order of id."""
        return tuple(map(guideline_of, self.rows("SELECT * FROM guidelines WHERE current = 1 ORDER BY id")))

    def passages(self, guideline: str | None = None) -> tuple[Passage, ...]:
        """The passages of all current guidelines, or of one, in document order."""
        if guideline is None:
            return tuple(map(passage_of, self.rows(f"{_PASSAGES} WHERE g.current = 1 {_IN_ORDER}")))
        where = f"WHERE g.current = 1 AND p.guideline = ? {_IN_ORDER}"
        return tuple(map(passage_of, self.rows(f"{_PASSAGES} {where}", guideline)))

    def passage(self, guideline: str, version: str, passage_id: str) -> Passage | None:
        """One passage of any version on record, current or not; None where there is none."""
        where = "WHERE p.guideline = ? AND p.version = ? AND p.id = ?"
        found = self.rows(f"{_PASSAGES} {where}", guideline, version, passage_id)
        return passage_of(found[0]) if found else None

    def pack_folders(self) -> tuple[Path, ...]:
        """The folders of the current guidelines that did not come with the application."""
        found = self.rows("SELECT folder FROM guidelines WHERE current = 1 AND shipped = 0 ORDER BY id")
        return tuple(Path(row["folder"]) for row in found)

    def corpus_hash(self) -> str:
        """SHA-256 hex digest of the current guidelines and their passages."""
        return self.meta("corpus_hash")

    def generation(self) -> int:
        """A number that grows with every change of the record."""
        return int(self.meta("generation"))

    def count(self) -> int:
        """How many passages are searched."""
        return int(self.rows("SELECT count(*) FROM lexical")[0][0])

    def numbered(self, numbers: Sequence[int]) -> Mapping[int, Passage]:
        """Passages by the numbers that search results carry."""
        marks = ",".join("?" * len(numbers))
        return {
            row["n"]: passage_of(row) for row in self.rows(f"{_PASSAGES} WHERE p.n IN ({marks})", *numbers)
        }

    def matches(
        self, expression: str, *, limit: int, guidelines: Sequence[str] = ()
    ) -> tuple[tuple[int, float], ...]:
        """Full-text matches, best first, as (passage number, BM25); higher is better.

        `expression` is in FTS5 syntax. Columns (title, headings, text) count alike.
        """
        only = f"AND p.guideline IN ({','.join('?' * len(guidelines))})" if guidelines else ""
        found = self.rows(
            f"""SELECT p.n, -bm25(lexical) AS score
                FROM lexical JOIN passages p ON p.n = lexical.rowid
                WHERE lexical MATCH ? {only} ORDER BY score DESC, p.n LIMIT ?""",
            expression,
            *guidelines,
            limit,
        )
        return tuple((row["n"], row["score"]) for row in found)

    def vectors(self, embedder: str) -> Vectors:
        """All vectors of one embedding model. Raises VectorsMissing where a passage has none."""
        numbers, guidelines, joined = array("q"), [], bytearray()
        with self.connected() as connection:
            for number, guideline, vector in connection.execute(_VECTORS, (embedder,)):
                if vector is None:
                    raise VectorsMissing(embedder=embedder, present=self.embedders())
                numbers.append(number)
                guidelines.append(guideline)
                joined += vector
        names = tuple(sorted(set(guidelines)))
        place = {name: i for i, name in enumerate(names)}
        matrix = np.frombuffer(joined, dtype="<f4")
        return Vectors(
            numbers=np.array(numbers, dtype=np.int64),
            names=names,
            owners=np.array([place[name] for name in guidelines], dtype=np.int32),
            matrix=matrix.reshape(len(numbers), -1) if numbers else np.zeros((0, 0), dtype=np.float32),
        )

    def embedders(self) -> tuple[str, ...]:
        """The names of the embedding models that vectors are on record of."""
        return tuple(row[0] for row in self.rows("SELECT DISTINCT embedder FROM vectors ORDER BY embedder"))

    def meta(self, key: str) -> str:
        """A value of the record itself."""
        return str(self.rows("SELECT value FROM meta WHERE key = ?", key)[0][0])

    def rows(self, statement: str, *parameters: str | int | float) -> list[sqlite3.Row]:
        """The rows of a statement, read as one snapshot."""
        with self.connected() as connection:
            return connection.execute(statement, parameters).fetchall()

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """A connection for this thread alone, until the block ends.

        Raises RecordUnreadable where SQLite finds the file damaged.
        """
        with self._guard:
            connection = self._idle.pop() if self._idle else None
        try:
            connection = connection or self._connect()
            yield connection
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            raise RecordUnreadable(path=self.path, why=str(error)) from error
        finally:
            if connection is not None:
                with self._guard:
                    self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        # Threads take turns with a connection, but never share it.
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of an empty record, or bring an earlier one up to date. Raises RecordTooNew."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > schema.VERSION:
        raise RecordTooNew(path=path, found=found, known=schema.VERSION)
    if found == 0:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(schema.TABLES)
    elif found < schema.VERSION:
        _raise(connection)


def _raise(connection: sqlite3.Connection) -> None:
    """Lead an earlier record to the present version, whole or not at all; of two that start, one does it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for version in range(connection.execute("PRAGMA user_version").fetchone()[0], schema.VERSION):
            connection.execute(schema.STEPS[version])
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
