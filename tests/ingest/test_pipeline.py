"""Guidelines go in once; what has not changed costs nothing; what is broken is mended or named."""

import shutil
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.guideline import Guideline, Status
from ingest import document, pipeline
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


def guideline(home: Home, id: str) -> Guideline:
    record = Record.open(home)
    (found,) = (one for one in record.guidelines() if one.id == id)
    record.close()
    return found


def written(file: Path, text: str = "# Asthma\n\nStop smoking.\n") -> Path:
    """A document, or a side-car."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


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


def test_one_broken_pack_keeps_the_whole_batch_out(home: Home, tmp_path: Path) -> None:
    broken = pack(tmp_path / "b", id="b") / "guideline.md"
    broken.write_text("---\nid: [\n---\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="guideline.md"):
        ingest([pack(tmp_path / "a"), tmp_path / "b"], home=home, embedder=Bag())
    assert texts(home) == []


def test_a_path_without_a_guideline_is_named(home: Home, tmp_path: Path) -> None:
    with pytest.raises(NotAPack, match="does not exist"):
        ingest([tmp_path / "nowhere"], home=home, embedder=Bag())


def test_two_packs_with_one_id_are_refused(home: Home, tmp_path: Path) -> None:
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


def test_documents_are_taken_in_beside_packs(home: Home, tmp_path: Path) -> None:
    written(tmp_path / "docs" / "gout.txt", "Gout\n\nDrink water.\n")
    given = [pack(tmp_path / "a"), written(tmp_path / "asthma.md"), tmp_path / "docs"]
    report = ingest(given, home=home, embedder=Bag())
    assert report.changed == ("example 1", "asthma unknown", "gout unknown")
    assert {"Stop smoking.", "Drink water.", "Weigh the patient."} <= set(texts(home))


def test_each_file_is_reported_with_its_counts(home: Home, tmp_path: Path) -> None:
    body = (
        "We recommend that adults stop smoking.\n\n| Drug | Dose |\n|---|---|\n| a | 1 mg |\n| b | 2 mg |\n"
    )
    report = ingest([written(tmp_path / "asthma.md", body)], home=home, embedder=Bag())
    (one,) = report.files
    assert (one.file, one.guideline) == ("asthma.md", "asthma")
    assert (one.passages, one.recommendations, one.table_rows) == (3, 1, 2)


def test_what_looks_doubtful_is_reported_with_its_file(home: Home, tmp_path: Path) -> None:
    written(tmp_path / "asthma.guideline.yaml", "title: Care of asthma\n")
    report = ingest([written(tmp_path / "asthma.md")], home=home, embedder=Bag())
    (note,) = report.files[0].doubtful
    assert note.where == "title: the document says 'Asthma', the side-car 'Care of asthma', which holds"
    assert guideline(home, "asthma").title == "Care of asthma"


def test_one_broken_document_keeps_no_other_out_and_is_named(home: Home, tmp_path: Path) -> None:
    written(tmp_path / "docs" / "asthma.md")
    written(tmp_path / "docs" / "broken.md", "")
    report = ingest([tmp_path / "docs", pack(tmp_path / "a")], home=home, embedder=Bag())
    assert report.changed == ("asthma unknown", "example 1")
    assert [(one.file, one.guideline, "it is empty" in one.why) for one in report.failed] == [
        ("broken.md", "broken", True)
    ]


def test_a_broken_side_car_keeps_its_document_out_and_no_other(home: Home, tmp_path: Path) -> None:
    written(tmp_path / "docs" / "asthma.md")
    written(tmp_path / "docs" / "gout.md", "Drink water.\n")
    written(tmp_path / "docs" / "gout.guideline.yaml", "version: [\n")
    report = ingest([tmp_path / "docs"], home=home, embedder=Bag())
    assert (report.changed, texts(home)) == (("asthma unknown",), ["Stop smoking."])
    assert "gout.guideline.yaml:2:" in report.failed[0].why


def test_nothing_but_broken_documents_leaves_the_record_as_it_was(home: Home, tmp_path: Path) -> None:
    ingest([pack(tmp_path / "a")], home=home, embedder=Bag())
    report = ingest([written(tmp_path / "broken.md", "")], home=home, embedder=Bag())
    assert (report.changed, report.passages, len(report.failed)) == ((), 0, 1)
    assert len(texts(home)) == 4


def test_a_document_that_can_no_longer_be_read_stays_as_it_was_and_is_not_called_unchanged(
    home: Home, tmp_path: Path
) -> None:
    ingest([written(tmp_path / "asthma.md")], home=home, embedder=Bag())
    report = ingest([written(tmp_path / "asthma.md", "")], home=home, embedder=Bag())
    assert (report.changed, report.unchanged, len(report.failed)) == ((), (), 1)
    assert texts(home) == ["Stop smoking."]


def test_an_unchanged_document_is_neither_read_nor_embedded_again(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([written(tmp_path / "docs" / "asthma.md").parent], home=home, embedder=Bag())
    monkeypatch.setattr(document, "read_document", lambda *_: pytest.fail("it was read again"))
    bag = Bag()
    report = ingest([tmp_path / "docs"], home=home, embedder=bag)
    assert (report.unchanged, report.files, report.index) == (("asthma unknown",), (), IndexState.KEPT)
    assert (bag.embedded, report.passages, report.reused) == (0, 1, 1)


def test_a_document_that_failed_is_read_again_although_it_has_not_changed(home: Home, tmp_path: Path) -> None:
    broken = written(tmp_path / "broken.md", "")
    for _ in range(2):
        assert ingest([broken], home=home, embedder=Bag()).failed


def test_a_changed_document_has_only_its_new_words_embedded(home: Home, tmp_path: Path) -> None:
    ingest([written(tmp_path / "asthma.md", "Stop smoking.\n\nWalk.\n")], home=home, embedder=Bag())
    changed = written(tmp_path / "asthma.md", "Stop smoking.\n\nSwim.\n")
    report = ingest([changed], home=home, embedder=Bag())
    assert (report.embedded, report.reused, texts(home)) == (1, 1, ["Stop smoking.", "Swim."])


def test_a_changed_side_car_is_a_change(home: Home, tmp_path: Path) -> None:
    asthma = written(tmp_path / "asthma.md")
    ingest([asthma], home=home, embedder=Bag())
    written(tmp_path / "asthma.guideline.yaml", "version: '2'\nstatus: withdrawn\n")
    report = ingest([asthma], home=home, embedder=Bag())
    assert (report.changed, report.embedded) == (("asthma 2",), 0)
    assert guideline(home, "asthma").status is Status.WITHDRAWN


def test_a_side_car_that_is_gone_is_a_change(home: Home, tmp_path: Path) -> None:
    side_car = written(tmp_path / "asthma.guideline.yaml", "version: '2'\n")
    ingest([written(tmp_path / "asthma.md")], home=home, embedder=Bag())
    side_car.unlink()
    assert ingest([tmp_path / "asthma.md"], home=home, embedder=Bag()).changed == ("asthma unknown",)


@pytest.mark.parametrize("names", [("asthma.md", "asthma.txt"), ("x/Asthma.md", "y/asthma.md")])
def test_two_documents_of_one_id_are_refused(home: Home, tmp_path: Path, names: tuple[str, str]) -> None:
    files = [written(tmp_path / "docs" / name) for name in names]
    with pytest.raises(IdRepeated, match=f"'asthma' is used by {files[0]} and {files[1]}"):
        ingest([tmp_path / "docs"], home=home, embedder=Bag())
    assert texts(home) == []


def test_a_document_and_a_pack_of_one_id_are_refused(home: Home, tmp_path: Path) -> None:
    with pytest.raises(IdRepeated, match="'example'"):
        ingest([pack(tmp_path / "a"), written(tmp_path / "example.md")], home=home, embedder=Bag())
    assert texts(home) == []


def test_one_document_given_in_several_ways_is_taken_once(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asthma = written(tmp_path / "docs" / "asthma.md")
    monkeypatch.chdir(tmp_path)
    report = ingest([asthma, Path("docs"), Path("docs/../docs/asthma.md")], home=home, embedder=Bag())
    assert (report.changed, report.passages) == (("asthma unknown",), 1)


def test_hidden_files_and_side_cars_are_not_taken_in(home: Home, tmp_path: Path) -> None:
    for name in ("asthma.md", ".notes.md", ".git/config", "gout.guideline.yaml"):
        written(tmp_path / "docs" / name)
    report = ingest([tmp_path / "docs"], home=home, embedder=Bag())
    assert (report.changed, report.failed) == (("asthma unknown",), ())
