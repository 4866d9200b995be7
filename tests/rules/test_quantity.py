"""Numbers are compared as amounts: units are converted, bounds and dimensions are kept apart."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from rules.frequency import quantities
from rules.quantity import Quantity
from rules.text import tokens

PAIRS = yaml.safe_load((Path(__file__).parent / "quantity_pairs.yaml").read_text("utf-8"))
ABSURD = ["9" * 40 + " mg", "1" * 5000, "10 x 10^99999 mg", "1 to " * 500, "every every every"]


def read(text: str) -> tuple[Quantity, ...]:
    return quantities(tokens(text))


def agree(one: str, other: str) -> bool:
    first, second = read(one), read(other)
    return len(first) == len(second) > 0 and all(a.same(b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize(("one", "other"), PAIRS["same"])
def test_one_amount_in_two_ways_is_one_amount(one: str, other: str) -> None:
    assert agree(one, other)
    assert agree(other, one)


@pytest.mark.parametrize(("one", "other"), PAIRS["different"])
def test_near_amounts_stay_apart(one: str, other: str) -> None:
    assert not agree(one, other)
    assert not agree(other, one)


def test_a_first_line_is_no_litre() -> None:
    assert not any(quantity.what == "volume" for quantity in read("1L therapy"))


def test_a_quantity_spans_its_bound_and_its_unit() -> None:
    words = tokens("give at least 5 mg/kg daily now")
    first = quantities(words)[0]
    assert [token.text for token in words[first.first : first.last + 1]] == [
        "at",
        "least",
        "5",
        "mg",
        "/",
        "kg",
    ]


def test_quantities_never_overlap() -> None:
    found = read("2 to 3 cycles of 60 mg/m2 every 3 weeks, at least 5 days at 10-20%")
    assert all(a.last < b.first for a, b in pairwise(found))


@pytest.mark.parametrize("text", ABSURD)
def test_an_absurd_number_is_no_crash(text: str) -> None:
    assert not any(quantity.same(other) for quantity in read(text) for other in read("5 mg"))
