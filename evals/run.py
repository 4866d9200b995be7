"""Run: every case of a suite with what a system said and how it scored, and what all of it depended on."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from evals.case import Case, Frozen
from evals.errors import RunUnreadable
from evals.metric import Better, Metric, Summary
from evals.response import Response
from evals.score import Score


class Manifest(Frozen):
    """What a run depends on: with the same manifest, a deterministic system gives the same scores.

    `parts` are the system's own (corpus, rules, model, prompt, code); `code` is the hash of the metrics.
    Hashes are SHA-256, hex. `scored_by` are corpus and rules that the metrics measure with, and the judge
    where there was one.
    """

    suite: str
    suite_hash: str
    system: str
    parts: Mapping[str, str]
    code: str
    seed: int
    versions: Mapping[str, str]
    tasks: tuple[str, ...]
    scored_by: Mapping[str, str] = {}


class Measure(Frozen):
    """A metric as a run tells of it: all of it but how it is computed."""

    name: str
    title: str
    definition: str
    source: str
    summary: Summary
    better: Better = Better.HIGHER
    unit: str = ""

    @classmethod
    def of(cls, metric: Metric) -> "Measure":
        """The metric without its function."""
        return cls.model_validate({name: getattr(metric, name) for name in cls.model_fields})

    @property
    def is_time(self) -> bool:
        """Whether it is in seconds: it then depends on the machine and on what else runs there."""
        return self.unit == "s"


class Result(Frozen):
    """One case, what the system said, and its scores."""

    case: Case
    response: Response
    scores: tuple[Score, ...]

    def score(self, metric: str) -> Score | None:
        """The score of this metric, or None where the case expects nothing of it."""
        return next((score for score in self.scores if score.metric == metric), None)


class Figure(Frozen):
    """A metric over many cases. `value`, `low` and `high` (95 %) are None where nothing was scored.

    `value` is None too where the scores give no figure, as AUROC of one label; `low` and `high` also where
    there is no interval, as of a sum or of one case. `cases` were scored, `not_scored` could not be. `hits`
    and `total` are None but for rates.
    """

    metric: str
    value: float | None
    low: float | None
    high: float | None
    hits: int | None
    total: int | None
    cases: int
    not_scored: int


class Run(Frozen):
    """A run. `figures` are over all cases, `by_tag` over those with a tag. `started` is ISO 8601, UTC.

    `metrics` are those that were asked for, in the order in which they are shown.
    """

    manifest: Manifest
    started: str
    results: tuple[Result, ...]
    figures: tuple[Figure, ...]
    by_tag: Mapping[str, tuple[Figure, ...]]
    metrics: tuple[Measure, ...] = ()

    def figure(self, metric: str) -> Figure | None:
        """The figure of this metric, or None where no case expects anything of it."""
        return next((figure for figure in self.figures if figure.metric == metric), None)


def read_run(file: Path) -> Run:
    """Read a run that was kept. Raises RunUnreadable."""
    try:
        return Run.model_validate_json(file.read_bytes())
    except OSError as error:
        raise RunUnreadable(
            f"{file} can't be read: {error}. Give a run that `concordant eval` wrote."
        ) from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"]) or "file"
        raise RunUnreadable(
            f"{file} is not a run of this version ({place}: {fault['msg']}). Run the suite again."
        ) from error


def write_run(run: Run, file: Path) -> None:
    """Keep a run: written beside and moved into place, so that a kill leaves no half of one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".part")
    beside.write_text(run.model_dump_json(indent=1) + "\n", encoding="utf-8")
    beside.replace(file)
