"""Whether a retrieved passage is the place that a case names."""

import pytest

from evals.case import Gold
from evals.gold import READ, hits, holds, shown
from evals.response import Found

QUOTE = "The drug is given every three weeks until the disease progresses."
WORDS = QUOTE.split()


def passage(text: str, *, id: str = "g:p1") -> Found:
    return Found(passage_id=id, guideline=id.partition(":")[0], text=text, score=1.0)


def is_place(gold: Gold, found: Found) -> bool:
    return hits(gold, found, guideline_of=lambda _: None)


@pytest.mark.parametrize(
    "text",
    [
        QUOTE,
        f"First this. {QUOTE} Then that.",
        QUOTE.replace(" ", "\n  "),
        QUOTE.replace("drug", "**drug**").replace("weeks", "_weeks_"),
        QUOTE.replace("weeks", "weeks [3,5-7]"),
        QUOTE.replace("The drug", "The [drug](https://example.org/a_b)"),
        " ".join(WORDS[:8]),
        " ".join(WORDS[3:]),
        " ".join([*WORDS[:8], "and", "so", "on"]),
    ],
)
def test_a_quote_is_met_by_most_of_its_words_in_one_run(text: str) -> None:
    assert holds(text, QUOTE)
    assert is_place(Gold(document="g.md", quote=QUOTE), passage(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ".join(WORDS[:7]),
        " ".join(reversed(WORDS)),
        " or ".join(WORDS),
        f"{'x ' * (READ // 2)}{QUOTE}",
    ],
)
def test_a_quote_is_not_met_by_words_alone_or_late_in_a_passage(text: str) -> None:
    assert not holds(text, QUOTE)


def test_an_id_decides_whatever_the_text_is() -> None:
    gold = Gold(passage="g:p1", quote=QUOTE)
    assert is_place(gold, passage("anything"))
    assert not is_place(gold, passage(QUOTE, id="g:p2"))


def test_a_quote_counts_in_its_own_document_alone() -> None:
    assert not is_place(Gold(document="other.md", quote=QUOTE), passage(QUOTE))
    assert is_place(Gold(quote=QUOTE), passage(QUOTE))
    assert is_place(Gold(document="g.md"), passage("anything"))


def test_a_quote_of_marks_alone_is_met_by_nothing() -> None:
    assert not holds("[3] anything", "[3]")


def test_what_is_shown_keeps_stars_and_brackets_that_mark_nothing() -> None:
    assert shown("2 * 3, a [list] of *words*[1]") == "2 * 3, a [list] of words"
