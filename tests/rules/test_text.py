"""Text is cut where a reader would cut it, and every piece knows where it stands in the original."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.text import base, mixed_script, sentences, stem, tokens, visible

SPELLINGS = [
    ("tumour", "tumor"), ("oestrogen", "estrogen"), ("haemoglobin", "hemoglobin"), ("anaemia", "anemia"),
    ("paediatric", "pediatric"), ("leukaemia", "leukemia"), ("oesophageal", "esophageal"),
    ("diarrhoea", "diarrhea"), ("randomised", "randomized"), ("metastasise", "metastasize"),
    ("ischaemic", "ischemic"), ("centre", "center"), ("sulphate", "sulfate"), ("programme", "program"),
    ("labelled", "labeled"), ("analogue", "analog"), ("aetiology", "etiology"), ("foetus", "fetus"),
    ("hypercalcaemia", "hypercalcemia"), ("haemorrhage", "hemorrhage"), ("gynaecological", "gynecological"),
    ("oedema", "edema"), ("millilitre", "milliliter"), ("caecum", "cecum"), ("favourable", "favorable"),
    ("hospitalised", "hospitalized"), ("anaesthetist", "anesthetist"), ("orthopaedic", "orthopedic"),
]  # fmt: skip
TEXTS = st.text(alphabet=st.sampled_from("abZ 9.,-+(\n*\u200b\u00b5\u2013\u00b2é'?!HER2"), max_size=60)
STEADY = settings(derandomize=True, max_examples=150, deadline=None)


def words(text: str) -> list[str]:
    return [token.lower for token in tokens(text)]


def cut(text: str) -> list[str]:
    return [span.text for span in sentences(text)]


@pytest.mark.parametrize(("british", "american"), SPELLINGS)
def test_british_and_american_spellings_are_one_word(british: str, american: str) -> None:
    assert (base(british), stem(british)) == (base(american), stem(american))


@pytest.mark.parametrize(
    ("one", "other"),
    [("doses", "dose"), ("biopsies", "biopsy"), ("ovaries", "ovary"), ("classes", "class"),
     ("stopped", "stop"), ("planned", "plan"), ("tapering", "taper"), ("viruses", "virus")],
)  # fmt: skip
def test_inflection_does_not_make_another_word(one: str, other: str) -> None:
    assert base(one) == base(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("dispensed", "dispensable"), ("organ", "organization"), ("import", "importantly"),
     ("policy", "police"), ("operate", "operative"), ("universe", "university"), ("general", "generic")],
)  # fmt: skip
def test_derivation_does(one: str, other: str) -> None:
    assert base(one) != base(other)


def test_a_hyphen_inside_a_word_only_parts_it() -> None:
    assert words("third-line non-small-cell") == ["third", "line", "non", "small", "cell"]


def test_a_sign_that_closes_a_marker_stays() -> None:
    assert words("ER+/HER2- disease") == ["er", "+", "/", "her2", "-", "disease"]


def test_a_decimal_and_grouped_thousands_are_one_number() -> None:
    assert words("0.5 mg of 1,000 mg") == ["0.5", "mg", "of", "1,000", "mg"]


def test_a_token_knows_its_place_behind_what_cannot_be_seen() -> None:
    text = "give tras\u200btuzu\u00admab now"
    (drug,) = [token for token in tokens(text) if token.lower == "trastuzumab"]
    assert text[drug.start : drug.end] == "tras\u200btuzu\u00admab"


def test_full_width_letters_and_superscripts_are_read_plainly() -> None:
    assert words("\uff54amoxifen 60 mg/m\u00b2") == words("tamoxifen 60 mg/m^2")


def test_dashes_quotes_and_micro_signs_are_made_plain() -> None:
    assert visible("5\u20137 \u201cmg\u201d \u00b5g \u03bcg") == ('5-7 "mg" ug ug', None)


@pytest.mark.parametrize("word", ["trastuzum\u0430b", "\u0422amoxifen", "p\u0430clitaxel", "\u13aferceptin"])
def test_a_word_of_two_alphabets_is_a_disguise(word: str) -> None:
    assert mixed_script(word)


@pytest.mark.parametrize("word", ["trastuzumab", "Sjögren", "café", "naïve"])
def test_an_accent_is_no_disguise(word: str) -> None:
    assert not mixed_script(word)


def test_sentences_end_at_stops_and_line_breaks() -> None:
    assert cut("Give it. Stop it?\nGo on! Then rest") == ["Give it.", "Stop it?", "Go on!", "Then rest"]


def test_an_abbreviation_or_a_decimal_ends_nothing() -> None:
    text = "Drugs, e.g. Tamoxifen, at 0.5 mg vs. Placebo, as Dr. Who wrote."
    assert cut(text) == [text]


def test_list_marks_and_headings_are_no_part_of_a_sentence() -> None:
    assert cut("# Drugs\n- one\n2) two\n* three") == ["Drugs", "one", "two", "three"]


def test_nothing_is_no_sentence() -> None:
    assert (cut(""), cut(" \n\n "), words("")) == ([], [], [])


@given(TEXTS)
@STEADY
def test_a_span_is_the_text_at_its_place(text: str) -> None:
    for span in sentences(text):
        assert text[span.start : span.end] == span.text


@given(TEXTS)
@STEADY
def test_tokens_stand_in_order_and_never_overlap(text: str) -> None:
    places = [(token.start, token.end) for token in tokens(text)]
    assert all(start < end <= len(text) for start, end in places)
    assert all(before[0] <= after[0] for before, after in pairwise(places))


@given(TEXTS)
@STEADY
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    kept = "".join(span.text for span in sentences(text))
    assert sum(c.isalpha() for c in kept) == sum(c.isalpha() for c in text)
