"""Composer: writes an answer without a language model, in the guideline's own words."""

from collections.abc import Sequence
from itertools import groupby

from answering.inquiry import Inquiry, ids_of
from answering.intent import Form
from answering.line import Block, Outline
from answering.mentions import Mentions
from answering.quoting import denied, lines_of
from answering.ranking import Ranked, Ranking
from answering.scope import Scope
from answering.selection import select
from answering.standing import Standing
from answering.topic import Topic
from answering.wording import TITLES, needs_facts


def compose(
    inquiry: Inquiry, ranking: Ranking, mentions: Mentions, branches: Sequence[Standing] = ()
) -> Outline:
    """Bottom line, then sections; every line quotes the passage it comes from.

    `branches` are rules that hang on missing facts: their passages then are the bottom line.
    """
    if not ranking.order:
        return Outline(bottom_line=())
    selection = select(inquiry, ranking, mentions, branches)
    asked = ids_of(inquiry.asked)
    rest, pitfalls = selection.rest, tuple[Ranked, ...]()
    if selection.scope in (Scope.WHOLE, Scope.PLAN):
        pitfalls = tuple(one for one in rest if Topic.PITFALL in one.topics)
        rest = tuple(one for one in rest if one not in pitfalls)
    blocks = [
        Block(title=title(path), lines=lines_of(list(items), mentions, asked))
        for path, items in groupby(rest, key=lambda one: one.passage.heading_path)
    ]
    if pitfalls:
        blocks.append(Block(title=TITLES["pitfalls"], lines=lines_of(pitfalls, mentions, asked)))
    first = lines_of(selection.first, mentions, asked)
    if selection.denies and inquiry.intent.form is Form.YES_NO and not inquiry.intent.negative:
        first = (denied(first[0]), *first[1:])
    return Outline(
        bottom_line=first,
        blocks=tuple(blocks),
        lead=needs_facts() if branches else "",
    ).distinct()


def title(path: Sequence[str]) -> str:
    """A heading that can stand alone: the last one, after its parent where it is nested two deep or more."""
    below = tuple(path[1:]) or tuple(path)
    return ": ".join(below[-2:]) if len(below) > 2 else below[-1] if below else ""
