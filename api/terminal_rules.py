"""Terminal: rules as a clinician or a rule author reads them."""

from collections.abc import Sequence

from api.terminal import Screen, show_facts, spoken, told
from api.wire_rules import demands
from rules.context import Context
from rules.finding import Finding
from rules.rule import Rule
from rules.trials import Trial
from rules.verdict import Outcome


def show_rules(screen: Screen, rules: Sequence[Rule]) -> None:
    """Write one line a rule."""
    screen.table(
        ("rule", "duty", "title"),
        [(rule.id, spoken(rule.duty_name), rule.title) for rule in rules],
    )
    screen.line()
    screen.line(f"{len(rules)} rules. Explain one with: concordant rules explain RULE", "dim")


def show_rule(screen: Screen, rule: Rule, outcome: Outcome | None, context: Context | None) -> None:
    """Write the whole rule, and where it stands for a patient when one was given."""
    screen.line(rule.title, "bold")
    screen.line(f"{rule.id}, {rule.file}:{rule.line}", "dim")
    screen.head("RESTS ON")
    graded = "".join(f" ({grade})" for grade in (rule.strength, rule.evidence) if grade)
    screen.item("•", f"“{rule.quote}”{graded} {rule.cite}")
    screen.head("APPLIES WHEN")
    screen.item("•", str(rule.when))
    if rule.overrides:
        screen.item("•", f"it then goes before: {', '.join(rule.overrides)}")
    if rule.valid_from:
        screen.item("•", f"from {rule.valid_from} on")
    screen.head("DEMANDS")
    screen.item("•", f"{spoken(rule.duty_name)}: {_told(demands(rule))}")
    if rule.requires:
        screen.item("•", f"requires: {rule.requires}")
    screen.head("SAYS WHEN IT IS FORGOTTEN")
    screen.item("•", rule.say)
    if rule.misuse:
        screen.head("DO NOT USE IT")
        screen.item("!", rule.misuse, style="yellow")
    if outcome is not None:
        screen.head("FOR THIS PATIENT")
        wants = (
            f", for want of {', '.join(spoken(name) for name in outcome.missing)}" if outcome.missing else ""
        )
        screen.item("•", f"{spoken(outcome.state.value)}{wants}")
    if context is not None:
        show_facts(screen, context)
    screen.line()
    screen.line(f"{len(rule.tests)} tests stand beside it.", "dim")


def show_trials(screen: Screen, trials: Sequence[Trial]) -> None:
    """Write the tests that did not come out, with the patient, the answer and why; then the count."""
    failed = [trial for trial in trials if not trial.passed]
    for trial in failed:
        facts = ", ".join(f"{spoken(name)} {told(value)}" for name, value in trial.test.facts.items())
        screen.head(f"{trial.rule.id}: wanted {spoken(trial.test.want)}, got {spoken(trial.got)}")
        screen.item("patient:", facts or "nothing known")
        screen.item("answer:", trial.test.answer)
        screen.item("why:", trial.why, style="dim")
    if failed:
        screen.line()
    screen.line(f"{len(trials) - len(failed)} of {len(trials)} tests came out as wanted.", "bold")


def show_findings(screen: Screen, checks: Sequence[str], findings: Sequence[Finding]) -> None:
    """Write what each check found, and which checks found nothing."""
    for check in checks:
        found = [finding for finding in findings if finding.check == check]
        if found:
            screen.head(f"{check.upper()}: {len(found)}")
        for finding in found:
            patient = f" Patient: {finding.patient}." if finding.patient else ""
            screen.item("!", f"{', '.join(finding.rules)}: {finding.what}. {finding.why}{patient}")
    other = [finding for finding in findings if finding.check not in checks]
    for finding in other:
        screen.item("!", str(finding))
    silent = [check for check in checks if not any(finding.check == check for finding in findings)]
    if findings:
        screen.line()
    screen.line(f"{len(findings)} findings. Nothing found by: {', '.join(silent) or 'none'}.", "bold")


def _told(stated: dict[str, object]) -> str:
    return ", ".join(f"{spoken(name)} {_words(value)}" for name, value in stated.items())


def _words(value: object) -> str:
    if isinstance(value, dict):
        return _told(value)
    return ", ".join(spoken(str(one)) for one in value) if isinstance(value, list) else spoken(str(value))
