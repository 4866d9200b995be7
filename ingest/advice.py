"""Advice: the recommendations of passages and the grades they bear, found once the passages are cut.

A guideline that marks its recommendations with anchors is taken at its word, and nothing is looked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.block import Block, BlockKind
from ingest.grade import cell_grade, column, printed_grades, told_evidence, whole_grade
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
    """The same blocks, where a paragraph that is nothing but a grade is the end of the paragraph before it."""
    joined: list[Block] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if (
            above is not None
            and above.text
            and above.kind is block.kind is BlockKind.PARAGRAPH
            and whole_grade(block.text) is not None
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

    A grade in the nearest heading that bears one, or in a row that spans a table, belongs to what stands
    below it. A paragraph that tells the quality of evidence belongs to the recommendations before it.
    """
    held: Passage | None = None
    spanning: tuple[str, Cut] | None = None
    for cut in cuts:
        passage = cut.passage
        if cut.cells:
            if len(cut.cells) == 1 and whole_grade(cut.cells[0].text):
                spanning = (cut.caption, cut)
            over = spanning[1].cells[0].text if spanning and spanning[0] == cut.caption else ""
            found = _in_row(cut, publisher, over)
        else:
            spanning = None
            headings = (*passage.heading_path, passage.text[: cut.lead])
            found = recommendations(passage.text, headings=headings, publisher=publisher, lead=cut.lead)
            found = _under(passage.heading_path, found)
        told = told_evidence(passage.text)
        if held is not None and told is not None:
            held = _graded(
                held,
                tuple(one if one.evidence else replace(one, evidence=told) for one in held.recommendations),
            )
        if held is not None:
            yield held
            held = None
        passage = _graded(passage, found)
        if found:
            held = passage
        else:
            yield passage
    if held is not None:
        yield held


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


def _under(headings: Sequence[str], found: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """The recommendations with what the nearest graded heading prints, where they print nothing."""
    if all(one.strength for one in found):
        return found
    for heading in reversed(headings):
        grade = whole_grade(heading) or next(iter(printed_grades(heading)), None)
        if grade is not None:
            return tuple(
                one
                if one.strength
                else replace(one, strength=grade.strength, evidence=one.evidence or grade.evidence)
                for one in found
            )
    return found


def _in_row(cut: Cut, publisher: str | None, over: str) -> tuple[Recommendation, ...]:
    """The recommendations in the cells of a row, with the grades in its other cells.

    A cell below a header that says "recommendation" is one where the row has a grade, whatever its words.
    """
    headers = tuple(cell.header for cell in cut.cells)
    around = (*cut.passage.heading_path, cut.caption, *headers)
    strength = _cell_grade(cut.cells, "strength")
    evidence = _cell_grade(cut.cells, "evidence")
    if over and strength is None:
        grade = whole_grade(over)
        strength, evidence = (grade.strength, evidence or grade.evidence) if grade else (strength, evidence)
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
        found += (
            replace(
                one,
                start=one.start + cell.start,
                end=one.end + cell.start,
                strength=one.strength or strength,
                evidence=one.evidence or evidence,
            )
            for one in own
        )
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
