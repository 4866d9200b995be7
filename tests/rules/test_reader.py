"""A sentence is read into atoms and segments: what is said, how firmly, of whom, and what is left out."""

import pytest

from rules.claim import Atom, Reading, Segment
from rules.reader import Reader


def atom(reading: Reading, words: str) -> Atom:
    (found,) = [atom for atom in reading.atoms if atom.words.lower() == words.lower()]
    return found


def segment(reading: Reading, words: str) -> Segment:
    return reading.segments[atom(reading, words).segment]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ramipril should not be given to adults with asthma.",
        "Do not give ramipril.",
        "Never give ramipril to these patients.",
        "Avoid ramipril.",
        "Ramipril is not recommended.",
        "Patients with asthma are not given ramipril.",
        "No patient should receive ramipril.",
    ],
)
def test_a_ban_is_negative(reader: Reader, sentence: str) -> None:
    assert segment(reader.read(sentence), "ramipril").negative


@pytest.mark.parametrize(
    "sentence",
    [
        "Ramipril should be given.",
        "Ramipril is not contraindicated.",
        "Give ramipril with or without aspirin.",
        "Give not only ramipril.",
        "Yes, give ramipril.",
        "Do not avoid ramipril.",
        "It is not without risk to give ramipril.",
    ],
)
def test_what_only_looks_like_a_ban_is_not(reader: Reader, sentence: str) -> None:
    assert not segment(reader.read(sentence), "ramipril").negative


@pytest.mark.parametrize(
    ("sentence", "force"),
    [
        ("Ramipril must be given.", 5),
        ("Ramipril is mandatory.", 5),
        ("Ramipril should be given.", 4),
        ("Ramipril is recommended.", 4),
        ("Ramipril may be given.", 2),
        ("Ramipril can be considered.", 2),
        ("Give ramipril.", None),
    ],
)
def test_the_force_of_modal_words_is_read(reader: Reader, sentence: str, force: int | None) -> None:
    assert segment(reader.read(sentence), "ramipril").force == force


def test_the_weaker_of_two_modal_words_counts(reader: Reader) -> None:
    assert segment(reader.read("Ramipril should be considered."), "ramipril").force == 2


@pytest.mark.parametrize(
    "cue", ["without", "rather than", "instead of", "in place of", "other than", "excluding", "except"]
)
def test_what_is_named_to_be_left_out_is_excluded(reader: Reader, cue: str) -> None:
    reading = reader.read(f"Give ramipril {cue} aspirin.")
    assert (atom(reading, "aspirin").excluded, atom(reading, "ramipril").excluded) == (True, False)


def test_with_or_without_leaves_nothing_out(reader: Reader) -> None:
    assert not atom(reader.read("Give ramipril with or without aspirin."), "aspirin").excluded


def test_the_thing_compared_with_stands_against(reader: Reader) -> None:
    reading = reader.read("Ramipril is superior to losartan.")
    assert (atom(reading, "losartan").against, atom(reading, "ramipril").against) == (True, False)


@pytest.mark.parametrize("cue", ["if", "when", "only if", "provided that", "in patients with"])
def test_a_condition_is_marked(reader: Reader, cue: str) -> None:
    reading = reader.read(f"Give ramipril {cue} hypertension.")
    assert (atom(reading, "hypertension").condition, atom(reading, "ramipril").condition) == (True, False)


def test_a_leading_condition_ends_with_its_clause(reader: Reader) -> None:
    reading = reader.read("If hypertension persists, give ramipril.")
    assert (atom(reading, "hypertension").condition, atom(reading, "ramipril").condition) == (True, False)


def test_an_exception_is_more_than_a_condition(reader: Reader) -> None:
    asthma = atom(reader.read("Give propranolol unless there is asthma."), "asthma")
    assert (asthma.exception, asthma.condition, asthma.excluded) == (True, True, True)


def test_two_halves_of_a_sentence_have_their_own_force(reader: Reader) -> None:
    reading = reader.read("Ramipril must be stopped, but losartan may be continued.")
    assert (segment(reading, "ramipril").force, segment(reading, "losartan").force) == (5, 2)


def test_two_halves_of_a_sentence_have_their_own_polarity(reader: Reader) -> None:
    reading = reader.read("Ramipril should be given, but losartan should not be given.")
    assert (segment(reading, "ramipril").negative, segment(reading, "losartan").negative) == (False, True)


def test_only_and_all_are_marked(reader: Reader) -> None:
    assert segment(reader.read("Only ramipril is given."), "ramipril").exclusive
    assert segment(reader.read("Ramipril is given to all patients."), "ramipril").universal


def test_what_was_done_is_no_advice(reader: Reader) -> None:
    assert segment(reader.read("Ramipril was given to some patients."), "ramipril").past
    assert not segment(reader.read("Ramipril should be given to patients who were ill."), "ramipril").past


@pytest.mark.parametrize(
    ("brand", "generic"),
    [
        ("Herceptin", "trastuzumab"),
        ("Humira", "adalimumab"),
        ("Tamiflu", "oseltamivir"),
        ("Femara", "letrozole"),
    ],
)
def test_a_brand_is_its_drug(reader: Reader, brand: str, generic: str) -> None:
    assert reader.read(f"Give {brand}.").concepts == reader.read(f"Give {generic}.").concepts


def test_a_typing_error_is_mended_and_told(reader: Reader) -> None:
    reading = reader.read("Give trastuzumav.")
    assert reading.corrections == (("trastuzumav", "trastuzumab"),)
    assert reading.concepts == {"c:trastuzumab"}


@pytest.mark.parametrize("word", ["prednisolone", "hydralazine", "chlorpromazine", "cefuroxime"])
def test_a_drug_is_never_taken_for_its_neighbour(reader: Reader, word: str) -> None:
    reading = reader.read(f"Give {word}.")
    assert (reading.corrections, reading.concepts) == ((), {f"c:{word}"})


def test_a_compound_is_not_what_it_is_made_of(reader: Reader) -> None:
    high, plain = (
        reader.read(f"Give {words}.").concepts for words in ("high-dose chemotherapy", "chemotherapy")
    )
    assert high != plain
    assert not high & plain


def test_a_disguised_word_is_reported(reader: Reader) -> None:
    assert reader.read("Give trastuzum\u0430b.").disguised == ("trastuzum\u0430b",)


def test_hidden_characters_change_nothing(reader: Reader) -> None:
    assert reader.read("Give tras\u200btuzu\u202emab.").concepts == {"c:trastuzumab"}


def test_an_ambiguous_abbreviation_needs_its_context(reader: Reader) -> None:
    assert not reader.read("PR was good.").concepts
    assert "c:progesterone_receptor" in reader.read("PR of this breast tumor.").concepts


def test_every_atom_lies_in_its_segment(reader: Reader) -> None:
    reading = reader.read(
        "If asthma is severe, give prednisolone 40 mg, but do not give morphine; rest is fine."
    )
    for found in reading.atoms:
        part = reading.segments[found.segment]
        assert part.first <= found.first <= found.last <= part.last


def test_nothing_is_read_from_nothing(reader: Reader) -> None:
    assert (reader.read("").empty, reader.read("...").empty, reader.read("It is.").empty) == (True,) * 3
