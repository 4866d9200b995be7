"""Fusion: the two ways of searching, put on one scale and added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.hit import Hit

DENSE_WEIGHT = 0.5
"""What meaning counts against words. The order is nearly the same from 0.4 to 0.7; see decision 004."""


@dataclass(frozen=True, kw_only=True)
class Fused:
    """A passage by number with its fused score in [0, 1]; an arm that did not find it has no score."""

    number: int
    score: float
    lexical: float | None
    dense: float | None


def fuse(lexical: Sequence[Hit], dense: Sequence[Hit], *, weight: float = DENSE_WEIGHT) -> tuple[Fused, ...]:
    """All that either arm found, best first.

    Each arm's scores are divided by its best, so that 0 stays 0 and the best is 1. Where only one arm found
    anything, its order stands. Equals are ordered by the better of their ranks, then by number.
    """
    by_words, by_meaning = dict(lexical), dict(dense)
    dense_share = weight if lexical and dense else float(bool(dense))
    words, meaning = _scaled(by_words), _scaled(by_meaning)
    best_rank = _best_ranks(lexical, dense)
    fused = [
        Fused(
            number=number,
            score=(1 - dense_share) * words.get(number, 0.0) + dense_share * meaning.get(number, 0.0),
            lexical=by_words.get(number),
            dense=by_meaning.get(number),
        )
        for number in best_rank
    ]
    return tuple(sorted(fused, key=lambda one: (-one.score, best_rank[one.number], one.number)))


def _scaled(scores: Mapping[int, float]) -> Mapping[int, float]:
    """Scores in [0, 1]. A negative cosine means nothing in common, as 0 does.

    From 0 rather than from the worst found: in a short list the second may be nearly as good as the best.
    """
    best = max(scores.values(), default=0.0)
    if best <= 0:
        return {}
    return {number: max(0.0, score / best) for number, score in scores.items()}


def _best_ranks(*arms: Sequence[Hit]) -> Mapping[int, int]:
    ranks: dict[int, int] = {}
    for arm in arms:
        for rank, hit in enumerate(arm):
            ranks[hit.number] = min(rank, ranks.get(hit.number, rank))
    return ranks
