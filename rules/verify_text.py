"""Whether the rule base agrees with itself and its guideline in words, and how much of it the rules hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.core import Core
from rules.finding import Finding
from rules.source import Source
from rules.verdict import Verdict

_LEAVES = frozenset({Verdict.SUPPORTED, Verdict.NEUTRAL})


def alarms(core: Core) -> Iterator[Finding]:
    """Quotes and messages of rules that the checker itself would not let through."""
    for rule in core.rules:
        for kind, text in (("quote", rule.quote), ("message", rule.say)):
            report = core.check(question="", answer=text)
            bad = [one for one in report.judgements if one.verdict not in _LEAVES]
            if bad:
                what = f"its {kind} comes out as {bad[0].verdict.value}: {bad[0].text!r}"
                yield Finding(check="alarm", rules=(rule.id,), what=what, why=bad[0].reason)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Passages of the guidelines with rules, by what holds them: a rule, grounding alone, or nothing."""

    rules: tuple[str, ...]
    grounding: tuple[str, ...]
    nothing: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share of passages that a rule holds; None where there are no passages."""
        total = len(self.rules) + len(self.grounding) + len(self.nothing)
        return len(self.rules) / total if total else None


def coverage(core: Core, sources: Sequence[Source]) -> Coverage:
    """What holds each passage of the guidelines that have rules; a passage is grounded if it may be said."""
    guidelines = {rule.guideline for rule in core.rules}
    cited = {rule.cite for rule in core.rules}
    held: dict[str, list[str]] = {"rules": [], "grounding": [], "nothing": []}
    for source in sources:
        if source.guideline not in guidelines:
            continue
        if source.id in cited:
            held["rules"].append(source.id)
        else:
            report = core.check(question="", answer=source.text)
            grounded = all(one.verdict in _LEAVES for one in report.judgements)
            held["grounding" if grounded else "nothing"].append(source.id)
    return Coverage(**{name: tuple(ids) for name, ids in held.items()})
