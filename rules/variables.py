"""Variables: the facts a pack knows of, with their type, their unit and the question that asks for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.context import Value
from rules.errors import RulesError, nearest


class Kind(StrEnum):
    """What values a fact can take."""

    BOOL = "bool"
    ENUM = "enum"
    NUMBER = "number"
    SET = "set"


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One declared fact.

    `values` are the choices of an enum or a set, `unit` that of a number, `ask` the question that would
    settle it. An `internal` variable only serves to derive others and never enters a context.
    """

    name: str
    kind: Kind
    label: str
    values: tuple[str, ...] = ()
    unit: str | None = None
    ask: str | None = None
    internal: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The values to offer when asking; none for a number."""
        return ("yes", "no") if self.kind is Kind.BOOL else self.values

    def admits(self, value: Value) -> bool:
        """Whether `value` is one this variable can take."""
        match self.kind:
            case Kind.BOOL:
                return isinstance(value, bool)
            case Kind.NUMBER:
                return isinstance(value, int | float) and not isinstance(value, bool)
            case Kind.ENUM:
                return isinstance(value, str) and value in self.values
            case Kind.SET:
                return isinstance(value, tuple) and set(value) <= set(self.values)


class Variables(Mapping[str, Variable]):
    """Declared facts by name, in the order of declaration."""

    def __init__(self, variables: Iterable[Variable] = ()) -> None:
        self._by_name: dict[str, Variable] = {}
        for variable in variables:
            known = self._by_name.setdefault(variable.name, variable)
            if known != variable:
                raise RulesError(
                    f'The fact "{variable.name}" is declared twice with different content. Two packs that '
                    "share a fact must declare it alike; rename one of them."
                )

    def __getitem__(self, name: str) -> Variable:
        if name not in self._by_name:
            hint = nearest(name, self._by_name)
            raise UnknownVariable(f'No variables.yaml declares a fact "{name}".{hint}')
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name


class UnknownVariable(RulesError, KeyError):
    """A name that no pack declares as a fact."""

    def __str__(self) -> str:
        return str(self.args[0])
