"""Front matter: the YAML block at the head of a guideline file, read into a Guideline without guessing."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from corpus.errors import (
    DateInvalid,
    FieldInvalid,
    FieldMissing,
    FieldUnknown,
    FrontMatterAbsent,
    FrontMatterBroken,
)
from corpus.guideline import Guideline, Reference, ReviewState, Status

_BLOCK = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_REQUIRED = (
    "id",
    "version",
    "title",
    "publisher",
    "published",
    "retrieved",
    "review_by",
    "licence",
    "source",
    "status",
    "review",
)
_OPTIONAL = ("superseded_by", "references")
_REFERENCE = ("n", "title", "authors", "year")
_Choice = TypeVar("_Choice", bound=StrEnum)
_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class Front:
    """A guideline's identity, and the code point at which the body of its file begins."""

    guideline: Guideline
    body_start: int


@dataclass(frozen=True, kw_only=True)
class _Fields:
    """The fields of one mapping with the line each stands on, so that a complaint can point at it."""

    path: Path
    line: int
    values: Mapping[str, object]
    lines: Mapping[str, int]

    def line_of(self, name: str) -> int:
        return self.lines.get(name, self.line)

    def invalid(self, name: str, expected: str) -> FieldInvalid:
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

    def choice(self, name: str, choices: type[_Choice]) -> _Choice:
        value = self.values[name]
        allowed = [str(choice) for choice in choices]
        if value not in allowed:
            raise self.invalid(name, f"one of {', '.join(allowed)}")
        return choices(str(value))


def read_front_matter(document: str, path: Path) -> Front:
    """Read the front matter of a whole file. `path` is only named in errors.

    Raises a FrontMatterError that names file, line, field and allowed choices.
    """
    block = _BLOCK.match(document)
    if block is None:
        raise FrontMatterAbsent(
            path,
            1,
            "no front matter: a guideline file begins with a line '---', its YAML fields, and a closing line "
            f"'---'. Without it the version can't be named. Add the fields {', '.join(_REQUIRED)}.",
        )
    fields = _root(block["yaml"], path)
    _check_names(fields, required=_REQUIRED, optional=_OPTIONAL)
    return Front(guideline=_guideline(fields), body_start=block.end())


def _guideline(fields: _Fields) -> Guideline:
    identity = fields.text("id")
    if not _ID.fullmatch(identity):
        raise fields.invalid("id", "lower-case words joined by underscores, such as breast_recurrence")
    status = fields.choice("status", Status)
    superseded_by = fields.text_or_none("superseded_by")
    if (status is Status.SUPERSEDED) != (superseded_by is not None):
        raise FieldInvalid(
            fields.path,
            fields.line_of("superseded_by" if superseded_by else "status"),
            f"status is '{status}' and superseded_by is {superseded_by!r}: they must agree. Name the version "
            "that replaces this one exactly when the status is superseded.",
        )
    return Guideline(
        id=identity,
        version=fields.text("version"),
        title=fields.text("title"),
        publisher=fields.text_or_none("publisher"),
        published=fields.date_or_none("published"),
        retrieved=fields.date_or_none("retrieved"),
        review_by=fields.date_or_none("review_by"),
        licence=fields.text("licence"),
        source=fields.text("source"),
        status=status,
        superseded_by=superseded_by,
        review=fields.choice("review", ReviewState),
        references=_references(fields),
    )


def _references(fields: _Fields) -> tuple[Reference, ...]:
    entries = fields.values.get("references")
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise fields.invalid("references", "a list of works, each with n, title, authors and year")
    read: list[Reference] = []
    for entry in entries:
        if not isinstance(entry, dict):
            raise fields.invalid("references", "a list of works, each with n, title, authors and year")
        work = _Fields(path=fields.path, line=fields.line_of("references"), values=entry, lines={})
        _check_names(work, required=_REFERENCE, optional=())
        read.append(
            Reference(
                n=work.whole_number("n"),
                title=work.text("title"),
                authors=work.text("authors"),
                year=work.whole_number("year"),
            )
        )
    if len({reference.n for reference in read}) < len(read):
        raise fields.invalid("references", "numbered without repetition, because statements cite by number")
    return tuple(read)


def _root(text: str, path: Path) -> _Fields:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FrontMatterBroken(
            path,
            mark.line + 2 if mark else 1,
            f"the front matter is not valid YAML: {error.problem or error.context}. "
            "Mend the line; text that holds a colon needs quotation marks.",
        ) from error
    except ValueError as error:  # an impossible date such as 2025-02-30 fails while it is constructed
        raise _impossible_date(text, path, error) from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise FrontMatterBroken(path, 1, "the front matter holds no fields. Write one 'name: value' a line.")
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 2
        if key.value in lines:
            raise FrontMatterBroken(
                path,
                line,
                f"field '{key.value}' is written a second time (first on line {lines[key.value]}), and only "
                "one value can hold. Remove one of them.",
            )
        lines[key.value] = line
    return _Fields(path=path, line=1, values={str(k): v for k, v in values.items()}, lines=lines)


def _impossible_date(text: str, path: Path, error: ValueError) -> DateInvalid:
    for number, line in enumerate(text.splitlines(), start=2):
        found = re.search(r":\s*(\d{4}-\d\d?-\d\d?)\s*$", line)
        if found and not _is_date(found[1]):
            return DateInvalid(
                path,
                number,
                f"'{found[1]}' is not in the calendar ({error}). Write the date that is meant, or null.",
            )
    return DateInvalid(
        path, 1, f"a date is not in the calendar ({error}). Write the date that is meant, or null."
    )


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True


def _check_names(fields: _Fields, *, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    allowed = [*required, *optional]
    for name in fields.values:
        if name not in allowed:
            near = difflib.get_close_matches(name, allowed, n=1)
            hint = f"Did you mean '{near[0]}'? " if near else ""
            raise FieldUnknown(
                fields.path,
                fields.line_of(name),
                f"unknown field '{name}': nothing would read it. {hint}Allowed are {', '.join(allowed)}.",
            )
    for name in required:
        if name not in fields.values:
            raise FieldMissing(
                fields.path,
                fields.line,
                f"field '{name}' is missing, and it has no default. Add it; where a publisher or date is not "
                f"known write 'null'. Required are {', '.join(required)}.",
            )
