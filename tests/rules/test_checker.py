"""An answer is judged sentence by sentence and then as a whole, and the reason is one sentence."""

import pytest

from rules.core import Core
from rules.verdict import Report, Verdict
from tests.rules.shelf import Shelf, Shelves

HER2 = "How is HER2-positive metastatic breast cancer treated?"
PRE = "A premenopausal woman with HR-positive metastatic breast cancer, no earlier tamoxifen. What treatment?"
POST = "A postmenopausal woman with HR-positive metastatic breast cancer. What treatment?"
LOCAL = "Isolated chest wall recurrence of breast cancer. What is the aim?"
WATCHED = "Cardiac monitoring is mandatory before and during trastuzumab."


@pytest.fixture(scope="module")
def shelf(shelves: Shelves) -> Shelf:
    return shelves.of(
        "Give ramipril to adults with heart failure.",
        "Do not give ramipril in pregnancy.",
        title="Heart failure",
    )


def check(core: Core, question: str, answer: str) -> Report:
    return core.check(question=question, answer=answer)


def test_a_good_answer_passes_and_says_so(shelf: Shelf) -> None:
    report = shelf.report("Ramipril is given to adults with heart failure.")
    assert (report.passed, report.why.split(":")[0]) == (True, "Passed")


def test_one_bad_sentence_blocks_the_answer(shelf: Shelf) -> None:
    report = shelf.report("Ramipril is given to adults with heart failure. Ramipril is given in pregnancy.")
    assert [j.verdict for j in report.judgements] == [Verdict.SUPPORTED, Verdict.CONTRADICTED]
    assert not report.passed


def test_the_reason_quotes_the_sentence_and_counts_the_rest(shelf: Shelf) -> None:
    why = shelf.report("Give losartan. Give aspirin. Give insulin.").why
    assert why.startswith("Blocked: 'Give losartan.' is unsupported")
    assert why.endswith("(2 more)")


def test_every_judgement_stands_where_its_sentence_stands(shelf: Shelf) -> None:
    answer = "# Answer\n\n- Give ramipril to adults.\n- Ramipril is safe.\n\nThank you for your question."
    for judged in shelf.report(answer).judgements:
        assert answer[judged.start : judged.end] == judged.text


def test_no_sentence_is_left_out(shelf: Shelf) -> None:
    answer = "Give ramipril to adults. Stop digoxin!\nIs it safe? 2) Rest"
    assert len(shelf.report(answer).judgements) == 4


@pytest.mark.parametrize("answer", ["", "   ", "\n\n"])
def test_an_empty_answer_is_blocked(shelf: Shelf, answer: str) -> None:
    report = shelf.report(answer)
    assert (report.passed, report.why) == (False, "Blocked: there is nothing in the answer to check.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Thank you for your question.",
        "Please discuss this with your team.",
        "Should ramipril be given?",
        "The guideline does not mention homeopathy.",
    ],
)
def test_a_remark_is_neutral(shelf: Shelf, sentence: str) -> None:
    assert shelf.judge(sentence).verdict is Verdict.NEUTRAL


@pytest.mark.parametrize(
    "sentence",
    [
        "Please give losartan.",
        "Thank you, losartan is fine.",
        "In summary: losartan.",
        "Note: 10 mg.",
        "**Losartan** is given.",
        "Losartan",
        "Your doctor recommends losartan.",
        "The guideline recommends losartan.",
    ],
)
def test_a_claim_dressed_as_a_remark_is_none(shelf: Shelf, sentence: str) -> None:
    assert not shelf.report(sentence).passed


def test_a_remark_that_the_guideline_is_silent_must_be_true(shelf: Shelf) -> None:
    judged = shelf.judge("The guideline does not cover heart failure.")
    assert judged.verdict is Verdict.CONTRADICTED


def test_a_sentence_without_an_end_is_not_read(shelf: Shelf) -> None:
    judged = shelf.judge("Give ramipril to adults with heart failure and " * 200)
    assert judged.verdict is Verdict.UNPARSED


