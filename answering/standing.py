"""Standing: where a rule stands for this patient, as far as an answer is concerned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.context import Context
from rules.rule import Monitor, Must, MustNot, OnlyIf, Prefer, Rule, Timing
from rules.verdict import Outcome, State


class Stand(StrEnum):
    """`holds`: its condition is met, and no exception that is known to apply turns it off.

    `open`: facts that decide it are unknown. `off`: it does not apply.
    """

    HOLDS = "holds"
    OPEN = "open"
    OFF = "off"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A rule for this patient. `known` are the facts of its condition that the question gives."""

    rule: Rule
    stand: Stand
    known: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def concepts(self) -> frozenset[str]:
        """The vocabulary ids that the duty speaks of."""
        return frozenset(f"c:{name}" for name in duty_concepts(self.rule))

    @property
    def tells_population(self) -> bool:
        """Whether the rule's condition is the population that its passage is for; a ban may name another."""
        return not isinstance(self.rule.duty, MustNot)

    @property
    def gives(self) -> bool:
        """Whether the duty is a treatment to give or to prefer."""
        duty = self.rule.duty
        return isinstance(duty, Prefer) or (isinstance(duty, Must) and duty.do in ("give", "switch"))


def standings(rules: Iterable[Rule], outcomes: Iterable[Outcome], context: Context) -> tuple[Standing, ...]:
    """All rules in their order. A rule that only waits for a possible exception already holds."""
    values = context.values()
    by_id: Mapping[str, Outcome] = {outcome.rule: outcome for outcome in outcomes}
    found = []
    for rule in rules:
        outcome = by_id.get(rule.id)
        if outcome is None:
            continue
        met = rule.when.evaluate(values).value
        stand = Stand.OFF if outcome.state is State.NOT_FIRED else Stand.HOLDS if met else Stand.OPEN
        known = tuple(sorted(name for name in rule.when.facts() if name in values))
        found.append(Standing(rule=rule, stand=stand, known=known, missing=outcome.missing))
    return tuple(found)


def duty_concepts(rule: Rule) -> tuple[str, ...]:
    """The concepts that a rule's duty is about, what it is compared with left out."""
    match rule.duty:
        case Must() | MustNot() | OnlyIf():
            return rule.duty.what
        case Prefer():
            return (rule.duty.what,)
        case Monitor():
            return (rule.duty.when_giving, rule.duty.what)
        case Timing():
            return (rule.duty.what, rule.duty.after)
        case _:
            return ()
