"""Condition: what must hold for a rule, read aloud by people and evaluated with three truth values.

A fact that is not known makes what depends on it unknown, by Kleene's tables, which are those of HL7 CQL:
`false and unknown` is false, `true or unknown` is true, everything else that meets unknown stays unknown.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rules.context import Value

Truth = bool | None
"""True, False, or None for unknown."""

Values = Mapping[str, Value]

ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True, kw_only=True)
class Trace:
    """How a condition came out. `missing` names the unknown facts that keep it open, each once, in order.

    `parts` are the traces of what it is made of; a part that could not change the result lends no name.
    """

    text: str
    value: Truth
    missing: tuple[str, ...] = ()
    parts: tuple[Trace, ...] = ()


class _Spoken(ABC):
    """A condition in words is the one that it was read from, up to brackets and spaces."""

    @abstractmethod
    def _text(self) -> str: ...

    @cached_property
    def text(self) -> str:
        """The condition in words, worked out once."""
        return self._text()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Always(_Spoken):
    """A condition that holds for every patient."""

    def facts(self) -> frozenset[str]:
        return frozenset()

    def evaluate(self, values: Values) -> Trace:
        return Trace(text="always", value=True)

    def _text(self) -> str:
        return "always"


@dataclass(frozen=True)
class Test(_Spoken):
    """A question to one fact: `name verb operand`. `operand` is one value, or several for `is one of`."""

    __test__ = False

    name: str
    verb: str
    operand: tuple[Value, ...]

    def facts(self) -> frozenset[str]:
        return frozenset({self.name})

    def evaluate(self, values: Values) -> Trace:
        if self.name not in values:
            return Trace(text=self.text, value=None, missing=(self.name,))
        return Trace(text=self.text, value=self._holds(values[self.name]))

    def _holds(self, value: Value) -> bool:
        if self.verb == "is":
            return value in self.operand
        if self.verb == "includes":
            return isinstance(value, tuple) and self.operand[0] in value
        limit = self.operand[0]
        if isinstance(value, str | tuple) or isinstance(limit, str | tuple):
            raise TypeError(f"{self}: the fact is {value!r}, not a number")
        return ORDERS[self.verb](value, limit)

    def _text(self) -> str:
        return self.say("")

    def say(self, negation: str) -> str:
        """The test in words; `negation` is "" or "not "."""
        words = [_say(value) for value in self.operand]
        if self.verb != "is":
            return f"{negation}{self.name} {self.verb} {words[0]}"
        if self.operand == (True,):
            return f"{negation}{self.name}"
        said = f"one of ({', '.join(words)})" if len(words) > 1 else words[0]
        return f"{self.name} is {negation}{said}"


@dataclass(frozen=True)
class Not(_Spoken):
    """True where its part is false; unknown stays unknown."""

    part: Condition

    def facts(self) -> frozenset[str]:
        return self.part.facts()

    def evaluate(self, values: Values) -> Trace:
        part = self.part.evaluate(values)
        value = None if part.value is None else not part.value
        return Trace(text=self.text, value=value, missing=part.missing, parts=(part,))

    def _text(self) -> str:
        if isinstance(self.part, Test):
            return self.part.say("not ")
        inner = f"({self.part})" if isinstance(self.part, And | Or | Implies) else str(self.part)
        return f"not {inner}"


@dataclass(frozen=True)
class And(_Spoken):
    """False as soon as one part is false; true when all are."""

    parts: tuple[Condition, ...]

    def facts(self) -> frozenset[str]:
        return frozenset().union(*(part.facts() for part in self.parts))

    def evaluate(self, values: Values) -> Trace:
        return _join(self.text, self.parts, values, decisive=False)

    def _text(self) -> str:
        return " and ".join(f"({p})" if isinstance(p, Or | Implies) else str(p) for p in self.parts)


@dataclass(frozen=True)
class Or(_Spoken):
    """True as soon as one part is true; false when none is."""

    parts: tuple[Condition, ...]

    def facts(self) -> frozenset[str]:
        return frozenset().union(*(part.facts() for part in self.parts))

    def evaluate(self, values: Values) -> Trace:
        return _join(self.text, self.parts, values, decisive=True)

    def _text(self) -> str:
        return " or ".join(f"({p})" if isinstance(p, Implies) else str(p) for p in self.parts)


@dataclass(frozen=True)
class Implies(_Spoken):
    """`left implies right`: false only where left is true and right is false."""

    left: Condition
    right: Condition

    def facts(self) -> frozenset[str]:
        return self.left.facts() | self.right.facts()

    def evaluate(self, values: Values) -> Trace:
        return _join(self.text, (Not(self.left), self.right), values, decisive=True)

    def _text(self) -> str:
        left = f"({self.left})" if isinstance(self.left, Implies) else str(self.left)
        return f"{left} implies {self.right}"


@dataclass(frozen=True)
class Named(_Spoken):
    """A condition that a pack has given a spoken name."""

    name: str
    body: Condition

    def facts(self) -> frozenset[str]:
        return self.body.facts()

    def evaluate(self, values: Values) -> Trace:
        body = self.body.evaluate(values)
        return Trace(text=self.text, value=body.value, missing=body.missing, parts=(body,))

    def _text(self) -> str:
        return f'"{self.name}"'


Condition = Always | Test | Not | And | Or | Implies | Named


def _join(text: str, parts: tuple[Condition, ...], values: Values, *, decisive: bool) -> Trace:
    """The common shape of `and` (false decides) and `or` (true decides)."""
    traces = tuple(part.evaluate(values) for part in parts)
    if any(trace.value is decisive for trace in traces):
        return Trace(text=text, value=decisive, parts=traces)
    open_parts = [trace for trace in traces if trace.value is None]
    if not open_parts:
        return Trace(text=text, value=not decisive, parts=traces)
    missing = tuple(dict.fromkeys(name for trace in open_parts for name in trace.missing))
    return Trace(text=text, value=None, missing=missing, parts=traces)


def _say(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)
