"""Wire shapes of rules: conditions as they are read aloud, duties as they stand in the rule file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import Field, TypeAdapter

from api.wire import Wire
from rules.context import Value
from rules.finding import Finding
from rules.rule import DUTIES, Duty, Rule
from rules.trials import Trial
from rules.verdict import Outcome

if TYPE_CHECKING:
    from rules.verify import Verification

_DUTY: Mapping[str, TypeAdapter[Duty]] = {name: TypeAdapter(shape) for name, shape in DUTIES.items()}


class RuleBody(Wire):
    """One rule with its citation. `file` and `line` say where it stands in its pack."""

    id: str
    guideline: str
    title: str
    cite: str
    quote: str
    when: str
    duty: str
    demands: Mapping[str, Any] = Field(description="the duty as the rule file has it")
    requires: str | None
    say: str
    misuse: str
    strength: str | None
    evidence: str | None
    overrides: tuple[str, ...]
    valid_from: date | None
    facts: tuple[str, ...] = Field(description="the facts that decide whether and how it applies")
    tests: int
    file: str
    line: int

    @classmethod
    def of(cls, rule: Rule) -> "RuleBody":
        """The rule in the shape that is printed."""
        return cls(
            id=rule.id,
            guideline=rule.guideline,
            title=rule.title,
            cite=rule.cite,
            quote=rule.quote,
            when=str(rule.when),
            duty=rule.duty_name,
            demands=demands(rule),
            requires=str(rule.requires) if rule.requires else None,
            say=rule.say,
            misuse=rule.misuse,
            strength=rule.strength,
            evidence=rule.evidence,
            overrides=rule.overrides,
            valid_from=rule.valid_from,
            facts=tuple(sorted(rule.facts())),
            tests=len(rule.tests),
            file=rule.file,
            line=rule.line,
        )


class RuleList(Wire):
    """Rules in the order of their files."""

    rules: tuple[RuleBody, ...]

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> "RuleList":
        """The rules in the shape that is printed."""
        return cls(rules=tuple(RuleBody.of(rule) for rule in rules))


class Explained(Wire):
    """A rule, and where it stands for the patient in a question; null where no question was given."""

    rule: RuleBody
    outcome: Outcome | None

    @classmethod
    def of(cls, rule: Rule, outcome: Outcome | None) -> "Explained":
        """The rule with its outcome."""
        return cls(rule=RuleBody.of(rule), outcome=outcome)


class TrialBody(Wire):
    """One test beside a rule, run."""

    rule: str
    facts: Mapping[str, Value]
    answer: str
    want: str
    got: str
    passed: bool
    why: str


class TrialList(Wire):
    """Tests beside rules, in order."""

    passed: bool
    trials: tuple[TrialBody, ...]

    @classmethod
    def of(cls, trials: Sequence[Trial]) -> "TrialList":
        """The trials in the shape that is printed."""
        return cls(
            passed=all(trial.passed for trial in trials),
            trials=tuple(
                TrialBody(
                    rule=trial.rule.id,
                    facts=trial.rule.values_of(trial.test),
                    answer=trial.test.answer,
                    want=trial.test.want,
                    got=trial.got,
                    passed=trial.passed,
                    why=trial.why,
                )
                for trial in trials
            ),
        )


class VerificationBody(Wire):
    """What the checks of the rule base found."""

    passed: bool
    checks: tuple[str, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, found: "Verification") -> "VerificationBody":
        """The findings in the shape that is printed."""
        return cls(passed=found.passed, checks=found.checks, findings=found.findings)


def demands(rule: Rule) -> dict[str, Any]:
    """The duty as the rule file has it, without what is not stated."""
    stated: dict[str, Any] = _DUTY[rule.duty_name].dump_python(
        rule.duty, mode="json", by_alias=True, exclude_none=True
    )
    return stated
