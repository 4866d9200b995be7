"""Marked YAML: plain data together with the line and column that each value was written at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from rules.errors import FileErrors, Problem

Key = tuple[str | int, ...]
"""The way to a value: mapping keys and list positions, outermost first."""

_DEEPEST = 20
LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""What reads YAML here: in C where the package was built so, which takes a tenth of the time."""


@dataclass(frozen=True)
class Marked:
    """The content of one YAML file. `marks` holds (line, column), counted from 1, of every value and key."""

    file: Path
    data: object
    marks: Mapping[Key, tuple[int, int]] = field(repr=False)

    def problem(self, key: Key, *, what: str, why: str, choices: tuple[str, ...] = ()) -> Problem:
        """A problem at `key`, or at the nearest place around it that is written in the file."""
        while key and key not in self.marks:
            key = key[:-1]
        line, column = self.marks.get(key, (1, 1))
        return Problem(file=self.file, line=line, column=column, what=what, why=why, choices=choices)


def read_marked(file: Path) -> Marked:
    """Reads one YAML file. Raises FileErrors for broken YAML, a key given twice, aliases, or bad UTF-8."""
    try:
        loader = LOADER(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise _broken(file, (1, 1), f"byte {error.start} is not UTF-8; save the file as UTF-8") from error
    try:
        node = loader.get_single_node()
        marks: dict[Key, tuple[int, int]] = {}
        if node is not None:
            _mark(file, node, (), marks, set())
        data = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _broken(file, place, f"{error.problem or error.context}") from error
    finally:
        loader.dispose()
    return Marked(file=file, data=data, marks=marks)


def _mark(
    file: Path, node: yaml.Node, key: Key, marks: dict[Key, tuple[int, int]], seen: set[yaml.Node]
) -> None:
    here = (node.start_mark.line + 1, node.start_mark.column + 1)
    if node in seen:
        raise _broken(file, here, "an alias (*name) repeats a part of the file; write the part out")
    if len(key) > _DEEPEST:
        raise _broken(file, here, f"values are nested deeper than {_DEEPEST} levels; nothing here needs that")
    seen.add(node)
    marks[key] = here
    if isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            _mark(file, child, (*key, position), marks, seen)
    elif isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for name, child in node.value:
            place = (name.start_mark.line + 1, name.start_mark.column + 1)
            if not isinstance(name, yaml.ScalarNode):
                raise _broken(file, place, "a key has to be plain text")
            if name.value in names:
                raise _broken(file, place, f'the key "{name.value}" is given twice; keep one')
            names.add(name.value)
            _mark(file, child, (*key, name.value), marks, seen)


def _broken(file: Path, place: tuple[int, int], why: str) -> FileErrors:
    line, column = place
    return FileErrors(
        [Problem(file=file, line=line, column=column, what="This YAML cannot be read", why=why)]
    )
