"""Checks by plain enumeration, without Z3: that both agree on every patient, and that facts only add.

A group is a rule with its exceptions, or a decision with its rules; its patients are all combinations of
the values of the group's facts. Numbers are taken at, just below and just above every limit they meet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import z3  # type: ignore[import-untyped]

from rules.condition import And, Condition, Implies, Named, Not, Or, Test
from rules.context import Context, Fact, Value
from rules.finding import Finding
from rules.loader import RuleBase
from rules.outcome import outcomes
from rules.rule import Rule
from rules.variables import Kind, Variable
from rules.verdict import State
from rules.verify_model import Model, facts_of

MOST = 20_000
"""The largest group, in patients, that is enumerated; a larger one is reported, not skipped in silence."""


@dataclass(frozen=True)
class Group:
    """Rules that are looked at together, with the exceptions to them."""

    name: str
    rules: tuple[Rule, ...]
    facts: tuple[str, ...]


def groups(base: RuleBase) -> Iterator[Group]:
    """Every rule by itself and every decision, with their exceptions."""
    for rule in base.rules:
        yield _group(rule.id, [rule], base, frozenset())
    for decision in base.decisions:
        rules = [base.rule(rule) for rule in decision.rules]
        more = decision.when.facts() | (decision.silent.facts() if decision.silent else frozenset())
        yield _group(decision.name, rules, base, more)


def _group(name: str, rules: Sequence[Rule], base: RuleBase, more: frozenset[str]) -> Group:
    closed = list(rules)
    for rule in closed:
        closed += [other for other in base.rules if rule.id in other.overrides and other not in closed]
    return Group(name, tuple(closed), tuple(sorted({*facts_of(rules, base), *more})))


def disagreements(base: RuleBase) -> Iterator[Finding]:
    """Patients for whom a rule fires by evaluation and not by Z3, or the other way round."""
    model = Model(base)
    for group in groups(base):
        domains = _domains(base, group)
        if prod(len(domain) for domain in domains.values()) > MOST:
            yield _too_large(group)
            continue
        for values in _patients(domains):
            states = {one.rule: one.state for one in outcomes(group.rules, _context(values))}
            for rule in group.rules:
                if (states[rule.id] is State.FIRED) != _by_z3(model, rule, values):
                    why = "The evaluator and the translation to Z3 differ: one of them is wrong."
                    what = "evaluation and Z3 disagree on whether it fires"
                    yield Finding(
                        check="enumeration", rules=(rule.id,), what=what, why=why, patient=_said(values)
                    )
                    return


def left_over(base: RuleBase) -> Mapping[str, str]:
    """For each decision with a gap a patient left without a rule, found by enumeration alone."""
    found: dict[str, str] = {}
    all_groups = {group.name: group for group in groups(base)}
    for decision in base.decisions:
        group = all_groups[decision.name]
        for values in _patients(_domains(base, group)):
            silent = decision.silent is not None and decision.silent.evaluate(values).value is True
            if decision.when.evaluate(values).value is not True or silent:
                continue
            fired = {one.rule for one in outcomes(group.rules, _context(values)) if one.state is State.FIRED}
            if fired.isdisjoint(decision.rules):
                found[decision.name] = _said(values)
                break
    return found


def flips(base: RuleBase) -> Iterator[Finding]:
    """Rules whose standing is settled and changes when one more fact becomes known."""
    for rule in base.rules:
        group = _group(rule.id, [rule], base, frozenset())
        domains = {name: (None, *domain) for name, domain in _domains(base, group).items()}
        if prod(len(domain) for domain in domains.values()) > MOST:
            yield _too_large(group)
            continue
        stand = {
            values: _state(group, rule, dict(zip(domains, values, strict=True)))
            for values in product(*domains.values())
        }
        for values, state in stand.items():
            if state is State.UNDECIDED:
                continue
            for at, name in enumerate(domains):
                more = [(*values[:at], value, *values[at + 1 :]) for value in domains[name][1:]]
                if values[at] is None and any(stand[one] is not state for one in more):
                    known = {
                        fact: value for fact, value in zip(domains, values, strict=True) if value is not None
                    }
                    why = "A definite answer must stay when more becomes known. Mend the evaluator."
                    what = f"it is {state.value} and changes once {name} is known"
                    yield Finding(check="flip", rules=(rule.id,), what=what, why=why, patient=_said(known))
                    return


def _too_large(group: Group) -> Finding:
    what = f'"{group.name}" has more than {MOST} patients'
    why = "Split the rule or decision, so that plain enumeration can confirm what Z3 finds."
    return Finding(check="enumeration", rules=tuple(rule.id for rule in group.rules), what=what, why=why)


def _state(group: Group, rule: Rule, values: Mapping[str, Value | None]) -> State:
    known = {name: value for name, value in values.items() if value is not None}
    return next(one.state for one in outcomes(group.rules, _context(known)) if one.rule == rule.id)


def _by_z3(model: Model, rule: Rule, values: Mapping[str, Value]) -> bool:
    given = [model.formula(test) for name, value in values.items() for test in _tests(model, name, value)]
    solver = z3.Solver(ctx=model.context)
    solver.add(*given, model.fires[rule.id])
    return bool(solver.check() == z3.sat)


def _tests(model: Model, name: str, value: Value) -> Iterator[Condition]:
    variable = model.base.variables[name]
    match variable.kind:
        case Kind.SET:
            for member in variable.values:
                test = Test(name, "includes", (member,))
                yield test if isinstance(value, tuple) and member in value else Not(test)
        case Kind.NUMBER:
            yield Test(name, "=", (value,))
        case _:
            yield Test(name, "is", (value,))


def _domains(base: RuleBase, group: Group) -> dict[str, tuple[Value, ...]]:
    tests = [test for rule in group.rules for test in _all_tests(rule.when)]
    return {
        name: tuple(_values(base.variables[name], [t for t in tests if t.name == name]))
        for name in group.facts
    }


def _values(variable: Variable, tests: Sequence[Test]) -> Iterable[Value]:
    match variable.kind:
        case Kind.BOOL:
            return (False, True)
        case Kind.ENUM:
            return variable.values
        case Kind.NUMBER:
            limits = sorted({float(t.operand[0]) for t in tests if isinstance(t.operand[0], int | float)})
            near = sorted({limit + step for limit in limits or [0.0] for step in (-1, 0, 1)})
            return tuple(value for value in near if variable.plausible(value))
        case Kind.SET:
            members = sorted({str(test.operand[0]) for test in tests})
            return tuple(kept for count in range(len(members) + 1) for kept in combinations(members, count))


def _all_tests(condition: Condition) -> Iterator[Test]:
    match condition:
        case Test():
            yield condition
        case Not(part=part):
            yield from _all_tests(part)
        case Named(body=body):
            yield from _all_tests(body)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _all_tests(part)
        case Implies(left=left, right=right):
            yield from _all_tests(left)
            yield from _all_tests(right)


def _patients(domains: Mapping[str, Sequence[Value]]) -> Iterator[dict[str, Value]]:
    for values in product(*domains.values()):
        yield dict(zip(domains, values, strict=True))


def _context(values: Mapping[str, Value]) -> Context:
    return Context(
        facts=tuple(
            Fact(name=name, value=value, words="", source="enumeration", start=0, end=0)
            for name, value in values.items()
        )
    )


def _said(values: Mapping[str, Value]) -> str:
    return ", ".join(
        f"{name} is {str(value).lower() if isinstance(value, bool) else value}"
        for name, value in values.items()
    )
