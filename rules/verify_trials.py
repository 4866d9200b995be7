"""Whether the tests beside the rules are enough: all four kinds, all passing, and none blind to its rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rules.condition import Not
from rules.context import Context
from rules.core import Core
from rules.finding import Finding
from rules.outcome import outcomes
from rules.rule import Monitor, Rule
from rules.trials import Checks, Trial, run_trials
from rules.verdict import Outcome, State


def untested(rules: tuple[Rule, ...]) -> Iterator[Finding]:
    """Rules without a test of each kind: right, wrong, another patient, too little known.

    A rule for every patient has no other patient and lacks no fact, so two kinds do for it.
    """
    for rule in rules:
        wants = {test.want for test in rule.tests}
        kinds = {"supported": {"supported"}, "contradicted": {"contradicted", "missing", "unsupported"}}
        if isinstance(rule.duty, Monitor):
            kinds["missing"] = {"missing"}
        if rule.when.facts():
            kinds |= {"not_applicable": {"not_applicable"}, "needs_context": {"needs_context"}}
        lacking = [kind for kind, accepted in kinds.items() if not wants & accepted]
        if lacking:
            what = f"it has no test that wants {' or '.join(lacking)}"
            yield Finding(check="tests", rules=(rule.id,), what=what, why="Write one beside the rule.")


def failing(core: Core) -> Iterator[Finding]:
    """Tests beside the rules that do not come out as wanted."""
    for trial in run_trials(core, core.rules):
        if not trial.passed:
            what = f"{trial.test.answer!r} came out as {trial.got}, not {trial.test.want}"
            yield Finding(check="tests", rules=(trial.rule.id,), what=what, why=trial.why)


def unnoticed(core: Core) -> Iterator[Finding]:
    """Rules that can be deleted, or turned into their opposite, and no test of theirs tells."""
    for rule in core.rules:
        sound = [trial for trial in run_trials(core, [rule]) if trial.passed]
        for how, subject in (("deleted", _Without(core, rule)), ("negated", _negated(core, rule))):
            changed = run_trials(subject, [replace(rule, tests=tuple(trial.test for trial in sound))])
            if not any(_notices(before, after) for before, after in zip(sound, changed, strict=True)):
                what = f"no test notices when it is {how}"
                why = "Add a test whose outcome, or reason, is this rule's own."
                yield Finding(check="mutation", rules=(rule.id,), what=what, why=why)


def _notices(before: Trial, after: Trial) -> bool:
    """A test notices a change by another outcome, or by other rules that a wrong answer is held to."""
    wrong = before.got in ("contradicted", "missing")
    return before.got != after.got or (wrong and before.charged != after.charged)


def _negated(core: Core, rule: Rule) -> Core:
    rules = tuple(replace(one, when=Not(one.when)) if one.id == rule.id else one for one in core.rules)
    return replace(core, base=replace(core.base, rules=rules), checker=replace(core.checker, rules=rules))


@dataclass(frozen=True)
class _Without:
    """The core without one rule; that rule counts as one that never fires."""

    core: Core
    rule: Rule

    @property
    def checker(self) -> Checks:
        return replace(self.core.checker, rules=self._rest)

    @property
    def _rest(self) -> tuple[Rule, ...]:
        return tuple(one for one in self.core.rules if one.id != self.rule.id)

    def completed(self, context: Context) -> Context:
        return self.core.completed(context)

    def outcomes(self, context: Context) -> tuple[Outcome, ...]:
        return (*outcomes(self._rest, context), Outcome(rule=self.rule.id, state=State.NOT_FIRED))
