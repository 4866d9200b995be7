"""concordant rules: the rules on record, each with its passage, its condition and its tests."""

# ruff: noqa: PLC0415  (imports wait inside the commands, so that help is instant)

from typing import Annotated

import typer

from api.options import ABSTAINED, AsJson, Guidelines

rules = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="List, explain, test and verify the rules."
)


@rules.command("list")
def list_rules(guideline: Guidelines = None, as_json: AsJson = False) -> None:
    """List the rules with the passage that each one cites."""
    from api import engine as engines
    from api.settings import load_settings
    from api.terminal import Screen
    from api.terminal_rules import show_rules
    from api.wire_rules import RuleList

    engine = engines.open_engine(load_settings())
    chosen = engines.rules_of(engine, tuple(guideline or ()))
    if as_json:
        typer.echo(RuleList.of(chosen).to_json())
    else:
        show_rules(Screen(), chosen)


@rules.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The id of a rule.")],
    question: Annotated[
        str | None, typer.Option("--question", "-q", help="Say where the rule stands for this patient.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Explain a rule: what it rests on, when it applies, what it demands, and when not to use it."""
    from api import engine as engines
    from api.errors import RuleNotFound
    from api.settings import load_settings
    from api.terminal import Screen
    from api.terminal_rules import show_rule
    from api.wire_rules import Explained

    engine = engines.open_engine(load_settings())
    known = {one.id: one for one in engine.core.rules}
    if rule not in known:
        raise RuleNotFound(rule=rule, choices=tuple(known))
    context = engine.core.read(question) if question is not None else None
    stands = next((o for o in engine.core.outcomes(context) if o.rule == rule), None) if context else None
    if as_json:
        typer.echo(Explained.of(known[rule], stands).to_json())
    else:
        show_rule(Screen(), known[rule], stands, context)


@rules.command("test")
def run_tests(guideline: Guidelines = None, as_json: AsJson = False) -> None:
    """Run the tests that stand beside the rules. Exit code 3 when one does not come out as it should."""
    from api import engine as engines
    from api.settings import load_settings
    from api.terminal import Screen
    from api.terminal_rules import show_trials
    from api.wire_rules import TrialList
    from rules.trials import run_trials

    engine = engines.open_engine(load_settings())
    trials = run_trials(engine.core, engines.rules_of(engine, tuple(guideline or ())))
    if as_json:
        typer.echo(TrialList.of(trials).to_json())
    else:
        show_trials(Screen(), trials)
    if not all(trial.passed for trial in trials):
        raise typer.Exit(ABSTAINED)


@rules.command()
def verify(
    check: Annotated[
        list[str] | None,
        typer.Option("--check", metavar="NAME", help="Run this check alone; may be given again."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prove the rule base: conflicts, gaps, dead and redundant rules, tests that notice nothing.

    By solver and by enumeration. Exit code 3 when something was found.
    """
    from api import engine as engines
    from api.errors import BadInput
    from api.settings import load_settings
    from api.terminal import Screen
    from api.terminal_rules import show_findings
    from api.wire_rules import VerificationBody
    from rules.core import Core
    from rules.verify import CHECKS
    from rules.verify import verify as prove

    chosen = tuple(check or ())
    if unknown := [name for name in chosen if name not in CHECKS]:
        raise BadInput(f"There is no check {', '.join(map(repr, unknown))}. Checks: {', '.join(CHECKS)}.")
    core = engines.open_engine(load_settings()).core
    assert isinstance(core, Core)
    found = prove(core, checks=chosen)
    if as_json:
        typer.echo(VerificationBody.of(found).to_json())
    else:
        show_findings(Screen(), found.checks, found.findings)
    if not found.passed:
        raise typer.Exit(ABSTAINED)
