"""Stated: whether an answer states a fact, or makes a statement that it may not make."""

from dataclasses import dataclass, replace

from evals.entailment import Asked, Entailment, Finding
from evals.instruments import Instruments
from evals.judged_case import PASSING
from evals.premise import Premise
from evals.response import Reply
from ingest.passage import Passage

_CANDIDATES = 6
"""Passages through which a fact may follow from an answer."""
_ARTICLES = ("a ", "an ")
_DRUGS = frozenset({"drug", "drug_class"})


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What is found of a fact. `statements` are the numbers (from 1) of the statements of the answer that
    carry it, or of the nearest one; `through` is the passage on record that links the two, if any."""

    finding: Finding
    reason: str
    statements: tuple[int, ...] = ()
    through: str | None = None


def statements(reply: Reply) -> tuple[Premise, ...]:
    """The statements of an answer as premises, each under its number from 1."""
    return tuple(Premise(id=str(n), text=said.text) for n, said in enumerate(reply.statements, start=1))


def of_passage(passage: Passage, instruments: Instruments, *, id: str | None = None) -> Premise:
    """A passage on record as a premise, with the claims that are written beside it."""
    return Premise(
        id=id or passage.id,
        text=passage.text,
        guideline=passage.guideline,
        title=passage.title,
        heading_path=passage.heading_path,
        further=instruments.core.claims.get(passage.id, ()),
    )


def states(instruments: Instruments, asked: Asked, reply: Reply, fact: str) -> Stated:
    """Whether an answer states a fact: its statements carry it, or they carry a passage on record whole and
    that passage carries the fact.

    Where a statement reads as a passage on record does, the claims beside that passage count with it.
    """
    entails = instruments.entailer.entails
    plain = statements(reply)
    quoting = tuple(_with_claims(premise, instruments) for premise in plain)
    first = entails(asked, quoting, fact)
    if not first.readable:
        return Stated(finding=first.finding, reason=first.reason)
    for found in (first, entails(asked, plain, fact)):
        if found.supported:
            return _of(found)
    for passage in _near(instruments, asked, fact):
        premise = of_passage(passage, instruments)
        if entails(asked, (premise,), fact).supported:
            whole = entails(asked, plain, passage.text)
            if whole.supported:
                return _of(whole, through=passage.id)
    return _of(first)


def makes(instruments: Instruments, asked: Asked, reply: Reply, statement: str) -> Stated:
    """Whether an answer makes a statement: its own statements carry it.

    What the core does not let leave for this patient can't follow from statements that it lets leave: then
    the statement is not made. A phrase that names a kind of content ("a survival figure") is unreadable:
    nothing says that it is so or not so.
    """
    if _kind_of_content(instruments, statement):
        return Stated(
            finding=Finding.UNREADABLE, reason="it names a kind of content and states nothing of it"
        )
    found = instruments.entailer.entails(asked, statements(reply), statement)
    if found.supported and not _leaves(instruments, asked, statement):
        said = [reply.statements[int(n) - 1].text for n in found.by]
        if all(_leaves(instruments, asked, text) for text in said):
            why = "the guideline carries what the answer says, and does not allow this"
            return Stated(finding=Finding.UNSUPPORTED, reason=why, statements=_of(found).statements)
    return _of(found)


def _kind_of_content(instruments: Instruments, text: str) -> bool:
    """Whether a phrase names what an answer might hold ("a survival figure"): neither sentence nor drug."""
    grounder = instruments.core.checker.grounder
    concepts = grounder.reader.lexicon.concepts
    named = grounder.reader.read(text).concepts
    return (
        text.lower().startswith(_ARTICLES)
        and not grounder.speaks(text)
        and not any(id in concepts and concepts[id].kind in _DRUGS for id in named)
    )


def _leaves(instruments: Instruments, asked: Asked, text: str) -> bool:
    """Whether the core, with its rules, finds nothing against any sentence of a text."""
    core = instruments.core
    report = core.checker.check(
        question=asked.question, answer=text, context=asked.context, outcomes=core.outcomes(asked.context)
    )
    return all(judgement.verdict in PASSING for judgement in report.judgements)


def _of(found: Entailment, *, through: str | None = None) -> Stated:
    return Stated(
        finding=found.finding,
        reason=found.reason,
        statements=tuple(int(id) for id in found.by),
        through=through,
    )


def _with_claims(premise: Premise, instruments: Instruments) -> Premise:
    """A statement with the claims of the passage that it quotes whole."""
    passage = instruments.by_text.get(premise.text)
    if passage is None:
        return premise
    return replace(premise, further=instruments.core.claims.get(passage.id, ()))


def _near(instruments: Instruments, asked: Asked, fact: str) -> tuple[Passage, ...]:
    """The passages on record that are nearest to a fact."""
    grounder = instruments.core.checker.grounder
    read = grounder.reader.read
    lines = grounder.library.nearest(read(fact), extra=read(asked.question), most=4 * _CANDIDATES)
    ids = dict.fromkeys(grounder.library.source(line).id for line in lines)
    held = (instruments.passages.get(id) for id in ids)
    return tuple(passage for passage in held if passage is not None)[:_CANDIDATES]
