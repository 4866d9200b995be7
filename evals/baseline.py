"""Baseline: the figures of a suite as they were last measured, and what has changed since.

No times, no texts of cases and no places of a machine are kept: with the same code, corpus and suite, the
file has the same bytes.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from evals.case import Frozen
from evals.errors import RunUnreadable
from evals.metric import Better
from evals.run import Figure, Run

DIGITS = 6
"""Decimal places of a figure that are kept."""
_SAME = 2 * 10**-DIGITS


class OfSystem(Frozen):
    """The figures of one system over all cases, and over those with a tag."""

    figures: tuple[Figure, ...]
    by_tag: Mapping[str, tuple[Figure, ...]] = {}


class Baseline(Frozen):
    """The figures of a suite, by system. `suite_hash` is that of its cases; `lower` names metrics of which
    less is better."""

    suite: str
    suite_hash: str
    cases: int
    note: str = ""
    lower: tuple[str, ...] = ()
    systems: Mapping[str, OfSystem]

    @classmethod
    def of(
        cls,
        name: str,
        runs: Sequence[Run],
        *,
        note: str = "",
        metrics: Collection[str] = (),
        tags: Collection[str] = (),
    ) -> "Baseline":
        """What is kept of the runs of one suite on its systems: no times and no costs, and only `metrics`
        where some are named; `tags` are kept apart."""
        first = runs[0]
        kept = [
            measure.name
            for measure in first.metrics
            if not measure.is_time and measure.unit != "currency" and (not metrics or measure.name in metrics)
        ]
        return cls(
            suite=name,
            suite_hash=first.manifest.suite_hash,
            cases=len(first.results),
            note=note,
            lower=tuple(m.name for m in first.metrics if m.name in kept and m.better is Better.LOWER),
            systems={run.manifest.system: _of_system(run, kept, tags) for run in runs},
        )

    def to_json(self) -> str:
        """The file's text."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


class Way(StrEnum):
    """Which way something has changed."""

    WORSE = "worse"
    BETTER = "better"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that is not as it was, in one sentence."""

    way: Way
    text: str


def read_baseline(file: Path) -> Baseline:
    """Read a baseline. Raises RunUnreadable."""
    try:
        return Baseline.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        why = str(error).partition("\n")[0]
        raise RunUnreadable(f"{file} is no baseline: {why}. `make baselines` writes it.") from error


def changes(was: Baseline, now: Baseline) -> tuple[Change, ...]:
    """What has changed, in the order of the baseline. Any drop is worse: runs are deterministic.

    A figure that is gone, and one that was scored and is not any more, is worse too. Baselines of different
    cases can't be compared, and give one change that says so.
    """
    if was.suite_hash != now.suite_hash:
        text = f"{now.suite}: its cases have changed, so that its figures can't be compared"
        return (Change(way=Way.OTHER, text=text),)
    return tuple(_changes(was, now))


def _changes(was: Baseline, now: Baseline) -> Iterator[Change]:
    for place, figures in _places(now).items():
        known = {figure.metric for figure in _places(was).get(place, ())}
        for figure in figures:
            if figure.metric not in known:
                yield Change(way=Way.OTHER, text=f"{place}: {figure.metric} is not kept yet")
    found = _places(now)
    for place, figures in _places(was).items():
        by_name = {figure.metric: figure for figure in found.get(place, ())}
        for figure in figures:
            change = _change(figure, by_name.get(figure.metric), lower=figure.metric in was.lower)
            if change is not None:
                yield Change(way=change.way, text=f"{place}: {change.text}")


def _change(was: Figure, now: Figure | None, *, lower: bool) -> Change | None:
    if now is None:
        return Change(way=Way.WORSE, text=f"{was.metric} was {_told(was)}, and is gone")
    text = f"{was.metric} was {_told(was)}, and is {_told(now)}"
    if was.value is None or now.value is None:
        if was.value is now.value:
            return None
        return Change(way=Way.OTHER if was.value is None else Way.WORSE, text=text)
    up = now.value - was.value
    if abs(up) > _SAME:
        return Change(way=Way.BETTER if (up > 0) is not lower else Way.WORSE, text=text)
    same = (was.hits, was.total, was.cases, was.not_scored) == (
        now.hits,
        now.total,
        now.cases,
        now.not_scored,
    )
    return None if same else Change(way=Way.OTHER, text=text)


def _places(baseline: Baseline) -> Mapping[str, tuple[Figure, ...]]:
    """All figures, by where they stand."""
    found: dict[str, tuple[Figure, ...]] = {}
    for system, told in baseline.systems.items():
        found[f"{baseline.suite} on {system}"] = told.figures
        found |= {f"{baseline.suite} on {system}, {tag}": some for tag, some in told.by_tag.items()}
    return found


def _of_system(run: Run, metrics: Collection[str], tags: Collection[str]) -> OfSystem:
    return OfSystem(
        figures=_kept(run.figures, metrics),
        by_tag={tag: _kept(run.by_tag[tag], metrics) for tag in tags if tag in run.by_tag},
    )


def _kept(figures: Sequence[Figure], metrics: Collection[str]) -> tuple[Figure, ...]:
    return tuple(
        figure.model_copy(update={name: _rounded(getattr(figure, name)) for name in ("value", "low", "high")})
        for figure in figures
        if figure.metric in metrics
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _told(figure: Figure) -> str:
    value = "not scored" if figure.value is None else f"{figure.value:.4g}"
    count = "" if figure.total is None else f" ({figure.hits} of {figure.total})"
    return f"{value}{count}" + (f", {figure.not_scored} not scored" if figure.not_scored else "")
