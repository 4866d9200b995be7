"""Quoting: turns passages into lines of the guideline's own words, whole sentences only."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from answering.citations import whole
from answering.line import Line
from answering.mentions import Mentions
from answering.ranking import Ranked
from ingest.passage import Passage
from rules.text import Span, sentences
from rules.verdict import Grounds

SHORT = 420
"""Characters. A passage up to this long is said whole; of a longer one the sentences that bear most."""

MOST_SENTENCES = 3
_LEANS = (
    "this ",
    "these ",
    "that ",
    "those ",
    "it ",
    "they ",
    "however",
    "therefore",
    "thus",
    "such ",
    "but ",
    "also",
)
"""A sentence that begins like this needs the one before it."""


def lines_of(chosen: Sequence[Ranked], mentions: Mentions, asked: frozenset[str]) -> tuple[Line, ...]:
    """The lines of passages in their order; neighbouring items of one list become one line."""
    found: list[Line] = []
    for items in _runs(chosen):
        found.extend([_joined(items)] if len(items) > 1 else _lines(items[0], mentions, asked))
    return tuple(found)


def denied(line: Line) -> Line:
    """The line as the answer "No" to a question; the core decides whether that may be said."""
    head, tail = line.text[:1], line.text[1:]
    text = line.text if tail[:1].isupper() else head.lower() + tail
    return replace(line, text=f"No: {text}", instead=(line,))


def _runs(chosen: Sequence[Ranked]) -> list[list[Ranked]]:
    """Neighbours that share heading and lead-in stand together."""

    def key(one: Ranked) -> tuple[str, ...]:
        lead = lead_in(one.passage)
        return (*one.passage.heading_path, lead) if lead else (one.passage.id,)

    return [list(items) for _, items in groupby(chosen, key=key)]


def lead_in(passage: Passage) -> str:
    """What the text of a list item begins with before the item itself, by its first colon; else empty."""
    head, colon, _ = passage.text.partition(": ")
    return head if colon else ""


def _joined(neighbours: Sequence[Ranked]) -> Line:
    items = sorted(neighbours, key=lambda one: one.position)
    lead = lead_in(items[0].passage)
    tails = [one.passage.text[len(lead) + 2 :].rstrip(" .;") for one in items]
    return Line(
        text=f"{lead}: {'; '.join(tails)}.",
        grounds=tuple(whole(one.passage) for one in items),
        facts=_facts(items),
        instead=tuple(_whole(one) for one in items),
    )


def _lines(one: Ranked, mentions: Mentions, asked: frozenset[str]) -> list[Line]:
    if len(one.passage.text) <= SHORT:
        return [_whole(one)]
    return [
        Line(
            text=span.text,
            grounds=(Grounds(passage_id=one.passage.id, quote=span.text, start=span.start, end=span.end),),
            facts=one.fitness.facts,
        )
        for span in _best_sentences(one.passage.text, mentions, asked)
    ]


def _whole(one: Ranked) -> Line:
    return Line(text=one.passage.text, grounds=(whole(one.passage),), facts=one.fitness.facts)


def _facts(items: Sequence[Ranked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in items for name in one.fitness.facts))


def _best_sentences(text: str, mentions: Mentions, asked: frozenset[str]) -> list[Span]:
    """The sentences that name most of what is asked, in order, each with the one it leans on."""
    spans = sentences(text)
    scores = [mentions.overlap(asked, span.text) for span in spans]
    order = sorted(range(len(spans)), key=lambda i: (-scores[i], i))
    kept: set[int] = set()
    for index in order:
        first = index
        while first > 0 and spans[first].text.lower().startswith(_LEANS):
            first -= 1
        group = set(range(first, index + 1))
        if len(kept | group) > MOST_SENTENCES and kept:
            continue
        kept |= group
        if len(kept) >= MOST_SENTENCES:
            break
    return [spans[index] for index in sorted(kept)]
