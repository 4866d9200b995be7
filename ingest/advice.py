"""Advice: the recommendations of passages and the grades they bear, found once the passages are cut.

A guideline that marks its recommendations with anchors is taken at its word, and nothing is looked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.block import Block, BlockKind
from ingest.grade import (
    PrintedGrade,
    cell_grade,
    closing_grade,
    column,
    printed_grades,
    told_evidence,
    whole_grade,
)
from ingest.passage import Grade, Kind, Modality, Passage, Polarity, Recommendation
from ingest.recommendation import recommendations
from ingest.table import Cell

_WORD = re.compile(r"\w")


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A passage as it was cut: `lead` code points of its text are a lead-in; `cells` are those of a table
    row, and `caption` its table's."""

    passage: Passage
    lead: int = 0
    caption: str = ""
    cells: tuple[Cell, ...] = ()


def anchored(blocks: Sequence[Block]) -> bool:
    """Whether a document marks recommendations itself."""
    return any(
        (block.anchor is not None and block.kind is BlockKind.PARAGRAPH) or anchored(block.children)
        for block in blocks
    )


def with_grades(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, where a paragraph that is only a grade is the end of the one before it."""
    joined: list[Block] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if (
            above is not None
            and above.text
            and above.kind is block.kind is BlockKind.PARAGRAPH
            and closing_grade(block.text) is not None
            and not printed_grades(above.text)
        ):
            joined[-1] = replace(
                above,
                text=f"{above.text} {block.text}",
                end=block.end,
                marks=above.marks + block.marks,
                boxes=above.boxes + block.boxes,
            )
        else:
            joined.append(replace(block, children=with_grades(block.children)) if block.children else block)
    return tuple(joined)


def advised(cuts: Sequence[Cut], publisher: str | None) -> Iterator[Passage]:
    """The passages with kind, recommendations, strength and evidence filled in, in the same order.

    A paragraph that tells the quality of evidence belongs to the recommendations right before it, a line
    below a list that is only a grade to all items of the list.
    """
    found = [_found(cut, over, publisher) for cut, over in zip(cuts, _spanning(cuts), strict=True)]
    below = [*(told_evidence(cut.passage.text) for cut in cuts[1:]), None]
    for cut, own, told, closing in zip(cuts, found, below, _closings(cuts), strict=False):
        strength, evidence = (closing.strength, closing.evidence) if closing else (None, None)
        graded = (_with(one, strength=strength, evidence=evidence or told) for one in own)
        yield _graded(cut.passage, tuple(graded))


def _closings(cuts: Sequence[Cut]) -> Sequence[PrintedGrade | None]:
    """For each passage the grade on a line below the list that it is an item of."""
    found: list[PrintedGrade | None] = []
    closing: tuple[str, PrintedGrade] | None = None
    for cut in reversed(cuts):
        line = cut.passage.text[cut.lead :].strip()
        grade = closing_grade(line) if cut.passage.kind is not Kind.TABLE_ROW else None
        if grade is not None:
            closing = (cut.caption, grade)
        elif not cut.caption or cut.passage.kind is not Kind.LIST_ITEM:
            closing = None
        fits = closing is not None and grade is None and closing[0] in ("", cut.caption)
        found.append(closing[1] if closing is not None and fits else None)
    return found[::-1]


def _spanning(cuts: Sequence[Cut]) -> Iterator[PrintedGrade | None]:
    """For each passage the grade in the row above it that spans the table, if it is a row below one."""
    over: PrintedGrade | None = None
    caption: str | None = None
    for cut in cuts:
        if not cut.cells or cut.caption != caption:
            over, caption = None, cut.caption if cut.cells else None
        if len(cut.cells) == 1:
            over = whole_grade(cut.cells[0].text) or over
        yield over


def _found(cut: Cut, over: PrintedGrade | None, publisher: str | None) -> tuple[Recommendation, ...]:
    path = cut.passage.heading_path
    if cut.cells:
        return _in_row(cut, over, publisher)
    text = cut.passage.text
    found = recommendations(text, headings=(*path, text[: cut.lead]), publisher=publisher, lead=cut.lead)
    grade = next(filter(None, map(whole_grade, reversed(path))), None)
    if grade is None and path:
        grade = next(iter(printed_grades(path[-1])), None)
    if grade is None or any(one.strength for one in found):
        return found
    return tuple(_with(one, strength=grade.strength, evidence=grade.evidence) for one in found)


def _with(
    one: Recommendation, *, strength: Grade | None = None, evidence: Grade | None = None
) -> Recommendation:
    """A recommendation with a grade printed elsewhere, where it prints none itself."""
    return replace(one, strength=one.strength or strength, evidence=one.evidence or evidence)


def _graded(passage: Passage, found: tuple[Recommendation, ...]) -> Passage:
    """A passage with its recommendations, and the grade that it bears as a whole."""
    strengths = {one.strength for one in found}
    evidences = {one.evidence for one in found}
    strength, evidence = (next(iter(all_)) if len(all_) == 1 else None for all_ in (strengths, evidences))
    if not found:
        strength, evidence = _closing(passage.text)
    is_one = bool(found) and passage.kind is not Kind.TABLE_ROW
    return replace(
        passage,
        kind=Kind.RECOMMENDATION if is_one else passage.kind,
        recommendations=found,
        strength=strength,
        evidence=evidence,
    )


def _closing(text: str) -> tuple[Grade | None, Grade | None]:
    """The only grade in a text, where it stands at its end."""
    grades = printed_grades(text)
    if len(grades) != 1 or _WORD.search(text, grades[0].end):
        return None, None
    return grades[0].strength, grades[0].evidence


def _in_row(cut: Cut, over: PrintedGrade | None, publisher: str | None) -> tuple[Recommendation, ...]:
    """The recommendations in the cells of a row, with the grades in its other cells.

    A cell below a header that says "recommendation" is one where the row has a grade, whatever its words.
    """
    headers = tuple(cell.header for cell in cut.cells)
    around = (*cut.passage.heading_path, cut.caption, *headers)
    strength = _cell_grade(cut.cells, "strength")
    evidence = _cell_grade(cut.cells, "evidence")
    if over is not None and strength is None:
        strength, evidence = over.strength, evidence or over.evidence
    promise = ("recommendations",) if strength else ()
    found: list[Recommendation] = []
    for cell in cut.cells:
        if column(cell.header) in {"strength", "evidence"} or len(cell.text) < 12:
            continue
        own = recommendations(cell.text, headings=(*around, *promise), publisher=publisher)
        if not own and strength and column(cell.header) == "recommendation":
            own = (
                Recommendation(start=0, end=len(cell.text), polarity=Polarity.FOR, modality=Modality.SHOULD),
            )
        for one in own:
            placed = replace(one, start=one.start + cell.start, end=one.end + cell.start)
            found.append(_with(placed, strength=strength, evidence=evidence))
    return tuple(found)


def _cell_grade(cells: Sequence[Cell], holds: str) -> Grade | None:
    return next(
        (
            grade
            for cell in cells
            if column(cell.header) == holds and (grade := cell_grade(cell.text, cell.header)) is not None
        ),
        None,
    )
