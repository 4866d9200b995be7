"""Rows: the JSON objects of a JSON Lines file, each with its line; and lines of any text file."""

import json
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path

from evals.errors import SuiteUnreadable
from evals.reading import Fault, Place, Row


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
    for place, line in lines(file):
        yield _row(place, line)


def first(file: Path) -> dict[str, object] | None:
    """The first JSON object of a file, by which its format is known; None where no line is one."""
    return next((row.content for row in rows(file) if isinstance(row, Row)), None)


def _row(place: Place, line: str) -> Row | Fault:
    try:
        content = json.loads(
            line, object_pairs_hook=_once, parse_constant=_refused, parse_float=_finite, parse_int=_whole
        )
        if "\\u" in line:
            json.dumps(content, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        what = f"is not JSON ({error.msg} at character {error.pos + 1}). Write one JSON object a line."
        return Fault(place=place, what=what)
    except UnicodeEncodeError:
        return Fault(place=place, what="holds half of a character (\\ud800 to \\udfff without its pair).")
    except RecursionError:
        return Fault(place=place, what="is nested too deeply. Write one flat JSON object a line.")
    except ValueError as error:
        return Fault(place=place, what=f"{error}.")
    if not isinstance(content, dict):
        what = f"has to be a JSON object, not {type(content).__name__}. Write one case a line, in braces."
        return Fault(place=place, what=what)
    return Row(place=place, content=content)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice}: stands twice in one object; keep one")
    return content


def _refused(word: str) -> object:
    raise ValueError(f"{word} is not JSON; leave out what is not known, or write null")


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"the number {digits[:20]} is too large")
    return number


def _whole(digits: str) -> int:
    _finite(digits)
    return int(digits)
