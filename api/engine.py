"""Engine: the seam between the edge and the answering pipeline; tests put a small class here."""

from collections.abc import Sequence
from typing import Protocol

from answering.answer import Answer
from answering.ask import Ask
from answering.errors import UnknownGuideline
from api.settings import Settings
from corpus.guideline import Guideline
from ingest.passage import Passage
from retrieval.evidence import Evidence
from rules.context import Context, Turn
from rules.rule import Rule
from rules.trials import Subject
from rules.verdict import Report


class Shelf(Protocol):
    """The record of guidelines and passages, as the edge reads it."""

    def guidelines(self) -> tuple[Guideline, ...]: ...
    def passages(self, guideline: str | None = None) -> tuple[Passage, ...]: ...
    def passage(self, guideline: str, version: str, passage_id: str) -> Passage | None: ...
    def corpus_hash(self) -> str: ...


class Searcher(Protocol):
    """Finds passages; never calls a language model."""

    def search(self, query: str, *, k: int = 8, guidelines: Sequence[str] = ()) -> tuple[Evidence, ...]: ...


class RuleBase(Subject, Protocol):
    """The rule core, as the edge reads it."""

    @property
    def rules(self) -> tuple[Rule, ...]: ...
    def read(self, question: str, history: Sequence[Turn] = ()) -> Context: ...


class Engine(Protocol):
    """All that the edge needs; `answering.pipeline.Pipeline` is one. Safe to call from several threads."""

    @property
    def record(self) -> Shelf: ...
    @property
    def retriever(self) -> Searcher: ...
    @property
    def core(self) -> RuleBase: ...
    def answer(self, ask: Ask) -> Answer: ...
    def check(
        self, *, question: str, answer: str, history: Sequence[Turn] = (), guidelines: Sequence[str] = ()
    ) -> Report: ...


def known(engine: Engine, guidelines: Sequence[str]) -> tuple[str, ...]:
    """The ids as given. Raises UnknownGuideline, with the choices, where one is not on record."""
    choices = tuple(dict.fromkeys(guideline.id for guideline in engine.record.guidelines()))
    if unknown := [name for name in guidelines if name not in choices]:
        raise UnknownGuideline(unknown=unknown, choices=choices)
    return tuple(guidelines)


def rules_of(engine: Engine, guidelines: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of these guidelines, or all of them where none is named. Raises UnknownGuideline."""
    named = known(engine, guidelines)
    return tuple(rule for rule in engine.core.rules if not named or rule.guideline in named)


def find(engine: Engine, query: str, *, k: int, guidelines: Sequence[str] = ()) -> tuple[Evidence, ...]:
    """Search as a caller asks for it. Raises EmptyQuestion, QuestionTooLong or UnknownGuideline."""
    asked = Ask(question=query)
    return engine.retriever.search(asked.question, k=k, guidelines=known(engine, guidelines))


def judge(
    engine: Engine,
    *,
    question: str,
    answer: str,
    history: Sequence[Turn] = (),
    guidelines: Sequence[str] = (),
) -> Report:
    """Check as a caller asks for it. Raises EmptyQuestion, QuestionTooLong or UnknownGuideline."""
    asked = Ask(question=question, history=tuple(history), guidelines=known(engine, guidelines))
    return engine.check(
        question=asked.question, answer=answer, history=asked.history, guidelines=asked.guidelines
    )


def open_engine(settings: Settings) -> Engine:
    """Open the pipeline in the data home; the first time indexes the shipped packs, which takes seconds."""
    from answering.pipeline import Pipeline  # noqa: PLC0415  (numpy, chromadb: only when answers are wanted)

    return Pipeline.open(home=settings.home, embedder=settings.embedder)
