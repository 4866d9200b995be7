"""The suite that ships: what it covers, and that everything it names exists."""

import re
from collections import Counter

import pytest

from corpus.pack import load_pack, shipped_packs
from evals.case import Behaviour, Case, Outcome
from evals.suite import read_suite
from ingest.markdown import passages
from rules.variables import Variables, merged
from rules.variables_file import load_variables

CASES = read_suite("breast_recurrence").cases
PACKS = tuple(load_pack(folder) for folder in shipped_packs())
PASSAGES = {passage.id: passage for pack in PACKS for passage in passages(pack.document, pack.guideline)}
BEHAVIOURS = {"answer": Behaviour.ANSWER, "clarify": Behaviour.CLARIFY, "abstain": Behaviour.ABSTAIN}


@pytest.fixture(scope="module")
def variables() -> Variables:
    return merged([load_variables(folder) for folder in shipped_packs()])


def texts(case: Case) -> list[str]:
    """Every text of a case, and of a longer one each sentence."""
    draft = [case.draft.text, *(sentence.text for sentence in case.draft.sentences)] if case.draft else []
    whole = [case.question, case.reference or "", *case.must, *case.must_not, *draft]
    return [part for text in whole for part in (text, *re.split(r"(?<=[.?!])\s+", text)) if part]


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def test_it_has_at_least_sixty_cases_and_some_of_each_behaviour() -> None:
    assert len(CASES) >= 60
    asked = Counter(case.behaviour for case in CASES if case.behaviour)
    assert min(asked[behaviour] for behaviour in Behaviour) >= 6


def test_its_drafts_pass_and_are_blocked_about_equally_often() -> None:
    drafts = Counter(case.draft.outcome for case in CASES if case.draft)
    assert min(drafts.values()) >= 20
    assert 0.5 <= drafts[Outcome.PASS] / drafts[Outcome.BLOCK] <= 2


def test_every_kind_of_expectation_is_there() -> None:
    for field in ("history", "reference", "must", "must_not", "gold", "facts", "asks_for", "draft"):
        assert any(getattr(case, field) for case in CASES), field


def test_every_case_expects_something_and_has_a_topic_or_kind() -> None:
    assert [case.id for case in CASES if not case.tasks] == []
    assert [case.id for case in CASES if not case.tags] == []


def test_the_start_of_an_id_says_what_is_expected() -> None:
    for case in CASES:
        start = case.id.partition("-")[0]
        assert start in {*BEHAVIOURS, "silent", "draft"}
        assert case.behaviour is BEHAVIOURS.get(start)
        assert (case.draft is not None) is (start == "draft")
        assert start != "silent" or case.must_not


def test_every_gold_passage_exists_and_every_quote_stands_in_its_passage() -> None:
    golds = [(case.id, gold) for case in CASES for gold in case.gold]
    assert [(id, gold.passage) for id, gold in golds if gold.passage not in PASSAGES] == []
    assert [
        id for id, gold in golds if gold.quote and gold.quote not in PASSAGES[gold.passage or ""].text
    ] == []


def test_every_fact_can_be_read_and_has_a_value_that_it_can_take(variables: Variables) -> None:
    told = [(case.id, name, value) for case in CASES for name, value in case.facts.items()]
    assert [each for each in told if each[1] not in variables or variables[each[1]].internal] == []
    assert [each for each in told if each[2] is not None and not variables[each[1]].admits(each[2])] == []


def test_every_fact_to_be_asked_for_can_be_read(variables: Variables) -> None:
    asked = {name for case in CASES for name in case.asks_for}
    assert {name for name in asked if name not in variables or variables[name].internal} == set()


def test_what_is_asked_for_is_not_told_in_the_question() -> None:
    told = [case.id for case in CASES if any(case.facts.get(name) is not None for name in case.asks_for)]
    assert told == []


def test_no_text_is_copied_from_the_guideline() -> None:
    sentences = [part for passage in PASSAGES.values() for part in re.split(r"(?<=[.;:])\s+", passage.text)]
    theirs = {plain(text) for text in (*sentences, *(passage.text for passage in PASSAGES.values()))}
    assert [(case.id, text) for case in CASES for text in texts(case) if plain(text) in theirs] == []


def test_no_fact_is_both_to_be_stated_and_not_to_be() -> None:
    for case in CASES:
        assert {plain(text) for text in case.must}.isdisjoint(plain(text) for text in case.must_not)


def test_no_two_cases_say_the_same() -> None:
    said = Counter(
        (plain(case.question), case.history, case.draft and plain(case.draft.text)) for case in CASES
    )
    assert [key for key, number in said.items() if number > 1] == []


def test_twin_drafts_share_question_or_text_and_differ_in_their_outcome() -> None:
    drafts = {case.id: case for case in CASES if case.draft}
    rights = [id for id in drafts if id.endswith("-right") and id.removesuffix("right") + "wrong" in drafts]
    assert rights
    for id in rights:
        right, wrong = drafts[id], drafts[id.removesuffix("right") + "wrong"]
        assert right.draft is not None
        assert wrong.draft is not None
        assert right.question == wrong.question or right.draft.text == wrong.draft.text
        assert (right.draft.outcome, wrong.draft.outcome) == (Outcome.PASS, Outcome.BLOCK)


def test_a_draft_that_passes_has_no_sentence_that_may_not_leave() -> None:
    for case in CASES:
        if case.draft and case.draft.outcome is Outcome.PASS:
            verdicts = [set(sentence.verdicts) for sentence in case.draft.sentences]
            assert all(each & {"supported", "neutral"} for each in verdicts), case.id
