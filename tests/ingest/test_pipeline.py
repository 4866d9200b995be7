"""Guidelines go in once; what has not changed costs nothing; what is broken is mended or named."""

import shutil
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from ingest import pipeline
from ingest.errors import IdRepeated, NotAPack, WriterBusy
from ingest.home import Home
from ingest.lock import writing
from ingest.pipeline import ensure, ingest
from ingest.record import Record
from ingest.report import IndexState
from tests.ingest.samples import BODY, Bag, pack

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def texts(home: Home) -> list[str]:
    record = Record.open(home)
    found = [passage.text for passage in record.passages()]
    record.close()
    return found


def test_a_pack_is_recorded_embedded_and_indexed(home: Home, tmp_path: Path) -> None:
    report = ingest([pack(tmp_path / "a")], home=home, embedder=Bag())
    assert (report.changed, report.passages, report.recommendations) == (("example 1",), 4, 3)
    assert (report.embedded, report.index) == (4, IndexState.BUILT)


def test_nothing_changed_means_nothing_embedded(home: Home, tmp_path: Path) -> None:
    ingest([pack(tmp_path / "a")], home=home, embedder=Bag())
    bag = Bag()
    report = ingest([tmp_path / "a"], home=home, embedder=bag)
    assert (report.unchanged, report.index, bag.embedded) == (("example 1",), IndexState.KEPT, 0)


def test_a_changed_paragraph_is_the_only_one_embedded(home: Home, tmp_path: Path) -> None:
    ingest([pack(tmp_path / "a")], home=home, embedder=Bag())
    report = ingest([pack(tmp_path / "a", body=BODY.replace("Weigh", "Ask"))], home=home, embedder=Bag())
    assert (report.embedded, report.reused) == (1, 3)
    assert "Ask the patient." in texts(home)


def test_a_folder_of_packs_and_a_file_are_taken_too(home: Home, tmp_path: Path) -> None:
    pack(tmp_path / "all" / "a", id="a")
    pack(tmp_path / "all" / "b", id="b")
    file = pack(tmp_path / "c", id="c") / "guideline.md"
    report = ingest([tmp_path / "all", file], home=home, embedder=Bag())
    assert report.changed == ("a 1", "b 1", "c 1")


def test_one_broken_document_keeps_the_whole_batch_out(home: Home, tmp_path: Path) -> None:
    broken = pack(tmp_path / "b", id="b") / "guideline.md"
    broken.write_text("---\nid: [\n---\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="guideline.md"):
        ingest([pack(tmp_path / "a"), tmp_path / "b"], home=home, embedder=Bag())
    assert texts(home) == []


def test_a_path_without_a_guideline_is_named(home: Home, tmp_path: Path) -> None:
    with pytest.raises(NotAPack, match="does not exist"):
        ingest([tmp_path / "nowhere"], home=home, embedder=Bag())


def test_two_documents_with_one_id_are_refused(home: Home, tmp_path: Path) -> None:
    with pytest.raises(IdRepeated, match="'example'"):
        ingest([pack(tmp_path / "a"), pack(tmp_path / "b")], home=home, embedder=Bag())


def test_a_second_writer_is_refused(home: Home, tmp_path: Path) -> None:
    with writing(home), pytest.raises(WriterBusy):
        ingest([pack(tmp_path / "a")], home=home, embedder=Bag())


def test_ensure_takes_up_the_shipped_packs_once(home: Home) -> None:
    assert ensure(home, Bag()).changed
    bag = Bag()
    assert ensure(home, bag) is pipeline.UNCHANGED
    assert bag.embedded == 0


def test_ensure_follows_an_edit_of_a_shipped_pack(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "shipped_packs", lambda: (tmp_path / "a",))
    pack(tmp_path / "a")
    ensure(home, Bag())
    pack(tmp_path / "a", body="New words.\n")
    assert ensure(home, Bag()).changed == ("example 1",)
    assert texts(home) == ["New words."]


def test_a_pack_that_is_no_longer_shipped_leaves(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = [pack(tmp_path / "a", id="a"), pack(tmp_path / "b", id="b")]
    monkeypatch.setattr(pipeline, "shipped_packs", lambda: tuple(shipped))
    ensure(home, Bag())
    shipped.pop()
    assert ensure(home, Bag()).withdrawn == ("b",)


def test_a_guideline_ingested_by_hand_keeps_its_place(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "shipped_packs", lambda: (tmp_path / "shipped",))
    pack(tmp_path / "shipped")
    ensure(home, Bag())
    ingest([pack(tmp_path / "own", body="Our own words.\n")], home=home, embedder=Bag())
    ensure(home, Bag())
    assert texts(home) == ["Our own words."]


def test_a_lost_index_is_rebuilt_from_the_record_without_embedding(home: Home) -> None:
    ensure(home, Bag())
    shutil.rmtree(home.index)
    bag = Bag()
    assert ensure(home, bag).index is IndexState.BUILT
    assert bag.embedded == 0


def test_a_damaged_index_is_rebuilt_with_a_notice(home: Home) -> None:
    ensure(home, Bag())
    for file in home.index.rglob("chroma.sqlite3"):
        file.write_bytes(b"garbage" * 1000)
    report = ensure(home, Bag())
    assert report.index is IndexState.REBUILT
    assert "chroma.sqlite3" in report.notices[0]


def test_another_embedding_model_embeds_everything_again(home: Home) -> None:
    first = ensure(home, Bag()).embedded
    assert ensure(home, Bag("other")).embedded == first


def test_an_index_that_was_never_finished_is_built_at_the_next_start(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(pipeline, "build_index", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
        with pytest.raises(OSError, match="no space left"):
            ensure(home, Bag())
    bag = Bag()
    assert ensure(home, bag).index is IndexState.BUILT
    assert bag.embedded == 0
