"""Tally: misses and false alarms counted by group, with intervals that say how little a few cases prove."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from rules.cases import Expected, Scored, Unscored

CONFIDENCE = 0.95


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


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson 1927); `total` is at least 1."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = count / total
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    centre = share + z * z / (2 * total)
    scale = 1 + z * z / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


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
