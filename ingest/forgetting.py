"""Forgetting: a guideline leaves the data home so that no byte of it is left in record, log or index."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from corpus.pack import load_pack, shipped_packs
from ingest.embedder import Embedder
from ingest.errors import NotForgotten, NotOnRecord
from ingest.home import Home
from ingest.index import build_index
from ingest.lock import writing
from ingest.record import Record
from ingest.writing import Change, apply, versions_of


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What left: the versions of a guideline and how many passages they had together."""

    guideline: str
    versions: tuple[str, ...]
    passages: int


def forget(guideline: str, *, home: Home, embedder: Embedder) -> Forgotten:
    """Remove a guideline with all its versions; the index is built again without it.

    The record is rewritten (VACUUM) and its log emptied, since SQLite and its full-text index keep what was
    deleted until then. Raises NotOnRecord with the choices; NotForgotten where the guideline comes with the
    application, or where a reader keeps the log from being emptied; WriterBusy.
    """
    with writing(home), closing(Record.open(home)) as record:
        found = versions_of(record, guideline)
        if not found:
            raise NotOnRecord(guideline=guideline, choices=_choices(record))
        if guideline in {load_pack(folder).guideline.id for folder in shipped_packs()}:
            raise NotForgotten(
                guideline=guideline,
                why="it comes with the application and would be taken in again at the next start",
                cure="Remove its folder from corpus/ to be without it",
            )
        change = Change(entries=(), embedder=embedder.name, vectors={}, withdrawn=(guideline,))
        apply(record, change)
        _emptied(record, guideline)
        build_index(home, record, embedder.name)
    return Forgotten(
        guideline=guideline,
        versions=tuple(version for version, _ in found),
        passages=sum(n for _, n in found),
    )


def _choices(record: Record) -> Sequence[str]:
    return tuple(dict.fromkeys(one.id for one in record.guidelines()))


def _emptied(record: Record, guideline: str) -> None:
    """Rewrite the record without what was deleted, and empty its log."""
    with record.connected() as connection:
        connection.execute("INSERT INTO lexical (lexical) VALUES ('optimize')")
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise NotForgotten(
            guideline=guideline,
            why="it has left the record, but a process that reads it keeps the log from being emptied",
            cure="Stop the server or wait for it, and ingest or forget anything to empty the log",
        )
