"""Checking: puts an outline through the rule core until the whole of it passes, and keeps what did not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from answering.citations import unfounded, whole, within
from answering.errors import QuoteMismatch, Unchecked
from answering.inquiry import Inquiry
from answering.line import Block, Line, Outline
from answering.parts import WHOLE, Parts
from answering.quoting import SHORT
from answering.seams import RuleCore
from answering.wording import TITLES
from ingest.passage import Passage
from rules.verdict import Grounds, Judgement, Omission, Report, Verdict

LEAVES = frozenset({Verdict.SUPPORTED, Verdict.NEUTRAL})
ROUNDS = 4
"""Dropping a line can uncover an omission, adding one a contradiction; more rounds than this mean a loop."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """An outline that passed as a whole. `verdicts` are per line; `rejected` is what had to go, and why.

    Where the rule core is switched off, the outline need not have passed, and `report` says so.
    """

    outline: Outline
    verdicts: Mapping[Line, Verdict]
    rejected: tuple[Judgement, ...]
    report: Report


def check(
    outline: Outline,
    *,
    inquiry: Inquiry,
    core: RuleCore,
    stored: Mapping[str, Passage],
    parts: Parts = WHOLE,
) -> Checked:
    """Keep what passes, add what must be said. Raises `Unchecked` where nothing passes as a whole."""
    outline, rejected = _quoted(outline, stored)
    if rejected and not parts.repairs:
        raise Unchecked(why=rejected[0].reason)
    for _ in range(ROUNDS):
        if not outline.lines:
            break
        report, judged = judge(outline, inquiry, core)
        if report.passed or not parts.checks:
            return Checked(
                outline=outline.led(),
                verdicts={line: _verdict(found) for line, found in judged.items()},
                rejected=tuple(rejected),
                report=report,
            )
        if not parts.repairs:
            raise Unchecked(why=report.why)
        blocked = {line: bad for line, found in judged.items() if (bad := _bad(found))}
        rejected += [judgement for bad in blocked.values() for judgement in bad]
        outline = outline.replacing({line: line.instead for line in blocked})
        outline = _with_required(outline, report.missing, stored)
    raise Unchecked(why="no statement on this question passed" if not outline.lines else report.why)


def judge(outline: Outline, inquiry: Inquiry, core: RuleCore) -> tuple[Report, dict[Line, list[Judgement]]]:
    """The report on an outline as one text, and each line's own judgements."""
    text = f"{outline.lead}\n" if outline.lead else ""
    places = {}
    for line in outline.lines:
        start = len(text)
        text += line.text + "\n"
        places[line] = (start, len(text))
    report = core.check(
        question=inquiry.question,
        answer=text,
        history=inquiry.ask.history,
        guidelines=inquiry.ask.guidelines,
    )
    judged = {
        line: [found for found in report.judgements if found.start < end and start < found.end]
        for line, (start, end) in places.items()
    }
    return report, judged


def _quoted(outline: Outline, stored: Mapping[str, Passage]) -> tuple[Outline, list[Judgement]]:
    """Drop lines whose quotes are not in the record, and say so."""
    broken = unfounded(outline.lines, stored)
    rejected = [_unquoted(line, mismatch) for line, mismatch in broken.items()]
    return outline.replacing(dict.fromkeys(broken, ())), rejected


def _unquoted(line: Line, mismatch: QuoteMismatch) -> Judgement:
    return Judgement(
        text=line.text, start=0, end=len(line.text), verdict=Verdict.UNSUPPORTED, reason=str(mismatch)
    )


def _bad(found: list[Judgement]) -> list[Judgement]:
    return [judgement for judgement in found if judgement.verdict not in LEAVES]


def _verdict(found: list[Judgement]) -> Verdict:
    """The verdict on a line: where a part of it may not leave, the first such part's."""
    if bad := _bad(found):
        return bad[0].verdict
    supported = any(judgement.verdict is Verdict.SUPPORTED for judgement in found)
    return Verdict.SUPPORTED if supported else Verdict.NEUTRAL


def _with_required(outline: Outline, missing: tuple[Omission, ...], stored: Mapping[str, Passage]) -> Outline:
    """The outline with a block of what the core misses. A passage too long to be quoted whole is quoted where
    the rule does."""
    lines = tuple(
        Line(text=omission.say, grounds=(_place(omission, stored),), rule=omission.rule)
        for omission in missing
        if omission.grounds.passage_id in stored
    )
    if not lines:
        return outline
    title = TITLES["required"]
    had = tuple(line for block in outline.blocks if block.title == title for line in block.lines)
    others = tuple(block for block in outline.blocks if block.title != title)
    block = Block(title=title, lines=tuple(dict.fromkeys((*had, *lines))))
    return replace(outline, blocks=(*others, block))


def _place(omission: Omission, stored: Mapping[str, Passage]) -> Grounds:
    passage = stored[omission.grounds.passage_id]
    return whole(passage) if len(passage.text) <= SHORT else within(passage, omission.grounds.quote)
