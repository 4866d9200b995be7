"""The instruments of a data home, and how a citation finds its passage."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.instruments import Instruments
from ingest.record import Record

ID = "breast_recurrence:response-endocrine"


def test_a_passage_is_found_by_what_a_citation_tells_of_it(instruments: Instruments) -> None:
    held = instruments.passages[ID]
    for guideline in (None, held.guideline):
        for version in (None, held.version):
            assert instruments.passage(ID, guideline, version) is held


@pytest.mark.parametrize(
    ("id", "guideline", "version"),
    [(None, None, None), ("nowhere", None, None), (ID, "another", None), (ID, None, "1900-01-01")],
)
def test_what_is_not_on_record_is_no_passage(
    instruments: Instruments, id: str | None, guideline: str | None, version: str | None
) -> None:
    assert instruments.passage(id, guideline, version) is None


def test_an_older_version_is_looked_up_only_where_it_is_named(instruments: Instruments) -> None:
    old = replace(instruments.passages[ID], version="1900-01-01")
    held = {(old.guideline, old.version, old.id): old}
    both = replace(instruments, older=lambda *key: held.get(key))
    assert both.passage(old.id, old.guideline, old.version) is old
    assert both.passage(old.id, None, old.version) is None
    assert both.passage(old.id, None, None) is instruments.passages[ID]


@pytest.mark.slow
def test_a_data_home_gives_the_same_instruments_as_the_packs(instruments: Instruments, home: Path) -> None:
    opened = Instruments.open(home)
    assert opened.passages == instruments.passages
    assert opened.core.base.rules_hash == instruments.core.base.rules_hash
    assert opened.core.claims == instruments.core.claims


@pytest.mark.slow
def test_opening_twice_indexes_once(home: Path) -> None:
    from ingest.home import Home

    before = Record.open(Home(home)).corpus_hash()
    Instruments.open(home)
    assert Record.open(Home(home)).corpus_hash() == before
