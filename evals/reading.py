"""Reading: what an adapter made of a file or a folder: cases with their places, and every fault."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from evals.case import Case
from rules.errors import nearest

M = TypeVar("M", bound=BaseModel)
_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_WHAT = {
    "missing": "is missing; it has to be there",
    "string_too_short": "is empty; it needs some text",
    "too_short": "is empty; it needs at least one item",
    "string_type": "has to be text",
    "tuple_type": "has to be a list",
    "model_type": "has to be an object in braces",
    "model_attributes_type": "has to be an object in braces",
    "dataclass_type": "has to be an object in braces",
    "mapping_type": "has to be an object in braces",
    "dict_type": "has to be an object in braces",
    "int_type": "has to be a whole number",
    "int_parsing": "has to be a whole number",
    "int_from_float": "has to be a whole number",
}
_SAYS_ALL = ("missing", "string_too_short", "too_short")
_KINDS = {"str": "text", "bool": "true or false", "float": "a number", "tuple[str, ...]": "a list of texts"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A line of a file, counted from 1; 0 is the file as a whole."""

    file: Path
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else str(self.file)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong at a place. `field` is a path such as "draft.sentences.0.text", or "" for the line."""

    place: Place
    what: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.field}: {self.what}" if self.field else f"{self.place}: {self.what}"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A case and where it stands."""

    case: Case
    place: Place


Reading = Iterable[Placed | Fault]
"""What an adapter yields, in the order of the file."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One JSON object of a JSON Lines file, or what makes up a case of another format."""

    place: Place
    content: dict[str, object]


def read_rows(
    rows: Iterable[Row | Fault], model: type[M], make: Callable[[M, Place], Case | None]
) -> Iterator[Placed | Fault]:
    """Each row as `model`, and the case that `make` makes of it; None makes no case of it.

    What doesn't fit the model, or makes no valid case, is a fault that names line and field.
    """
    for row in rows:
        if isinstance(row, Fault):
            yield row
            continue
        part: type[BaseModel] = model
        try:
            content = model.model_validate(row.content)
            part = Case
            case = make(content, row.place)
        except ValidationError as error:
            yield from _faults(part, row, error.errors(include_url=False))
        else:
            if case is not None:
                yield Placed(case=case, place=row.place)


def _faults(model: type[BaseModel], row: Row, errors: Sequence[ErrorDetails]) -> Iterator[Fault]:
    """One fault a field: the alternatives of a field that takes several kinds are put together."""
    whats: dict[tuple[int | str, ...], list[ErrorDetails]] = {}
    for error in errors:
        path = error["loc"]
        end = next((n for n, part in enumerate(path) if n and part in _KINDS), len(path))
        whats.setdefault(path[:end], []).append(error)
    for path, found in whats.items():
        if found[0]["type"] == "too_short" and any(
            other[: len(path)] == path for other in whats if other != path
        ):
            continue  # a list whose items are at fault counts as empty
        what = _alternatives(found) if len(found) > 1 else _what(model, path, found[0])
        yield Fault(place=row.place, field=".".join(str(part) for part in path), what=what)


def _alternatives(errors: Sequence[ErrorDetails]) -> str:
    kinds = dict.fromkeys(_KINDS[str(part)] for error in errors for part in error["loc"] if part in _KINDS)
    *others, last = kinds
    return f"has to be {', '.join(others)} or {last}{_got(errors[0])}."


def _what(model: type[BaseModel], path: tuple[int | str, ...], error: ErrorDetails) -> str:
    if error["type"] in _UNKNOWN:
        names = _fields(model, path[:-1])
        return f"is not a field of this format.{nearest(str(path[-1]), names)} Fields: {', '.join(names)}."
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ") + "."
    if error["type"] in _WHAT:
        return f"{_WHAT[error['type']]}{'' if error['type'] in _SAYS_ALL else _got(error)}."
    return f"{error['msg'].replace('Input should', 'has to', 1)}{_got(error)}."


def _got(error: ErrorDetails) -> str:
    got = repr(error["input"])
    return f", not {got if len(got) <= 40 else got[:37] + '...'}"


def _fields(model: type, path: Iterable[int | str]) -> tuple[str, ...]:
    """The names of the fields at a path into a model."""
    at: type = model
    for part in path:
        if isinstance(part, str):
            at = next(_classes(at.__annotations__.get(part)), at)
    return tuple(at.model_fields) if issubclass(at, BaseModel) else tuple(at.__annotations__)


def _classes(annotation: object) -> Iterator[type]:
    """Models and data classes that an annotation speaks of."""
    if isinstance(annotation, type) and (
        issubclass(annotation, BaseModel) or hasattr(annotation, "__dataclass_fields__")
    ):
        yield annotation
    for inner in get_args(annotation):
        yield from _classes(inner)
