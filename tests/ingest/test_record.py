"""The record keeps what was read, word for word, and shows whole states only."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from corpus.guideline import Guideline, Reference
from ingest.errors import RecordTooNew, RecordUnreadable, VectorsMissing
from ingest.home import Home
from ingest.markdown import read_markdown
from ingest.passage import Passage
from ingest.record import Record
from ingest.rows import content_hash, embedded_text
from ingest.structure import structured
from ingest.writing import Change, Entry, apply, unembedded
from tests.ingest.samples import BODY, Bag, cut, guideline


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = Record.open(Home(tmp_path))
    yield opened
    opened.close()


def put(record: Record, identity: Guideline, found: Sequence[Passage]) -> None:
    texts = [embedded_text(passage) for passage in found]
    vectors = dict(zip(map(content_hash, texts), Bag().embed(texts), strict=True))
    entry = Entry(guideline=identity, passages=tuple(found), document_hash="0", folder=None)
    apply(record, Change(entries=[entry], embedder="bag", vectors=vectors))


def test_a_passage_comes_back_as_it_went_in(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    assert record.passages() == cut(BODY)


def test_a_guideline_comes_back_as_it_went_in(record: Record) -> None:
    reference = Reference(n=1, title="A work", authors="Somebody", year=2020)
    identity = guideline(published=date(2024, 2, 29), references=(reference,))
    put(record, identity, ())
    assert record.guidelines() == (identity,)


def test_what_is_not_known_stays_unknown(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    assert record.guidelines()[0].published is None
    assert record.passages()[0].strength is None


def test_a_passage_is_found_by_guideline_version_and_id(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    found = record.passage("example", "1", "example:measure-pressure")
    assert found is not None
    assert found.text == "Measure blood pressure before treatment."
    assert record.passage("example", "2", "example:measure-pressure") is None


def test_a_new_version_is_searched_and_the_old_one_can_still_be_cited(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    second = guideline(version="2")
    put(record, second, ())
    assert (record.guidelines(), record.passages(), record.count()) == ((second,), (), 0)
    assert record.passage("example", "1", "example:measure-pressure") is not None


def test_the_corpus_hash_follows_words_and_identity(record: Record) -> None:
    seen = {record.corpus_hash()}
    for identity, body in [
        (guideline(), BODY),
        (guideline(), BODY.replace("Weigh", "Measure")),
        (guideline(licence="MIT"), BODY),
    ]:
        put(record, identity, cut(body))
        seen.add(record.corpus_hash())
    assert len(seen) == 4


def test_the_same_corpus_has_the_same_hash(record: Record, tmp_path: Path) -> None:
    other = Record.open(Home(tmp_path / "other"))
    put(other, guideline(id="before"), ())
    for one in (record, other):
        put(one, guideline(), cut(BODY))
    apply(other, Change(entries=(), embedder="bag", vectors={}, withdrawn=["before"]))
    assert record.corpus_hash() == other.corpus_hash()


def test_a_change_that_fails_leaves_everything_as_it_was(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    before = (record.corpus_hash(), record.generation())
    twice = (*cut("A new text.\n"), *cut("A new text.\n"))
    with pytest.raises(sqlite3.IntegrityError):
        put(record, guideline(), twice)
    assert (record.corpus_hash(), record.generation(), record.passages()) == (*before, cut(BODY))


def test_a_vector_on_record_is_not_asked_for_again(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    entry = Entry(
        guideline=guideline(), passages=cut(f"{BODY}\n\nNew words.\n"), document_hash="1", folder=None
    )
    missing = unembedded(record, [entry], replaced=["example"], embedder="bag")
    assert list(missing.values()) == ["Care of the example > Treatment\nNew words."]


def test_vectors_leave_with_the_last_passage_that_needs_them(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    apply(record, Change(entries=(), embedder="bag", vectors={}, withdrawn=["example"]))
    assert record.embedders() == ()
    assert record.passage("example", "1", "example:measure-pressure") is None


def test_vectors_stand_in_line_with_their_passages(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    vectors = record.vectors("bag")
    numbered = record.numbered(vectors.numbers.tolist())
    again = Bag().embed([embedded_text(numbered[n]) for n in vectors.numbers.tolist()])
    assert np.array_equal(vectors.matrix, again)


def test_vectors_of_a_model_that_was_never_used_are_refused(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    with pytest.raises(VectorsMissing, match="'other' .it has: bag"):
        record.vectors("other")


def test_another_thread_reads_too(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    found: list[int] = []
    thread = Thread(target=lambda: found.append(record.count()))
    thread.start()
    thread.join()
    assert found == [len(cut(BODY))]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted as Linux shows them")
def test_threads_that_come_and_go_leave_no_connection_behind(record: Record) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        thread = Thread(target=record.generation)
        thread.start()
        thread.join()
    assert len(os.listdir("/proc/self/fd")) <= before + 3


def test_a_damaged_record_is_named_with_the_way_out(tmp_path: Path) -> None:
    Home(tmp_path).record.write_bytes(b"not a database at all" * 100)
    with pytest.raises(RecordUnreadable, match="Restore it from a backup"):
        Record.open(Home(tmp_path))


def test_a_record_of_a_later_version_is_left_alone(record: Record) -> None:
    with record.connected() as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(RecordTooNew, match="schema 99"):
        Record.open(Home(record.path.parent))


def test_an_earlier_record_is_brought_up_to_date_and_loses_nothing(record: Record) -> None:
    put(record, guideline(), cut(BODY))
    with record.connected() as connection:
        connection.execute("ALTER TABLE passages DROP COLUMN recommendations")
        connection.execute("PRAGMA user_version = 1")
    assert Record.open(Home(record.path.parent)).passages() == cut(BODY)


def test_recommendations_come_back_as_they_were_found(record: Record) -> None:
    passages = structured(
        read_markdown("# R\n\n## Recommendations\n\n- Do not give codeine to children. [B]\n"), guideline()
    )
    put(record, guideline(), passages)
    assert record.passages()[0].recommendations == passages[0].recommendations != ()
