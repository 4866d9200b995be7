"""Outcome of every rule for one patient: fired, not fired, or undecided with the facts that are missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rules.condition import Trace
from rules.context import Context, Value
from rules.rule import Rule
from rules.verdict import Outcome, State


def outcomes(rules: Iterable[Rule], context: Context, *, as_of: date | None = None) -> tuple[Outcome, ...]:
    """Where each rule stands, in the order of `rules`.

    A rule fires when its condition is true, and yields to the exceptions that override it:

    - an overriding rule that fires turns the rule it overrides off;
    - while the overriding rule is undecided, a rule that would fire is undecided too, for want of the same
      facts: whoever applied it now might have to take it back;
    - a rule that is not fired stays so, whatever overrides it;
    - an overriding rule that is itself overridden counts by its final state, so exceptions to exceptions
      restore the rule.

    A rule whose `valid_from` lies after `as_of` does not fire; with `as_of` None every rule is in force.
    """
    return judged(rules, context.values(), as_of=as_of)


def judged(
    rules: Iterable[Rule], values: Mapping[str, Value], *, as_of: date | None = None
) -> tuple[Outcome, ...]:
    """The same for the facts of a patient by name."""
    listed = tuple(rules)
    judge = _Judge(listed, values, as_of)
    return tuple(judge.outcome(rule) for rule in listed)


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a rule stands where it stands: the trace of its condition, and the rules that turned it off."""

    outcome: Outcome
    trace: Trace
    yields_to: tuple[str, ...]


def explain(rules: Iterable[Rule], context: Context, *, as_of: date | None = None) -> tuple[Explanation, ...]:
    """The outcomes with their derivation, in the order of `rules`."""
    listed = tuple(rules)
    judge = _Judge(listed, context.values(), as_of)
    return tuple(
        Explanation(
            outcome=judge.outcome(rule),
            trace=rule.when.evaluate(context.values()),
            yields_to=judge.yields_to(rule),
        )
        for rule in listed
    )


class _Judge:
    def __init__(self, rules: tuple[Rule, ...], values: Mapping[str, Value], as_of: date | None) -> None:
        self._values = values
        self._as_of = as_of
        self._over: dict[str, list[Rule]] = {}
        self._known: dict[str, Outcome] = {}
        for rule in rules:
            for overridden in rule.overrides:
                self._over.setdefault(overridden, []).append(rule)

    def outcome(self, rule: Rule) -> Outcome:
        if rule.id not in self._known:
            self._known[rule.id] = self._decide(rule)
        return self._known[rule.id]

    def yields_to(self, rule: Rule) -> tuple[str, ...]:
        return tuple(
            other.id
            for other in self._over.get(rule.id, ())
            if self.outcome(other).state is not State.NOT_FIRED
        )

    def _decide(self, rule: Rule) -> Outcome:
        if self._as_of is not None and rule.valid_from is not None and rule.valid_from > self._as_of:
            return Outcome(rule=rule.id, state=State.NOT_FIRED)
        trace = rule.when.evaluate(self._values)
        above = [self.outcome(other) for other in self._over.get(rule.id, ())]
        if trace.value is False or any(other.state is State.FIRED for other in above):
            return Outcome(rule=rule.id, state=State.NOT_FIRED)
        waiting = [other for other in above if other.state is State.UNDECIDED]
        missing = (*trace.missing, *(name for other in waiting for name in other.missing))
        state = State.UNDECIDED if missing else State.FIRED
        return Outcome(rule=rule.id, state=state, missing=tuple(dict.fromkeys(missing)))
