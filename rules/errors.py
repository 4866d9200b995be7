"""Errors of the rule core.

RulesError
├── ConditionError    a condition that cannot be read
├── FileErrors        every problem found in the YAML files of a pack, with file, line and column
└── UnknownGuideline  a guideline is named of which nothing is loaded
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process


class RulesError(Exception):
    """Root of what the rule core raises; the message says what, why and what to do next."""


class ConditionError(RulesError):
    """A condition that cannot be read. `column` counts characters of the condition from 1."""

    def __init__(self, message: str, *, column: int, choices: Collection[str] = ()) -> None:
        super().__init__(message)
        self.column = column
        self.choices = tuple(choices)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong in a file. `line` and `column` count from 1; `choices` are the values allowed there."""

    file: Path
    line: int
    column: int
    what: str
    why: str
    choices: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.what}. {self.why}"
        return f"{text} Allowed: {', '.join(self.choices)}." if self.choices else text


class FileErrors(RulesError):
    """All problems of a pack's files at once, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (str(p.file), p.line, p.column, p.what)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownGuideline(RulesError):
    """A check was to keep to a guideline that is not loaded; `choices` are those that are."""

    def __init__(self, *, unknown: Collection[str], choices: Collection[str]) -> None:
        named = ", ".join(repr(name) for name in unknown)
        listed = ", ".join(choices) if choices else "none"
        super().__init__(f"No guideline with id {named} is loaded. Guidelines loaded: {listed}.")
        self.unknown = tuple(unknown)
        self.choices = tuple(choices)


def nearest(word: str, choices: Collection[str]) -> str:
    """' Did you mean "…"?' for the closest choice, or nothing when none is close."""
    found = process.extractOne(word, sorted(choices), scorer=fuzz.ratio, score_cutoff=70)
    return f' Did you mean "{found[0]}"?' if found else ""
