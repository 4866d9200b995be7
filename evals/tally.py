"""Tally: misses and false alarms counted by group, with intervals that say how little a few cases prove."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.judged_case import Expected, Scored, Unscored
from evals.statistic import wilson


@dataclass(frozen=True, kw_only=True)
class Rate:
    """`count` of `total`, with its Wilson interval at 95 %; `low` and `high` are None where total is 0."""

    count: int
    total: int
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One group of cases. `misses` count among those to block, `false_alarms` among those to pass."""

    group: str
    misses: Rate
    false_alarms: Rate


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a run of cases shows. `sentences` is None where no case labels its sentences."""

    rows: tuple[Row, ...]
    total: Row
    sentences: Row | None
    unscored: int


def rate(count: int, total: int) -> Rate:
    """`count` of `total` with its interval."""
    low, high = wilson(count, total) if total else (None, None)
    return Rate(count=count, total=total, low=low, high=high)


def tally(results: Sequence[Scored | Unscored]) -> Tally:
    """Count a run, groups in alphabetical order."""
    scored = [result for result in results if isinstance(result, Scored)]
    groups: dict[str, list[Scored]] = defaultdict(list)
    for result in scored:
        groups[result.case.group].append(result)
    return Tally(
        rows=tuple(_row(group, groups[group]) for group in sorted(groups)),
        total=_row("all", scored),
        sentences=_sentences(scored),
        unscored=len(results) - len(scored),
    )


def _row(group: str, results: Iterable[Scored]) -> Row:
    everything = tuple(results)
    bad = [result for result in everything if result.case.expected is Expected.BLOCK]
    good = [result for result in everything if result.case.expected is Expected.PASS]
    return Row(
        group=group,
        misses=rate(sum(result.is_miss for result in bad), len(bad)),
        false_alarms=rate(sum(result.is_false_alarm for result in good), len(good)),
    )


def _sentences(results: Iterable[Scored]) -> Row | None:
    pairs = [pair for result in results for pair in result.sentences()]
    if not pairs:
        return None
    bad = [left for sentence, left in pairs if not sentence.may_leave]
    good = [left for sentence, left in pairs if sentence.may_leave]
    return Row(
        group="sentences",
        misses=rate(sum(bad), len(bad)),
        false_alarms=rate(len(good) - sum(good), len(good)),
    )
