"""The index holds what the record holds, is never edited, and shows damage before it is opened."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import index
from ingest.errors import IndexUnreadable
from ingest.home import Home
from ingest.index import ChromaIndex, build_index, check_index
from ingest.pipeline import ingest
from ingest.record import Record
from tests.ingest.samples import Bag, pack

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    ingest([pack(tmp_path / "a")], home=home, embedder=Bag())
    return home


@pytest.fixture
def record(home: Home) -> Iterator[Record]:
    opened = Record.open(home)
    yield opened
    opened.close()


def test_every_passage_finds_itself(home: Home, record: Record) -> None:
    chroma = ChromaIndex(home, record, "bag")
    vectors = record.vectors("bag")
    for number, vector in zip(vectors.numbers.tolist(), vectors.matrix, strict=True):
        nearest, similarity = chroma.nearest(vector, 1)[0]
        assert (nearest, round(similarity, 4)) == (number, 1.0)
    chroma.close()


def test_an_index_that_was_searched_is_still_as_it_was_sealed(home: Home, record: Record) -> None:
    chroma = ChromaIndex(home, record, "bag")
    chroma.nearest(record.vectors("bag").matrix[0], 1)
    chroma.close()
    assert check_index(home, record, "bag").count == 4


def test_nothing_is_left_of_a_copy_that_was_closed(home: Home, record: Record) -> None:
    ChromaIndex(home, record, "bag").close()
    assert not list(home.index.glob("serving-*"))


def test_nothing_is_left_of_a_copy_that_is_no_longer_referred_to(home: Home, record: Record) -> None:
    chroma = ChromaIndex(home, record, "bag")
    del chroma
    assert not list(home.index.glob("serving-*"))


def test_a_copy_in_use_outlives_a_new_index_and_an_abandoned_one_does_not(home: Home, record: Record) -> None:
    (home.index / "serving-abandoned").mkdir()
    chroma = ChromaIndex(home, record, "bag")
    build_index(home, record, "bag")
    assert len(list(home.index.glob("serving-*/"))) == 1
    assert chroma.nearest(record.vectors("bag").matrix[0], 1)
    chroma.close()


def test_batches_are_smaller_than_the_client_takes(
    home: Home, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_BATCH", 3)
    build_index(home, record, "bag")
    assert check_index(home, record, "bag").count == 4


def test_an_earlier_index_is_removed(home: Home, record: Record) -> None:
    build_index(home, record, "bag")
    assert len(list(home.index.glob("built-*"))) == 1


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def garble(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)


@pytest.mark.parametrize("damage", [truncate, garble, Path.unlink])
@pytest.mark.parametrize("name", ["chroma.sqlite3", "data_level0.bin"])
def test_damage_is_seen_without_opening_the_index(
    home: Home, record: Record, damage: Callable[[Path], None], name: str
) -> None:
    damage(next(home.index.rglob(name)))
    with pytest.raises(IndexUnreadable, match=name) as fault:
        check_index(home, record, "bag")
    assert fault.value.damage


def test_a_damaged_pointer_is_damage(home: Home, record: Record) -> None:
    (home.index / "current.json").write_text("{")
    with pytest.raises(IndexUnreadable, match="current.json is damaged"):
        check_index(home, record, "bag")


def test_an_index_of_another_model_is_behind_and_not_damaged(home: Home, record: Record) -> None:
    with pytest.raises(IndexUnreadable) as fault:
        check_index(home, record, "other")
    assert not fault.value.damage