def test_an_answer_that_breaks_a_rule_names_it(core: Core) -> None:
    (judged,) = check(core, PRE, "Give letrozole alone.").judgements
    assert (judged.verdict, judged.rules) == (
        Verdict.CONTRADICTED,
        ("premenopausal-aromatase-inhibitor-with-ablation",),
    )


def test_a_rule_is_quoted_from_its_passage(core: Core) -> None:
    (judged,) = check(core, PRE, "Give letrozole alone.").judgements
    texts = {source.id: source.text for source in core.checker.grounder.library.sources}
    for place in judged.grounds:
        assert texts[place.passage_id][place.start : place.end] == place.quote


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (HER2, f"Trastuzumab is given. {WATCHED}"),
        (PRE, "Give tamoxifen together with ovarian ablation."),
        (PRE, "Give tamoxifen with Zoladex."),
        (POST, "Give letrozole."),
        (POST, "Femara is superior to tamoxifen as first-line therapy."),
        (POST, "Do not give chemotherapy and hormonal therapy at the same time."),
        (LOCAL, "The aim is cure."),
    ],
)
def test_what_the_rules_ask_for_passes(core: Core, question: str, answer: str) -> None:
    assert check(core, question, answer).passed


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (HER2, "Trastuzumab must not be given."),
        (HER2, f"Trastuzumab is given with epirubicin. {WATCHED}"),
        (PRE, "Give tamoxifen without ovarian ablation."),
        (PRE, "Give tamoxifen alone."),
        (PRE, "A third-generation aromatase inhibitor must be given together with ovarian ablation."),
        (POST, "Tamoxifen is superior to letrozole as first-line therapy."),
        (POST, "Give docetaxel together with letrozole."),
        (POST, "Give high-dose chemotherapy."),
        (LOCAL, "The aim is palliation."),
        (LOCAL, "Palliative treatment only."),
    ],
)
def test_what_the_rules_forbid_is_blocked(core: Core, question: str, answer: str) -> None:
    assert not check(core, question, answer).passed


def test_a_bare_list_is_held_to_what_was_asked(core: Core) -> None:
    question = "Which regimens for metastatic breast cancer contain an anthracycline?"
    assert check(core, question, "AC and FAC.").passed
    assert not check(core, question, "AC, FAC and vinorelbine.").passed


def test_what_has_to_be_said_is_missed(core: Core) -> None:
    report = check(core, HER2, "Trastuzumab is given.")
    assert [omission.rule for omission in report.missing] == ["her2-cardiac-monitoring"]
    assert report.missing[0].say in report.why


@pytest.mark.parametrize("time", ["before", "during"])
def test_half_of_what_has_to_be_said_is_not_enough(core: Core, time: str) -> None:
    report = check(core, HER2, f"Trastuzumab is given. Cardiac monitoring is mandatory {time} trastuzumab.")
    assert [omission.rule for omission in report.missing] == ["her2-cardiac-monitoring"]


def test_a_rule_that_does_not_apply_asks_for_nothing(core: Core) -> None:
    assert not check(core, POST, "Give letrozole.").missing


def test_the_same_sentence_is_judged_for_the_patient_asked_about(core: Core) -> None:
    assert check(core, POST, "Give letrozole.").passed
    assert not check(core, PRE, "Give letrozole.").passed


def test_the_report_holds_the_facts_and_every_rule(core: Core) -> None:
    report = check(core, PRE, "Give letrozole.")
    assert report.context.value("menopausal_status") == "pre"
    assert [outcome.rule for outcome in report.outcomes] == [rule.id for rule in core.rules]
    assert report.rules_hash == core.base.rules_hash


def test_a_typing_error_is_put_right_and_told(core: Core) -> None:
    report = core.check(question="What is the aim?", answer="Paliative intent in metastatic breast cancer.")
    assert "palliative (Paliative)" in report.judgements[0].reason
