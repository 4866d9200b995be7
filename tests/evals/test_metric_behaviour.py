"""Whether a system answers, asks or abstains as it should, and reads the facts of the question."""

from collections.abc import Mapping

import pytest

from evals.case import Behaviour, Case
from evals.metric import Metric
from evals.response import Found, Reply, Response
from rules.context import Value
from tests.evals.small import case, rate, scored, why_not


def replying(
    *,
    behaviour: Behaviour = Behaviour.ANSWER,
    facts: Mapping[str, Value] | None = None,
    asks_for: tuple[str, ...] | None = None,
) -> Response:
    """A reply of no statement."""
    return Response(reply=Reply(behaviour=behaviour, statements=(), facts=facts, asks_for=asks_for))


def retrieving(*cosines: float | None) -> Response:
    """Passages p0, p1, ... with their similarities."""
    return Response(
        found=tuple(
            Found(passage_id=f"p{n}", guideline="g", text="", score=1 / (n + 1), dense=dense)
            for n, dense in enumerate(cosines)
        )
    )


@pytest.mark.parametrize("wanted", Behaviour)
@pytest.mark.parametrize("did", Behaviour)
def test_only_the_expected_behaviour_is_right(
    by_name: Mapping[str, Metric], wanted: Behaviour, did: Behaviour
) -> None:
    found = rate(by_name["behaviour_accuracy"], case(behaviour=wanted), replying(behaviour=did))
    assert found == (int(wanted is did), 1)


@pytest.mark.parametrize(
    ("expected", "read", "right"),
    [
        ("post", "post", True),
        ("post", "pre", False),
        ("post", None, False),
        (None, None, True),
        (None, "post", False),
        (None, False, False),
        (None, 0, False),
        (12.0, 12, True),
        (12, 13, False),
        (True, True, True),
        (True, 1, False),
        (False, 0, False),
        (False, None, False),
        (0, None, False),
        (("a", "b"), ("b", "a"), True),
        (("a", "b"), ("a",), False),
        (("a",), "a", False),
    ],
)
def test_a_fact_is_right_only_with_its_value(
    by_name: Mapping[str, Metric], expected: Value | None, read: Value | None, right: bool
) -> None:
    asked = Case(id="c", question="What now?", facts={"fact": expected})
    told = {} if read is None else {"fact": read}
    assert rate(by_name["fact_accuracy"], asked, replying(facts=told)) == (int(right), 1)


def test_facts_that_nobody_expects_do_not_count(by_name: Mapping[str, Metric]) -> None:
    asked = Case(id="c", question="What now?", facts={"age": 40, "her2_status": None})
    score = scored(by_name["fact_accuracy"], asked, replying(facts={"age": 40, "recurrence": "systemic"}))
    assert (score.hits, score.total) == (2, 2)
    assert score.details[1] == "right: her2_status: expected unknown, read unknown"


def test_a_system_that_tells_no_facts_is_not_scored_on_them(by_name: Mapping[str, Metric]) -> None:
    asked = Case(id="c", question="What now?", facts={"age": 40}, asks_for=("age",))
    assert "does not tell" in why_not(by_name["fact_accuracy"], asked, replying())
    assert "does not tell" in why_not(by_name["asks_for"], asked, replying())


@pytest.mark.parametrize(
    ("asked_for", "right"),
    [((), 0), (("age",), 0), (("her2_status",), 1), (("age", "hr_status"), 1)],
)
def test_asking_for_one_of_the_facts_that_decide_is_enough(
    by_name: Mapping[str, Metric], asked_for: tuple[str, ...], right: int
) -> None:
    asked = case(asks_for=("her2_status", "hr_status"))
    assert rate(by_name["asks_for"], asked, replying(asks_for=asked_for)) == (right, 1)


def test_a_fact_that_no_guideline_knows_can_not_be_asked_for(by_name: Mapping[str, Metric]) -> None:
    asked = case(asks_for=("blood_group",))
    assert "blood_group" in why_not(by_name["asks_for"], asked, replying(asks_for=("age",)))
    assert rate(by_name["asks_for"], asked, replying(asks_for=("blood_group",))) == (1, 1)


@pytest.mark.parametrize("behaviour", Behaviour)
def test_abstention_is_told_by_the_nearest_passage(
    by_name: Mapping[str, Metric], behaviour: Behaviour
) -> None:
    score = scored(by_name["abstention_auroc"], case(behaviour=behaviour), retrieving(0.1, None, 0.7, 0.3))
    assert (score.value, score.label) == (0.7, behaviour is not Behaviour.ABSTAIN)


@pytest.mark.parametrize("response", [retrieving(), retrieving(None, None)])
def test_abstention_is_not_scored_without_similarities(
    by_name: Mapping[str, Metric], response: Response
) -> None:
    assert "cosine" in why_not(by_name["abstention_auroc"], case(), response)
