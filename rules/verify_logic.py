"""What Z3 finds in a rule base: dead, vacuous and redundant rules, conflicts, and gaps in decisions."""

from collections.abc import Callable, Iterator, Sequence

import z3  # type: ignore[import-untyped]

from rules.condition import Always
from rules.finding import Finding
from rules.loader import RuleBase
from rules.rule import Prefer
from rules.verify_acts import Above, Acts, Item
from rules.verify_model import Model, facts_of

ROUNDS = 2000
"""How many sets of demands are looked at before the search for conflicts gives up, loudly."""


def dead(model: Model) -> Iterator[Finding]:
    """Rules that fire for no patient, and exceptions that except nothing."""
    for rule in model.base.rules:
        if model.patient([model.formula(rule.when)], about=()) is None:
            why = "Its condition contradicts itself or what variables.yaml says follows."
            yield Finding(check="dead", rules=(rule.id,), what="it fires for no patient", why=why)
        elif model.patient([model.fires[rule.id]], about=()) is None:
            why = "Its exceptions always win. Drop the rule or narrow them."
            yield Finding(check="dead", rules=(rule.id,), what="it is always overridden", why=why)
        for other in rule.overrides:
            both = [model.fires[rule.id], model.formula(model.base.rule(other).when)]
            if model.patient(both, about=()) is None:
                why = "No patient meets both conditions, so it changes nothing. Drop the override."
                yield Finding(check="dead", rules=(rule.id, other), what="the exception is void", why=why)


def vacuous(model: Model) -> Iterator[Finding]:
    """Conditions that always hold without saying so, and preconditions that never bar or always do."""
    for rule in model.base.rules:
        when = model.formula(rule.when)
        if not isinstance(rule.when, Always) and model.patient([z3.Not(when)], about=()) is None:
            why = "Write `when: always`, or say what was meant."
            yield Finding(check="vacuous", rules=(rule.id,), what="its condition always holds", why=why)
        if rule.requires is None:
            continue
        requires = model.formula(rule.requires)
        if model.patient([when, z3.Not(requires)], about=()) is None:
            why = "Whoever the rule applies to meets it already. Drop the rule or widen its condition."
            yield Finding(check="vacuous", rules=(rule.id,), what="its precondition never bars", why=why)
        if model.patient([when, requires], about=()) is None:
            why = "Nobody it applies to can meet it: write must_not instead."
            yield Finding(check="vacuous", rules=(rule.id,), what="its precondition always bars", why=why)


def redundant(model: Model, above: Above) -> Iterator[Finding]:
    """Rules whose demand, wherever they fire, follows from other rules with the same kind of duty.

    Rules of other kinds don't count: they see other sentences and have other messages.
    """
    acts = Acts(model, above)
    items = acts.items(split=False)
    kinds = acts.kinds()
    for item in items:
        alike = [
            other
            for other in items
            if other is not item
            and other.rule.duty_name == item.rule.duty_name
            and getattr(other.rule.duty, "do", None) == getattr(item.rule.duty, "do", None)
        ]
        hold = [z3.Implies(other.when, other.demand) for other in alike]
        if model.patient([kinds, item.when, z3.Not(item.demand), *hold], about=()) is None:
            needed = _needed(model, kinds, item, alike)
            why = f"{', '.join(needed) or 'nothing'} demands it already. Drop one, or tell them apart."
            yield Finding(check="redundant", rules=(item.rule.id,), what="it adds no demand", why=why)


def _needed(model: Model, kinds: z3.BoolRef, item: Item, alike: Sequence[Item]) -> tuple[str, ...]:
    """The fewest other rules from which a redundant demand follows."""
    kept = list(alike)
    for other in alike:
        rest = [one for one in kept if one is not other]
        hold = [z3.Implies(one.when, one.demand) for one in rest]
        if model.patient([kinds, item.when, z3.Not(item.demand), *hold], about=()) is None:
            kept = rest
    return tuple(one.rule.id for one in kept)


