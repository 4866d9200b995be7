"""Fusion: the two ways of searching, put on one scale and added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.hit import Hit

DENSE_WEIGHT = 0.5
"""What meaning counts against words."""


@dataclass(frozen=True, kw_only=True)
class Fused:
    """A passage by number with its fused score in [0, 1]; an arm that did not find it has no score."""

    number: int
    score: float
    lexical: float | None
    dense: float | None


def fuse(
    lexical: Sequence[Hit], dense: Sequence[Hit], *, limit: int, weight: float = DENSE_WEIGHT
) -> tuple[Fused, ...]:
    """All that either arm found, best first. Each arm gives its hits best first, at most `limit` of them.

    Each arm's scores are stretched to [0, 1] between its floor and its best. Where only one arm found
    anything, its order stands. Equals are ordered by the better of their ranks, then by number.
    """
    by_words, by_meaning = dict(lexical), dict(dense)
    dense_share = weight if lexical and dense else float(bool(dense))
    words, meaning = _stretched(lexical, limit), _stretched(dense, limit)
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


def _stretched(hits: Sequence[Hit], limit: int) -> Mapping[int, float]:
    """Scores in [0, 1]. The floor is the last hit's score where more was cut off: what follows is noise.

    A list that ends by itself has its floor at 0: its second may be nearly as good as its best.
    """
    if not hits:
        return {}
    best, floor = hits[0].score, hits[-1].score if len(hits) >= limit else 0.0
    if best <= floor:
        return dict.fromkeys((hit.number for hit in hits), 0.0 if best <= 0 else 1.0)
    return {hit.number: max(0.0, (hit.score - floor) / (best - floor)) for hit in hits}


def _best_ranks(*arms: Sequence[Hit]) -> Mapping[int, int]:
    ranks: dict[int, int] = {}
    for arm in arms:
        for rank, hit in enumerate(arm):
            ranks[hit.number] = min(rank, ranks.get(hit.number, rank))
    return ranks
