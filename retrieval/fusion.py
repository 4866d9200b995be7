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


def fuse(lexical: Sequence[Hit], dense: Sequence[Hit], *, weight: float = DENSE_WEIGHT) -> tuple[Fused, ...]:
    """All that either arm found, best first.

    Scores of each arm are stretched to [0, 1], from the worst found to the best. Where only one arm found
    anything, its order stands. Equals are ordered by the better of their ranks, then by number.
    """
    by_words, by_meaning = dict(lexical), dict(dense)
    share = weight if lexical and dense else float(bool(dense))
    stretched_words, stretched_meaning = _stretched(by_words), _stretched(by_meaning)
    best_rank = _best_ranks(lexical, dense)
    fused = [
        Fused(
            number=number,
            score=(1 - share) * stretched_words.get(number, 0.0) + share * stretched_meaning.get(number, 0.0),
            lexical=by_words.get(number),
            dense=by_meaning.get(number),
        )
        for number in best_rank
    ]
    return tuple(sorted(fused, key=lambda one: (-one.score, best_rank[one.number], one.number)))


def _stretched(scores: Mapping[int, float]) -> Mapping[int, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high <= low:
        return dict.fromkeys(scores, 1.0)
    return {number: (score - low) / (high - low) for number, score in scores.items()}


def _best_ranks(*arms: Sequence[Hit]) -> Mapping[int, int]:
    ranks: dict[int, int] = {}
    for arm in arms:
        for rank, hit in enumerate(arm):
            ranks[hit.number] = min(rank, ranks.get(hit.number, rank))
    return ranks
