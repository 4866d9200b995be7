"""Retrieval: where the places that answer a question stand among the passages that a system found.

Golds of one `same` group are one place, found where any of them is. `ir_measures` computes the figures from
the places: each place is a document, each retrieved passage the first place that it is and no passage before
it was. A passage that is two places at once counts for the one with the higher grade in nDCG, and for both in
recall. A case with a place that is known by its quote is not scored where a text is not told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.case import Case, Task
from evals.gold import hits, same_document, untold
from evals.instruments import Instruments
from evals.metric import Metric, Summary
from evals.response import Found, Response
from evals.score import Score, counted, measured, not_scored
from evals.undone import undone

if TYPE_CHECKING:
    from ir_measures.measures import Measure

_SOURCE = "ir_measures (MacAvaney et al. 2022) over pytrec_eval"
_DEPTHS = (1, 5, 20)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A place that answers the question: its name, its grade, and what is read of it in a detail."""

    id: str
    grade: int
    shown: str


def retrieval_metrics(instruments: Instruments) -> tuple[Metric, ...]:
    """nDCG@10, recall at 1, 5 and 20, MRR@10, and the right document among the first five."""
    return (
        _ndcg(instruments),
        *(_recall(instruments, depth) for depth in _DEPTHS),
        _mrr(instruments),
        _right_document(instruments),
    )


def _ndcg(instruments: Instruments) -> Metric:
    def value(places: Sequence[_Place], ranked: Sequence[tuple[_Place, ...]]) -> float:
        from ir_measures import nDCG  # noqa: PLC0415  (loads numpy and pytrec_eval)

        return _measure(nDCG @ 10, places, [max(each, key=_grade) if each else None for each in ranked])

    return Metric(
        name="ndcg_at_10",
        title="nDCG@10",
        definition=(
            "The discounted gain of the first ten passages, gain being a place's grade and the discount the "
            "binary logarithm of the rank plus one, over that of the best order; 1 is perfect."
        ),
        source=f"Järvelin and Kekäläinen 2002; {_SOURCE}",
        summary=Summary.MEAN,
        score=_by_rank(instruments, "ndcg_at_10", value),
    )


def _recall(instruments: Instruments, depth: int) -> Metric:
    def value(places: Sequence[_Place], ranked: Sequence[tuple[_Place, ...]]) -> float:
        from ir_measures import R  # noqa: PLC0415  (loads numpy and pytrec_eval)

        found = [place for each in ranked[:depth] for place in each]
        return _measure(R @ max(len(found), 1), places, found)

    return Metric(
        name=f"recall_at_{depth}",
        title=f"Recall@{depth}",
        definition=(
            f"The share of the places that answer the question which stand among the first {depth} passages; "
            "equally good places are one."
        ),
        source=_SOURCE,
        summary=Summary.MEAN,
        score=_by_rank(instruments, f"recall_at_{depth}", value),
    )


def _mrr(instruments: Instruments) -> Metric:
    def value(places: Sequence[_Place], ranked: Sequence[tuple[_Place, ...]]) -> float:
        from ir_measures import RR  # noqa: PLC0415  (loads numpy and pytrec_eval)

        return _measure(RR @ 10, places, [each[0] if each else None for each in ranked])

    return Metric(
        name="mrr_at_10",
        title="MRR@10",
        definition=(
            "One over the rank of the first passage that answers the question; 0 if none of ten does."
        ),
        source=_SOURCE,
        summary=Summary.MEAN,
        score=_by_rank(instruments, "mrr_at_10", value),
    )


