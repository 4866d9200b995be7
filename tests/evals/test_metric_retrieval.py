"""Ranking metrics against pytrec_eval and against plain arithmetic, over random cases."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
import pytrec_eval

from evals.case import Gold
from evals.metric import Metric
from evals.response import Found, Response
from tests.evals.small import case, found, rate, scored

RANKING = ("ndcg_at_10", "recall_at_1", "recall_at_5", "recall_at_20", "mrr_at_10")
POOL = [f"g:p{n}" for n in range(30)]
SEEDS = range(60)


def values(
    by_name: Mapping[str, Metric], gold: Sequence[Gold], response: Response
) -> dict[str, float | None]:
    """The ranking metrics of one case."""
    return {name: scored(by_name[name], case(gold=gold), response).value for name in RANKING}


@dataclass(frozen=True)
class Draw:
    """Places with their grades, and a ranking, drawn at random."""

    grades: Mapping[str, int]
    ranked: tuple[str, ...]

    @classmethod
    def of(cls, seed: int) -> "Draw":
        dice = random.Random(seed)
        wanted = dice.sample(POOL, dice.randint(1, 8))
        ranked = dice.sample(POOL, dice.randint(1, 20))
        return cls({id: dice.randint(1, 4) for id in wanted}, tuple(ranked))

    @property
    def gold(self) -> tuple[Gold, ...]:
        return tuple(Gold(passage=id, grade=grade) for id, grade in self.grades.items())


def by_pytrec_eval(draw: Draw) -> dict[str, float]:
    """The same metrics as trec_eval has them; its reciprocal rank has no depth, so it sees ten."""
    run = {id: float(-rank) for rank, id in enumerate(draw.ranked)}
    asked = {"ndcg_cut_10", "recall_1", "recall_5", "recall_20"}
    whole = pytrec_eval.RelevanceEvaluator({"q": draw.grades}, asked).evaluate({"q": run})["q"]
    ten = {id: run[id] for id in draw.ranked[:10]}
    first = pytrec_eval.RelevanceEvaluator({"q": draw.grades}, {"recip_rank"}).evaluate({"q": ten})["q"]
    recalls = {f"recall_at_{k}": whole[f"recall_{k}"] for k in (1, 5, 20)}
    return {"ndcg_at_10": whole["ndcg_cut_10"], **recalls, "mrr_at_10": first["recip_rank"]}


def by_hand(places: Mapping[str, int], ranked: Sequence[set[str]]) -> dict[str, float]:
    """The same metrics from their formulas; `ranked` says which places each passage is."""
    seen: set[str] = set()
    gains, firsts = [], []
    for here in ranked:
        gains.append(max((places[id] for id in here - seen), default=0))
        firsts.append(bool(here - seen))
        seen |= here
    ideal = sorted(places.values(), reverse=True)
    rank = next((n for n, first in enumerate(firsts[:10], start=1) if first), math.inf)
    recalls = {f"recall_at_{k}": len(set().union(*ranked[:k])) / len(places) for k in (1, 5, 20)}
    return {"ndcg_at_10": _dcg(gains) / _dcg(ideal), **recalls, "mrr_at_10": 1 / rank}


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:10], start=1))


@pytest.mark.parametrize("seed", SEEDS)
def test_passages_known_by_id_are_ranked_as_by_trec_eval(by_name: Mapping[str, Metric], seed: int) -> None:
    draw = Draw.of(seed)
    assert values(by_name, draw.gold, found(*draw.ranked)) == pytest.approx(by_pytrec_eval(draw), abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_place_known_by_its_quote_counts_as_one_known_by_its_id(
    by_name: Mapping[str, Metric], seed: int
) -> None:
    draw = Draw.of(seed)
    quotes = dict(zip(POOL, sentences(seed), strict=False))
    gold = [Gold(document="g.md", quote=quotes[id], grade=grade) for id, grade in draw.grades.items()]
    texts = [f"Before it. **{quotes[id]}** [3, 4] After\nit." for id in draw.ranked]
    by_quote = values(by_name, gold, found(*draw.ranked, texts=texts))
    assert by_quote == values(by_name, draw.gold, found(*draw.ranked))


def sentences(seed: int) -> Iterator[str]:
    """Sentences that share no word."""
    dice = random.Random(seed)
    words = [f"{a}{b}{c}" for a in "bdfglmnprst" for b in "aeiou" for c in "bdfglmnprst"]
    dice.shuffle(words)
    while len(words) >= 7:
        yield " ".join(words.pop() for _ in range(7)).capitalize() + "."


@pytest.mark.parametrize("seed", SEEDS)
def test_places_that_are_equally_good_are_one(by_name: Mapping[str, Metric], seed: int) -> None:
    dice, draw = random.Random(seed), Draw.of(seed)
    group = {id: dice.choice("abc") for id in draw.grades}
    gold = [Gold(passage=id, grade=grade, same=group[id]) for id, grade in draw.grades.items()]
    places = {name: max(g for id, g in draw.grades.items() if group[id] == name) for name in group.values()}
    ranked = [{group[id]} if id in group else set() for id in draw.ranked]
    expected = by_hand(places, ranked)
    assert values(by_name, gold, found(*draw.ranked)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_passage_may_be_several_places_at_once(by_name: Mapping[str, Metric], seed: int) -> None:
    dice = random.Random(seed)
    quotes = list(sentences(seed))[:5]
    grades = {quote: dice.randint(1, 3) for quote in quotes}
    held = [set(dice.sample(quotes, dice.choice([0, 0, 1, 2, 3]))) for _ in range(12)]
    response = found(*POOL[:12], texts=[" ".join(sorted(each)) for each in held])
    gold = [Gold(quote=quote, grade=grade) for quote, grade in grades.items()]
    assert values(by_name, gold, response) == pytest.approx(by_hand(grades, held), abs=1e-6)


def test_a_perfect_ranking_has_one_and_an_empty_or_wrong_one_has_nothing(
    by_name: Mapping[str, Metric],
) -> None:
    gold = [Gold(passage="g:p1", grade=2), Gold(passage="g:p2")]
    perfect = values(by_name, gold, found("g:p1", "g:p2"))
    assert perfect == {name: 0.5 if name == "recall_at_1" else 1.0 for name in RANKING}
    for response in (found(), found("g:p8", "g:p9")):
        assert values(by_name, gold, response) == dict.fromkeys(RANKING, 0.0)


def test_a_place_found_after_the_tenth_passage_is_recalled_and_no_more(by_name: Mapping[str, Metric]) -> None:
    late = values(by_name, [Gold(passage="g:p0")], found(*POOL[1:11], "g:p0"))
    assert late == dict.fromkeys(RANKING, 0.0) | {"recall_at_20": 1.0}


def test_a_line_says_where_each_place_was_found(by_name: Mapping[str, Metric]) -> None:
    gold = [Gold(passage="g:p1"), Gold(passage="g:p2")]
    score = scored(by_name["recall_at_5"], case(gold=gold), found("g:p9", "g:p1"))
    assert score.details == ("rank 2: g:p1 by g:p1", "not found: g:p2")


@pytest.mark.parametrize(
    ("gold", "guidelines", "right"),
    [
        (Gold(document="asthma.md"), ["asthma"], 1),
        (Gold(document="asthma"), ["asthma"], 1),
        (Gold(document="asthma.md", quote="words that nobody says"), ["asthma"], 1),
        (Gold(document="asthma.md"), ["asthma-2", "x", "asthma.txt"], 0),
        (Gold(document="asthma.md"), [*"abcde", "asthma"], 0),
        (Gold(document="asthma.md"), [*"abcd", "asthma"], 1),
        (Gold(document="asthma.md"), [], 0),
        (Gold(passage="breast_recurrence:response-endocrine"), ["breast_recurrence"], 1),
    ],
)
def test_the_right_document_is_among_the_first_five(
    by_name: Mapping[str, Metric], gold: Gold, guidelines: Sequence[str], right: int
) -> None:
    response = Response(
        found=tuple(
            Found(passage_id=f"{n}", guideline=name, text="", score=-n) for n, name in enumerate(guidelines)
        )
    )
    assert rate(by_name["right_document_at_5"], case(gold=[gold]), response) == (right, 1)


@pytest.mark.parametrize("gold", [Gold(quote="some words"), Gold(passage="unknown:p1")])
def test_a_place_of_no_known_document_expects_no_document(by_name: Mapping[str, Metric], gold: Gold) -> None:
    assert by_name["right_document_at_5"].score(case(gold=[gold]), found("g:p1")) is None
