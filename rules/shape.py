"""Shape: checks a marked YAML file against a dataclass, with errors that point into the file."""

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from rules.errors import FileErrors, Problem
from rules.marked import Key, Marked

T = TypeVar("T")


def shaped(marked: Marked, adapter: TypeAdapter[T]) -> T:
    """The content of a file as the adapter's type. Raises FileErrors with every misfit at its place."""
    try:
        return adapter.validate_python(marked.data)
    except ValidationError as error:
        raise FileErrors(
            _problem(marked, item["loc"], item["type"], item["msg"], dict(item.get("ctx", {})))
            for item in error.errors()
        ) from error


def _problem(marked: Marked, loc: Key, kind: str, message: str, details: dict[str, object]) -> Problem:
    name = str(loc[-1]) if loc else "the file"
    place = " > ".join(str(part) for part in loc) or "the file"
    match kind:
        case "missing" | "missing_keyword_only_argument":
            return marked.problem(
                loc, what=f'"{name}" is missing', why=f"{place} is required; write it here."
            )
        case "extra_forbidden" | "unexpected_keyword_argument":
            why = f"Nothing reads {place}; it may be misspelt. Correct or remove it."
            return marked.problem(loc, what=f'"{name}" is not known here', why=why)
        case "literal_error" | "enum":
            choices = tuple(
                str(details.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
            )
            return marked.problem(
                loc, what=f"{place} has a value that is not allowed", why="Choose another.", choices=choices
            )
        case _:
            return marked.problem(loc, what=f"{place} is not as it should be", why=f"{message}.")
