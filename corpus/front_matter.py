"""Front matter: the YAML block at the head of a guideline file, read into a Guideline without guessing."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from corpus.errors import DateInvalid, FieldInvalid, FrontMatterAbsent, FrontMatterBroken
from corpus.fields import Fields
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
_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class Front:
    """A guideline's identity, and the code point at which the body of its file begins."""

    guideline: Guideline
    body_start: int


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
    fields = read_fields(block["yaml"], path, above=1)
    fields.check_names(required=_REQUIRED, optional=_OPTIONAL)
    return Front(guideline=_guideline(fields), body_start=block.end())


def _guideline(fields: Fields) -> Guideline:
    identity = fields.text("id")
    if not _ID.fullmatch(identity):
        raise fields.invalid("id", "lower-case words joined by underscores, such as breast_recurrence")
    status = fields.choice("status", Status)
    superseded_by = fields.text_or_none("superseded_by")
    check_successor(fields, status, superseded_by)
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


def check_successor(fields: Fields, status: Status, superseded_by: str | None) -> None:
    """Raise FieldInvalid unless a superseded guideline, and no other, names what replaces it."""
    if (status is Status.SUPERSEDED) != (superseded_by is not None):
        raise FieldInvalid(
            fields.path,
            fields.line_of("superseded_by" if superseded_by else "status"),
            f"status is '{status}' and superseded_by is {superseded_by!r}: they must agree. Name the version "
            "that replaces this one exactly when the status is superseded.",
        )


def _references(fields: Fields) -> tuple[Reference, ...]:
    entries = fields.values.get("references")
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise fields.invalid("references", "a list of works, each with n, title, authors and year")
    read: list[Reference] = []
    for entry in entries:
        if not isinstance(entry, dict):
            raise fields.invalid("references", "a list of works, each with n, title, authors and year")
        values = {str(name): value for name, value in entry.items()}
        work = Fields(path=fields.path, line=fields.line_of("references"), values=values, lines={})
        work.check_names(required=_REFERENCE)
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


def read_fields(text: str, path: Path, *, above: int = 0) -> Fields:
    """The fields of a YAML mapping, with their lines; `above` lines of the file stand before `text`.

    Raises FrontMatterBroken or DateInvalid.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise FrontMatterBroken(
            path,
            mark.line + 1 + above if mark else 1,
            f"the front matter is not valid YAML: {what}. "
            "Mend the line; text that holds a colon needs quotation marks.",
        ) from error
    except ValueError as error:  # an impossible date such as 2025-02-30 fails while it is constructed
        raise _impossible_date(text, path, error, above=above) from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise FrontMatterBroken(path, 1, "the front matter holds no fields. Write one 'name: value' a line.")
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1 + above
        if key.value in lines:
            raise FrontMatterBroken(
                path,
                line,
                f"field '{key.value}' is written a second time (first on line {lines[key.value]}), and only "
                "one value can hold. Remove one of them.",
            )
        lines[key.value] = line
    return Fields(path=path, line=1, values={str(k): v for k, v in values.items()}, lines=lines)


def _impossible_date(text: str, path: Path, error: ValueError, *, above: int) -> DateInvalid:
    for number, line in enumerate(text.splitlines(), start=1 + above):
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
