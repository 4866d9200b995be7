"""Minor heading: a paragraph that is a heading or a caption by its look alone, since it is all bold,
underlined or italic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.block import Block, BlockKind
from ingest.mark import Run

_NUMBERED_CAPTION = re.compile(r"(?:table|box|figure|exhibit)\s+[\dA-Z][\w.-]*", re.IGNORECASE)
_ADVICE = re.compile(r"\b(?:should|must|recommends?|recommended|suggests?|is|are|do not|avoid)\b")
_LONGEST = 200
_ITALIC_WORDS = 14
_LEAD_IN_WORDS = 5


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A block of the document's own level.

    `rank` of its look: 0 none, 1 bold and underlined, 2 bold, 3 bold italic, 4 underlined, 5 italic.
    """

    block: Block
    rank: int = 0
    centred: bool = False


def rank(runs: Sequence[Run]) -> int:
    """The rank of a paragraph's look, 0 where it can't be a heading: too long, or a sentence of advice."""
    said = [run for run in runs if run.text.strip(" :*†‡\n\t\r\xa0") and not run.raised]
    text = " ".join("".join(run.text for run in runs).split())
    if not said or len(text) > _LONGEST or text[-1:] in ".;," or not any(map(str.isalpha, text)):
        return 0
    if len(text.split()) > 7 and _ADVICE.search(text):
        return 0
    if text.endswith(":") and len(text.split()) > _LEAD_IN_WORDS:
        return 0
    bold, underlined, italic = (
        all(getattr(run, look) for run in said) for look in ("bold", "underlined", "italic")
    )
    if bold:
        return 1 if underlined else 3 if italic else 2
    if len(text.split()) > _ITALIC_WORDS or text.endswith(":"):
        return 0
    return 4 if underlined else 5 if italic else 0


def settled(standings: Sequence[Standing]) -> tuple[Block, ...]:
    """The blocks, with each paragraph that looks like a heading made a heading, a caption, or left as it is.

    A heading has something under it. Its level is below the last heading that the document marks as such.
    Right before a table it is the caption, and a heading too unless the caption is numbered, or it is centred
    and more follows the table.
    """
    heads = _heads(standings)
    out: list[Block] = []
    level = 0
    caption: Block | None = None
    for at, standing in enumerate(standings):
        block = standing.block
        if block.kind is BlockKind.HEADING:
            level = block.level
        elif at in heads:
            before_table = standings[at + 1].block.kind is BlockKind.TABLE
            if before_table and not standings[at + 1].block.text:
                caption = block
                if _only_caption(standings, at, heads):
                    continue
            block = replace(block, kind=BlockKind.HEADING, level=level + standing.rank)
        elif block.kind is BlockKind.TABLE and caption is not None:
            block = replace(block, text=caption.text, marks=caption.marks + block.marks, start=caption.start)
        if block.kind is not BlockKind.HEADING:
            caption = None
        out.append(block)
    return tuple(out)


def _heads(standings: Sequence[Standing]) -> set[int]:
    """Where a look makes a heading or caption: something follows that is not a heading of its own height."""
    heads: set[int] = set()
    for at in range(len(standings) - 2, -1, -1):
        below = standings[at + 1]
        higher = below.block.kind is BlockKind.HEADING or (
            at + 1 in heads and below.rank <= standings[at].rank
        )
        if standings[at].rank and not higher:
            heads.add(at)
    return heads


def _only_caption(standings: Sequence[Standing], at: int, heads: set[int]) -> bool:
    if _NUMBERED_CAPTION.match(standings[at].block.text):
        return True
    after = at + 2
    alone = after >= len(standings) or after in heads or standings[after].block.kind is BlockKind.HEADING
    return standings[at].centred and not alone
