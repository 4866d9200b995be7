"""Terminal: the verdict on an answer, and the count over many judged answers."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from api.terminal import Screen, clean, show_facts, spoken
from evals.judged_case import Scored, Unscored
from evals.tally import Rate, Tally
from rules.verdict import Judgement, Report, State, Verdict

_COLOURS = {Verdict.SUPPORTED: "green", Verdict.NEUTRAL: "dim"}


def show_report(screen: Screen, report: Report) -> None:
    """Write the verdict, each statement with its reason and place, and what is missing."""
    verdict, why = ("PASS", "Passed: ") if report.passed else ("BLOCK", "Blocked: ")
    said = report.why.removeprefix(why)
    screen.item(verdict, said[:1].upper() + said[1:], indent=0, style=_bold(report.passed))
    if report.judgements:
        screen.head("STATEMENTS")
    for judgement in report.judgements:
        _judged(screen, judgement)
    if report.missing:
        screen.head("HAD TO BE SAID AND WAS NOT")
    for gap in report.missing:
        screen.item("+", f"{gap.say} (rule {gap.rule}, {gap.grounds.passage_id})", style="yellow")
    show_facts(screen, report.context)
    _applied(screen, report)
    screen.line()
    screen.line(f"Rules {report.rules_hash[:12]}; no language model took part.", "dim")


def show_cases(screen: Screen, counted: Tally, results: Sequence[Scored | Unscored]) -> None:
    """Write misses and false alarms by group with 95 % intervals, then each case that went wrong."""
    rows = [*counted.rows, counted.total, *([counted.sentences] if counted.sentences else [])]
    screen.table(
        ("group", "misses", "95 %", "false alarms", "95 %"),
        [
            (
                row.group,
                _share(row.misses),
                _interval(row.misses),
                _share(row.false_alarms),
                _interval(row.false_alarms),
            )
            for row in rows
        ],
    )
    screen.line()
    screen.line("A miss is a bad answer that passed; a false alarm is a good answer that was blocked.", "dim")
    scored = [result for result in results if isinstance(result, Scored)]
    _wrong(screen, "MISSES", [result for result in scored if result.is_miss])
    _wrong(screen, "FALSE ALARMS", [result for result in scored if result.is_false_alarm])
    skipped = sorted((r for r in results if isinstance(r, Unscored)), key=lambda result: result.why)
    for why, group in groupby(skipped, key=lambda result: result.why):
        ids = [result.case.id for result in group]
        screen.head(f"NOT SCORED: {len(ids)}")
        screen.item("•", f"{why} ({', '.join(ids)})")


def _judged(screen: Screen, judgement: Judgement) -> None:
    text = Text(clean(judgement.text))
    by = f" (rule {', '.join(judgement.rules)})" if judgement.rules else ""
    text.append(f"\n{clean(judgement.reason)}{by}", style="dim")
    for place in judgement.grounds:
        text.append(f"\n{place.passage_id}: “{clean(place.quote)}”", style="dim")
    colour = _COLOURS.get(judgement.verdict, "bold red")
    screen.item(f"{judgement.verdict.value.replace('_', ' '):<13}", text, style=colour)


def _applied(screen: Screen, report: Report) -> None:
    """Count the rules; those that spoke are named beside the statements, the others in JSON."""
    states = Counter(outcome.state for outcome in report.outcomes)
    wanting = dict.fromkeys(spoken(name) for outcome in report.outcomes for name in outcome.missing)
    screen.head("RULES")
    screen.item("•", f"{states[State.FIRED]} apply to this patient, {states[State.NOT_FIRED]} do not")
    if wanting:
        screen.item("•", f"{states[State.UNDECIDED]} are undecided, for want of: {', '.join(wanting)}")


def _wrong(screen: Screen, title: str, results: Sequence[Scored]) -> None:
    if results:
        screen.head(f"{title}: {len(results)}")
    for result in results:
        screen.item("•", f"{result.case.id} ({result.case.group}): {result.report.why}")


def _share(rate: Rate) -> str:
    return f"{rate.count} of {rate.total}" if rate.total else "none to count"


def _interval(rate: Rate) -> str:
    if rate.low is None or rate.high is None:
        return ""
    return f"{rate.low:.0%} to {rate.high:.0%}"


def _bold(passed: bool) -> str:
    return "bold green" if passed else "bold red"
