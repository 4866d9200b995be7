"""Plain text is what a reader of the Markdown sees, to the last sign."""

import pytest

from ingest.plain import plain


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("deaths.[[1](#cit/section_1.1)]", "deaths."),
        ("deaths [[1](#cit/a),[12](#cit/b)] and", "deaths and"),
        ("reported.[[4](#cit/a)-[6](#cit/b)]", "reported."),
        ("see [the summary](/types/breast) for *all* **details**", "see the summary for all details"),
        ("a `code` and a \\* star", "a code and a * star"),
        ("AT&amp;T &lt;5", "AT&T <5"),
        ("p<0.05 and q>0.1", "p<0.05 and q>0.1"),
        ("given at <MM/DD/YYYY>", "given at <MM/DD/YYYY>"),
        ("CYP2D6*4 and UGT1A1*28 carriers", "CYP2D6*4 and UGT1A1*28 carriers"),
        ("two\n  lines and\u00a0a hard space", "two lines and a hard space"),
        ("before <!-- aside --> after", "before after"),
        ("[Level of evidence B1]", "[Level of evidence B1]"),
        ("grade 1 [2] stays", "grade 1 [2] stays"),
        ("![a drawing](x.png)Text", "a drawing Text"),
    ],
)
def test_markup_goes_and_words_stay(markdown: str, words: str) -> None:
    assert plain(markdown) == words
