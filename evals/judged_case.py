"""Judged cases: answers that people have judged, and what the core says of each."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.errors import SuiteUnreadable
from rules.context import Turn
from rules.verdict import Judgement, Report, Verdict

PASSING = frozenset({Verdict.SUPPORTED, Verdict.NEUTRAL})


class CasesUnreadable(SuiteUnreadable):
    """A case file that can't be read; the message names the file, the line and what was expected there."""


class Expected(StrEnum):
    """What people say of the whole answer."""

    PASS = "pass"
    BLOCK = "block"


class Sentence(BaseModel):
    """One sentence of a judged answer; `label` is a verdict, as people see it."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1)
    label: Verdict

    @property
    def may_leave(self) -> bool:
        """Whether people would let this sentence through."""
        return self.label in PASSING


class Case(BaseModel):
    """One judged answer, as a line of a case file holds it; fields that scoring does not use are ignored.

    `category` (or `kind`) groups cases in the table; None when the file gives none. `doc` names the
    guideline document the answer is about; None when it is the guideline in force.
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)
    question: str
    answer: str
    expected: Expected
    category: str | None = None
    kind: str | None = None
    history: tuple[Turn, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    doc: str | None = None

    @model_validator(mode="after")
    def _sentences_are_in_the_answer(self) -> "Case":
        for sentence in self.sentences:
            if sentence.text not in self.answer:
                raise ValueError(f"the sentence {sentence.text!r} is not in the answer")
        return self

    @property
    def group(self) -> str:
        """The row of the table that this case counts in."""
        return self.category or self.kind or ("whole answers" if self.sentences else "uncategorised")


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A case with the core's report on it."""

    case: Case
    report: Report

    @property
    def is_miss(self) -> bool:
        """A bad answer that got through."""
        return self.case.expected is Expected.BLOCK and self.report.passed

    @property
    def is_false_alarm(self) -> bool:
        """A good answer that was held back."""
        return self.case.expected is Expected.PASS and not self.report.passed

    def sentences(self) -> Iterator[tuple[Sentence, bool]]:
        """Each labelled sentence with whether the core would let it leave."""
        at = 0
        for sentence in self.case.sentences:
            start = self.case.answer.find(sentence.text, at)
            start = self.case.answer.index(sentence.text) if start < 0 else start
            at = start + len(sentence.text)
            yield sentence, all(j.verdict in PASSING for j in _within(self.report.judgements, start, at))


@dataclass(frozen=True, kw_only=True)
class Unscored:
    """A case that could not be run, and why: it is counted and shown, never taken for a pass."""

    case: Case
    why: str


def read_cases(file: Path) -> tuple[Case, ...]:
    """Read one case a line (JSON). Raises CasesUnreadable naming the line and the field."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CasesUnreadable(f"{file} can't be read: {error}. Give a file of JSON lines.") from error
    cases = tuple(_case(file, number, line) for number, line in enumerate(lines, start=1) if line.strip())
    if not cases:
        raise CasesUnreadable(f"{file} holds no cases. Write one JSON object a line.")
    return cases


def run_cases(
    cases: Sequence[Case], *, check: Callable[[Case], Report], scorable: Callable[[Case], str | None]
) -> tuple[Scored | Unscored, ...]:
    """Check every case. `scorable` says why a case can't be run, or None where it can."""
    return tuple(
        Unscored(case=case, why=why) if (why := scorable(case)) else Scored(case=case, report=check(case))
        for case in cases
    )


def _case(file: Path, number: int, line: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise CasesUnreadable(f"{file}:{number}: not JSON ({error}). Write one object a line.") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'case'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise CasesUnreadable(
            f"{file}:{number}: not a case ({faults}). Needed: id, question, answer, expected (pass or block)."
        ) from error


def _within(judgements: Sequence[Judgement], start: int, end: int) -> Iterator[Judgement]:
    return (j for j in judgements if j.start < end and start < j.end)
