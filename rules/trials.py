"""Trials: the tests that stand beside the rules, run against the core."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rules.context import Context, Fact
from rules.rule import Rule, RuleTest
from rules.verdict import Outcome, Report, State, Verdict

_LEAVES = frozenset({Verdict.SUPPORTED, Verdict.NEUTRAL})


class Checks(Protocol):
    """Judges an answer for a patient whose facts are known already."""

    def check(
        self, *, question: str, answer: str, context: Context, outcomes: Sequence[Outcome]
    ) -> Report: ...


class Subject(Protocol):
    """What trials are run on; `rules.core.Core` is one."""

    @property
    def checker(self) -> Checks: ...
    def outcomes(self, context: Context) -> tuple[Outcome, ...]: ...
    def completed(self, context: Context) -> Context: ...


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One test beside a rule, run. `got` is what came out instead, or the same as `test.want`. `charged`: the
    rules that the report names against the answer."""

    rule: Rule
    test: RuleTest
    got: str
    why: str
    charged: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it came out as the rule's author wants it."""
        return self.got == self.test.want


def run_trials(subject: Subject, rules: Iterable[Rule]) -> tuple[Trial, ...]:
    """Run every test of every rule, in order."""
    return tuple(_trial(subject, rule, test) for rule in rules for test in rule.tests)


def _trial(subject: Subject, rule: Rule, test: RuleTest) -> Trial:
    context = subject.completed(_context(rule, test))
    outcomes = subject.outcomes(context)
    outcome = next(one for one in outcomes if one.rule == rule.id)
    if test.want == "not_applicable":
        got = "not_applicable" if outcome.state is State.NOT_FIRED else outcome.state.value
        wants = f" for want of {', '.join(outcome.missing)}" if outcome.missing else ""
        return Trial(rule=rule, test=test, got=got, why=f"The rule is {got.replace('_', ' ')}{wants}.")
    report = subject.checker.check(
        question=test.question, answer=test.answer, context=context, outcomes=outcomes
    )
    waits = test.want == "needs_context" and not report.passed and _waits(rule, outcome, context)
    got = test.want if waits else _got(report, rule, test)
    return Trial(rule=rule, test=test, got=got, why=report.why, charged=_charged(report))


def _charged(report: Report) -> tuple[str, ...]:
    """The rules that a report finds broken or left out."""
    broken = (id for judgement in report.judgements for id in judgement.rules)
    return (*broken, *(gap.rule for gap in report.missing))


def _waits(rule: Rule, outcome: Outcome, context: Context) -> bool:
    """Whether a rule stays undecided, by its condition or by the precondition of its duty."""
    if outcome.state is State.FIRED and rule.requires is not None:
        return rule.requires.evaluate(context.values()).value is None
    return outcome.state is State.UNDECIDED


def _got(report: Report, rule: Rule, test: RuleTest) -> str:
    """What the report comes to: a bad statement, else what this rule misses, else what is said."""
    bad = [judgement.verdict.value for judgement in report.judgements if judgement.verdict not in _LEAVES]
    if bad:
        return test.want if test.want in bad else bad[0]
    if any(gap.rule == rule.id for gap in report.missing):
        return "missing"
    said = {judgement.verdict for judgement in report.judgements}
    return Verdict.SUPPORTED.value if Verdict.SUPPORTED in said else Verdict.NEUTRAL.value


def _context(rule: Rule, test: RuleTest) -> Context:
    """The patient of a test. Its facts come from the rule file, so no words of a question are behind them."""
    return Context(
        facts=tuple(
            Fact(name=name, value=value, words="", source=f"test of {rule.id}", start=0, end=0)
            for name, value in rule.values_of(test).items()
        )
    )
