"""Recommendations are found by their words, and told from what only looks like one."""

from pathlib import Path

import pytest
import yaml

from ingest.passage import Kind, Passage, Recommendation
from ingest.recommendation import recommendations
from tests.ingest.samples import cut

CASES = yaml.safe_load(Path(__file__).with_name("recommendations.yaml").read_text(encoding="utf-8"))
TWO = "Walks help. Clinicians should offer them. They should be short. (Strong for) Rain is likely."
TABLE = """\
| Recommendation | Strength of recommendation | LOE |
| --- | --- | --- |
| Offer a walk each day. | Strong | B |
"""


def only(text: str) -> Recommendation:
    (found,) = recommendations(text)
    return found


def first(document: str) -> Passage:
    return cut(document)[0]


@pytest.mark.parametrize("case", CASES["recommend"], ids=lambda case: case["text"])
def test_a_recommendation_is_found_with_its_direction_and_force(case: dict[str, str]) -> None:
    found = only(case["text"])
    assert (found.polarity.value, found.modality.value) == (case["polarity"], case["modality"])


@pytest.mark.parametrize("text", CASES["other"])
def test_what_only_looks_like_a_recommendation_is_none(text: str) -> None:
    assert recommendations(text) == ()


@pytest.mark.parametrize("case", CASES["populations"], ids=lambda case: case["text"])
def test_whom_it_is_for_is_taken_as_printed(case: dict[str, str]) -> None:
    found = recommendations(case["text"])
    assert [one.population for one in found] == [case["who"]]


def test_a_strength_belongs_to_all_sentences_that_it_closes() -> None:
    found = only(TWO)
    assert TWO[found.start : found.end] == TWO.removesuffix(" Rain is likely.")


def test_a_quote_of_a_graded_recommendation_includes_the_grade() -> None:
    text = "Rest is good. Offer walks. [B]"
    assert text[only(text).start : only(text).end].endswith("[B]")


def test_a_level_of_evidence_belongs_to_its_sentence_alone() -> None:
    found = only("Walks helped.[Level of evidence A1] Walks should be short.")
    assert (found.words, found.evidence) == ("should", None)


def test_an_imperative_counts_below_a_heading_that_promises_recommendations() -> None:
    assert recommendations("Offer walks.", headings=("Recommendations",)) != ()


def test_nothing_is_recommended_below_methods() -> None:
    assert recommendations("Reviewers should read twice.", headings=("Methods",)) == ()


def test_the_publisher_speaks_for_itself() -> None:
    text = "The Society of Runners recommends walks."
    assert recommendations(text, publisher="Society of Runners") != ()


def test_a_number_before_it_is_no_part_of_a_recommendation() -> None:
    text = "3. Walks should be short. (Category IB)"
    assert text[only(text).start :].startswith("Walks")


def test_a_passage_bears_the_grade_of_its_recommendation() -> None:
    passage = first("Walks should be short. [B]\n")
    assert passage.kind is Kind.RECOMMENDATION
    assert passage.strength == passage.recommendations[0].strength


def test_a_grade_on_a_line_of_its_own_joins_the_paragraph_above() -> None:
    passage = first("Walks should be short.\n\n(Strong recommendation, low-quality evidence)\n")
    assert passage.text.endswith("evidence)")
    assert passage.evidence is not None


def test_the_grade_in_a_heading_belongs_to_the_items_below() -> None:
    passage = first("## Strong recommendations\n\n- Walks should be short.\n")
    assert passage.strength is not None
    assert passage.strength.value == "Strong recommendations"


def test_a_grade_below_a_list_belongs_to_its_items() -> None:
    items = cut("Clinicians should offer:\n\n- walks\n- baths\n\n(Weak for)\n")[:2]
    assert [one.strength and one.strength.value for one in items] == ["Weak for"] * 2


def test_grades_in_columns_belong_to_their_row() -> None:
    passage = first(TABLE)
    assert (passage.kind, passage.strength and passage.strength.value) == (Kind.TABLE_ROW, "Strong")


def test_told_evidence_belongs_to_the_recommendation_before_it() -> None:
    passage = first("Recommendation: Walks should be short.\n\nQuality of evidence: Two small studies.\n")
    assert passage.evidence is not None
    assert passage.evidence.value == "Two small studies."


def test_a_guideline_with_anchors_is_taken_at_its_word() -> None:
    marked, other = cut("Walks are good. {#walks}\n\nBaths should be short.\n")
    assert (marked.recommendations, other.kind) == ((), Kind.PARAGRAPH)


def test_an_id_does_not_depend_on_what_is_recommended() -> None:
    assert first("Walks should be short.\n").id.split(":")[1].startswith("p-")
