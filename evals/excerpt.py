"""Excerpt: a quote in its passage, as far as the passage is known."""

from dataclasses import dataclass

from evals.response import Cited

AROUND = 600
"""Code points of the passage that are shown on each side of the quote."""


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A citation to open. `before` and `after` are the passage around the quote, "" where it is not known.

    `note` says what is doubtful about the quote, "" where nothing is.
    """

    n: int
    place: str
    source: str
    before: str
    quote: str
    after: str
    note: str


def excerpt(cited: Cited) -> Excerpt:
    """Find the quote in its passage: at the offsets that the citation names, or anywhere else."""
    before, after, note = _around(cited)
    version = f", version {cited.version}" if cited.version else ""
    return Excerpt(
        n=cited.n,
        place=" › ".join(cited.heading_path) or cited.passage_id or "no place named",
        source=f"{cited.guideline or 'no guideline named'}{version}",
        before=before,
        quote=cited.quote,
        after=after,
        note=note,
    )


def _around(cited: Cited) -> tuple[str, str, str]:
    text, quote = cited.passage, cited.quote
    if text is None:
        return "", "", "The passage is not known here, so the quote stands alone."
    named = cited.start is not None and text[cited.start : cited.end] == quote
    start = cited.start if named and cited.start is not None else text.find(quote)
    if start < 0:
        return "", "", "This quote is not in the passage that it names."
    note = (
        "" if named or cited.start is None else "The quote is in the passage, but not where it is said to be."
    )
    end = start + len(quote)
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    return (
        ("… " if start > AROUND else "") + before,
        after + (" …" if len(text) > end + AROUND else ""),
        note,
    )
