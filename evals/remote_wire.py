"""Remote wire: the shapes that a running Concordant sends, as far as an evaluation reads them."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from evals.case import Behaviour
from evals.response import Check, Cited, Found, Judged, Rejected, Reply, Said, Trace
from rules.context import Value
from rules.verdict import State, Verdict


class _Sent(BaseModel):
    """A shape that is received; what this version does not know is left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class SentPlace(_Sent):
    """A citation, or the place that carries something."""

    passage_id: str
    guideline: str
    version: str
    heading_path: tuple[str, ...] = ()
    quote: str
    start: int
    end: int
    url: str


class _Citation(SentPlace):
    n: int


class _Statement(_Sent):
    text: str
    verdict: Verdict
    citations: tuple[int, ...]


class _Fact(_Sent):
    value: Value


class _Missing(_Sent):
    fact: str


class _Outcome(_Sent):
    rule: str
    state: State


class _Judgement(_Sent):
    text: str
    start: int
    end: int
    verdict: Verdict
    reason: str


class _Trace(_Sent):
    outcomes: tuple[_Outcome, ...]
    passages: tuple[str, ...]
    rejected: tuple[_Judgement, ...]

    def trace(self) -> Trace:
        fired = tuple(one.rule for one in self.outcomes if one.state is State.FIRED)
        undecided = tuple(one.rule for one in self.outcomes if one.state is State.UNDECIDED)
        rejected = tuple(
            Rejected(text=one.text, verdict=one.verdict, reason=one.reason) for one in self.rejected
        )
        return Trace(rules_fired=fired, rules_undecided=undecided, passages=self.passages, rejected=rejected)


class SentProvenance(_Sent):
    """What an answer depends on."""

    corpus_hash: str
    rules_hash: str
    prompt_hash: str
    model: str


class SentAnswer(_Sent):
    """What `POST /v1/answers` sends."""

    kind: Behaviour
    statements: tuple[_Statement, ...]
    citations: tuple[_Citation, ...]
    context: Mapping[str, _Fact]
    missing_facts: tuple[_Missing, ...]
    reason: str | None
    trace: _Trace | None = None
    provenance: SentProvenance

    def reply(self, passages: Mapping[str, str | None]) -> Reply:
        """The answer as a Reply; `passages` are the texts of cited passages by URL, None where not known."""
        return Reply(
            behaviour=self.kind,
            statements=tuple(
                Said(text=one.text, citations=one.citations, verdict=one.verdict) for one in self.statements
            ),
            citations=tuple(
                Cited(
                    n=one.n,
                    quote=one.quote,
                    passage_id=one.passage_id,
                    guideline=one.guideline,
                    version=one.version,
                    heading_path=one.heading_path,
                    start=one.start,
                    end=one.end,
                    passage=passages.get(one.url),
                )
                for one in self.citations
            ),
            facts={name: fact.value for name, fact in self.context.items()},
            asks_for=tuple(missing.fact for missing in self.missing_facts),
            reason=self.reason,
            trace=self.trace.trace() if self.trace else None,
        )


class _Omission(_Sent):
    say: str


class SentCheck(_Sent):
    """What `POST /v1/check` sends."""

    verdict: str
    why: str
    statements: tuple[_Judgement, ...]
    missing: tuple[_Omission, ...]

    def check(self) -> Check:
        """The verdict as a Check."""
        return Check(
            passed=self.verdict == "pass",
            why=self.why,
            sentences=tuple(
                Judged(text=one.text, start=one.start, end=one.end, verdict=one.verdict, reason=one.reason)
                for one in self.statements
            ),
            missing=tuple(one.say for one in self.missing),
        )


class _Evidence(_Sent):
    passage_id: str
    guideline: str
    text: str
    score: float
    dense: float | None


class SentEvidence(_Sent):
    """What `POST /v1/retrieve` sends."""

    evidence: tuple[_Evidence, ...]

    def found(self) -> tuple[Found, ...]:
        """The evidence as found passages, best first."""
        return tuple(
            Found(
                passage_id=one.passage_id,
                guideline=one.guideline,
                text=one.text,
                score=one.score,
                dense=one.dense,
            )
            for one in self.evidence
        )


class SentPassage(_Sent):
    """What the address of a passage sends."""

    text: str


class SentProblem(_Sent):
    """Problem details (RFC 9457)."""

    title: str
    detail: str = ""
