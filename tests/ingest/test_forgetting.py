"""What is forgotten is gone: from the record, its log, and the index."""

from pathlib import Path

import pytest

from ingest.errors import NotForgotten, NotOnRecord
from ingest.forgetting import forget
from ingest.home import Home
from ingest.pipeline import ensure, ingest
from ingest.record import Record
from tests.ingest.samples import Bag, pack

pytestmark = pytest.mark.slow

MARKER = "xylophonine"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two guidelines, one of which says a word that nothing else does."""
    made = Home(tmp_path / "home")
    secret = pack(tmp_path / "a", id="secret", body=f"# A\n\nGive {MARKER} to adults.\n")
    ingest([secret, pack(tmp_path / "b", id="kept")], home=made, embedder=Bag())
    return made


def holding(home: Home) -> list[str]:
    """The files that hold the word."""
    files = (file for file in home.path.rglob("*") if file.is_file())
    return [file.name for file in files if MARKER.encode() in file.read_bytes().lower()]


def test_no_byte_of_what_is_forgotten_is_left(home: Home) -> None:
    assert holding(home)
    gone = forget("secret", home=home, embedder=Bag())
    assert (gone.versions, gone.passages, holding(home)) == (("1",), 1, [])


def test_what_is_not_forgotten_stays(home: Home) -> None:
    forget("secret", home=home, embedder=Bag())
    record = Record.open(home)
    assert {passage.guideline for passage in record.passages()} == {"kept"}
    record.close()


def test_what_is_not_on_record_is_named_with_the_choices(home: Home) -> None:
    with pytest.raises(NotOnRecord, match="On record: kept, secret"):
        forget("secrets", home=home, embedder=Bag())


def test_what_comes_with_the_application_would_come_back(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    ensure(home, Bag())
    with pytest.raises(NotForgotten, match="comes with the application"):
        forget("breast_recurrence", home=home, embedder=Bag())
