"""Answer and Abstention: what leaves, in the shape that the API sends."""

from dataclasses import dataclass
from enum import StrEnum

from rules.context import Context
from rules.verdict import Judgement, Outcome, Verdict


class Audience(StrEnum):
    """Who reads the answer: wording differs, facts never do."""

    CLINICIAN = "clinician"
    TRAINEE = "trainee"
    PATIENT = "patient"


class Reason(StrEnum):
    """Why there is no answer."""

    OUT_OF_CORPUS = "out_of_corpus"
    GUIDELINE_SILENT = "guideline_silent"
    FACTS_MISSING = "facts_missing"
    SOURCES_IN_CONFLICT = "sources_in_conflict"
    SUPERSEDED_ONLY = "superseded_only"
    NOT_CLINICAL = "not_clinical"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A numbered, exact quote: `quote` is a substring of the stored passage at `start`..`end` (code points).

    `strength` and `evidence` are as printed, or None where nothing is printed.
    """

    n: int
    passage_id: str
    guideline: str
    version: str
    heading_path: tuple[str, ...]
    quote: str
    start: int
    end: int
    strength: str | None
    evidence: str | None
    url: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One sentence of an answer. `citations` are the numbers of its citations."""

    text: str
    verdict: Verdict
    citations: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled group of statements."""

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class MissingFact:
    """A fact that would change the answer, as a question with choices."""

    fact: str
    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What the answer depends on, as SHA-256 hex digests; `model` is "none" without a language model."""

    corpus_hash: str
    rules_hash: str
    prompt_hash: str
    model: str
    guidelines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Review:
    """The review state of the guideline behind the answer, told as it is."""

    state: str
    banner: str


@dataclass(frozen=True, kw_only=True)
class Trace:
    """The proof: every rule's outcome, the passages considered, and what was rejected and why."""

    outcomes: tuple[Outcome, ...]
    passages: tuple[str, ...]
    rejected: tuple[Judgement, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer, a request for facts, or an abstention: `kind` is "answer", "clarify" or "abstain"."""

    id: str
    kind: str
    question: str
    audience: Audience
    bottom_line: tuple[Statement, ...]
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    context: Context
    missing_facts: tuple[MissingFact, ...]
    reason: Reason | None
    warnings: tuple[str, ...]
    follow_ups: tuple[str, ...]
    nearest: tuple[str, ...]
    review: Review
    disclaimer: str
    provenance: Provenance
    trace: Trace

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement that leaves, bottom line first."""
        return self.bottom_line + tuple(s for section in self.sections for s in section.statements)
