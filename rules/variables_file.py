"""The shape of a pack's variables.yaml. `python -m rules.variables_file` prints its JSON Schema."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from rules.errors import FileErrors, Problem
from rules.marked import Marked, read_marked
from rules.rule import STRICT
from rules.shape import shaped
from rules.variables import Kind, Variable, Variables

VARIABLES_FILE = "variables.yaml"
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


@dataclass(frozen=True, kw_only=True)
class VariableEntry:
    """One fact as declared."""

    __pydantic_config__ = STRICT
    type: Kind
    label: str
    values: tuple[str, ...] = ()
    unit: str | None = None
    ask: str | None = None
    internal: bool = False


@dataclass(frozen=True, kw_only=True)
class VariablesFile:
    """What variables.yaml holds."""

    __pydantic_config__ = STRICT
    variables: Mapping[Name, VariableEntry] = field(default_factory=dict)


@cache
def adapter() -> TypeAdapter[VariablesFile]:
    """The validator of variables.yaml; built once."""
    return TypeAdapter(VariablesFile)


def load_variables(folder: Path) -> Variables:
    """The facts that the pack in `folder` declares; none where it has no variables.yaml."""
    file = folder / VARIABLES_FILE
    if not file.is_file():
        return Variables()
    marked = read_marked(file)
    entries = shaped(marked, adapter()).variables
    problems = [problem for name, entry in entries.items() for problem in _faults(marked, name, entry)]
    if problems:
        raise FileErrors(problems)
    return Variables(
        Variable(
            name=name,
            kind=entry.type,
            label=entry.label,
            values=entry.values,
            unit=entry.unit,
            ask=entry.ask,
            internal=entry.internal,
        )
        for name, entry in entries.items()
    )


def _faults(marked: Marked, name: str, entry: VariableEntry) -> Iterator[Problem]:
    key = ("variables", name)
    if (entry.type in (Kind.ENUM, Kind.SET)) != bool(entry.values):
        why = "An enum or set lists its values; a bool or number has none. Mend one of the two."
        yield marked.problem((*key, "values"), what=f"{name}: type and values do not fit", why=why)
    if entry.unit is not None and entry.type is not Kind.NUMBER:
        yield marked.problem(
            (*key, "unit"), what=f"{name} has a unit", why="Only a number has one. Remove it."
        )


def schema() -> str:
    """The JSON Schema of variables.yaml, as text."""
    return json.dumps(adapter().json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
