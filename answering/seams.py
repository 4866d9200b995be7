"""Seams: what answering needs of its neighbours. The pipeline passes the real parts, tests small ones."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from corpus.guideline import Guideline
from ingest.passage import Passage
from retrieval.evidence import Evidence
from rules.context import Context, Turn
from rules.rule import Rule
from rules.trials import Subject
from rules.variables import Variable
from rules.verdict import Report


class RuleCore(Subject, Protocol):
    """The rule core."""

    @property
    def rules(self) -> tuple[Rule, ...]: ...
    @property
    def variables(self) -> Mapping[str, Variable]: ...
    def read(self, question: str, history: Sequence[Turn] = ()) -> Context: ...
    def check(
        self, *, question: str, answer: str, history: Sequence[Turn] = (), guidelines: Sequence[str] = ()
    ) -> Report: ...


class Finder(Protocol):
    """The retriever."""

    def search(self, query: str, *, k: int = 8, guidelines: Sequence[str] = ()) -> tuple[Evidence, ...]: ...


class Shelf(Protocol):
    """The record of guidelines and passages."""

    def guidelines(self) -> tuple[Guideline, ...]: ...
    def passages(self, guideline: str | None = None) -> tuple[Passage, ...]: ...
    def passage(self, guideline: str, version: str, passage_id: str) -> Passage | None: ...
    def corpus_hash(self) -> str: ...
