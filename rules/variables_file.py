"""The shape of a pack's variables.yaml. `python -m rules.variables_file` prints its JSON Schema."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictBool, TypeAdapter

from rules.condition import Always, Condition
from rules.condition_reader import read_condition
from rules.errors import ConditionError, FileErrors, Problem
from rules.marked import Key, Marked, read_marked
from rules.rule import STRICT
from rules.shape import shaped
from rules.variables import Follows, Kind, Says, Variable, Variables

VARIABLES_FILE = "variables.yaml"
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


@dataclass(frozen=True, kw_only=True)
class SaysEntry:
    """Phrases that say a value, as written."""

    __pydantic_config__ = STRICT
    phrases: Annotated[tuple[str, ...], Field(min_length=1)]
    value: StrictBool | float | str | None = None
    negated: StrictBool | float | str | None = None
    given: str | None = None
    alone: str | None = None
    ignored: bool = False


@dataclass(frozen=True, kw_only=True)
class FollowsEntry:
    """A value that follows from other facts, as written."""

    __pydantic_config__ = STRICT
    value: StrictBool | float | str
    when: str


@dataclass(frozen=True, kw_only=True)
class VariableEntry:
    """One fact as declared."""

    __pydantic_config__ = STRICT
    type: Kind
    label: str
    values: tuple[str, ...] = ()
    unit: str | None = None
    range: tuple[float, float] | None = None
    ask: str | None = None
    internal: bool = False
    decisive: bool = False
    ranked: bool = False
    lasting: bool = False
    says: tuple[SaysEntry, ...] = ()
    follows: tuple[FollowsEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VariablesFile:
    """What variables.yaml holds: word lists that phrases may use, and the facts."""

    __pydantic_config__ = STRICT
    words: Mapping[Name, tuple[str, ...]] = field(default_factory=dict)
    spelling: tuple[str, ...] = ()
    not_misspelt: tuple[str, ...] = ()
    variables: Mapping[Name, VariableEntry] = field(default_factory=dict)


@cache
def adapter() -> TypeAdapter[VariablesFile]:
    """The validator of variables.yaml; built once."""
    return TypeAdapter(VariablesFile)


def load_variables(folder: Path) -> Variables:
    """The facts that the pack in `folder` declares; none where it has no variables.yaml.

    Raises FileErrors with every fault at its place.
    """
    file = folder / VARIABLES_FILE
    if not file.is_file():
        return Variables()
    marked = read_marked(file)
    content = shaped(marked, adapter())
    declared = Variables(_declared(name, entry) for name, entry in content.variables.items())
    problems: list[Problem] = []
    whole = []
    for name, entry in content.variables.items():
        problems += _faults(marked, declared[name], entry)
        reader = _Conditions(marked, declared, problems)
        says = tuple(
            Says(
                phrases=one.phrases,
                value=one.value,
                negated=one.negated,
                given=reader.read(("variables", name, "says", at, "given"), one.given),
                alone=one.alone,
                ignored=one.ignored,
            )
            for at, one in enumerate(entry.says)
        )
        follows = tuple(
            Follows(
                value=one.value,
                when=reader.read(("variables", name, "follows", at, "when"), one.when) or Always(),
            )
            for at, one in enumerate(entry.follows)
        )
        whole.append(replace(declared[name], says=says, follows=follows))
    if problems:
        raise FileErrors(problems)
    return Variables(whole, words=content.words, spelling=content.spelling, not_misspelt=content.not_misspelt)


def _declared(name: str, entry: VariableEntry) -> Variable:
    return Variable(
        name=name,
        kind=entry.type,
        label=entry.label,
        values=entry.values,
        unit=entry.unit,
        range=entry.range,
        ask=entry.ask,
        internal=entry.internal,
        decisive=entry.decisive,
        ranked=entry.ranked,
        lasting=entry.lasting,
    )


@dataclass(frozen=True)
class _Conditions:
    """Reads the conditions of a variables file and notes what is wrong with them."""

    marked: Marked
    declared: Variables
    problems: list[Problem]

    def read(self, key: Key, text: str | None) -> Condition | None:
        if text is None:
            return None
        try:
            return read_condition(text, variables=self.declared, named={})
        except ConditionError as error:
            what = f"At character {error.column} of this condition"
            self.problems.append(self.marked.problem(key, what=what, why=str(error), choices=error.choices))
            return None


def _faults(marked: Marked, variable: Variable, entry: VariableEntry) -> Iterator[Problem]:
    name = variable.name
    key: Key = ("variables", name)
    if (entry.type in (Kind.ENUM, Kind.SET)) != bool(entry.values):
        why = "An enum or set lists its values; a bool or number has none. Mend one of the two."
        yield marked.problem((*key, "values"), what=f"{name}: type and values do not fit", why=why)
    if entry.unit is not None and entry.type is not Kind.NUMBER:
        yield marked.problem(
            (*key, "unit"), what=f"{name} has a unit", why="Only a number has one. Remove it."
        )
    for part, entries in (("says", entry.says), ("follows", entry.follows)):
        for at, one in enumerate(entries):
            for field_name in ("value", "negated"):
                value = getattr(one, field_name, None)
                if value is None:
                    continue
                if not variable.admits((value,) if variable.kind is Kind.SET else value):
                    why = f"{name} is a {variable.kind}. Correct the value or the type."
                    choices = variable.values if variable.kind is not Kind.BOOL else ("true", "false")
                    place = (*key, part, at, field_name)
                    yield marked.problem(place, what=f"{value!r} does not fit", why=why, choices=choices)


def schema() -> str:
    """The JSON Schema of variables.yaml, as text."""
    return json.dumps(adapter().json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
