"""Rule: one recommendation as an obligation that an answer can meet, break or forget.

The shapes here are also those of the YAML files (rules/rule.schema.json is generated from them).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from rules.condition import Condition
from rules.context import Value

STRICT = ConfigDict(extra="forbid")


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Concept = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
Concepts = Annotated[
    tuple[Concept, ...],
    Field(min_length=1),
    BeforeValidator(_listed, json_schema_input_type=Concept | tuple[Concept, ...]),
]
"""One concept id of the vocabulary, or a list of them."""

Line = Literal["first", "second", "third", "beyond_third"]


@dataclass(frozen=True, kw_only=True)
class Must:
    """An answer that treats of this has to say it: each concept of `what`, or one that is a kind of it."""

    __pydantic_config__ = STRICT
    do: Literal["give", "test", "assess", "confirm", "stop", "switch", "aim"]
    what: Concepts
    line: Line | None = None


@dataclass(frozen=True, kw_only=True)
class MustNot:
    """Never to be said. `combine` takes two concepts that must not go together; else each one is barred.

    `rank` bars calling one of them superior, `quantify` naming a figure for them.
    """

    __pydantic_config__ = STRICT
    do: Literal["give", "combine", "continue", "omit", "delay", "test", "aim", "rank", "quantify"]
    what: Concepts
    line: Line | None = None


@dataclass(frozen=True, kw_only=True)
class OnlyIf:
    """Allowed under a precondition alone: `requires` (over facts), or one of `with` beside it, in `order`.

    With a `line`, it holds for what is given in that line: where an answer names it, or where the patient has
    come to it, which is so when `reached` (over facts) holds.
    """

    __pydantic_config__ = STRICT
    do: Literal["give", "test", "continue"]
    what: Concepts
    requires: str | None = None
    beside: Annotated[Concepts | None, Field(alias="with")] = None
    order: tuple[Literal["before", "with", "after"], ...] = ()
    line: Line | None = None
    reached: str | None = None


@dataclass(frozen=True, kw_only=True)
class Prefer:
    """`what` goes before `over`; the other way round is wrong. `outcome` is what the preference is for."""

    __pydantic_config__ = STRICT
    what: Concept
    over: Concept
    outcome: Annotated[Concepts | None, Field(alias="for")] = None
    line: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """Whoever gives `when_giving` has to say that `what` is watched, at every time in `at`."""

    __pydantic_config__ = STRICT
    when_giving: Concept
    what: Concept
    at: tuple[Literal["before", "during", "after"], ...]


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number with its unit; `tolerance` is how far a stated figure may be off, in the same unit."""

    __pydantic_config__ = STRICT
    value: float
    unit: str
    tolerance: float = 0


@dataclass(frozen=True, kw_only=True)
class Range:
    """Both ends belong to the range; `high` is None where it is open."""

    __pydantic_config__ = STRICT
    low: float
    high: float | None = None
    unit: str


@dataclass(frozen=True, kw_only=True)
class Timing:
    """`what` is due at `at`, counted from the start of `after`."""

    __pydantic_config__ = STRICT
    what: Concept
    after: Concept
    at: Quantity | Range


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What treatment aims at."""

    __pydantic_config__ = STRICT
    aim: Literal["curative", "palliative"]


Duty = Must | MustNot | OnlyIf | Prefer | Monitor | Timing | Goal

DUTIES: Mapping[str, type[Duty]] = {
    "must": Must,
    "must_not": MustNot,
    "only_if": OnlyIf,
    "prefer": Prefer,
    "monitor": Monitor,
    "timing": Timing,
    "goal": Goal,
}
"""The key that each kind of duty has in a rule file."""

Want = Literal[
    "supported",
    "contradicted",
    "unsupported",
    "unparsed",
    "needs_context",
    "neutral",
    "missing",
    "not_applicable",
]


@dataclass(frozen=True, kw_only=True)
class RuleTest:
    """A case beside the rule: for a patient with `facts`, `answer` has to come out as `want`.

    `not_applicable` means that the rule must not fire, `needs_context` that it stays undecided.
    """

    __test__ = False
    __pydantic_config__ = STRICT
    facts: Mapping[str, bool | float | str | tuple[str, ...]]
    answer: str
    want: Want
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A question that the guideline settles for every patient to whom `when` applies.

    One of `rules` (ids) has to fire for each of them, except where `silent` holds: there the guideline
    says nothing, and the pack owns up to it. A patient left over is a gap.
    """

    name: str
    when: Condition
    rules: tuple[str, ...]
    silent: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of a pack.

    `cite` is the passage id, `quote` a substring of that passage's text, `quote_sha256` the digest of the
    quote's UTF-8 bytes. `requires` and `reached` are those of an OnlyIf, read. `strength` and `evidence` are
    as printed, or None where nothing is printed. `say` is the sentence that mends an omission.
    `line` is where the rule begins in `file`, a path within the pack.
    """

    id: str
    guideline: str
    title: str
    cite: str
    quote: str
    quote_sha256: str
    when: Condition
    duty: Duty
    requires: Condition | None = None
    reached: Condition | None = None
    say: str
    misuse: str = ""
    strength: str | None = None
    evidence: str | None = None
    overrides: tuple[str, ...] = ()
    valid_from: date | None = None
    tests: tuple[RuleTest, ...] = ()
    file: str
    line: int

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The ids of the concepts that the duty is about; a goal is about none."""
        match self.duty:
            case Goal():
                named: Concepts = ()
            case Monitor():
                named = (self.duty.when_giving, self.duty.what)
            case Prefer():
                named = (self.duty.what, self.duty.over)
            case Timing():
                named = (self.duty.what, self.duty.after)
            case Must() | MustNot() | OnlyIf():
                named = self.duty.what
        return frozenset(f"c:{concept}" for concept in named)

    @property
    def duty_name(self) -> str:
        """The key of the duty in a rule file, such as `must_not`."""
        return next(name for name, kind in DUTIES.items() if isinstance(self.duty, kind))

    def facts(self) -> frozenset[str]:
        """The facts that decide whether and how the rule applies."""
        parts = (part for part in (self.when, self.requires, self.reached) if part is not None)
        return frozenset[str]().union(*(part.facts() for part in parts))

    def values_of(self, test: RuleTest) -> Mapping[str, Value]:
        """The facts of a test as a context holds them."""
        return dict(test.facts)
