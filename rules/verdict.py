"""Verdicts: what the rule core says of a statement, of a rule and of a whole answer."""

from dataclasses import dataclass
from enum import StrEnum

from rules.context import Context


class Verdict(StrEnum):
    """What the core says of one statement. Only SUPPORTED and NEUTRAL may leave."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    UNPARSED = "unparsed"
    NEEDS_CONTEXT = "needs_context"
    NEUTRAL = "neutral"


class State(StrEnum):
    """Where a rule stands for one context."""

    FIRED = "fired"
    NOT_FIRED = "not_fired"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """The place that carries a statement: `quote` is a substring of the passage's text.

    `start`/`end` are code points into that text, end exclusive.
    """

    passage_id: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Grounding:
    """What a statement rests on. `reason` is for a person; `grounds` name passage and exact quote."""

    verdict: Verdict
    reason: str
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One rule in one context. `missing` names the unknown facts that keep it undecided."""

    rule: str
    state: State
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One statement of an answer, judged. `start`/`end` are code points into the answer, end exclusive."""

    text: str
    start: int
    end: int
    verdict: Verdict
    reason: str
    rules: tuple[str, ...] = ()
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Omission:
    """Something that had to be said and was not: `say` is the sentence that mends it."""

    rule: str
    say: str
    grounds: Grounds


@dataclass(frozen=True, kw_only=True)
class Report:
    """The verdict on an answer, with its whole derivation.

    `passed` is True only when every judgement is SUPPORTED or NEUTRAL and nothing is missing.
    `why` is one sentence for a clinician.
    """

    passed: bool
    why: str
    judgements: tuple[Judgement, ...]
    missing: tuple[Omission, ...]
    context: Context
    outcomes: tuple[Outcome, ...]
    rules_hash: str
