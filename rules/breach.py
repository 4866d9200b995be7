"""Breach: a rule that a statement breaks, or can't be judged by for want of facts."""

from dataclasses import dataclass

from rules.rule import Rule


@dataclass(frozen=True)
class Breach:
    """`missing`: the facts without which the rule can't judge the statement; empty where it is broken.

    `rival`: the statement starts another treatment than the rule asks for. `denies`: it says the opposite of
    what the rule says, whoever it is said of. `forgets`: it only leaves unsaid what has to go with what it
    says, and the rest of the answer may say that.
    """

    rule: Rule
    why: str
    missing: tuple[str, ...] = ()
    rival: bool = False
    denies: bool = False
    forgets: bool = False
