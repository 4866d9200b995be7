"""The shipped pack with its real rule core, found by shared words: no index, no embedding model."""

from pathlib import Path

import pytest

from answering.answer import Answer
from answering.ask import Ask
from answering.holdings import Holdings, Stock
from answering.pipeline import Pipeline
from corpus.pack import load_pack, shipped_packs
from ingest.markdown import passages
from rules.context import Turn
from rules.core import Core
from tests.answering.small import SmallShelf, WordFinder


class Asking:
    """Asks the pipeline and remembers answers, as they never differ."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._answers: dict[Ask, Answer] = {}

    def __call__(self, question: str, *earlier: str) -> Answer:
        turns = tuple(
            Turn(role=role, content=text)
            for role, text in zip(["user", "assistant"] * 8, earlier, strict=False)
        )
        ask = Ask(question=question, history=turns)
        if ask not in self._answers:
            self._answers[ask] = self.pipeline.answer(ask)
        return self._answers[ask]


@pytest.fixture(scope="session")
def holdings(compiled: Path) -> Holdings:
    packs = [load_pack(folder) for folder in shipped_packs()]
    held = tuple(p for pack in packs for p in passages(pack.document, pack.guideline))
    core = Core.load(shipped_packs(), held, cache=compiled)
    return Holdings.of(
        shelf=SmallShelf(held, tuple(pack.guideline for pack in packs)),
        finder=WordFinder(held),
        core=core,
        reader=core.checker.grounder.reader,
        rules_hash=core.base.rules_hash,
    )


@pytest.fixture(scope="session")
def pipeline(holdings: Holdings) -> Pipeline:
    return Pipeline(Stock(lambda: holdings))


@pytest.fixture(scope="session")
def asking(pipeline: Pipeline) -> Asking:
    return Asking(pipeline)
