"""Objection: what the rules that stand on cited passages hold against a statement."""

from collections.abc import Set

from evals.entailment import Asked
from evals.instruments import Instruments


def objection(instruments: Instruments, asked: Asked, text: str, *, passages: Set[str]) -> str | None:
    """Why a statement does not follow from passages although its words do: a rule on one of these passages
    does not allow it for this patient, or demands something beside it that it leaves out. None: no rule does.

    `passages` are ids. A rule is how a pack writes down a condition of its passage, so it counts as a part of
    the passage; rules on other passages do not count.
    """
    core = instruments.core
    rules = {rule.id for rule in core.rules if rule.cite in passages}
    if not rules:
        return None
    report = core.checker.check(
        question=asked.question, answer=text, context=asked.context, outcomes=core.outcomes(asked.context)
    )
    charged = next((one for one in report.judgements if rules & set(one.rules)), None)
    if charged is not None:
        return charged.reason
    missing = next((one for one in report.missing if one.rule in rules), None)
    return f"it leaves out: {missing.say}" if missing is not None else None
