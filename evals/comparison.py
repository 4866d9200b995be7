"""Comparison: what changed between two runs, metric by metric and case by case."""

from collections.abc import Sequence
from difflib import unified_diff
from enum import StrEnum

from evals.case import Behaviour, Case, Frozen
from evals.errors import RunsUnlike
from evals.figures import sample_of
from evals.manifest import differences
from evals.metric import Better, Summary
from evals.response import Response
from evals.run import Measure, Result, Run
from evals.score import Score, Status
from evals.statistic import ENOUGH, UNKNOWN, Difference, difference, estimate

Pair = tuple[Result, Result]


class Movement(StrEnum):
    """What the paired interval of a difference says."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "no clear difference"
    """The interval holds 0, or there is none."""
    FEW = "too few cases differ"
    """The interval leaves out 0, but fewer cases differ than can show anything (`statistic.ENOUGH`)."""
    LOST = "no longer scored"
    """Scored before, and on none of the same cases now, though the same tasks were asked for."""
    NOT_COMPARED = "not compared"
    """No case was scored in both runs."""


class MetricChange(Frozen):
    """A metric over the `cases` that were scored in both runs.

    `before` and `after` are its figures over these, so they may differ from those of the whole runs.
    `difference` is after less before; `low` and `high` are its paired interval at 95 %. `moved` of the cases
    differ.
    """

    measure: Measure
    movement: Movement
    cases: int
    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None
    moved: int = 0

    @property
    def is_regression(self) -> bool:
        """Whether this alone fails a run. Times do not: another machine, or a busy one, moves them."""
        return self.movement in {Movement.WORSE, Movement.LOST} and not self.measure.is_time


class ScoreChange(Frozen):
    """One metric on one case in both runs; None where the case has no score of it."""

    metric: str
    before: Score | None
    after: Score | None


class CaseChange(Frozen):
    """One case on which something changed.

    `text` is a unified diff of what was said, a line a statement, without headers; empty where that is the
    same. `failures` are what went wrong in the later run and did not before.
    """

    id: str
    question: str
    behaviour: tuple[Behaviour | None, Behaviour | None]
    scores: tuple[ScoreChange, ...]
    text: tuple[str, ...]
    failures: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything changed."""
        before, after = self.behaviour
        return bool(self.scores or self.text or self.failures or before is not after)


class Comparison(Frozen):
    """Two runs over the cases that both hold.

    `parts` names what differs in the manifests. `edited` are cases whose expectations are not the same in
    both runs, and `before_only` and `after_only` those of one run; none of these is compared.
    """

    before: str
    after: str
    parts: tuple[str, ...]
    cases: int
    metrics: tuple[MetricChange, ...]
    changed: tuple[CaseChange, ...]
    edited: tuple[str, ...]
    before_only: tuple[str, ...]
    after_only: tuple[str, ...]

    @property
    def regressions(self) -> tuple[MetricChange, ...]:
        """What is significantly worse."""
        return tuple(change for change in self.metrics if change.is_regression)


def compare(before: Run, after: Run, *, seed: int = 0) -> Comparison:
    """Compare two runs. `seed` is for the intervals. Raises RunsUnlike where they share no case."""
    old = {result.case.id: result for result in before.results}
    new = {result.case.id: result for result in after.results}
    shared = [(old[name], new[name]) for name in new if name in old]
    pairs = [(a, b) for a, b in shared if is_same(a.case, b.case)]
    if not pairs:
        raise RunsUnlike(
            f"The runs of {before.manifest.suite} and {after.manifest.suite} have no case in common that "
            "expects the same in both. Compare two runs of one suite."
        )
    measures = {measure.name: measure for run in (before, after) for measure in run.metrics}
    same_tasks = before.manifest.tasks == after.manifest.tasks
    changes = (_metric(measure, pairs, seed=seed, same_tasks=same_tasks) for measure in measures.values())
    cases = (_case(a, b, tuple(measures.values())) for a, b in pairs)
    return Comparison(
        before=before.manifest.system,
        after=after.manifest.system,
        parts=differences(before.manifest, after.manifest),
        cases=len(pairs),
        metrics=tuple(change for change in changes if change),
        changed=tuple(case for case in cases if case.is_changed),
        edited=tuple(b.case.id for a, b in shared if not is_same(a.case, b.case)),
        before_only=tuple(name for name in old if name not in new),
        after_only=tuple(name for name in new if name not in old),
    )


