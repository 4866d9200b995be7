"""Score: what one metric says of one case, and why. "Not scored" is a status, never 0 or NaN."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from evals.case import Frozen


class Status(StrEnum):
    """Whether a case could be scored."""

    SCORED = "scored"
    NOT_SCORED = "not_scored"


class Score(Frozen):
    """One metric on one case.

    A rate has `hits` of `total`, and their quotient as its `value`. Other metrics have a value alone, in the
    metric's unit. A score that takes sides for a ranking of cases (AUROC) has a `label`. `reason` says in one
    sentence how it came about; `details` are its parts, one line each. A score that was not computed has no
    value, and its reason says why.
    """

    metric: str
    status: Status
    reason: str
    value: float | None = None
    hits: int | None = None
    total: int | None = None
    label: bool | None = None
    details: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_a_value_if_scored(self) -> Self:
        if (self.value is None) is (self.status is Status.SCORED):
            raise ValueError("a score has a value exactly if it was scored")
        return self


def counted(metric: str, hits: int, total: int, *, reason: str, details: tuple[str, ...] = ()) -> Score:
    """A rate: `hits` of `total`, which is at least 1."""
    return Score(
        metric=metric,
        status=Status.SCORED,
        reason=reason,
        value=hits / total,
        hits=hits,
        total=total,
        details=details,
    )


def measured(
    metric: str, value: float, *, reason: str, label: bool | None = None, details: tuple[str, ...] = ()
) -> Score:
    """A value in the metric's own unit."""
    return Score(
        metric=metric, status=Status.SCORED, reason=reason, value=value, label=label, details=details
    )


def not_scored(metric: str, why: str, *, details: tuple[str, ...] = ()) -> Score:
    """No value, and why."""
    return Score(metric=metric, status=Status.NOT_SCORED, reason=why, details=details)
