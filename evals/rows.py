"""Rows: the JSON objects of a JSON Lines file, each with its line; and lines of any text file."""

import json
import re
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path

from evals.errors import SuiteUnreadable
from evals.reading import Fault, Place, Row

MOST_DIGITS = 300
_HALF = re.compile("[\ud800-\udfff]")


def lines(file: Path) -> Iterator[tuple[Place, str]]:
    """The lines of a UTF-8 file that are not blank, each with its place. Raises SuiteUnreadable.

    Only a line feed ends a line: other separators may stand in the texts of a suite.
    """
    for number, line in enumerate(text(file).split("\n"), start=1):
        if line.strip():
            yield Place(file=file, line=number), line


def text(file: Path) -> str:
    """The text of a UTF-8 file, without a byte order mark. Raises SuiteUnreadable."""
    try:
        data = file.read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SuiteUnreadable(f"{file}:{line}: byte {error.start} is not UTF-8. Save as UTF-8.") from error
    except OSError as error:
        raise SuiteUnreadable(f"{file} can't be read: {error.strerror}.") from error


def rows(file: Path) -> Iterator[Row | Fault]:
    """The JSON objects of a JSON Lines file; a line that is none is a fault. Raises SuiteUnreadable."""
    if _is_one_document(text(file)):
        raise SuiteUnreadable(
            f"{file} is one JSON document over several lines. A suite is JSON Lines: write one object a "
            "line, without a list around them."
        )
    for place, line in lines(file):
        yield from _row(place, line)


def first(file: Path) -> dict[str, object] | None:
    """The first JSON object of a file, by which its format is known; None where no line is one."""
    return next((row.content for row in rows(file) if isinstance(row, Row)), None)


def _row(place: Place, line: str) -> Iterator[Row | Fault]:
    """The object of a line, or every fault of its JSON."""
    try:
        content = json.loads(line, object_pairs_hook=_once, parse_int=_whole)
        faults = [Fault(place=place, field=field, what=what) for field, what in _unusable(content)]
    except json.JSONDecodeError as error:
        what = f"is not JSON ({error.msg} at character {error.pos + 1}). Write one JSON object a line."
        faults = [Fault(place=place, what=what)]
    except RecursionError:
        faults = [Fault(place=place, what="is nested too deeply. Write one flat JSON object a line.")]
    except ValueError as error:
        faults = [Fault(place=place, what=f"{error}.")]
    if faults:
        yield from faults
    elif isinstance(content, dict):
        yield Row(place=place, content=content)
    else:
        what = f"has to be a JSON object, not {type(content).__name__}. Write one case a line, in braces."
        yield Fault(place=place, what=what)


def _is_one_document(whole: str) -> bool:
    start = whole.lstrip()
    if not start.startswith("[") and start.partition("\n")[0].strip() != "{":
        return False
    try:
        json.loads(whole)
    except (ValueError, RecursionError):
        return False
    return True


def _unusable(content: object, path: str = "") -> Iterator[tuple[str, str]]:
    """What Python's JSON reader lets through and no text or score can hold, with its path."""
    if isinstance(content, float) and not isfinite(content):
        yield path, "has to be a number that is finite; leave out what is not known, or write null."
    elif isinstance(content, str):
        if _HALF.search(content):
            yield path, "holds half of a character (\\ud800 to \\udfff without its pair)."
    elif isinstance(content, dict | list):
        parts = content.items() if isinstance(content, dict) else enumerate(content)
        for name, part in parts:
            yield from _unusable(part, f"{path}.{name}" if path else str(name))


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice}: stands twice in one object; keep one")
    return content


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(
            f"a number has {len(digits)} digits, more than any figure; the most are {MOST_DIGITS}"
        )
    return int(digits)
