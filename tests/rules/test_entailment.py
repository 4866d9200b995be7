"""Each step that an entailment may not take is named when it is taken."""

import pytest

from rules.entailment import Flaw
from rules.verdict import Verdict
from tests.rules.shelf import Shelves

STEPS = [
    (Flaw.ABSENT, "Give ramipril to adults.", "Losartan is given to adults."),
    (Flaw.NUMBER, "Give ramipril 5 mg daily.", "Ramipril is given at 10 mg daily."),
    (Flaw.POLARITY, "Do not give ramipril in pregnancy.", "Give ramipril in pregnancy."),
    (Flaw.SIDE, "Ramipril is superior to losartan.", "Losartan is superior to ramipril."),
    (Flaw.SIDE, "Give ramipril without aspirin.", "Give ramipril with aspirin."),
    (Flaw.FORCE, "Ramipril may be given to adults.", "Ramipril must be given to adults."),
    (Flaw.WEAK, "Monitoring of potassium is mandatory.", "Monitoring of potassium may be considered."),
    (Flaw.SCOPE, "Ramipril and losartan are used in gout.", "Only ramipril is used in gout."),
]  # fmt: skip
WEAKER = [
    ("a member for its class", "Give an ACE inhibitor in heart failure.", "Give ramipril in heart failure."),
    ("a brand for its drug", "Give adalimumab in psoriasis.", "Give Humira in psoriasis."),
    ("weaker words", "Ramipril must be given in gout.", "Ramipril should be given in gout."),
    ("may for should", "Ramipril should be given in hypertension.", "Ramipril is an option in hypertension."),
    ("a detail less", "Give ramipril 5 mg daily in hypertension.", "Give ramipril in hypertension."),
    ("one of a list", "Options are ramipril, losartan and atenolol.", "Options are losartan and ramipril."),
    ("another order", "Give ramipril and losartan.", "Give losartan and ramipril."),
    ("a clause of two", "Stop ramipril, and give losartan.", "Give losartan."),
    ("the same thing twice denied", "Ramipril is not contraindicated.", "Ramipril is not contraindicated."),
]  # fmt: skip
STRONGER = [
    ("a sibling", "Give ramipril in heart failure.", "Give lisinopril in heart failure."),
    ("one more", "Give ramipril in heart failure.", "Give ramipril and digoxin in heart failure."),
    ("another disease", "Give ramipril in heart failure.", "Give ramipril in asthma."),
    ("a number", "Give ramipril in heart failure.", "Give ramipril 5 mg in heart failure."),
    ("an effect", "Give ramipril in heart failure.", "Ramipril prolongs survival in heart failure."),
    ("a superlative", "Give ramipril in heart failure.", "Ramipril is the best drug in heart failure."),
    ("a ban from silence", "Give ramipril in heart failure.", "Do not give losartan in heart failure."),
    ("history as advice", "Ramipril was given to patients with gout.", "Ramipril should be given in gout."),
    ("a part of a ban", "Do not give ramipril with losartan.", "Do not give ramipril."),
]  # fmt: skip


@pytest.mark.parametrize(("flaw", "passage", "statement"), STEPS)
def test_the_step_that_fails_is_named(shelves: Shelves, flaw: Flaw, passage: str, statement: str) -> None:
    judged = shelves.of(passage).judge(statement)
    assert judged.verdict in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)
    assert flaw.value in judged.reason


@pytest.mark.parametrize(("step", "passage", "statement"), WEAKER)
def test_a_statement_may_say_less(shelves: Shelves, step: str, passage: str, statement: str) -> None:
    assert shelves.of(passage).supports(statement), step


@pytest.mark.parametrize(("step", "passage", "statement"), STRONGER)
def test_a_statement_may_not_say_more(shelves: Shelves, step: str, passage: str, statement: str) -> None:
    assert not shelves.of(passage).report(statement).passed, step


def test_a_heading_gives_the_topic(shelves: Shelves) -> None:
    shelf = shelves.of("Give ramipril to all adults.", title="Heart failure")
    assert shelf.supports("Give ramipril to all adults in heart failure.")
    assert not shelf.supports("Give ramipril to all adults with asthma.")


def test_a_heading_gives_no_drug(shelves: Shelves) -> None:
    shelf = shelves.of("Give atorvastatin to adults.", title="Statins")
    assert not shelf.supports("Give rosuvastatin to adults.")


def test_a_question_gives_no_condition_away(shelves: Shelves) -> None:
    shelf = shelves.of("Give propranolol only if there is no asthma.")
    assert not shelf.supports("Give propranolol.", "Can propranolol be given?")


def test_likeness_of_words_carries_nothing(shelves: Shelves) -> None:
    shelf = shelves.of(
        "Treatment with ramipril of patients with heart failure in the clinic is reviewed yearly."
    )
    assert not shelf.supports(
        "Treatment of patients in the clinic with ramipril fails yearly in heart failure."
    )


@pytest.mark.parametrize(
    ("passage", "right", "wrong"),
    [
        (
            "Ramipril should be stopped, but losartan should be given.",
            "Losartan should be given.",
            "Losartan should be stopped.",
        ),
        (
            "Ramipril lowers blood pressure, whereas digoxin slows the heart rate.",
            "Digoxin slows the heart rate.",
            "Digoxin lowers blood pressure.",
        ),
        (
            "Asthma is treated with salbutamol, but pneumonia is treated with amoxicillin.",
            "Pneumonia is treated with amoxicillin.",
            "Asthma is treated with amoxicillin.",
        ),
    ],
)
def test_what_one_clause_says_is_not_said_of_the_other(
    shelves: Shelves, passage: str, right: str, wrong: str
) -> None:
    shelf = shelves.of(passage)
    assert (shelf.supports(right), shelf.supports(wrong)) == (True, False)


def test_a_whole_modality_is_not_every_drug_of_it(shelves: Shelves) -> None:
    shelf = shelves.of("Chemotherapy is given in gastric cancer.")
    assert not shelf.supports("Docetaxel is given in gastric cancer.")


def test_a_list_of_members_is_closed(shelves: Shelves) -> None:
    shelf = shelves.of("Antihypertensive drugs are suitable in pregnancy, namely labetalol and nifedipine.")
    assert not shelf.supports("Losartan is suitable in pregnancy.")


def test_it_is_the_drug_that_the_sentence_speaks_of(shelves: Shelves) -> None:
    shelf = shelves.of("Digoxin slows the heart rate.", "Losartan is used in gout.")
    assert not shelf.supports("Losartan is used in gout, and it slows the heart rate.")
    assert not shelf.supports("Losartan, which slows the heart rate, is used in gout.")


def test_a_condition_that_the_passage_does_not_set_is_an_addition(shelves: Shelves) -> None:
    shelf = shelves.of("Give ramipril to adults.")
    assert not shelf.supports("If there is asthma, give ramipril to adults.")
