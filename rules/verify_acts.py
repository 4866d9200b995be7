"""What duties demand of an answer, as logic over acts: give chemotherapy first line, test HER2, aim at cure.

An act on a concept is an act on everything that the concept is a kind of. Acts at different lines of
treatment are different acts; a duty without a line bars an act at every line and is met at any.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import z3  # type: ignore[import-untyped]

from rules.rule import Duty, Goal, Must, MustNot, OnlyIf, Rule
from rules.verify_model import Model

LINES = ("first", "second", "third", "beyond_third")
Above = Callable[[str], frozenset[str]]
"""From a concept to all that it is a kind of, itself included."""


@dataclass(frozen=True)
class Item:
    """A demand on acts that a rule makes of the patients for whom `when` holds."""

    rule: Rule
    when: z3.BoolRef
    demand: z3.BoolRef


class Acts:
    """Acts as Z3 variables over the concepts that a rule base speaks of."""

    def __init__(self, model: Model, above: Above) -> None:
        self._model = model
        self._above = above
        self._concepts = sorted({c for rule in model.base.rules for c in _concepts(rule.duty)})
        self._done: dict[tuple[str, str, str], z3.BoolRef] = {}

    def items(self, *, split: bool) -> tuple[Item, ...]:
        """The demands of all rules that say something of acts.

        With `split`, a precondition over facts moves from the demand into `when`: where it fails, the act
        is barred. So demands speak of acts alone.
        """
        found = []
        for rule in self._model.base.rules:
            demand = self._demand(rule.duty)
            if demand is None:
                continue
            when = self._model.fires[rule.id]
            if rule.requires is not None:
                requires = self._model.formula(rule.requires)
                if split:
                    when = z3.And(when, z3.Not(requires))
                else:
                    demand = z3.Or(requires, demand)
            found.append(Item(rule, when, demand))
        return tuple(found)

    def kinds(self) -> z3.BoolRef:
        """A kind of something done is that thing done; an answer aims at one thing."""
        holds = [z3.BoolVal(True, self._model.context)]
        for (do, concept, line), act in list(self._done.items()):
            for wider in sorted(self._above(concept) & set(self._concepts) - {concept}):
                if (do, wider, line) in self._done:
                    holds.append(z3.Implies(act, self._done[(do, wider, line)]))
        aims = [act for (do, _, _), act in self._done.items() if do == "aim"]
        holds += [z3.Not(z3.And(a, b)) for a, b in product(aims, aims) if str(a) < str(b)]
        return z3.And(*holds)

    def _demand(self, duty: Duty) -> z3.BoolRef | None:
        if isinstance(duty, Goal):
            return self._any("aim", f"{duty.aim}_intent", None)
        if isinstance(duty, Must):
            return z3.And(*[self._any(_act(duty.do), concept, duty.line) for concept in duty.what])
        if isinstance(duty, MustNot):
            return self._must_not(duty)
        if isinstance(duty, OnlyIf):
            return self._only_if(duty)
        return None

    def _must_not(self, duty: MustNot) -> z3.BoolRef | None:
        if duty.do == "combine":
            pairs = [[self._act("give", concept, line) for concept in duty.what] for line in LINES]
            return z3.And(*[z3.Not(z3.And(*pair)) for pair in pairs])
        if duty.do == "omit":
            acts = ("give", "test", "aim", "assess")
            return z3.And(*[z3.Or(*[self._any(do, c, None) for do in acts]) for c in duty.what])
        if duty.do in ("give", "test", "aim", "continue"):
            return z3.And(*[z3.Not(self._any(duty.do, concept, duty.line)) for concept in duty.what])
        return None

    def _only_if(self, duty: OnlyIf) -> z3.BoolRef:
        barred = []
        for concept in duty.what:
            for line in (duty.line,) if duty.line else LINES:
                beside = [self._act("give", other, line) for other in duty.beside or ()]
                barred.append(z3.Or(z3.Not(self._act(duty.do, concept, line)), *beside))
        return z3.And(*barred)

    def _any(self, do: str, concept: str, line: str | None) -> z3.BoolRef:
        lines: Sequence[str] = (line,) if line else LINES
        return z3.Or(*[self._act(do, concept, each) for each in lines])

    def _act(self, do: str, concept: str, line: str) -> z3.BoolRef:
        key = (do, concept, line if do == "give" else "")
        if key not in self._done:
            self._done[key] = z3.Bool(" ".join(key), self._model.context)
        return self._done[key]


def _act(do: str) -> str:
    """The act that meets a duty: switching to something is giving it."""
    return {"switch": "give", "confirm": "test"}.get(do, do)


def _concepts(duty: Duty) -> Iterable[str]:
    for field in ("what", "beside", "over", "when_giving", "after"):
        value = getattr(duty, field, None)
        yield from (value,) if isinstance(value, str) else value or ()
