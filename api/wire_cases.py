"""Wire shape of a run of judged cases: the count, and each case by its id."""

from collections.abc import Sequence
from typing import Literal

from api.wire import Wire
from evals.judged_case import Expected, Scored, Unscored
from evals.tally import Tally


class CaseBody(Wire):
    """One case that was run."""

    id: str
    group: str
    expected: Expected
    verdict: Literal["pass", "block"]
    agrees: bool
    why: str


class UnscoredBody(Wire):
    """One case that was not run, and why."""

    id: str
    group: str
    why: str


class CasesBody(Wire):
    """A run of judged cases. Rates carry Wilson intervals at 95 %."""

    tally: Tally
    cases: tuple[CaseBody, ...]
    unscored: tuple[UnscoredBody, ...]

    @classmethod
    def of(cls, counted: Tally, results: Sequence[Scored | Unscored]) -> "CasesBody":
        """The run in the shape that is printed."""
        return cls(
            tally=counted,
            cases=tuple(_case(result) for result in results if isinstance(result, Scored)),
            unscored=tuple(
                UnscoredBody(id=result.case.id, group=result.case.group, why=result.why)
                for result in results
                if isinstance(result, Unscored)
            ),
        )


def _case(result: Scored) -> CaseBody:
    return CaseBody(
        id=result.case.id,
        group=result.case.group,
        expected=result.case.expected,
        verdict="pass" if result.report.passed else "block",
        agrees=not (result.is_miss or result.is_false_alarm),
        why=result.report.why,
    )
