"""World: a patient of the group that a general statement names, with what it leaves open filled in for the
sake of argument.

"In visceral crisis, endocrine therapy comes first" names no receptor status. It is wrong if it is wrong of
one patient in visceral crisis whom a rule is about. Nothing here is said of the patient asked about.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from rules.context import Value
from rules.population import Population
from rules.rule import Rule

_MOST = 5
"""Open facts that may be filled in; a statement that leaves more open is about no group in particular."""


def worlds(
    rule: Rule, rules: Sequence[Rule], values: Mapping[str, Value], population: Population
) -> Iterator[Mapping[str, Value]]:
    """The patients with `values` whom a rule is about. Open facts that divide patients by kind are given each
    of their values; what may be so or not is not so, and no exception to the rule holds."""
    asked = set(rule.when.facts())
    for other in rules:
        if rule.id in other.overrides:
            asked |= other.when.facts()
    kinds = sorted(name for name in asked - set(values) if population.choices(name))
    plain = {name: False for name in asked - set(values) if population.may(name)}
    if len(kinds) > _MOST:
        return
    for chosen in product(*(population.choices(name) for name in kinds)):
        world = {**values, **plain, **dict(zip(kinds, chosen, strict=True))}
        if rule.when.evaluate(world).value is True:
            yield world
