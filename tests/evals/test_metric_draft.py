"""Whether a check blocks and passes drafts, and judges their sentences, as people do."""

from collections.abc import Mapping, Sequence

import pytest

from evals.case import Case, Draft, Labelled, Outcome
from evals.metric import Metric
from evals.response import Check, Judged, Response
from rules.verdict import Verdict
from tests.evals.small import rate, scored, why_not

S, N, C, U = Verdict.SUPPORTED, Verdict.NEUTRAL, Verdict.CONTRADICTED, Verdict.UNSUPPORTED
TEXT = "Give A. Give B. Give A."


def drafting(
    *labels: tuple[str, Sequence[Verdict]], outcome: Outcome = Outcome.BLOCK, verdicts: Sequence[Verdict] = ()
) -> Case:
    """A case with the draft TEXT and labelled sentences."""
    sentences = tuple(Labelled(text=text, verdicts=tuple(right)) for text, right in labels)
    draft = Draft(text=TEXT, outcome=outcome, verdicts=tuple(verdicts), sentences=sentences)
    return Case(id="c", question="What now?", draft=draft)


def checked(*verdicts: Verdict, passed: bool = False, missing: tuple[str, ...] = ()) -> Response:
    """A check of the three sentences of TEXT, in their order."""
    starts = (0, 8, 16)
    judged = tuple(
        Judged(text=TEXT[at : at + 7], start=at, end=at + 7, verdict=verdict, reason="so")
        for at, verdict in zip(starts, verdicts, strict=False)
    )
    return Response(check=Check(passed=passed, why="so", sentences=judged, missing=missing))


@pytest.mark.parametrize("passed", [True, False])
def test_bad_drafts_count_where_blocked_and_good_ones_where_passed(
    by_name: Mapping[str, Metric], passed: bool
) -> None:
    bad, good, response = drafting(), drafting(outcome=Outcome.PASS), checked(S, passed=passed)
    assert rate(by_name["block_rate"], bad, response) == (int(not passed), 1)
    assert rate(by_name["pass_rate"], good, response) == (int(passed), 1)
    assert by_name["block_rate"].score(good, response) is None
    assert by_name["pass_rate"].score(bad, response) is None


@pytest.mark.parametrize(
    ("people", "check", "leave", "label"),
    [
        ([S], S, 1, 1),
        ([S], N, 1, 0),
        ([N], S, 1, 0),
        ([C], U, 1, 0),
        ([C, U], U, 1, 1),
        ([S], C, 0, 0),
        ([C], S, 0, 0),
        ([S, C], U, 1, 0),
        ([S, C], N, 1, 0),
    ],
)
def test_a_sentence_agrees_on_whether_it_leaves_and_on_its_verdict(
    by_name: Mapping[str, Metric], people: list[Verdict], check: Verdict, leave: int, label: int
) -> None:
    case = drafting(("Give A.", people))
    assert rate(by_name["sentence_agreement"], case, checked(check, S, S)) == (leave, 1)
    assert rate(by_name["label_agreement"], case, checked(check, S, S)) == (label, 1)


def test_the_same_words_are_met_in_their_order(by_name: Mapping[str, Metric]) -> None:
    case = drafting(("Give A.", [C]), ("Give B.", [N]), ("Give A.", [S]))
    assert rate(by_name["label_agreement"], case, checked(C, N, S)) == (3, 3)
    assert rate(by_name["label_agreement"], case, checked(S, N, C)) == (1, 3)


@pytest.mark.parametrize(("parts", "verdict"), [((N, S), S), ((N, N), N), ((S, C), C), ((U, C), U)])
def test_a_sentence_judged_in_parts_has_one_verdict(
    by_name: Mapping[str, Metric], parts: tuple[Verdict, Verdict], verdict: Verdict
) -> None:
    case = drafting(("Give A. Give B.", [verdict]))
    assert rate(by_name["label_agreement"], case, checked(*parts, S)) == (1, 1)


def test_a_draft_as_a_whole_has_the_verdict_of_what_may_not_leave(by_name: Mapping[str, Metric]) -> None:
    assert rate(by_name["label_agreement"], drafting(verdicts=[C]), checked(S, C, U)) == (1, 1)
    assert rate(by_name["label_agreement"], drafting(verdicts=[U]), checked(S, C, U)) == (0, 1)


def test_a_draft_blocked_for_what_is_missing_is_not_called_supported(by_name: Mapping[str, Metric]) -> None:
    response = checked(S, S, S, missing=("Say this.",))
    score = scored(by_name["label_agreement"], drafting(verdicts=[S]), response)
    assert (score.hits, score.total) == (0, 1)
    assert "something is missing" in score.details[0]


@pytest.mark.parametrize("name", ["sentence_agreement", "label_agreement"])
def test_a_system_that_judges_no_sentences_is_not_scored_on_them(
    by_name: Mapping[str, Metric], name: str
) -> None:
    assert "no single sentences" in why_not(by_name[name], drafting(("Give A.", [S])), checked(passed=True))
    assert by_name[name].score(drafting(), checked(S)) is None


def test_a_decision_shows_what_was_found_and_what_was_missing(by_name: Mapping[str, Metric]) -> None:
    score = scored(by_name["block_rate"], drafting(), checked(S, C, missing=("Say this.",)))
    assert score.details == ("supported: 'Give A.': so", "contradicted: 'Give B.': so", "missing: Say this.")
