"""Exhibit: one case as a report shows it: what was expected beside what was said, and why it scored so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.case import Behaviour, Case
from evals.excerpt import Excerpt, excerpt
from evals.finding import Standing, standing, worst_first
from evals.glossary import Glossary
from evals.response import Judged, Response
from evals.rewording import Piece, reworded
from evals.run import Result
from evals.score import Score
from rules.context import Value
from rules.verdict import Verdict

_SAID = {
    Behaviour.ANSWER: "answered",
    Behaviour.CLARIFY: "asked back",
    Behaviour.ABSTAIN: "abstained",
}
MAY_LEAVE = frozenset({Verdict.SUPPORTED, Verdict.NEUTRAL})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One statement: its words, the system's verdict, and what it cites.

    `unlisted` are numbers that it cites and that the answer does not list.
    """

    pieces: tuple[Piece, ...]
    verdict: Verdict | None
    excerpts: tuple[Excerpt, ...]
    unlisted: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a draft as the system judged it. `expected` is what people say, if anybody does."""

    judged: Judged
    expected: tuple[Verdict, ...] | None

    @property
    def agrees(self) -> bool | None:
        """Whether both let the sentence leave, or both do not."""
        if self.expected is None:
            return None
        return (self.judged.verdict in MAY_LEAVE) == any(verdict in MAY_LEAVE for verdict in self.expected)


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One fact: `expected` and `read` as text; `right` is None where nothing was expected or told."""

    name: str
    expected: str
    read: str
    right: bool | None


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one system said to a case. `facts` were expected, `others` were read besides."""

    name: str
    response: Response
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    facts: tuple[FactRow, ...]
    others: tuple[FactRow, ...]

    @property
    def said(self) -> str:
        """What it did, in a word for the filter."""
        reply, check = self.response.reply, self.response.check
        if reply is not None:
            return _SAID[reply.behaviour]
        if check is not None:
            return "let through" if check.passed else "blocked"
        if self.response.failed:
            return "failed"
        return "retrieved" if self.response.found is not None else "nothing"


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    """One metric on one case. `was` is the baseline's score; `change` is "better", "worse", "other" or ""."""

    title: str
    metric: str
    now: Score | None
    was: Score | None
    now_text: str
    was_text: str
    short: bool
    change: str


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """A case with one side, or two where there is a baseline (it stands first)."""

    index: int
    case: Case
    standing: Standing
    sides: tuple[Side, ...]
    rows: tuple[ScoreRow, ...]
    changes: tuple[str, ...]

    @property
    def said(self) -> str:
        """What the system under test did."""
        return self.sides[-1].said

    @property
    def first(self) -> str:
        """What failed first, in a sentence; "" where nothing did."""
        row = next((row for row in self.rows if row.short or (row.now and row.now.value is None)), None)
        return f"{row.title}: {row.now.reason}" if row and row.now else ""


def exhibit(
    result: Result, *, index: int, names: Sequence[str], glossary: Glossary, baseline: Result | None
) -> Exhibit:
    """Lay out one case. `names` are the systems', the baseline's first where there is one.

    `baseline` is None where there is none, or where it lacks this case.
    """
    results = [result] if baseline is None else [baseline, result]
    names = names[-len(results) :]
    texts = [
        [said.text for said in each.response.reply.statements] if each.response.reply else []
        for each in results
    ]
    pieces = reworded(texts[0], texts[1]) if len(texts) > 1 else (tuple((Piece(text),) for text in texts[0]),)
    rows = _rows(result, baseline, glossary)
    changes = {row.change for row in rows if row.change in {"better", "worse"}}
    if len(texts) > 1 and texts[0] != texts[1]:
        changes.add("text")
    return Exhibit(
        index=index,
        case=result.case,
        standing=standing(result, glossary),
        sides=tuple(
            _side(name, each, words) for name, each, words in zip(names, results, pieces, strict=True)
        ),
        rows=rows,
        changes=tuple(sorted(changes)),
    )


def _side(name: str, result: Result, pieces: Sequence[tuple[Piece, ...]]) -> Side:
    response = result.response
    reply, check = response.reply, response.check
    excerpts = {cited.n: excerpt(cited) for cited in reply.citations} if reply else {}
    lines = [
        Line(
            pieces=words,
            verdict=said.verdict,
            excerpts=tuple(excerpts[n] for n in said.citations if n in excerpts),
            unlisted=tuple(n for n in said.citations if n not in excerpts),
        )
        for said, words in zip(reply.statements if reply else (), pieces, strict=True)
    ]
    labels = {item.text: item.verdicts for item in result.case.draft.sentences} if result.case.draft else {}
    return Side(
        name=name,
        response=response,
        lines=tuple(lines),
        sentences=tuple(
            Sentence(judged=judged, expected=labels.get(judged.text))
            for judged in (check.sentences if check else ())
        ),
        facts=_facts(result.case.facts, reply.facts) if reply else (),
        others=_others(result.case.facts, reply.facts) if reply else (),
    )


def _facts(expected: Mapping[str, Value | None], read: Mapping[str, Value] | None) -> tuple[FactRow, ...]:
    """Expected facts with what was read. A system that tells no facts is neither right nor wrong."""
    return tuple(
        FactRow(
            name=name,
            expected=written(value),
            read="not told" if read is None else written(read.get(name)),
            right=None if read is None else _same(value, read.get(name)),
        )
        for name, value in expected.items()
    )


def _others(expected: Mapping[str, Value | None], read: Mapping[str, Value] | None) -> tuple[FactRow, ...]:
    """Facts that were read and that nobody labelled."""
    return tuple(
        FactRow(name=name, expected="", read=written(value), right=None)
        for name, value in (read or {}).items()
        if name not in expected
    )


def written(value: Value | None) -> str:
    """A fact's value as a person writes it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else ", ".join(value)


def _same(expected: Value | None, read: Value | None) -> bool:
    if isinstance(expected, tuple) and isinstance(read, tuple):
        return set(expected) == set(read)
    return expected == read


def _rows(result: Result, baseline: Result | None, glossary: Glossary) -> tuple[ScoreRow, ...]:
    """The scores of a case, what is short first; then those that only the baseline has."""
    before = {score.metric: score for score in baseline.scores} if baseline else {}
    now = [_row(score, before.get(score.metric), glossary) for score in worst_first(result, glossary)]
    gone = [_row(None, score, glossary) for name, score in before.items() if result.score(name) is None]
    return (*now, *gone)


def _row(now: Score | None, was: Score | None, glossary: Glossary) -> ScoreRow:
    name = now.metric if now else was.metric if was else ""
    return ScoreRow(
        title=glossary.title(name),
        metric=name,
        now=now,
        was=was,
        now_text=glossary.score(now),
        was_text=glossary.score(was),
        short=now is not None and glossary.is_short(now),
        change=_change(now, was, glossary),
    )


def _change(now: Score | None, was: Score | None, glossary: Glossary) -> str:
    """Which way a score went. Where one of them has no value there is no better or worse."""
    if was is None:
        return ""
    if now is None or now.value is None or was.value is None:
        return "other" if (now.value if now else None) != was.value else ""
    if now.value == was.value:
        return ""
    if now.total is None and not _ranks(now, glossary):
        return "other"
    return "better" if (now.value > was.value) == glossary.rises(now.metric) else "worse"


def _ranks(score: Score, glossary: Glossary) -> bool:
    """Whether a change of this value is worth a word: seconds differ from run to run."""
    return score.metric in glossary.metrics and not glossary.unit(score.metric)
