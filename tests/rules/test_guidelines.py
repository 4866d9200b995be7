"""A check that keeps to some guidelines: their passages and rules alone support and judge."""

from pathlib import Path

import pytest

from corpus.pack import shipped_packs
from rules.core import Core
from rules.errors import UnknownGuideline
from rules.source import Source
from rules.verdict import Report, Verdict
from tests.rules.pack import Passage
from tests.rules.shelf import Shelves

HEART = Passage(
    id="heart:ramipril",
    guideline="heart",
    title="Heart failure",
    heading_path=(),
    text="Give ramipril to adults with heart failure.",
)
KIDNEY = Passage(
    id="kidney:ramipril",
    guideline="kidney",
    title="Kidney disease",
    heading_path=(),
    text="Do not give ramipril in pregnancy.",
)
QUESTION = "What does the guideline say?"
HER2 = "How is HER2-positive metastatic breast cancer treated?"
BREAST = ("breast_recurrence",)


@pytest.fixture(scope="module")
def both(shelves: Shelves) -> Core:
    """Two guidelines of one passage each."""
    return shelves.holding([HEART, KIDNEY]).core


@pytest.fixture(scope="module")
def wider(sources: tuple[Source, ...], compiled: Path) -> Core:
    """The shipped packs and one guideline more, whose passages come first."""
    return Core.load(shipped_packs(), [HEART, *sources], cache=compiled)


def kept(core: Core, answer: str, *guidelines: str) -> Report:
    return core.check(question=QUESTION, answer=answer, guidelines=guidelines)


@pytest.mark.parametrize(("source", "other"), [(HEART, KIDNEY), (KIDNEY, HEART)], ids=["heart", "kidney"])
def test_only_a_passage_of_a_named_guideline_supports(both: Core, source: Passage, other: Passage) -> None:
    assert kept(both, source.text, source.guideline).passed
    (judged,) = kept(both, source.text, other.guideline).judgements
    assert judged.verdict is not Verdict.SUPPORTED
    assert all(grounds.passage_id == other.id for grounds in judged.grounds)


def test_a_passage_of_another_guideline_contradicts_nothing(both: Core) -> None:
    denied = "Give ramipril in pregnancy."
    assert kept(both, denied).judgements[0].verdict is Verdict.CONTRADICTED
    assert kept(both, denied, "heart").judgements[0].verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize("guidelines", [("heart", "kidney"), ("kidney", "heart", "kidney")])
def test_naming_all_is_naming_none(both: Core, guidelines: tuple[str, ...]) -> None:
    for source in (HEART, KIDNEY):
        assert kept(both, source.text, *guidelines) == kept(both, source.text)


def test_an_unknown_guideline_is_refused_with_those_there_are(both: Core) -> None:
    with pytest.raises(UnknownGuideline, match="'lung'.*: heart, kidney") as refused:
        kept(both, HEART.text, "heart", "lung")
    assert refused.value.choices == ("heart", "kidney")


def test_a_choice_is_made_ready_once(both: Core) -> None:
    assert both.within(frozenset({"heart"})) is both.within(frozenset({"heart"}))


def test_rules_of_another_guideline_do_not_judge(wider: Core) -> None:
    report = wider.check(question=HER2, answer="Give trastuzumab.", guidelines=("heart",))
    assert (report.outcomes, report.missing, report.judgements[0].rules) == ((), (), ())


@pytest.mark.parametrize(
    "answer", ["Give trastuzumab.", "Give ramipril.", "Trastuzumab does not prolong survival."]
)
def test_what_is_not_named_changes_nothing(core: Core, wider: Core, answer: str) -> None:
    narrow = wider.check(question=HER2, answer=answer, guidelines=BREAST)
    assert narrow == core.check(question=HER2, answer=answer)


def test_every_passage_is_judged_as_if_its_guideline_stood_alone(
    core: Core, wider: Core, sources: tuple[Source, ...]
) -> None:
    for source in sources[::4]:
        assert kept(wider, source.text, *BREAST) == kept(core, source.text), source.id
