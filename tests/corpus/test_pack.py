"""A pack is a folder with one guideline, whose recommendations have ids of their own."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from corpus.errors import AnchorInvalid, AnchorRepeated, PackNotFound, TextUnreadable
from corpus.guideline import ReviewState
from corpus.pack import Pack, load_pack, shipped_packs

FRONT = """\
---
id: example
version: "1"
title: An example
publisher: null
published: null
retrieved: null
review_by: null
licence: CC0-1.0
source: Written for a test.
status: in_force
review: submitted
---
"""


def load(folder: Path, body: str) -> Pack:
    (folder / "guideline.md").write_text(FRONT + body, encoding="utf-8")
    return load_pack(folder)


def test_the_breast_recurrence_pack_is_shipped() -> None:
    assert [folder.name for folder in shipped_packs()] == ["breast_recurrence"]


def test_no_shipped_pack_claims_approval() -> None:
    states = {load_pack(folder).guideline.review for folder in shipped_packs()}
    assert states == {ReviewState.SUBMITTED}


def test_the_text_is_the_document_without_its_front_matter(tmp_path: Path) -> None:
    pack = load(tmp_path, "Rest is advised. {#rest}\n")
    assert pack.document == FRONT + pack.text


def test_anchors_come_in_document_order(tmp_path: Path) -> None:
    assert load(tmp_path, "Rest. {#rest}\n\n- Water. {#drink}\n").anchors == ("rest", "drink")


def test_a_pack_cannot_be_changed(tmp_path: Path) -> None:
    pack = load(tmp_path, "Rest. {#rest}\n")
    with pytest.raises(FrozenInstanceError):
        pack.text = ""  # type: ignore[misc]


def test_a_repeated_anchor_names_both_lines(tmp_path: Path) -> None:
    with pytest.raises(AnchorRepeated, match=r"guideline.md:16: anchor 'rest' already stands on line 14"):
        load(tmp_path, "Rest. {#rest}\n\nRest more. {#rest}\n")


def test_an_anchor_in_capitals_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnchorInvalid, match="lower-case words joined by hyphens"):
        load(tmp_path, "Rest. {#Rest_Now}\n")


def test_a_folder_without_a_guideline_lists_the_shipped_packs(tmp_path: Path) -> None:
    with pytest.raises(PackNotFound, match="breast_recurrence"):
        load_pack(tmp_path)


def test_text_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "guideline.md").write_bytes(FRONT.encode() + "Für".encode("latin-1"))
    with pytest.raises(TextUnreadable, match=r"guideline.md:14:"):
        load_pack(tmp_path)
