"""The rule base as logic for Z3: facts of one patient, conditions, and who overrides whom.

A patient here has every fact: each enum has exactly one of its values, by construction. Facts exclude
each other only where the pack says so: by the values of an enum and by what `follows` in variables.yaml.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import z3  # type: ignore[import-untyped]

from rules.condition import Always, And, Condition, Implies, Named, Not, Or, Test
from rules.loader import RuleBase
from rules.rule import Rule
from rules.variables import Kind, Variable


class Model:
    """One rule base in one Z3 context, so that models don't share state."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.context = z3.Context()
        self._enums: dict[str, Mapping[str, z3.ExprRef]] = {}
        self._facts: dict[str, z3.ExprRef] = {}
        for variable in base.variables.values():
            self._declare(variable)

    def _declare(self, variable: Variable) -> None:
        name = variable.name
        match variable.kind:
            case Kind.BOOL:
                self._facts[name] = z3.Bool(name, self.context)
            case Kind.NUMBER:
                self._facts[name] = z3.Real(name, self.context)
            case Kind.ENUM:
                labels = [f"{name}={value}" for value in variable.values]
                sort, values = z3.EnumSort(f"sort:{name}", labels, ctx=self.context)
                self._facts[name] = z3.Const(name, sort)
                self._enums[name] = dict(zip(variable.values, values, strict=True))
            case Kind.SET:
                for value in variable.values:
                    self._facts[f"{name}:{value}"] = z3.Bool(f"{name}:{value}", self.context)

    def formula(self, condition: Condition) -> z3.BoolRef:
        """A condition over the facts of a patient."""
        match condition:
            case Always():
                return z3.BoolVal(True, self.context)
            case Not(part=part):
                return z3.Not(self.formula(part), self.context)
            case And(parts=parts):
                return z3.And(*[self.formula(part) for part in parts])
            case Or(parts=parts):
                return z3.Or(*[self.formula(part) for part in parts])
            case Implies(left=left, right=right):
                return z3.Implies(self.formula(left), self.formula(right), self.context)
            case Named(body=body):
                return self.formula(body)
            case Test():
                return self._test(condition)

    def _test(self, test: Test) -> z3.BoolRef:
        if test.verb == "includes":
            return self._facts[f"{test.name}:{test.operand[0]}"]
        fact = self._facts[test.name]
        if test.verb == "is":
            if test.name in self._enums:
                return z3.Or(*[fact == self._enums[test.name][str(value)] for value in test.operand])
            return z3.Or(*[fact == bool(value) for value in test.operand])
        limit = z3.RealVal(str(test.operand[0]), self.context)
        orders = {"<": fact < limit, "<=": fact <= limit, "=": fact == limit, ">=": fact >= limit}
        return orders.get(test.verb, fact > limit)

    @cached_property
    def world(self) -> z3.BoolRef:
        """What holds of every patient: numbers in their range, and what follows from other facts.

        What follows from a fact being known at all, whatever it is, says nothing of patients who have every
        fact, and is left out.
        """
        holds = [z3.BoolVal(True, self.context)]
        for variable in self.base.variables.values():
            if variable.range is not None:
                fact = self._facts[variable.name]
                holds += [fact >= variable.range[0], fact <= variable.range[1]]
            before: list[z3.BoolRef] = []
            for follows in variable.follows:
                when = self.formula(follows.when)
                if self._always(when):
                    continue
                first = z3.And(when, *[z3.Not(other) for other in before])
                said = Test(variable.name, "is", (follows.value,))
                holds.append(z3.Implies(first, self.formula(said)))
                before.append(when)
        return z3.And(*holds)

    def _always(self, formula: z3.BoolRef) -> bool:
        solver = z3.Solver(ctx=self.context)
        solver.add(z3.Not(formula))
        return bool(solver.check() == z3.unsat)

    @cached_property
    def fires(self) -> Mapping[str, z3.BoolRef]:
        """When each rule fires: its condition holds and no exception to it fires."""
        above: dict[str, list[Rule]] = {}
        for rule in self.base.rules:
            for other in rule.overrides:
                above.setdefault(other, []).append(rule)
        known: dict[str, z3.BoolRef] = {}

        def fire(rule: Rule) -> z3.BoolRef:
            if rule.id not in known:
                exceptions = [z3.Not(fire(other)) for other in above.get(rule.id, ())]
                known[rule.id] = z3.And(self.formula(rule.when), *exceptions)
            return known[rule.id]

        for rule in self.base.rules:
            fire(rule)
        return known

    def patient(self, formulas: Iterable[z3.BoolRef], *, about: Sequence[str]) -> str | None:
        """A patient for whom all formulas hold, in the facts `about`; None where there is none."""
        solver = self.solver()
        solver.add(*formulas)
        if solver.check() != z3.sat:
            return None
        model = solver.model()
        return ", ".join(self._said(name, model) for name in about) or "anyone"

    def solver(self) -> z3.Solver:
        """A solver that knows the world."""
        solver = z3.Solver(ctx=self.context)
        solver.set("random_seed", 0)
        solver.add(self.world)
        return solver

    def _said(self, name: str, model: z3.ModelRef) -> str:
        variable = self.base.variables[name]
        if variable.kind is Kind.SET:
            held = [v for v in variable.values if z3.is_true(model.eval(self._facts[f"{name}:{v}"], True))]
            return f"{name} is ({', '.join(held)})"
        value = str(model.eval(self._facts[name], model_completion=True)).removeprefix(f"{name}=")
        return f"{name} is {value.lower() if variable.kind is Kind.BOOL else value}"


def facts_of(rules: Iterable[Rule], base: RuleBase) -> tuple[str, ...]:
    """The facts that decide whether rules fire: their own and those of their exceptions, in order of name."""
    todo, seen, facts = list(rules), set[str](), set[str]()
    while todo:
        rule = todo.pop()
        if rule.id not in seen:
            seen.add(rule.id)
            facts |= rule.when.facts()
            todo += [other for other in base.rules if rule.id in other.overrides]
    return tuple(sorted(facts))
