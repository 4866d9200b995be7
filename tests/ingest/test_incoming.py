"""What lies at a path: packs or documents, each with an id and a digest, read only when it is asked for."""

from pathlib import Path

import pytest

from corpus.errors import FieldUnknown
from ingest import incoming as module
from ingest.errors import DocumentUnreadable, NotAPack
from ingest.incoming import Incoming, document_id, incoming
from tests.ingest.samples import pack


def document(file: Path, text: str = "# Asthma\n\nStop smoking.\n") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def only(path: Path) -> Incoming:
    (one,) = incoming(path)
    return one


def ids(path: Path) -> list[str]:
    return [one.id for one in incoming(path)]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("asthma.pdf", "asthma"),
        ("Breast Cancer (2024).docx", "breast_cancer_2024"),
        ("NG12.v2.html", "ng12_v2"),
        ("__a--b__.md", "a_b"),
        ("Übelkeit und Größe.md", "ubelkeit_und_grosse"),
        ("no_ending", "no_ending"),
        ("!!!.txt", "document"),
    ],
)
def test_the_id_of_a_document_is_its_name_in_plain_letters(name: str, id: str) -> None:
    assert document_id(Path("folder") / name) == id


def test_a_document_is_given_without_a_pack(tmp_path: Path) -> None:
    one = only(document(tmp_path / "asthma.md"))
    assert (one.id, one.source, one.folder) == ("asthma", tmp_path / "asthma.md", None)


def test_a_document_is_read_only_when_it_is_loaded(tmp_path: Path) -> None:
    one = only(document(tmp_path / "asthma.md", ""))
    with pytest.raises(DocumentUnreadable, match=r"asthma\.md can't be read: it is empty"):
        one.load()


def test_a_document_loads_with_its_side_car(tmp_path: Path) -> None:
    document(tmp_path / "asthma.guideline.yaml", "version: '2'\ntitle: Care of asthma\n")
    loaded = only(document(tmp_path / "asthma.md")).load()
    assert (loaded.guideline.version, loaded.guideline.title) == ("2", "Care of asthma")
    assert [note.what for note in loaded.doubtful] == ["side-car and document differ"]
    assert [passage.id.split(":")[0] for passage in loaded.passages] == ["asthma"]


def test_a_faulty_side_car_is_told_when_its_document_is_loaded(tmp_path: Path) -> None:
    document(tmp_path / "asthma.guideline.yaml", "titel: Asthma\n")
    with pytest.raises(FieldUnknown, match="Did you mean 'title'"):
        only(document(tmp_path / "asthma.md")).load()


def test_a_folder_gives_its_documents_in_order_of_path(tmp_path: Path) -> None:
    for name in ("z.txt", "a/y.md", "a/b/x.html"):
        document(tmp_path / name)
    assert ids(tmp_path) == ["x", "y", "z"]


def test_hidden_files_and_side_cars_are_no_documents(tmp_path: Path) -> None:
    for name in ("a.md", "a.guideline.yaml", ".b.md", ".git/c.md", "d/.e/f.md", "gone.guideline.yaml"):
        document(tmp_path / name)
    assert ids(tmp_path) == ["a"]


def test_a_folder_that_lies_in_a_hidden_one_is_read(tmp_path: Path) -> None:
    document(tmp_path / ".data" / "guidelines" / "a.md")
    assert ids(tmp_path / ".data" / "guidelines") == ["a"]


def test_a_link_to_nothing_is_no_document(tmp_path: Path) -> None:
    document(tmp_path / "a.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "gone.md")
    assert ids(tmp_path) == ["a"]


@pytest.mark.parametrize("path", ["", "guideline.md"])
def test_a_pack_is_given_by_its_folder_or_its_file(tmp_path: Path, path: str) -> None:
    one = only(pack(tmp_path / "p", id="example") / path)
    assert (one.id, one.folder) == ("example", tmp_path / "p")


def test_other_files_of_a_pack_are_no_documents(tmp_path: Path) -> None:
    document(pack(tmp_path / "p") / "notes.md")
    assert ids(tmp_path / "p") == ["example"]


@pytest.mark.parametrize(("name", "what"), [("empty", "holds no guideline"), ("gone", "does not exist")])
def test_a_path_without_a_guideline_is_refused_with_what_may_be_given(
    tmp_path: Path, name: str, what: str
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotAPack, match=rf"{name} {what}.* a folder of documents"):
        ids(tmp_path / name)


def test_a_digest_follows_the_document(tmp_path: Path) -> None:
    before = only(document(tmp_path / "a.md")).digest
    assert only(document(tmp_path / "a.md")).digest == before
    assert only(document(tmp_path / "a.md", "Other words.\n")).digest != before


def test_a_digest_follows_the_side_car(tmp_path: Path) -> None:
    file = document(tmp_path / "a.md")
    digests = {only(file).digest}
    for text in ("version: '1'\n", "version: '2'\n"):
        document(tmp_path / "a.guideline.yaml", text)
        digests.add(only(file).digest)
    assert len(digests) == 3


def test_a_digest_follows_the_name_which_may_tell_format_and_title(tmp_path: Path) -> None:
    one, other = only(document(tmp_path / "a.md")), only(document(tmp_path / "a.txt"))
    assert (one.id, one.digest == other.digest) == (other.id, False)


def test_a_digest_does_not_follow_the_folder(tmp_path: Path) -> None:
    assert only(document(tmp_path / "a.md")).digest == only(document(tmp_path / "b" / "a.md")).digest


def test_another_way_of_splitting_changes_every_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = only(document(tmp_path / "a.md")).digest
    monkeypatch.setattr(module, "SPLITTER", "another")
    assert only(tmp_path / "a.md").digest != before


def test_a_folder_gives_only_what_its_name_says_is_a_document(tmp_path: Path) -> None:
    for name in ("asthma.md", "style.css", "table.json", "LICENSE"):
        document(tmp_path / name)
    assert ids(tmp_path) == ["asthma"]


def test_what_lies_in_a_pack_is_no_document(tmp_path: Path) -> None:
    document(tmp_path / "asthma.md")
    pack(tmp_path / "deep" / "down")
    assert ids(tmp_path) == ["asthma"]
