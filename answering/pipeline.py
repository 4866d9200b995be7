"""The pipeline: how a question becomes a checked, cited answer. Read `answer` first."""

from collections.abc import Sequence
from pathlib import Path

from answering.answer import Answer, Reason
from answering.ask import Ask
from answering.assembly import abstention, assemble
from answering.checking import check
from answering.clarify import undecided
from answering.composer import compose
from answering.coverage import Gap, gap
from answering.errors import Unchecked
from answering.holdings import Stock, open_stock
from answering.parts import WHOLE, Parts
from answering.reading import read
from answering.request import read_request
from answering.seams import Finder, RuleCore, Shelf
from rules.context import Turn
from rules.verdict import Report


class Pipeline:
    """Answers questions over one data home. Safe to call from several threads; same input, same bytes."""

    def __init__(self, stock: Stock, parts: Parts = WHOLE) -> None:
        self._stock = stock
        self._parts = parts

    @classmethod
    def open(
        cls, *, home: Path, embedder: str = "default", parts: Parts = WHOLE, shipped: bool = True
    ) -> "Pipeline":
        """Open a data home; shipped packs that are not indexed yet, or have changed, are indexed first.

        For evaluations: `parts` switches parts off, and `shipped` False leaves the shipped packs out.
        """
        return cls(open_stock(home, embedder, parts=parts, shipped=shipped), parts)

    def answer(self, ask: Ask) -> Answer:
        """Answer from passages and rules. Raises UnknownGuideline; what cannot be said is an abstention."""
        holdings = self._stock.current()
        holdings.require(ask.guidelines)

        request = read_request(ask.question)
        inquiry = read(ask, request, holdings)
        ranking = holdings.ranker.rank(inquiry)
        missing = gap(inquiry, request, ranking, holdings.mentions)
        if missing:
            return abstention(missing, inquiry, holdings)

        waiting = undecided(inquiry, ranking, holdings.mentions)
        outline = compose(inquiry, ranking, holdings.mentions, branches=waiting)
        try:
            checked = check(
                outline, inquiry=inquiry, core=holdings.core, stored=holdings.stored, parts=self._parts
            )
        except Unchecked:
            silent = Gap(reason=Reason.GUIDELINE_SILENT)
            return abstention(silent, inquiry, holdings)
        return assemble(
            checked, inquiry, holdings, waiting=waiting, instructs=request.instructs, parts=self._parts
        )

    def check(
        self, *, question: str, answer: str, history: Sequence[Turn] = (), guidelines: Sequence[str] = ()
    ) -> Report:
        """What the rule core says of an answer written elsewhere. Raises UnknownGuideline."""
        holdings = self._stock.current()
        holdings.require(guidelines)
        return holdings.core.check(question=question, answer=answer, history=history, guidelines=guidelines)

    @property
    def core(self) -> RuleCore:
        """The rule core."""
        return self._stock.current().core

    @property
    def rules_hash(self) -> str:
        """The SHA-256 hex digest of the rules."""
        return self._stock.current().rules_hash

    @property
    def retriever(self) -> Finder:
        """The retriever."""
        return self._stock.current().finder

    @property
    def record(self) -> Shelf:
        """The record of guidelines and passages."""
        return self._stock.current().shelf
