"""Charges: the rules that one statement breaks, forgets or can't be judged by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rules.attribution import of_patient
from rules.breach import Breach
from rules.claim import Reading
from rules.context import Value
from rules.duty import Duties
from rules.population import Population
from rules.rule import Goal, Must, MustNot, OnlyIf, Rule
from rules.stand import Stand, Stands
from rules.verdict import Outcome, State
from rules.world import worlds

_OPENING = frozenset({"s:first_line", "s:initial"})


@dataclass(frozen=True, kw_only=True)
class Charge:
    """`broken`: the breaches of rules that apply, in the order of the rules. `open`: the first that waits for
    facts of this patient, or None. `forgotten`: rules that want something said beside this statement."""

    broken: tuple[Breach, ...] = ()
    open: Breach | None = None
    forgotten: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Charges:
    """Brings charges by one rule base."""

    rules: tuple[Rule, ...]
    duties: Duties
    population: Population | None
    stands: Stands

    def against(  # noqa: PLR0913  (six things bear on one charge)
        self,
        reading: Reading,
        values: Mapping[str, Value],
        stand: Stand,
        *,
        known: Mapping[str, Value],
        cited: Sequence[str] = (),
        supposed: Mapping[str, Value] | None = None,
        quoted: Sequence[str] = (),
    ) -> Charge:
        """What can be said against a statement. One that names its own population (`values` then differ from
        what is `known`) is judged by the rules that hold for that population, whatever the patient is.
        `cited`: the passages that carry it; `supposed`: the facts of the group that it speaks of; `quoted`:
        the passages of which it is a sentence, word for word."""
        own = values != known
        if own:
            stand = self.stands.of(values)
        state = stand.by_rule
        # a general sentence, or one that states its own condition, needs nothing to be known of this patient
        plain = not any(atom.condition for atom in reading.atoms)
        asks = plain and (bool(known) or of_patient(reading))
        broken: list[Breach] = []
        waiting: list[Breach] = []
        forgotten: list[str] = []
        for rule in self.rules:
            outcome = state.get(rule.id)
            if outcome is None or outcome.state is State.NOT_FIRED:
                continue
            breach = self.duties.breach(rule, reading, values, stand.rivals)
            itself = rule.cite in quoted and isinstance(rule.duty, OnlyIf) and rule.requires is not None
            if (
                breach is None
                or itself
                or self._meets_itself(rule, breach, reading, {**values, **(supposed or {})})
            ):
                continue
            fired = outcome.state is State.FIRED
            holds = fired or rule.when.evaluate(values).value is True
            if breach.forgets and holds and not own:
                forgotten.append(rule.id)
            elif fired and not breach.missing:
                broken.append(breach)
            elif fired:
                waiting.extend([breach] if asks else [])
            elif (plain and breach.denies) or (
                asks and (breach.rival or self._decides(rule, outcome, reading))
            ):
                waiting.append(replace(breach, missing=outcome.missing))
        if not broken and supposed:
            broken.extend(self._general(reading, values, supposed, state))
        if asks and not waiting:
            waiting.extend(self._unripe(reading, values, state, cited))
        return Charge(broken=tuple(broken), open=waiting[0] if waiting else None, forgotten=tuple(forgotten))

    def _meets_itself(self, rule: Rule, breach: Breach, reading: Reading, group: Mapping[str, Value]) -> bool:
        """Whether a statement sets the condition itself that a rule wants met ("only if she has symptoms"):
        it gives nothing to those who do not meet it. `group`: the facts of those whom it speaks of."""
        if not isinstance(rule.duty, OnlyIf) or rule.requires is None or breach.denies or breach.forgets:
            return False
        conditions = {atom.segment for atom in reading.atoms if atom.condition}
        restricted = any(part.exclusive and part.index in conditions for part in reading.segments)
        return restricted or (bool(conditions) and rule.requires.evaluate(group).value is True)

    def _general(
        self,
        reading: Reading,
        values: Mapping[str, Value],
        supposed: Mapping[str, Value],
        state: Mapping[str, Outcome],
    ) -> Iterator[Breach]:
        """The rules on what comes first or never that a statement breaks for some patient of its group."""
        if self.population is None:
            return
        group = {**values, **supposed}
        reading = replace(reading, atoms=tuple(atom for atom in reading.atoms if not atom.condition))
        told = {name for name, value in supposed.items() if value is not False} - self._everywhere
        for rule in self.rules:
            if state[rule.id].state is State.FIRED or told.isdisjoint(rule.when.facts()):
                continue
            for world in worlds(rule, self.rules, group, self.population):
                stand = self.stands.of(world)
                if stand.by_rule[rule.id].state is not State.FIRED:
                    continue
                breach = self.duties.breach(rule, reading, world, stand.rivals)
                if breach is not None and not breach.missing and (breach.rival or breach.denies):
                    yield breach
                    break

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        """The facts that are the same for all rules on what comes first, and so tell no group apart."""
        first = [rule for rule in self.rules if getattr(rule.duty, "line", None) == "first"]
        shared = set.intersection(*(set(rule.when.facts()) for rule in first)) if first else set()
        return frozenset(
            name for name in shared if len({met for rule in first if (met := self._met_by(rule, name))}) == 1
        )

    def _met_by(self, rule: Rule, fact: str) -> frozenset[str]:
        """The values of a fact with which a rule may apply."""
        population = self.population
        assert population is not None
        return frozenset(
            value
            for value in population.choices(fact)
            if any(True for _ in worlds(rule, self.rules, {fact: value}, population))
        )

    def _unripe(
        self,
        reading: Reading,
        values: Mapping[str, Value],
        state: Mapping[str, Outcome],
        cited: Sequence[str],
    ) -> list[Breach]:
        """A statement that tells this patient to do what its passage asks of some patients only, while it is
        not known whether she is one of them."""
        followed = [
            rule
            for rule in self.rules
            if rule.id in state
            and state[rule.id].state is not State.NOT_FIRED
            and self.duties.follows(rule, reading)
        ]
        sure = [rule for rule in followed if rule.when.evaluate(values).value is True]
        why = "whether this holds for this patient is not known."
        return [
            Breach(rule, why, tuple(rule.when.evaluate(values).missing))
            for rule in followed
            if (rule.cite in cited or (_begins(reading) and self._first(rule, values)))
            and rule not in sure
            and not any(_alike(rule, other) for other in sure)
            and (of_patient(reading) or self._first(rule, values))
        ]

    def _decides(self, rule: Rule, outcome: Outcome, reading: Reading) -> bool:
        """Whether a fact on which the treatment depends is not known of this patient."""
        if not self._decisive(outcome.missing):
            return False
        if isinstance(rule.duty, Goal):
            return of_patient(reading)
        return isinstance(rule.duty, MustNot | OnlyIf) and any(
            self.duties.prescribes(reading, concept) for concept in rule.duty.what
        )

    def _first(self, rule: Rule, values: Mapping[str, Value]) -> bool:
        """Whether a rule says what comes first, and what decides on it is not known."""
        first = isinstance(rule.duty, Must) and rule.duty.line == "first"
        return first and self._decisive(rule.when.evaluate(values).missing)

    def _decisive(self, names: Sequence[str]) -> bool:
        population = self.population
        return population is not None and any(population.decisive(name) for name in names)


def _begins(reading: Reading) -> bool:
    """Whether a sentence says of this patient what she is to have first."""
    return of_patient(reading) and any(atom.ids & _OPENING for atom in reading.atoms)


def _alike(rule: Rule, other: Rule) -> bool:
    """Whether two rules ask for the same thing, so that one of them is enough."""
    mine, theirs = rule.duty, other.duty
    return isinstance(mine, Must) and isinstance(theirs, Must) and set(mine.what) == set(theirs.what)
