"""Words: the tables in `answering/tables/`, compiled to one pattern for each entry."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter

_FOLDER = Path(__file__).parent / "tables"
Table = Mapping[str, re.Pattern[str]]
T = TypeVar("T")
_FLAT = TypeAdapter(dict[str, list[str]])
_COLUMNS = TypeAdapter(dict[str, dict[str, list[str]]])


@cache
def table(name: str) -> Table:
    """A flat table: each key with its expressions as one pattern, whole words, in any case."""
    return {key: _pattern(expressions) for key, expressions in _load(name, _FLAT).items()}


@cache
def columns(name: str) -> Mapping[str, Table]:
    """A table of several columns, by column: `columns("topics")["asked"]["aim"]`."""
    found: dict[str, dict[str, re.Pattern[str]]] = {}
    for key, entry in _load(name, _COLUMNS).items():
        for column, expressions in entry.items():
            found.setdefault(column, {})[key] = _pattern(expressions)
    return found


def _pattern(expressions: list[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{expression})" for expression in expressions)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def _load(name: str, shape: TypeAdapter[T]) -> T:
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return shape.validate_python(yaml.load((_FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=loader))
