"""Reads the text of a condition into a Condition, and refuses what no variable or name backs."""

from collections.abc import Mapping
from functools import cache

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from rules.condition import Always, And, Condition, Implies, Named, Not, Or, Test
from rules.context import Value
from rules.errors import ConditionError, nearest
from rules.variables import Kind, Variable, Variables

LIMIT = 2000
"""The longest condition, in characters; a longer one could not be read aloud."""


def read_condition(text: str, *, variables: Variables, named: Mapping[str, Condition]) -> Condition:
    """The condition that `text` states. `named` holds the conditions that may be quoted by name.

    Raises ConditionError with the column and, where there is a choice, the allowed values.
    """
    if len(text) > LIMIT:
        raise ConditionError(
            f"The condition has {len(text)} characters, more than {LIMIT}. Name its parts under conditions.",
            column=1,
        )
    try:
        return _Builder(variables, named).transform(_parser().parse(text))
    except UnexpectedInput as error:
        raise _syntax(text, error) from error
    except VisitError as error:
        if isinstance(error.orig_exc, ConditionError):
            raise error.orig_exc from error
        raise


@cache
def _parser() -> Lark:
    return Lark.open("condition.lark", rel_to=__file__, parser="lalr")


def _syntax(text: str, error: UnexpectedInput) -> ConditionError:
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    column = len(text) + 1 if at_end else max(error.column, 1)
    rest = text[column - 1 :].strip()
    where = f'at "{rest[:30]}"' if rest else "at its end"
    return ConditionError(
        f"The condition breaks off {where}. Write tests such as hr_status is positive, "
        'months_since_tamoxifen > 12, visceral_crisis or "a named condition"; join them by and, or, not, '
        "implies.",
        column=column,
    )


@v_args(inline=True)
class _Builder(Transformer[Token, Condition]):
    def __init__(self, variables: Variables, named: Mapping[str, Condition]) -> None:
        super().__init__()
        self._variables = variables
        self._named = named

    def start(self, condition: Condition) -> Condition:
        return condition

    def implication(self, left: Condition, right: Condition | None) -> Condition:
        return left if right is None else Implies(left, right)

    def disjunction(self, *parts: Condition) -> Condition:
        return Or(parts)

    def conjunction(self, *parts: Condition) -> Condition:
        return And(parts)

    def negated(self, part: Condition) -> Condition:
        return Not(part)

    def always(self) -> Condition:
        return Always()

    def named(self, quoted: Token) -> Condition:
        name = quoted[1:-1]
        if name not in self._named:
            raise ConditionError(
                f'No condition is named "{name}".{nearest(name, self._named)}',
                column=quoted.column or 1,
                choices=sorted(self._named),
            )
        return Named(name, self._named[name])

    def holds(self, name: Token) -> Condition:
        self._declared(name, Kind.BOOL)
        return Test(str(name), "is", (True,))

    def equals(self, name: Token, value: tuple[Token, ...]) -> Condition:
        return self._is(name, (value,))

    def differs(self, name: Token, value: tuple[Token, ...]) -> Condition:
        return Not(self._is(name, (value,)))

    def one_of(self, name: Token, *values: tuple[Token, ...]) -> Condition:
        return self._is(name, values)

    def none_of(self, name: Token, *values: tuple[Token, ...]) -> Condition:
        return Not(self._is(name, values))

    def includes(self, name: Token, value: tuple[Token, ...]) -> Condition:
        variable = self._declared(name, Kind.SET)
        return Test(str(name), "includes", (_choice(variable, value),))

    def compares(self, name: Token, order: Token, number: Token, unit: Token | None) -> Condition:
        variable = self._declared(name, Kind.NUMBER)
        if unit is not None and str(unit) != variable.unit:
            raise ConditionError(
                f"{name} counts in {variable.unit}, not in {unit}.",
                column=unit.column or 1,
                choices=(variable.unit or "no unit",),
            )
        return Test(str(name), str(order), (float(number),))

    def value(self, *words: Token) -> tuple[Token, ...]:
        return words

    def _is(self, name: Token, values: tuple[tuple[Token, ...], ...]) -> Condition:
        variable = self._declared(name, Kind.BOOL, Kind.ENUM)
        return Test(str(name), "is", tuple(_choice(variable, value) for value in values))

    def _declared(self, name: Token, *kinds: Kind) -> Variable:
        if name not in self._variables:
            raise ConditionError(
                f'"{name}" is not a declared fact.{nearest(name, self._variables)} '
                "Declare it in variables.yaml or use one of those there.",
                column=name.column or 1,
                choices=tuple(self._variables),
            )
        variable = self._variables[str(name)]
        if variable.kind not in kinds:
            raise ConditionError(
                f'"{name}" is a {variable.kind}: ask for it as {_usage(variable)}.', column=name.column or 1
            )
        return variable


def _choice(variable: Variable, words: tuple[Token, ...]) -> Value:
    said = " ".join(words)
    choices = ("true", "false") if variable.kind is Kind.BOOL else variable.values
    if said not in choices:
        raise ConditionError(
            f'{variable.name} cannot be "{said}".{nearest(said, choices)}',
            column=words[0].column or 1,
            choices=choices,
        )
    return said == "true" if variable.kind is Kind.BOOL else said


def _usage(variable: Variable) -> str:
    match variable.kind:
        case Kind.BOOL:
            return f'"{variable.name}", "not {variable.name}" or "{variable.name} is false"'
        case Kind.NUMBER:
            return f'"{variable.name} > 12"'
        case Kind.SET:
            return f'"{variable.name} includes {variable.values[0]}"'
        case Kind.ENUM:
            return f'"{variable.name} is {variable.values[0]}"'
