"""What a system found, where it does not tell the texts."""

from pathlib import Path
from typing import cast

import pytest

from evals.adapter_trec import read_run_file
from evals.case import Case, Gold
from evals.entailment import Entailer
from evals.instruments import Instruments
from evals.metric_retrieval import retrieval_metrics
from evals.response import Found, Response
from evals.score import Score, Status
from evals.system_replay import ReplaySystem
from rules.core import Core

BY_RANK = {"ndcg_at_10", "recall_at_1", "recall_at_5", "recall_at_20", "mrr_at_10"}
BARE = Found(passage_id="d1", guideline="d1", text=None, score=1.0)
QUOTE = Gold(document="d1.md", quote="watch the heart")


def scored(found: Found, *gold: Gold) -> dict[str, Score]:
    """The scores of a case for which this was found; ranking needs nothing of the rule core."""
    held = Instruments(
        core=cast(Core, None),
        entailer=cast(Entailer, None),
        passages={},
        by_text={},
        older=lambda *_: None,
    )
    case = Case(id="a", question="q", gold=gold)
    scores = [metric.score(case, Response(found=(found,))) for metric in retrieval_metrics(held)]
    return {score.metric: score for score in scores if score is not None}


@pytest.mark.parametrize("gold", [QUOTE, Gold(document="other.md", quote="rest"), Gold(quote="rest")])
def test_a_quote_is_not_scored_against_a_text_that_is_not_told(gold: Gold) -> None:
    scores = scored(BARE, gold)
    assert {name for name, score in scores.items() if score.status is Status.NOT_SCORED} == BY_RANK
    assert all("does not tell the texts" in scores[name].reason for name in BY_RANK)


def test_one_quote_among_places_is_enough_to_score_nothing_by_rank() -> None:
    scores = scored(BARE, Gold(passage="d1"), QUOTE)
    assert {scores[name].value for name in BY_RANK} == {None}


def test_the_right_document_is_scored_without_texts() -> None:
    assert scored(BARE, QUOTE)["right_document_at_5"].value == 1.0


@pytest.mark.parametrize("gold", [Gold(passage="d1"), Gold(document="d1")])
def test_passages_and_documents_are_scored_without_texts(gold: Gold) -> None:
    assert {score.value for score in scored(BARE, gold).values()} == {1.0}


@pytest.mark.parametrize(("text", "value"), [("Please watch the heart", 1.0), ("Rest.", 0.0), ("", 0.0)])
def test_a_quote_is_looked_for_in_a_text_that_is_told(text: str, value: float) -> None:
    scores = scored(BARE.model_copy(update={"text": text}), QUOTE)
    assert {scores[name].value for name in BY_RANK} == {value}


def test_a_trec_run_tells_no_texts(tmp_path: Path) -> None:
    (tmp_path / "bm25.run").write_text("a Q0 d1 1 7.5 bm25\n")
    found = read_run_file(tmp_path / "bm25.run")
    replay = ReplaySystem.of_ranking(tmp_path / "bm25.run", found)
    assert [one.text for one in replay.retrieve(Case(id="a", question="q"))] == [None]
