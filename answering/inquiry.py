"""Inquiry: everything that was read of a question before a word of the answer is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answering.ask import Ask
from answering.intent import Intent
from answering.standing import Stand, Standing
from answering.terms import Term
from ingest.passage import Passage
from retrieval.evidence import Evidence
from rules.context import Context, Value
from rules.verdict import Outcome


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """A question as understood.

    `question` is the text without instructions to the service. `asked` are the terms of the part that asks,
    outside the words that facts were read from; `told` all other terms; `before` those of the last turns.
    `pool` are the passages that may be used, in document order.
    """

    ask: Ask
    question: str
    context: Context
    outcomes: tuple[Outcome, ...]
    standings: tuple[Standing, ...]
    intent: Intent
    asked: tuple[Term, ...]
    told: tuple[Term, ...]
    before: tuple[Term, ...]
    evidence: tuple[Evidence, ...]
    pool: tuple[Passage, ...]

    @property
    def values(self) -> Mapping[str, Value]:
        """The known facts by name."""
        return self.context.values()

    @property
    def about_a_patient(self) -> bool:
        """Whether any fact of a patient is known."""
        return bool(self.values)

    def citing(self, passage_id: str, *, off: bool = False) -> tuple[Standing, ...]:
        """The standings of the rules that cite a passage; those that are off only if asked for."""
        return tuple(
            standing
            for standing in self.standings
            if standing.rule.cite == passage_id and (off or standing.stand is not Stand.OFF)
        )

    def passage(self, passage_id: str) -> Passage | None:
        """A passage of the pool."""
        return next((passage for passage in self.pool if passage.id == passage_id), None)


def ids_of(terms: Sequence[Term]) -> frozenset[str]:
    """All ids of some terms."""
    return frozenset(id for term in terms for id in term.ids)
