"""Judge: checks judged answers, each against the guideline that it is about."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from answering.ask import Ask
from answering.errors import InputError
from api import engine as engines
from api.engine import Engine
from api.errors import BadInput
from api.settings import Settings
from corpus.guideline import Guideline, ReviewState, Status
from rules.cases import Case
from rules.verdict import Report

if TYPE_CHECKING:
    from rules.core import Core


class Judge:
    """Checks cases. Those that name a document are checked against that document alone, without rules."""

    def __init__(self, *, settings: Settings, documents: Path | None, guidelines: tuple[str, ...]) -> None:
        if documents is not None and not documents.is_dir():
            raise BadInput(f"{documents} is not a folder. Give the folder that holds the cases' documents.")
        self._settings = settings
        self._guidelines = guidelines
        self._found = {file.name: file for file in sorted(documents.rglob("*"))} if documents else {}
        self._core = lru_cache(maxsize=1)(self._load)

    @cached_property
    def _engine(self) -> Engine:
        return engines.open_engine(self._settings)

    def why_not(self, case: Case) -> str | None:
        """Why this case can't be scored, or None."""
        try:
            Ask(question=case.question)
        except InputError as error:
            return str(error)
        if case.doc is None:
            return None
        if not self._found:
            return "it names a document: give the folder that holds it with --documents"
        if case.doc not in self._found:
            return f"there is no {case.doc} in the folder given with --documents"
        if not case.doc.endswith(".md"):
            return "this version reads Markdown documents alone"
        return None

    def check(self, case: Case) -> Report:
        """The core's report on one case."""
        if case.doc is None:
            return self._engine.check(
                question=case.question,
                answer=case.answer,
                history=case.history,
                guidelines=self._guidelines,
            )
        core = self._core(case.doc)
        return core.check(question=case.question, answer=case.answer, history=case.history)

    def _load(self, name: str) -> Core:
        from ingest.markdown import passages  # noqa: PLC0415  (only where a case names a document)
        from rules.core import Core  # noqa: PLC0415

        document = self._found[name].read_text(encoding="utf-8")
        return Core.load((), passages(document, _unnamed(name)))


def _unnamed(name: str) -> Guideline:
    """A guideline for a document that says nothing of itself: what is not known stays unknown."""
    stem = Path(name).stem
    return Guideline(
        id=stem,
        version="unknown",
        title=stem,
        publisher=None,
        published=None,
        retrieved=None,
        review_by=None,
        licence="unknown",
        source=name,
        status=Status.IN_FORCE,
        superseded_by=None,
        review=ReviewState.SUBMITTED,
    )
