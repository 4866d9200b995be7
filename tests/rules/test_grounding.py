"""A statement is carried only by a passage that entails it: near twins over made-up passages."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from rules.verdict import Verdict
from tests.rules.pack import Passage
from tests.rules.shelf import Shelf, Shelves


@dataclass(frozen=True, kw_only=True)
class Twins:
    """A passage, sentences that follow from it, and near twins that differ by one `step`."""

    step: str
    title: str
    text: str
    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


TWINS = TypeAdapter(tuple[Twins, ...]).validate_python(
    yaml.safe_load((Path(__file__).parent / "twins.yaml").read_text("utf-8"))
)
RIGHT = [pytest.param(t, s, id=f"{t.title}: {s}"[:90]) for t in TWINS for s in t.right]
WRONG = [pytest.param(t, s, id=f"{t.title}: {s}"[:90]) for t in TWINS for s in t.wrong]


@pytest.fixture(scope="module")
def shelf(shelves: Shelves) -> Shelf:
    """All passages at once, so that none may carry what another one says."""
    return shelves.holding(
        [
            Passage(id=f"made:p{n}", guideline="made", title=t.title, heading_path=(), text=t.text)
            for n, t in enumerate(TWINS)
        ]
    )


@pytest.mark.parametrize(("twins", "sentence"), RIGHT)
def test_what_follows_from_a_passage_is_supported(shelf: Shelf, twins: Twins, sentence: str) -> None:
    assert shelf.supports(sentence, twins.question)


@pytest.mark.parametrize(("twins", "sentence"), WRONG)
def test_its_near_twin_is_not(shelf: Shelf, twins: Twins, sentence: str) -> None:
    assert not shelf.report(sentence, twins.question).passed


@pytest.mark.parametrize("twins", TWINS, ids=lambda t: t.title)
def test_a_passage_carries_its_own_text(shelf: Shelf, twins: Twins) -> None:
    assert shelf.supports(twins.text, twins.question)


def test_a_quote_is_a_piece_of_the_passage_at_its_place(shelf: Shelf) -> None:
    texts = {source.id: source.text for source in shelf.core.checker.grounder.library.sources}
    for twins in TWINS:
        for sentence in twins.right:
            for place in shelf.judge(sentence, twins.question).grounds:
                assert texts[place.passage_id][place.start : place.end] == place.quote


def test_the_passage_that_carries_a_statement_is_named(shelves: Shelves) -> None:
    shelf = shelves.of("Give ramipril to adults with heart failure.", "Give insulin in ketoacidosis.")
    (place,) = shelf.judge("Insulin is given in ketoacidosis.").grounds
    assert (place.passage_id, place.quote) == ("made:p1", "Give insulin in ketoacidosis.")


def test_an_empty_shelf_carries_nothing(shelves: Shelves) -> None:
    judged = shelves.of().judge("Ramipril is given to adults with heart failure.")
    assert (judged.verdict, judged.grounds) == (Verdict.UNSUPPORTED, ())


def test_what_fails_names_the_nearest_passage(shelves: Shelves) -> None:
    judged = shelves.of("Give ramipril 5 mg to adults.").judge("Ramipril 10 mg is given to adults.")
    assert [place.passage_id for place in judged.grounds] == ["made:p0"]