def is_same(one: Case, other: Case) -> bool:
    """Whether two cases ask and expect the same; tags do not matter."""
    return one.model_copy(update={"tags": ()}) == other.model_copy(update={"tags": ()})


def _metric(measure: Measure, pairs: Sequence[Pair], *, seed: int, same_tasks: bool) -> MetricChange | None:
    """The change of one metric; None where no case expects anything of it."""
    scores = [(a.score(measure.name), b.score(measure.name)) for a, b in pairs]
    if not any(a or b for a, b in scores):
        return None
    both = [(a, b) for a, b in scores if _scored(a) and _scored(b)]
    if measure.summary is Summary.AUROC:
        both = [(a, b) for a, b in both if a and b and a.label is b.label]
    old = sample_of(measure.summary, [a for a, _ in both if a])
    new = sample_of(measure.summary, [b for _, b in both if b])
    moved = difference(measure.summary, old, new, seed=seed) if both else UNKNOWN
    lost = same_tasks and any(_scored(a) for a, _ in scores) and not any(_scored(b) for _, b in scores)
    return MetricChange(
        measure=measure,
        movement=Movement.LOST if lost else _movement(measure, moved),
        cases=len(both),
        before=estimate(measure.summary, old),
        after=estimate(measure.summary, new),
        difference=moved.value,
        low=moved.low,
        high=moved.high,
        moved=moved.moved,
    )


def _movement(measure: Measure, moved: Difference) -> Movement:
    if moved.value is None:
        return Movement.NOT_COMPARED
    if moved.low is None or moved.high is None or moved.low <= 0 <= moved.high:
        return Movement.UNCLEAR
    if moved.moved < ENOUGH:
        return Movement.FEW
    return Movement.BETTER if (moved.low > 0) is (measure.better is Better.HIGHER) else Movement.WORSE


def _scored(score: Score | None) -> bool:
    return score is not None and score.status is Status.SCORED


def _case(before: Result, after: Result, measures: Sequence[Measure]) -> CaseChange:
    pairs = (
        ScoreChange(metric=m.name, before=before.score(m.name), after=after.score(m.name))
        for m in measures
        if not m.is_time
    )
    old, new = before.response, after.response
    return CaseChange(
        id=after.case.id,
        question=after.case.question,
        behaviour=(_behaviour(old), _behaviour(new)),
        scores=tuple(pair for pair in pairs if _told(pair.before) != _told(pair.after)),
        text=tuple(unified_diff(_said(old), _said(new), lineterm="", n=0))[2:],
        failures=tuple(f"{task.value}: {why}" for task, why in new.failed.items() if task not in old.failed),
    )


def _told(score: Score | None) -> tuple[object, ...] | None:
    """What of a score counts as a change: not its wording, nor the last digits of a similarity."""
    if score is None:
        return None
    value = None if score.value is None else round(score.value, 6)
    return score.status, value, score.hits, score.total, score.label


def _behaviour(response: Response) -> Behaviour | None:
    return response.reply.behaviour if response.reply else None


def _said(response: Response) -> list[str]:
    """What a system said to a case, a line a statement, a judged sentence or a passage found."""
    lines = [said.text for said in response.reply.statements] if response.reply else []
    if response.check:
        lines.append("passed" if response.check.passed else "blocked")
        lines += [f"{sentence.verdict.value}: {sentence.text}" for sentence in response.check.sentences]
        lines += [f"missing: {missing}" for missing in response.check.missing]
    lines += [found.passage_id for found in response.found or ()]
    return lines
