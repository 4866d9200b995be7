"""Tests beside the rules are run as their authors meant them."""

from collections.abc import Sequence

import pytest

from rules.condition import Test
from rules.context import Context
from rules.rule import MustNot, Rule, RuleTest, Want
from rules.trials import Trial, run_trials
from rules.verdict import Grounds, Judgement, Omission, Outcome, Report, State, Verdict

PLACE = Grounds(passage_id="p:a", quote="Q.", start=0, end=2)


class Always:
    """A core that says the same of every answer."""

    def __init__(self, *verdicts: Verdict, state: State = State.FIRED, forgets: str = "") -> None:
        self.verdicts, self.state, self.forgets = verdicts, state, forgets

    @property
    def checker(self) -> "Always":
        return self

    def completed(self, context: Context) -> Context:
        return context

    def outcomes(self, context: Context) -> tuple[Outcome, ...]:
        return (Outcome(rule="r", state=self.state, missing=("age",)),)

    def check(self, *, question: str, answer: str, context: Context, outcomes: Sequence[Outcome]) -> Report:
        return Report(
            passed=False,
            why="because",
            judgements=tuple(
                Judgement(text=answer, start=0, end=1, verdict=verdict, reason="")
                for verdict in self.verdicts
            ),
            missing=(Omission(rule=self.forgets, say="Q.", grounds=PLACE),) if self.forgets else (),
            context=context,
            outcomes=tuple(outcomes),
            rules_hash="0",
        )


def trial(subject: Always, want: Want) -> Trial:
    rule = Rule(
        id="r",
        guideline="p",
        title="T",
        cite="p:a",
        quote="Q.",
        quote_sha256="0" * 64,
        when=Test("her2", "is", ("positive",)),
        duty=MustNot(do="give", what=("drug",)),
        say="Q.",
        tests=(RuleTest(facts={"her2": "positive"}, answer="A.", want=want),),
        file="rules/r.yaml",
        line=1,
    )
    return run_trials(subject, [rule])[0]


@pytest.mark.parametrize(
    ("subject", "want", "got"),
    [
        (Always(Verdict.SUPPORTED, Verdict.NEUTRAL), "supported", "supported"),
        (Always(Verdict.NEUTRAL), "neutral", "neutral"),
        (Always(Verdict.SUPPORTED, Verdict.CONTRADICTED), "supported", "contradicted"),
        (Always(Verdict.UNSUPPORTED, Verdict.CONTRADICTED), "contradicted", "contradicted"),
        (Always(Verdict.SUPPORTED, forgets="r"), "missing", "missing"),
        (Always(Verdict.SUPPORTED, forgets="another"), "supported", "supported"),
        (Always(state=State.NOT_FIRED), "not_applicable", "not_applicable"),
        (Always(state=State.UNDECIDED), "not_applicable", "undecided"),
        (Always(Verdict.UNSUPPORTED, state=State.UNDECIDED), "needs_context", "needs_context"),
        (Always(Verdict.UNSUPPORTED), "needs_context", "unsupported"),
    ],
)
def test_a_test_comes_out_as_the_report_says(subject: Always, want: Want, got: str) -> None:
    found = trial(subject, want)
    assert (found.got, found.passed) == (got, want == got)
