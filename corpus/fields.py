"""Fields: the names and values of one YAML mapping, read with complaints that point at the line."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from corpus.errors import DateInvalid, FieldInvalid, FieldMissing, FieldUnknown

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The fields of one mapping with the line each stands on, so that a complaint can point at it."""

    path: Path
    line: int
    values: Mapping[str, object]
    lines: Mapping[str, int]

    def line_of(self, name: str) -> int:
        """The line of a field, or that of the mapping where the field is not written down."""
        return self.lines.get(name, self.line)

    def invalid(self, name: str, expected: str) -> FieldInvalid:
        """The error to raise for a field whose value is not as `expected` says."""
        found = self.values[name]
        return FieldInvalid(
            self.path,
            self.line_of(name),
            f"field '{name}' is {found!r} ({type(found).__name__}), but it must be {expected}. Write it so.",
        )

    def text(self, name: str) -> str:
        value = self.values[name]
        if not isinstance(value, str) or not value.strip():
            raise self.invalid(name, "text that is not empty (put quotation marks around a number or date)")
        return value.strip()

    def text_or_none(self, name: str) -> str | None:
        return None if self.values.get(name) is None else self.text(name)

    def whole_number(self, name: str) -> int:
        value = self.values[name]
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.invalid(name, "a whole number")
        return value

    def date_or_none(self, name: str) -> date | None:
        value = self.values[name]
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise DateInvalid(
            self.path,
            self.line_of(name),
            f"field '{name}' is {value!r}, which is not a calendar date. Dates are never guessed: "
            "write YYYY-MM-DD without quotation marks, or null where the date is not known.",
        )

    def choice(self, name: str, choices: type[Choice]) -> Choice:
        value = self.values[name]
        allowed = [str(choice) for choice in choices]
        if value not in allowed:
            raise self.invalid(name, f"one of {', '.join(allowed)}")
        return choices(str(value))

    def check_names(self, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        """Raise where a field is unknown or a required one is not written down."""
        allowed = [*required, *optional]
        for name in self.values:
            if name not in allowed:
                near = difflib.get_close_matches(name, allowed, n=1)
                hint = f"Did you mean '{near[0]}'? " if near else ""
                raise FieldUnknown(
                    self.path,
                    self.line_of(name),
                    f"unknown field '{name}': nothing would read it. {hint}Allowed are {', '.join(allowed)}.",
                )
        for name in required:
            if name not in self.values:
                raise FieldMissing(
                    self.path,
                    self.line,
                    f"field '{name}' is missing, and it has no default. Add it; where a publisher or date "
                    f"is not known write 'null'. Required are {', '.join(required)}.",
                )
