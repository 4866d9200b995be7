"""JUnit: runs as XML that build servers show, a suite a run and a test a case."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.metric import Better, Summary
from evals.run import Measure, Result, Run
from evals.score import Score, Status

if TYPE_CHECKING:
    from junitparser import TestCase
    from junitparser.junitparser import FinalResult

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 can't hold (section 2.2)."""


def write_junit(runs: Sequence[Run], file: Path) -> None:
    """Write runs to a file.

    A case is an error where the system failed at it; else a failure where a rate was scored and is not
    perfect (1, or 0 where lower is better); else it is skipped where nothing of it was scored. It is never
    two of these, so that counts are of cases. The text of an error or failure holds the reason and details
    of each such rate. What was not scored of a case that ran is in its system-out.
    """
    from junitparser import JUnitXml, TestSuite  # noqa: PLC0415  (only where it is asked for)

    document = JUnitXml("concordant eval")
    for run in runs:
        suite = TestSuite(_clean(f"{run.manifest.suite} on {run.manifest.system}"))
        suite.timestamp = run.started
        measures = {measure.name: measure for measure in run.metrics}
        suite.add_testcases([_case(result, run, measures) for result in run.results])
        document.add_testsuite(suite)
    document.update_statistics()  # type: ignore[no-untyped-call]  # the library left it without types
    file.parent.mkdir(parents=True, exist_ok=True)
    document.write(str(file), pretty=True)


def imperfect(result: Result, measures: dict[str, Measure]) -> tuple[Score, ...]:
    """The scores of a case that are scored rates and not perfect, in the order of the metrics."""
    return tuple(
        score
        for score in result.scores
        if score.status is Status.SCORED
        and (measure := measures.get(score.metric)) is not None
        and measure.summary is Summary.RATE
        and score.value != (1.0 if measure.better is Better.HIGHER else 0.0)
    )


def _case(result: Result, run: Run, measures: dict[str, Measure]) -> "TestCase":
    from junitparser import Error, Failure, Skipped, TestCase  # noqa: PLC0415

    case = TestCase(
        _clean(result.case.id),
        classname=_clean(f"{run.manifest.suite}.{run.manifest.system}"),
        time=round(sum(result.response.seconds.values()), 6),
    )
    failed = [f"{task.value}: {why}" for task, why in result.response.failed.items()]
    short = imperfect(result, measures)
    unscored = [score for score in result.scores if score.status is Status.NOT_SCORED]
    outcome: FinalResult | None = None
    if failed:
        outcome = Error(_clean("; ".join(failed)), "SystemFailed")
    elif short:
        counts = "; ".join(f"{score.metric} {score.hits} of {score.total}" for score in short)
        outcome = Failure(_clean(counts), short[0].metric)
    elif len(unscored) == len(result.scores):
        why = "; ".join(dict.fromkeys(score.reason for score in unscored))
        outcome = Skipped(_clean(why or "the case expects nothing that is scored"))
    if outcome is not None and (failed or short):
        outcome.text = _clean("\n".join((f"question: {result.case.question}", *_told(short))))
    if unscored and not isinstance(outcome, Skipped):
        case.system_out = _clean("\n".join(f"{one.metric} not scored: {one.reason}" for one in unscored))
    case.result = [outcome] if outcome is not None else []
    return case


def _told(scores: Sequence[Score]) -> Iterator[str]:
    for score in scores:
        yield f"{score.metric} {score.hits} of {score.total}: {score.reason}"
        yield from (f"  {line}" for line in score.details)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
