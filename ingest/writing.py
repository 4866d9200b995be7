"""Writing: how guidelines enter and leave the record, each change whole or not at all."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.guideline import Guideline
from ingest.passage import Passage
from ingest.record import Record
from ingest.rows import content_hash, embedded_text, guideline_row, passage_row

_PASSAGE_COLUMNS = (
    'guideline, version, id, ordinal, kind, heading_path, text, start, "end", anchor, page, strength, '
    "evidence, content_hash, recommendations"
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A guideline as it enters the record.

    `document_hash` is the SHA-256 hex digest of its source. `folder` is its pack's, or None where it comes
    with the application, which knows where it is.
    """

    guideline: Guideline
    passages: tuple[Passage, ...]
    document_hash: str
    folder: Path | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one transaction does. `vectors` are keyed by content hash, and all come from `embedder`.

    `withdrawn` are ids of guidelines that leave with all their versions. `shipped_state`, where given, says
    which shipped packs the record is in step with.
    """

    entries: Sequence[Entry]
    embedder: str | None
    vectors: Mapping[str, NDArray[np.float32]]
    withdrawn: Sequence[str] = ()
    shipped_state: str | None = None


def unembedded(
    record: Record, entries: Sequence[Entry], *, replaced: Sequence[str], embedder: str
) -> Mapping[str, str]:
    """The texts that have no vector yet, by content hash: of `entries`, and of what is already on record
    apart from the guidelines `replaced`."""
    known = {row[0] for row in record.rows("SELECT content_hash FROM vectors WHERE embedder = ?", embedder)}
    kept = [passage for passage in record.passages() if passage.guideline not in replaced]
    new = [passage for entry in entries for passage in entry.passages]
    texts = {content_hash(text): text for text in map(embedded_text, [*kept, *new])}
    return {key: text for key, text in texts.items() if key not in known}


def apply(record: Record, change: Change) -> None:
    """Make `change` in one transaction: readers see all of it or nothing.

    The version that enters becomes the current one of its guideline; earlier ones can still be cited.
    """
    with record.connected() as connection, _transaction(connection):
        for guideline in change.withdrawn:
            _leave(connection, guideline)
            connection.execute("DELETE FROM guidelines WHERE id = ?", (guideline,))
        for entry in change.entries:
            _leave(connection, entry.guideline.id)
            _enter(connection, entry)
        connection.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
            [
                (key, change.embedder, vector.astype("<f4").tobytes())
                for key, vector in change.vectors.items()
            ],
        )
        _drop_orphans(connection)
        if change.shipped_state is not None:
            _set(connection, "shipped_state", change.shipped_state)
        if change.entries or change.withdrawn or change.vectors:
            _set(connection, "corpus_hash", _corpus_hash(connection))
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")


def versions_of(record: Record, guideline: str) -> tuple[tuple[str, int], ...]:
    """Every version of a guideline that is on record, with the number of its passages."""
    rows = record.rows(
        """SELECT g.version, count(p.n) AS held FROM guidelines g
           LEFT JOIN passages p ON p.guideline = g.id AND p.version = g.version
           WHERE g.id = ? GROUP BY g.version ORDER BY g.version""",
        guideline,
    )
    return tuple((row["version"], row["held"]) for row in rows)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _leave(connection: sqlite3.Connection, guideline: str) -> None:
    """Take a guideline's current version out of search."""
    connection.execute(
        """DELETE FROM lexical WHERE rowid IN (
             SELECT p.n FROM passages p JOIN guidelines g ON g.id = p.guideline AND g.version = p.version
             WHERE g.current = 1 AND g.id = ?)""",
        (guideline,),
    )
    connection.execute("UPDATE guidelines SET current = 0 WHERE id = ?", (guideline,))


def _enter(connection: sqlite3.Connection, entry: Entry) -> None:
    guideline = entry.guideline
    connection.execute(
        "DELETE FROM guidelines WHERE id = ? AND version = ?", (guideline.id, guideline.version)
    )
    folder = None if entry.folder is None else str(entry.folder)
    cells = (*guideline_row(guideline), 1, int(folder is None), folder, entry.document_hash)
    connection.execute(f"INSERT INTO guidelines VALUES ({_marks(len(cells))})", cells)
    insert = f"INSERT INTO passages ({_PASSAGE_COLUMNS}) VALUES ({_marks(15)})"
    for ordinal, passage in enumerate(entry.passages):
        number = connection.execute(insert, passage_row(passage, ordinal)).lastrowid
        connection.execute(
            "INSERT INTO lexical (rowid, title, headings, text) VALUES (?, ?, ?, ?)",
            (number, passage.title, " > ".join(passage.heading_path), passage.text),
        )


def _drop_orphans(connection: sqlite3.Connection) -> None:
    """Forget vectors that no current passage needs."""
    connection.execute(
        """DELETE FROM vectors WHERE content_hash NOT IN (
             SELECT p.content_hash FROM passages p
             JOIN guidelines g ON g.id = p.guideline AND g.version = p.version WHERE g.current = 1)"""
    )


def _corpus_hash(connection: sqlite3.Connection) -> str:
    digest = hashlib.sha256()
    for row in connection.execute("SELECT * FROM guidelines WHERE current = 1 ORDER BY id"):
        digest.update(json.dumps(tuple(row)[:13]).encode())
    for row in connection.execute(
        """SELECT p.id, p.version, p.start, p."end", p.content_hash FROM passages p
           JOIN guidelines g ON g.id = p.guideline AND g.version = p.version
           WHERE g.current = 1 ORDER BY p.guideline, p.ordinal"""
    ):
        digest.update(json.dumps(tuple(row)).encode())
    return digest.hexdigest()


def _set(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))


def _marks(count: int) -> str:
    return ", ".join("?" * count)