def conflicts(model: Model, above: Above) -> Iterator[Finding]:
    """Smallest sets of rules that fire for one patient and demand what cannot all be done."""
    acts = Acts(model, above)
    items = acts.items(split=True)
    kinds = acts.kinds()
    by_id = {rule.id: rule for rule in model.base.rules}
    for core in _cores(model, kinds, items):
        rules = tuple(dict.fromkeys(item.rule.id for item in core))
        facts = set(facts_of([by_id[rule] for rule in rules], model.base))
        facts |= {fact for item in core if item.rule.requires for fact in item.rule.requires.facts()}
        patient = model.patient([item.when for item in core], about=sorted(facts))
        if patient is not None:
            why = "Narrow a condition, or let the exception override the rule."
            what = "for one patient they demand what cannot all be done"
            yield Finding(check="conflict", rules=rules, what=what, why=why, patient=patient)
    yield from _circles(model)


def _cores(model: Model, kinds: z3.BoolRef, items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """All minimal sets of demands that contradict each other (MARCO, Liffiton and Malik 2013)."""
    if not items:
        return
    chosen = [z3.Bool(f"item {at}", model.context) for at in range(len(items))]
    seeds = z3.Solver(ctx=model.context)

    def agree(places: Sequence[int]) -> bool:
        solver = z3.Solver(ctx=model.context)
        solver.add(kinds, *[items[at].demand for at in places])
        return bool(solver.check() == z3.sat)

    for _ in range(ROUNDS):
        if seeds.check() != z3.sat:
            return
        seed = seeds.model()
        places = [at for at, pick in enumerate(chosen) if not z3.is_false(seed.eval(pick))]
        if agree(places):
            places = _grown(places, len(items), agree)
            seeds.add(z3.Or(*[pick for at, pick in enumerate(chosen) if at not in places]))
        else:
            places = _shrunk(places, agree)
            seeds.add(z3.Or(*[z3.Not(chosen[at]) for at in places]))
            yield tuple(items[at] for at in places)
    raise RuntimeError(
        f"The search for conflicts did not end within {ROUNDS} rounds. Raise verify_logic.ROUNDS."
    )


def _grown(places: Sequence[int], count: int, agree: Callable[[Sequence[int]], bool]) -> list[int]:
    grown = list(places)
    for at in range(count):
        if at not in places and agree([*grown, at]):
            grown.append(at)
    return grown


def _shrunk(places: Sequence[int], agree: Callable[[Sequence[int]], bool]) -> list[int]:
    shrunk = list(places)
    for at in places:
        rest = [other for other in shrunk if other != at]
        if not agree(rest):
            shrunk = rest
    return shrunk


def _circles(model: Model) -> Iterator[Finding]:
    """Preferences that go round in a circle for one patient."""
    rules = [(rule, rule.duty) for rule in model.base.rules if isinstance(rule.duty, Prefer)]
    for start, first in rules:
        paths = [([start], first.over)]
        while paths:
            path, reached = paths.pop()
            if reached == first.what and start.id == min(rule.id for rule in path):
                fire = [model.fires[rule.id] for rule in path]
                patient = model.patient(fire, about=facts_of(path, model.base))
                if patient is not None:
                    ids = tuple(rule.id for rule in path)
                    why = "Each is preferred over the next and the last over the first. Turn one round."
                    what = "their preferences form a circle"
                    yield Finding(check="conflict", rules=ids, what=what, why=why, patient=patient)
                continue
            paths += [
                ([*path, rule], duty.over)
                for rule, duty in rules
                if duty.what == reached and rule not in path
            ]


def gaps(model: Model) -> Iterator[Finding]:
    """Patients to whom a declared decision applies and for whom none of its rules fires."""
    for decision in model.base.decisions:
        left = [model.formula(decision.when), *[z3.Not(model.fires[rule]) for rule in decision.rules]]
        if decision.silent is not None:
            left.append(z3.Not(model.formula(decision.silent)))
        rules = [model.base.rule(rule) for rule in decision.rules]
        facts = set(facts_of(rules, model.base)) | decision.when.facts()
        patient = model.patient(left, about=sorted(facts))
        if patient is not None:
            why = "Add a rule, or say under `silent` where the guideline says nothing."
            what = f'"{decision.name}" leaves patients without a rule'
            yield Finding(check="gap", rules=decision.rules, what=what, why=why, patient=patient)


def logic(base: RuleBase, above: Above) -> tuple[Finding, ...]:
    """All findings of this module, in a fixed order."""
    model = Model(base)
    found = (dead(model), vacuous(model), redundant(model, above), conflicts(model, above), gaps(model))
    return tuple(finding for findings in found for finding in findings)