def _right_document(instruments: Instruments) -> Metric:
    def score(case: Case, response: Response) -> Score | None:
        name = "right_document_at_5"
        guideline_of = _guidelines(instruments)
        known = [gold for gold in case.gold if gold.document or (gold.passage and guideline_of(gold.passage))]
        if not known:
            return None
        if response.found is None:
            return undone(name, response, Task.RETRIEVE)
        first = response.found[:5]
        right = any(
            same_document(gold, found, guideline_of=guideline_of) for gold in known for found in first
        )
        wanted = " or ".join(
            dict.fromkeys(str(gold.document or guideline_of(gold.passage or "")) for gold in known)
        )
        seen = ", ".join(dict.fromkeys(found.guideline for found in first)) or "nothing"
        reason = f"Expected a passage of {wanted}; the first five are of {seen}."
        return counted(name, int(right), 1, reason=reason)

    return Metric(
        name="right_document_at_5",
        title="Right document@5",
        definition="The share of questions with a passage of the right document among the first five.",
        source="success@5 over documents",
        summary=Summary.RATE,
        score=score,
    )


def _by_rank(
    instruments: Instruments,
    name: str,
    value: Callable[[Sequence[_Place], Sequence[tuple[_Place, ...]]], float],
) -> Callable[[Case, Response], Score | None]:
    """Scores a case by where its places stand."""

    def score(case: Case, response: Response) -> Score | None:
        if not case.gold:
            return None
        if response.found is None:
            return undone(name, response, Task.RETRIEVE)
        if any(untold(gold, one) for gold in case.gold for one in response.found):
            why = "A place is known by its quote, and the system does not tell the texts that it found."
            return not_scored(name, why)
        places, ranked = _ranked(case, response.found, _guidelines(instruments))
        details, found = _details(places, ranked, response.found)
        reason = f"{found} of {len(places)} places were found among {len(response.found)} passages."
        return measured(name, value(places, ranked), reason=reason, details=details)

    return score


def _ranked(
    case: Case, found: Sequence[Found], guideline_of: Callable[[str], str | None]
) -> tuple[tuple[_Place, ...], tuple[tuple[_Place, ...], ...]]:
    """The places of a case, and for each retrieved passage those that it is and none before it was."""
    groups = {gold: f"same:{gold.same}" if gold.same else f"gold:{n}" for n, gold in enumerate(case.gold)}
    places: dict[str, _Place] = {}
    for gold, id in groups.items():
        grade = max(other.grade for other, group in groups.items() if group == id)
        shown = gold.passage or f"{gold.document or 'any document'}: {(gold.quote or '')[:100]!r}"
        places.setdefault(id, _Place(id=id, grade=grade, shown=shown))
    seen: set[str] = set()
    ranked = []
    for one in found:
        new = [
            id
            for id in places
            if id not in seen
            and any(
                hits(gold, one, guideline_of=guideline_of) for gold, group in groups.items() if group == id
            )
        ]
        seen.update(new)
        ranked.append(tuple(places[id] for id in new))
    return tuple(places.values()), tuple(ranked)


def _measure(measure: "Measure", places: Sequence[_Place], ranked: Sequence[_Place | None]) -> float:
    """A measure of one query; None in a rank is a passage that answers nothing."""
    from ir_measures import Qrel, ScoredDoc, iter_calc  # noqa: PLC0415  (loads numpy and pytrec_eval)

    qrels = [Qrel("case", place.id, place.grade) for place in places]
    run = [
        ScoredDoc("case", place.id if place else f"none:{rank}", float(-rank))
        for rank, place in enumerate(ranked)
    ]
    return float(next(iter(iter_calc([measure], qrels, run))).value)


def _details(
    places: Sequence[_Place], ranked: Sequence[tuple[_Place, ...]], found: Sequence[Found]
) -> tuple[tuple[str, ...], int]:
    """A line for each place, and how many were found."""
    at: Mapping[str, int] = {place.id: rank for rank, each in enumerate(ranked) for place in each}
    lines = tuple(
        f"rank {at[place.id] + 1}: {place.shown} by {found[at[place.id]].passage_id}"
        if place.id in at
        else f"not found: {place.shown}"
        for place in places
    )
    return lines, len(at)


def _guidelines(instruments: Instruments) -> Callable[[str], str | None]:
    """Looks up the guideline of a passage id."""

    def guideline_of(passage: str) -> str | None:
        held = instruments.passages.get(passage)
        return held.guideline if held is not None else None

    return guideline_of


def _grade(place: _Place) -> int:
    return place.grade
