"""Stand: where all rules stand for one patient, and what follows from that for any sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.context import Value
from rules.outcome import judged
from rules.rule import Must, Rule
from rules.verdict import Outcome, State

_REMEMBERED = 4096
"""Patients who are kept, told apart by the facts that some rule asks for."""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """The outcomes in the order of the rules, and by rule. `rivals` are the treatments that rules place in a
    line of therapy and that none asks for in this patient."""

    outcomes: tuple[Outcome, ...]
    by_rule: Mapping[str, Outcome]
    rivals: frozenset[str]


class Stands:
    """Where one set of rules stands, worked out once for patients who differ in nothing that it asks for."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._asked = sorted({name for rule in self._rules for name in rule.when.facts()})
        self._known = lru_cache(maxsize=_REMEMBERED)(self._worked_out)

    def of(self, values: Mapping[str, Value]) -> Stand:
        """Where the rules stand for a patient with these facts."""
        return self._known(tuple((name, values[name]) for name in self._asked if name in values))

    def given(self, outcomes: Iterable[Outcome]) -> Stand:
        """The same for outcomes that are known already."""
        listed = tuple(outcomes)
        by_rule = {outcome.rule: outcome for outcome in listed}
        return Stand(outcomes=listed, by_rule=by_rule, rivals=self._rivals(by_rule))

    def _worked_out(self, values: tuple[tuple[str, Value], ...]) -> Stand:
        return self.given(judged(self._rules, dict(values)))

    def _rivals(self, by_rule: Mapping[str, Outcome]) -> frozenset[str]:
        placed: set[str] = set()
        due: set[str] = set()
        for rule in self._rules:
            if not isinstance(rule.duty, Must) or rule.duty.do != "give" or rule.duty.line is None:
                continue
            placed.update(rule.duty.what)
            outcome = by_rule.get(rule.id)
            first = rule.duty.line == "first"
            if outcome is not None and (
                outcome.state is State.FIRED or (first and outcome.state is State.UNDECIDED)
            ):
                due.update(rule.duty.what)
        return frozenset(placed - due)
