"""Inquiry: everything that was read of a question before a word of the answer is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from answering.ask import Ask
from answering.intent import Intent, read_intent
from answering.standing import Stand, Standing
from answering.terms import Term
from ingest.passage import Passage
from retrieval.evidence import Evidence
from rules.context import Context, Value
from rules.verdict import Outcome

A_PATIENT = 4
"""A question that gives this many facts describes a patient, even if no word says so."""


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

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The known facts by name."""
        return self.context.values()

    @property
    def about_a_patient(self) -> bool:
        """Whether any fact of a patient is known."""
        return bool(self.values)

    @property
    def holds_a_whole(self) -> bool:
        """Whether the pool has more than what retrieval found, so that what is common in it is common."""
        return len(self.pool) > len(self.evidence)

    @cached_property
    def about_one_patient(self) -> bool:
        """Whether the question speaks of one patient, by its words or by how much it tells of her."""
        turns = [turn.content for turn in self.ask.history if turn.role == "user"]
        return (
            self.intent.one_patient
            or "age" in self.values
            or len(self.values) >= A_PATIENT
            or any(read_intent(text).one_patient for text in turns)
        )

    def citing(self, passage_id: str, *, off: bool = False) -> tuple[Standing, ...]:
        """The standings of the rules that cite a passage; those that are off only if asked for."""
        cited = self._by_passage.get(passage_id, ())
        return tuple(standing for standing in cited if off or standing.stand is not Stand.OFF)

    @cached_property
    def _by_passage(self) -> Mapping[str, Sequence[Standing]]:
        found: dict[str, list[Standing]] = {}
        for standing in self.standings:
            found.setdefault(standing.rule.cite, []).append(standing)
        return found


def ids_of(terms: Sequence[Term]) -> frozenset[str]:
    """All ids of some terms."""
    return frozenset(id for term in terms for id in term.ids)
