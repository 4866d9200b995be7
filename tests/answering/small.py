"""Small stand-ins for what answering is joined to: a shelf, a finder by shared words, a scripted core."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from answering.ask import Ask
from answering.inquiry import Inquiry
from answering.intent import read_intent
from answering.line import Line
from corpus.guideline import Guideline, ReviewState, Status
from ingest.passage import Kind, Passage
from retrieval.evidence import Evidence
from rules.context import Context, Turn
from rules.rule import Rule
from rules.text import tokens
from rules.variables import Variable
from rules.verdict import Grounds, Judgement, Omission, Outcome, Report, Verdict


def passage(anchor: str, text: str, *headings: str, guideline: str = "g") -> Passage:
    """A recommendation."""
    return Passage(
        id=f"{guideline}:{anchor}",
        guideline=guideline,
        version="1",
        title=headings[0] if headings else "A guideline",
        kind=Kind.RECOMMENDATION,
        heading_path=headings or ("A guideline",),
        text=text,
        start=0,
        end=len(text),
        anchor=anchor,
    )


def guideline(id: str = "g", *, status: Status = Status.IN_FORCE) -> Guideline:
    """A guideline of which nothing is known but its title."""
    return Guideline(
        id=id,
        version="1",
        title="A guideline",
        publisher=None,
        published=None,
        retrieved=None,
        review_by=None,
        licence="Apache-2.0",
        source="written for tests",
        status=status,
        superseded_by=None,
        review=ReviewState.SUBMITTED,
    )


def line(text: str, of: Passage, *instead: Line) -> Line:
    """A line that quotes a passage whole."""
    quote = Grounds(passage_id=of.id, quote=of.text, start=0, end=len(of.text))
    return Line(text=text, grounds=(quote,), instead=instead)


def inquiry(question: str = "What is given?") -> Inquiry:
    """An inquiry of which only the question is known."""
    return Inquiry(
        ask=Ask(question=question),
        question=question,
        context=Context(),
        outcomes=(),
        standings=(),
        intent=read_intent(question),
        asked=(),
        told=(),
        before=(),
        evidence=(),
        pool=(),
    )


@dataclass(frozen=True)
class SmallShelf:
    """A record in memory."""

    held: tuple[Passage, ...]
    on_record: tuple[Guideline, ...]

    def guidelines(self) -> tuple[Guideline, ...]:
        return self.on_record

    def passages(self, guideline: str | None = None) -> tuple[Passage, ...]:
        return tuple(p for p in self.held if guideline is None or p.guideline == guideline)

    def passage(self, guideline: str, version: str, passage_id: str) -> Passage | None:
        return next((p for p in self.held if p.id == passage_id), None)

    def corpus_hash(self) -> str:
        return "0" * 64


@dataclass(frozen=True)
class WordFinder:
    """Finds passages by the share of the query's words that they hold."""

    held: tuple[Passage, ...]

    def search(self, query: str, *, k: int = 8, guidelines: Sequence[str] = ()) -> tuple[Evidence, ...]:
        wanted = {token.stem for token in tokens(query) if token.is_word}
        scored = [
            (len(wanted & {token.stem for token in tokens(p.text)}) / max(1, len(wanted)), p)
            for p in self.held
            if not guidelines or p.guideline in guidelines
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1].id))
        return tuple(
            Evidence(passage=p, score=score, lexical=score, dense=None) for score, p in scored[:k] if score
        )


@dataclass
class ScriptedCore:
    """A core that judges lines by a table and, once asked, wants what it is told to want."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    wants: tuple[Omission, ...] = ()
    seen: list[str] = field(default_factory=list)
    rules: tuple[Rule, ...] = ()
    variables: Mapping[str, Variable] = field(default_factory=dict)

    @property
    def checker(self) -> "ScriptedCore":
        return self

    def read(self, question: str, history: Sequence[Turn] = ()) -> Context:
        return Context()

    def outcomes(self, context: Context) -> tuple[Outcome, ...]:
        return ()

    def check(self, *, question: str, answer: str, **_: object) -> Report:
        self.seen.append(answer)
        judged, start = [], 0
        for text in answer.splitlines():
            verdict = self.verdicts.get(text, Verdict.SUPPORTED)
            judged.append(
                Judgement(text=text, start=start, end=start + len(text), verdict=verdict, reason="scripted")
            )
            start += len(text) + 1
        missing = tuple(want for want in self.wants if want.say not in answer)
        passed = not missing and all(j.verdict is Verdict.SUPPORTED for j in judged)
        return Report(
            passed=passed,
            why="scripted",
            judgements=tuple(judged),
            missing=missing,
            context=Context(),
            outcomes=(),
            rules_hash="0" * 64,
        )
