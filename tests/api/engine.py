"""A small engine at the seam of the edge: one guideline, one rule, answers that a test can predict."""

from collections.abc import Sequence

from answering.answer import (
    Answer,
    Citation,
    MissingFact,
    Provenance,
    Reason,
    Review,
    Section,
    Statement,
    Trace,
)
from answering.ask import Ask
from answering.errors import UnknownGuideline
from corpus.guideline import Guideline, Reference, ReviewState, Status
from ingest.passage import Kind, Passage
from retrieval.evidence import Evidence
from rules.context import Context, Fact, Turn
from rules.rule import Rule
from rules.verdict import Grounds, Judgement, Omission, Outcome, Report, State, Verdict

MONITORING = "Cardiac monitoring is mandatory before and during trastuzumab."
PASSAGE = Passage(
    id="breast:her2-monitoring",
    guideline="breast",
    version="1",
    title="Recurrent breast cancer",
    kind=Kind.RECOMMENDATION,
    heading_path=("Recurrent breast cancer", "HER2-positive disease"),
    text=MONITORING,
    start=100,
    end=100 + len(MONITORING),
    anchor="her2-monitoring",
)
GUIDELINE = Guideline(
    id="breast",
    version="1",
    title="Recurrent breast cancer",
    publisher=None,
    published=None,
    retrieved=None,
    review_by=None,
    licence="Apache-2.0",
    source="a test",
    status=Status.IN_FORCE,
    superseded_by=None,
    review=ReviewState.SUBMITTED,
    references=(Reference(n=1, title="A work", authors="Its authors", year=2020),),
)
GROUNDS = Grounds(passage_id=PASSAGE.id, quote=MONITORING, start=0, end=len(MONITORING))
OUTCOMES = (
    Outcome(rule="her2-monitoring", state=State.FIRED),
    Outcome(rule="endocrine-first", state=State.UNDECIDED, missing=("hormone_receptor",)),
)


def context(question: str) -> Context:
    """HER2 is read where the question says so."""
    at = question.find("HER2-positive")
    if at < 0:
        return Context()
    fact = Fact(
        name="her2", value="positive", words="HER2-positive", source="question", start=at, end=at + 13
    )
    return Context(facts=(fact,))


def answer_to(ask: Ask) -> Answer:
    """An answer where trastuzumab is asked of, a request for facts for "which?", else an abstention."""
    knows = "trastuzumab" in ask.question
    kind = "answer" if knows else "clarify" if "which" in ask.question else "abstain"
    statement = Statement(text=MONITORING, verdict=Verdict.SUPPORTED, citations=(1,))
    citation = Citation(
        n=1,
        passage_id=PASSAGE.id,
        guideline="breast",
        version="1",
        heading_path=PASSAGE.heading_path,
        quote=MONITORING,
        start=0,
        end=len(MONITORING),
        strength=None,
        evidence=None,
        url="/v1/guidelines/breast/versions/1/passages/breast%3Aher2-monitoring",
    )
    return Answer(
        id="a1",
        kind=kind,
        question=ask.question,
        audience=ask.audience,
        bottom_line=(statement,) if knows else (),
        sections=(Section(title="HER2-positive disease", statements=(statement,)),) if knows else (),
        citations=(citation,) if knows else (),
        context=context(ask.question),
        missing_facts=(
            MissingFact(
                fact="hormone_receptor",
                question="What is the receptor status?",
                choices=("positive", "negative"),
            ),
        ),
        reason={"answer": None, "clarify": Reason.FACTS_MISSING}.get(kind, Reason.OUT_OF_CORPUS),
        warnings=("The guideline has no review date.",),
        follow_ups=("Which chemotherapy goes with trastuzumab?",),
        nearest=() if knows else ("HER2-positive disease",),
        review=Review(state="submitted", banner="Submitted, not reviewed by clinicians"),
        disclaimer="It does not replace clinical judgement.",
        provenance=Provenance(
            corpus_hash="c" * 64,
            rules_hash="r" * 64,
            prompt_hash="p" * 64,
            model="none",
            guidelines=("breast@1",),
        ),
        trace=Trace(outcomes=OUTCOMES, passages=(PASSAGE.id,), rejected=()),
    )


def report_on(answer: str, known: Context) -> Report:
    """Everything is supported; an answer without the word "monitoring" forgets what has to be said."""
    said = "monitoring" in answer
    judgement = Judgement(
        text=answer,
        start=0,
        end=len(answer),
        verdict=Verdict.SUPPORTED,
        reason="The passage says so.",
        rules=("her2-monitoring",),
        grounds=(GROUNDS,),
    )
    gap = Omission(rule="her2-monitoring", say=MONITORING, grounds=GROUNDS)
    return Report(
        passed=said,
        why="Every statement is supported." if said else "Blocked: cardiac monitoring is not mentioned.",
        judgements=(judgement,),
        missing=() if said else (gap,),
        context=known,
        outcomes=OUTCOMES,
        rules_hash="r" * 64,
    )


class FakeRecord:
    """The record of one guideline with one passage."""

    def guidelines(self) -> tuple[Guideline, ...]:
        return (GUIDELINE,)

    def passages(self, guideline: str | None = None) -> tuple[Passage, ...]:
        return (PASSAGE,) if guideline in {None, "breast"} else ()

    def passage(self, guideline: str, version: str, passage_id: str) -> Passage | None:
        return PASSAGE if (guideline, version, passage_id) == ("breast", "1", PASSAGE.id) else None

    def corpus_hash(self) -> str:
        return "c" * 64


class FakeRetriever:
    """Finds the one passage, unless it was made empty."""

    def __init__(self, *, empty: bool = False) -> None:
        self.empty = empty

    def search(self, query: str, *, k: int = 8, guidelines: Sequence[str] = ()) -> tuple[Evidence, ...]:
        return () if self.empty else (Evidence(passage=PASSAGE, score=0.9, lexical=3.5, dense=None),)[:k]


class FakeCore:
    """Rules without their machinery."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def read(self, question: str, history: Sequence[Turn] = ()) -> Context:
        return context(question)

    def completed(self, context: Context) -> Context:
        return context

    def outcomes(self, context: Context) -> tuple[Outcome, ...]:
        return OUTCOMES

    @property
    def checker(self) -> "FakeChecker":
        return FakeChecker()


class FakeChecker:
    """Judges by one word."""

    def check(self, *, question: str, answer: str, context: Context, outcomes: Sequence[Outcome]) -> Report:
        return report_on(answer, context)


class FakeEngine:
    """The pipeline's methods, with answers that are fixed beforehand."""

    def __init__(self, *, rules: tuple[Rule, ...] = (), empty: bool = False) -> None:
        self.record = FakeRecord()
        self.retriever = FakeRetriever(empty=empty)
        self.core = FakeCore(rules)

    def answer(self, ask: Ask) -> Answer:
        if "break" in ask.question:
            raise RuntimeError(f"no words of this may be logged: {ask.question}")
        if unknown := [name for name in ask.guidelines if name != "breast"]:
            raise UnknownGuideline(unknown=unknown, choices=("breast",))
        return answer_to(ask)

    def check(
        self, *, question: str, answer: str, history: Sequence[Turn] = (), guidelines: Sequence[str] = ()
    ) -> Report:
        return report_on(answer, context(question))
