"""Standing: where a rule stands for this patient, as far as an answer is concerned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.condition import Truth
from rules.context import Context, Value
from rules.rule import Goal, Monitor, Must, MustNot, OnlyIf, Prefer, Rule, Timing
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
    """A rule for this patient. `known` are the facts it rests on that the question gives."""

    rule: Rule
    stand: Stand
    known: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def concepts(self) -> frozenset[str]:
        """The vocabulary ids that the duty speaks of."""
        return frozenset(f"c:{name}" for name in _what(self.rule))

    @property
    def over(self) -> frozenset[str]:
        """What a preference puts second."""
        duty = self.rule.duty
        return frozenset({f"c:{duty.over}"}) if isinstance(duty, Prefer) else frozenset()

    @property
    def line(self) -> str | None:
        """The line of treatment that the duty is for."""
        duty = self.rule.duty
        return duty.line if isinstance(duty, Must | MustNot | OnlyIf | Prefer) else None

    @property
    def tells_population(self) -> bool:
        """Whether the rule's condition is the population that its passage is for; a ban may name another."""
        return not isinstance(self.rule.duty, MustNot)

    @property
    def gives(self) -> bool:
        """Whether the duty is a treatment to give."""
        duty = self.rule.duty
        return isinstance(duty, Must) and duty.do in ("give", "switch")

    @property
    def ranks(self) -> bool:
        """Whether the duty puts one treatment before another."""
        return isinstance(self.rule.duty, Prefer)

    @property
    def combines(self) -> bool:
        """Whether the duty bars giving several things together."""
        return isinstance(self.rule.duty, MustNot) and self.rule.duty.do == "combine"

    @property
    def watches(self) -> frozenset[str]:
        """What the duty has watched while something is given."""
        duty = self.rule.duty
        return frozenset({f"c:{duty.what}"}) if isinstance(duty, Monitor) else frozenset()

    @property
    def allows(self) -> bool:
        """Whether the duty allows a treatment under a condition."""
        return isinstance(self.rule.duty, OnlyIf) and self.rule.duty.do == "give"

    @property
    def is_goal(self) -> bool:
        """Whether the duty is an aim."""
        return isinstance(self.rule.duty, Goal)

    @property
    def decides(self) -> bool:
        """Whether the duty says what to do with a treatment, not only what to assess or how to measure."""
        duty = self.rule.duty
        bans = isinstance(duty, MustNot) and duty.do not in ("quantify", "test", "delay")
        return self.gives or self.ranks or self.allows or self.is_goal or bans

    def met(self, values: Mapping[str, Value]) -> Truth:
        """Whether the precondition of the duty is met; True where it sets none."""
        requires = self.rule.requires
        return True if requires is None else requires.evaluate(values).value

    def rests(self, values: Mapping[str, Value]) -> bool:
        """Whether it holds by what is known of this patient, its precondition met."""
        return self.stand is Stand.HOLDS and bool(self.known) and self.met(values) is True

    def held(self, values: Mapping[str, Value]) -> bool:
        """Whether it says what to do for what is known of this patient."""
        return self.decides and self.rests(values)

    def bars(self, values: Mapping[str, Value]) -> bool:
        """Whether it speaks against giving its concepts to a patient with these facts."""
        return self.stand is Stand.HOLDS and self.would_bar(values)

    def would_bar(self, values: Mapping[str, Value]) -> bool:
        """The same for a rule that rests on a known fact, even if it waits for another one."""
        duty = self.rule.duty
        if self.stand is Stand.OFF or (self.stand is Stand.OPEN and not self.known):
            return False
        if isinstance(duty, MustNot):
            return duty.do == "combine" or (duty.do in ("give", "continue") and bool(self.known))
        return isinstance(duty, OnlyIf) and self.met(values) is False


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
        known = tuple(sorted(name for name in rule.facts() if name in values))
        found.append(Standing(rule=rule, stand=stand, known=known, missing=outcome.missing))
    return tuple(found)


def _what(rule: Rule) -> tuple[str, ...]:
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
