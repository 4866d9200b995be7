"""Finding: one thing that the rule base does not live up to."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check found. `rules` are the ids it concerns, `why` says what to do.

    `patient` is a patient, as facts in words, for whom it shows; empty where none is needed.
    """

    check: str
    rules: tuple[str, ...]
    what: str
    why: str
    patient: str = ""

    def __str__(self) -> str:
        whom = f" Patient: {self.patient}." if self.patient else ""
        return f"{self.check}: {', '.join(self.rules)}: {self.what}. {self.why}{whom}"
