"""The rule base proves itself: every check that `concordant rules verify` runs.

What the loader checks (shape, ids, citations and their digests) has passed before a core exists.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rules import verify_claims, verify_enumeration, verify_logic, verify_text, verify_trials
from rules.core import Core
from rules.finding import Finding
from rules.verify_model import Model


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What the checks that were run found; `passed` when it is nothing."""

    checks: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return not self.findings


def verify(core: Core, *, checks: tuple[str, ...] = ()) -> Verification:
    """Runs the checks named, or all of them, in the order of CHECKS. Raises KeyError for an unknown one."""
    for name in checks:
        if name not in CHECKS:
            raise KeyError(f'There is no check "{name}". Choose from: {", ".join(CHECKS)}.')
    chosen = checks or tuple(CHECKS)
    return Verification(
        checks=chosen, findings=tuple(finding for name in chosen for finding in CHECKS[name](core))
    )


def _above(core: Core) -> Callable[[str], frozenset[str]]:
    def above(concept: str) -> frozenset[str]:
        return frozenset(each.removeprefix("c:") for each in core.lexicon.above(f"c:{concept}"))

    return above


def _gaps(core: Core) -> Iterator[Finding]:
    """Gaps by Z3, which plain enumeration has to confirm, decision by decision."""
    found = tuple(verify_logic.gaps(Model(core.base)))
    yield from found
    counted = verify_enumeration.left_over(core.base)
    by_z3 = {finding.rules for finding in found}
    for decision in core.base.decisions:
        if (decision.rules in by_z3) != (decision.name in counted):
            what = f'Z3 and enumeration disagree on a gap in "{decision.name}"'
            why = "One of the two is wrong; trust neither until they agree."
            patient = counted.get(decision.name, "")
            yield Finding(check="enumeration", rules=decision.rules, what=what, why=why, patient=patient)


CHECKS: Mapping[str, Callable[[Core], Iterator[Finding]]] = {
    "tests": lambda core: verify_trials.untested(core.rules),
    "trials": verify_trials.failing,
    "dead": lambda core: verify_logic.dead(Model(core.base)),
    "vacuous": lambda core: verify_logic.vacuous(Model(core.base)),
    "redundant": lambda core: verify_logic.redundant(Model(core.base), _above(core)),
    "conflict": lambda core: verify_logic.conflicts(Model(core.base), _above(core)),
    "gap": _gaps,
    "enumeration": lambda core: verify_enumeration.disagreements(core.base),
    "flip": lambda core: verify_enumeration.flips(core.base),
    "alarm": verify_text.alarms,
    "claims": verify_claims.unfound,
    "mutation": verify_trials.unnoticed,
}
"""The checks by name, in the order in which they run: quick ones first."""
