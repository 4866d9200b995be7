"""Parts: which parts of the pipeline are at work, so that what a part does can be measured without it."""

from dataclasses import dataclass

from retrieval.arms import Arms


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The parts that are on. `Pipeline.open` takes them from code alone, for evaluations: no setting and no
    request can switch a part off, so that nothing unchecked can ever be served.

    `checks` off: each statement's verdict is noted, and nothing is dropped, added or withheld for it. Quotes
    are still compared with their passages, which is not the rule core's work, and rules are still drafted
    from. `repairs` off: a draft that does not pass at once as a whole is withheld. `arms`: the ways of
    searching that are asked.
    """

    checks: bool = True
    repairs: bool = True
    arms: Arms = Arms.BOTH

    @property
    def off(self) -> tuple[str, ...]:
        """What is switched off, in words, in a fixed order; empty where everything is on."""
        missing = {
            "rule core": not self.checks,
            "repair": not self.repairs,
            "dense search": self.arms is Arms.LEXICAL,
            "lexical search": self.arms is Arms.DENSE,
        }
        return tuple(name for name, is_off in missing.items() if is_off)


WHOLE = Parts()
"""Everything on, as it is served."""
