"""Assembly: the Answer, from what was read and what passed."""

from collections.abc import Sequence
from dataclasses import replace

from answering.answer import Answer, Reason, Section, Statement, Trace
from answering.checking import Checked
from answering.citations import Numbering
from answering.composer import title
from answering.coverage import Gap
from answering.errors import Unchecked
from answering.follow_ups import follow_ups
from answering.holdings import Holdings
from answering.inquiry import Inquiry
from answering.line import Line
from answering.missing import as_questions, missing_facts
from answering.parts import WHOLE, Parts
from answering.provenance import answer_id, provenance
from answering.standing import Standing
from answering.warnings import warnings_of
from answering.wording import disclaimer, reason, review, unknown_words
from corpus.guideline import Guideline
from rules.verdict import Judgement, Verdict

NEAREST = 3
_NO_NEAREST = frozenset({Reason.REFUSED, Reason.NOT_CLINICAL})


def assemble(  # noqa: PLR0913  (what an answer is put together from)
    checked: Checked,
    inquiry: Inquiry,
    holdings: Holdings,
    *,
    waiting: Sequence[Standing],
    instructs: bool,
    parts: Parts = WHOLE,
) -> Answer:
    """An answer, or a request for the facts that `waiting` rules need, with what would follow from each."""
    if parts.checks and not checked.report.passed:
        raise Unchecked(why=checked.report.why)
    numbering = Numbering(holdings.stored)

    def statements(lines: Sequence[Line]) -> tuple[Statement, ...]:
        return tuple(
            Statement(text=line.text, verdict=checked.verdicts[line], citations=numbering.cite(line))
            for line in lines
        )

    asks = as_questions(waiting, inquiry, holdings.core.variables)
    lead = (_plain(checked.outline.lead),) if checked.outline.lead else ()
    bottom_line = lead + statements(checked.outline.bottom_line)
    sections = tuple(
        Section(title=block.title, statements=statements(block.lines)) for block in checked.outline.blocks
    )
    cited = tuple(dict.fromkeys(id for line in checked.outline.lines for id in line.passage_ids))
    used = _guidelines(cited, holdings)
    return replace(
        _bare(inquiry, holdings, used),
        kind="clarify" if asks else "answer",
        bottom_line=bottom_line,
        sections=sections,
        citations=numbering.citations(),
        missing_facts=asks or missing_facts(inquiry, holdings.core.variables, cited),
        reason=Reason.FACTS_MISSING if asks else None,
        warnings=warnings_of(inquiry, holdings, guidelines=used, instructs=instructs),
        follow_ups=_follow_ups(inquiry, holdings, cited),
        trace=_trace(inquiry, rejected=checked.rejected),
    )


def abstention(why: Gap, inquiry: Inquiry, holdings: Holdings) -> Answer:
    """No answer, the kind of gap, and the headings that come nearest."""
    used = tuple(
        g for g in holdings.guidelines if not inquiry.ask.guidelines or g.id in inquiry.ask.guidelines
    )
    detail = " ".join(part for part in (unknown_words(why.words) if why.words else "", why.detail) if part)
    told = reason(why.reason, detail)
    if not holdings.core.check(question=inquiry.question, answer=told).passed:
        told = reason(why.reason)
    return replace(
        _bare(inquiry, holdings, used),
        kind="abstain",
        bottom_line=(_plain(told),),
        reason=why.reason,
        nearest=() if why.reason in _NO_NEAREST else _nearest(inquiry),
        follow_ups=() if why.reason is Reason.REFUSED else _follow_ups(inquiry, holdings, ()),
    )


def _bare(inquiry: Inquiry, holdings: Holdings, used: tuple[Guideline, ...]) -> Answer:
    """An answer that says nothing yet."""
    origin = provenance(
        ask=inquiry.ask, corpus_hash=holdings.corpus_hash, rules_hash=holdings.rules_hash, guidelines=used
    )
    return Answer(
        id=answer_id(inquiry.ask, origin),
        kind="abstain",
        question=inquiry.ask.question,
        audience=inquiry.ask.audience,
        bottom_line=(),
        sections=(),
        citations=(),
        context=inquiry.context,
        missing_facts=(),
        reason=None,
        warnings=(),
        follow_ups=(),
        nearest=(),
        review=review(used),
        disclaimer=disclaimer(inquiry.ask.audience),
        provenance=origin,
        trace=_trace(inquiry, rejected=()),
    )


def _plain(text: str) -> Statement:
    return Statement(text=text, verdict=Verdict.NEUTRAL, citations=())


def _trace(inquiry: Inquiry, *, rejected: tuple[Judgement, ...]) -> Trace:
    return Trace(
        outcomes=inquiry.outcomes,
        passages=tuple(found.passage.id for found in inquiry.evidence),
        rejected=rejected,
    )


def _nearest(inquiry: Inquiry) -> tuple[str, ...]:
    headings = [title(found.passage.heading_path) for found in inquiry.evidence]
    return tuple(dict.fromkeys(heading for heading in headings if heading))[:NEAREST]


def _guidelines(cited: Sequence[str], holdings: Holdings) -> tuple[Guideline, ...]:
    ids = {holdings.stored[id].guideline for id in cited}
    return tuple(guideline for guideline in holdings.guidelines if guideline.id in ids)


def _follow_ups(inquiry: Inquiry, holdings: Holdings, cited: Sequence[str]) -> tuple[str, ...]:
    passages = [holdings.stored[id] for id in cited]
    return follow_ups(
        inquiry.pool,
        guideline=passages[0].guideline if passages else None,
        cited=passages,
        asked=inquiry.intent.topics,
    )
