"""Small cases and responses, so that a test names only what it is about."""

from collections.abc import Sequence

from evals.case import Behaviour, Case, Gold
from evals.metric import Metric
from evals.response import Cited, Found, Reply, Response, Said
from evals.score import Score, Status

QUESTION = "What does the guideline say?"


def case(  # noqa: PLR0913  (what a case may expect of an answer)
    *,
    question: str = QUESTION,
    must: Sequence[str] = (),
    must_not: Sequence[str] = (),
    gold: Sequence[Gold] = (),
    behaviour: Behaviour | None = Behaviour.ANSWER,
    asks_for: Sequence[str] = (),
) -> Case:
    """A case that expects an answer, and what is named."""
    return Case(
        id="c1",
        question=question,
        must=tuple(must),
        must_not=tuple(must_not),
        gold=tuple(gold),
        behaviour=behaviour,
        asks_for=tuple(asks_for),
    )


def answer(*statements: str | tuple[str, tuple[int, ...]], quotes: Sequence[str | Cited] = ()) -> Response:
    """An answer of these statements, each a text or a text with the numbers of its citations. Quotes are
    numbered from 1, and of no passage on record unless they are citations already."""
    said = (
        Said(text=one) if isinstance(one, str) else Said(text=one[0], citations=one[1]) for one in statements
    )
    cited = (Cited(n=n, quote=one) if isinstance(one, str) else one for n, one in enumerate(quotes, start=1))
    return Response(reply=Reply(behaviour=Behaviour.ANSWER, statements=tuple(said), citations=tuple(cited)))


def found(*ids: str, texts: Sequence[str] = ()) -> Response:
    """A retrieval of these passages, best first."""
    told = list(texts) or ["" for _ in ids]
    return Response(
        found=tuple(
            Found(passage_id=id, guideline=id.partition(":")[0], text=text, score=1 / rank)
            for rank, (id, text) in enumerate(zip(ids, told, strict=True), start=1)
        )
    )


def scored(metric: Metric, case: Case, response: Response) -> Score:
    """The score of a case that the metric can score."""
    score = metric.score(case, response)
    assert score is not None
    assert score.status is Status.SCORED, score.reason
    return score


def rate(metric: Metric, case: Case, response: Response) -> tuple[int | None, int | None]:
    """The hits of the total of a case that the metric can score."""
    score = scored(metric, case, response)
    return score.hits, score.total


def why_not(metric: Metric, case: Case, response: Response) -> str:
    """Why the metric can't score a case; that it can't is checked."""
    score = metric.score(case, response)
    assert score is not None
    assert (score.status, score.value) == (Status.NOT_SCORED, None)
    return score.reason
