"""Lexical: search by words, ranked by BM25 in the record's full-text table."""

import re
from collections.abc import Sequence

from ingest.record import Record
from retrieval.hit import Hit

COMMONPLACE = 0.01
"""BM25 of a passage that shares only words which most passages have: that tells it from none."""
MOST_TERMS = 200
"""Distinct words of a query that are looked up; a long vignette has fewer."""

_WORD = re.compile(r"[^\W_]+")
_FUNCTION_WORDS = frozenset(
    _WORD.findall(
        """a about after all also am an and any are as at be been before being both but by can could did do
        does doing for from further had has have having her here hers him his how i if in into is it its
        itself just me more most my of off on or our out over own per please she should so some such than
        that the their them then there these they this those to too under until up very was we were what
        when where which while who whom why will with would you your"""
    )
)
# "No", "not" and "without" stay: in a guideline they carry meaning.


def words(query: str) -> tuple[str, ...]:
    """The distinct words of a query that carry meaning, in order; all of its words where none does."""
    found = tuple(dict.fromkeys(_WORD.findall(query.casefold())))
    return tuple(word for word in found if word not in _FUNCTION_WORDS) or found


def expression(query: str) -> str | None:
    """The query in FTS5 syntax: any of its words, in headings or text. None where it has no word.

    Every word is quoted, so that nothing a user types is taken for an operator. The title is left out: each
    passage of a guideline has it, so its words would lose their weight in the text too.
    """
    terms = words(query)
    if len(terms) > MOST_TERMS:
        # Patient first, question last: the middle of a very long query is what can be spared.
        terms = (*terms[: MOST_TERMS // 2], *terms[-MOST_TERMS // 2 :])
    anyone = " OR ".join(f'"{term}"' for term in terms)
    return f"{{headings text}} : ({anyone})" if anyone else None


def search_words(
    record: Record, query: str, *, limit: int, guidelines: Sequence[str] = ()
) -> tuple[Hit, ...]:
    """The passages that share telling words with the query, best first; scores are BM25, higher is better."""
    asked = expression(query)
    if asked is None:
        return ()
    found = record.matches(asked, limit=limit, guidelines=guidelines)
    return tuple(Hit(number, score) for number, score in found if score >= COMMONPLACE)
