import pytest

from answering.figure import Figure, figure_asked, gives
from answering.intent import Form, read_intent
from answering.therapy_line import lines_in
from answering.topic import Topic, asked_topics, passage_topics


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What are the treatment options?", Topic.TREATMENT),
        ("Which investigations are needed?", Topic.WORKUP),
        ("When do I re-image her?", Topic.RESPONSE),
        ("What is the outlook?", Topic.PROGNOSIS),
        ("Which regimens are in use?", Topic.REGIMEN),
        ("What guides the choice of chemo?", Topic.CHOICE),
        ("Which supportive measures help?", Topic.SUPPORT),
        ("What mistakes should I avoid?", Topic.PITFALL),
        ("How many cycles?", Topic.DURATION),
        ("Is this curable?", Topic.AIM),
    ],
)
def test_a_topic_is_read_from_the_words(question: str, topic: Topic) -> None:
    assert topic in asked_topics(question)


def test_a_heading_tells_the_topic_and_the_title_of_the_document_does_not() -> None:
    assert passage_topics(("Treatment of asthma", "Prognosis"), "Most do well.") == {Topic.PROGNOSIS}


def test_a_ban_is_a_pitfall_under_whatever_heading_it_stands() -> None:
    assert Topic.PITFALL in passage_topics(("T", "Therapy"), "Do not give both at once.")


def test_ruling_nothing_out_is_no_pitfall() -> None:
    assert Topic.PITFALL not in passage_topics(("T", "Therapy"), "Small nodules do not rule it out.")


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Is a biopsy needed?", Form.YES_NO),
        ("58F on letrozole, can I add capecitabine?", Form.YES_NO),
        ("Which drug is first?", Form.OPEN),
        ("Mono or combo?", Form.CHOICE),
        ("How long should it be given?", Form.OPEN),
    ],
)
def test_the_form_of_a_question_is_read(question: str, form: Form) -> None:
    assert read_intent(question).form is form


def test_the_patient_is_told_apart_from_what_is_asked() -> None:
    asking = read_intent("She had a mastectomy. Scans are clear. What comes next?").asking
    assert asking == "What comes next?"


def test_a_question_may_be_put_the_other_way_round() -> None:
    assert read_intent("Can I skip the echo?").negative
    assert not read_intent("Can I order an echo?").negative


def test_one_patient_is_told_apart_from_patients_in_general() -> None:
    assert read_intent("Should my patient have surgery?").one_patient
    assert not read_intent("Should isolated relapses be resected?").one_patient


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1L?", {"first"}),
        ("second-line therapy", {"second"}),
        ("beyond the third line", {"beyond_third"}),
        ("", set()),
    ],
)
def test_lines_of_treatment_are_read(text: str, lines: set[str]) -> None:
    assert lines_in(text) == lines


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What is the dose of capecitabine?", Figure.DOSE),
        ("How long does she have to live?", Figure.SURVIVAL),
        ("How often is an echo due?", Figure.INTERVAL),
        ("Which HbA1c cut-off applies?", Figure.TARGET),
        ("What does it cost?", Figure.COST),
        ("Is high-dose chemotherapy of use?", None),
        ("Does a long disease-free interval matter?", None),
    ],
)
def test_the_number_asked_for_is_read(question: str, figure: Figure | None) -> None:
    assert figure_asked(question) is figure


def test_a_passage_gives_a_figure_by_stating_it() -> None:
    assert gives(Figure.DOSE, "Give 1,250 mg twice daily.")
    assert not gives(Figure.DOSE, "The dose is adapted to the kidneys.")


def test_an_unknown_duration_does_not_answer_how_long_one_lives() -> None:
    assert not gives(Figure.SURVIVAL, "The best duration of treatment is unknown.")
