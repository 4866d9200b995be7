"""What can go wrong at the edge.

EdgeError
├── SettingsError     a CONCORDANT_* variable can't be taken as it is
├── BadInput          an argument or a file can't be taken as it is
├── RuleNotFound      a rule was named that no pack holds
├── PassageNotFound   a passage was named that is not on record
└── NotReady          the service can't answer yet
"""

from collections.abc import Sequence


class EdgeError(Exception):
    """Root of the errors of this package; the message says what, why and what to do next."""


class SettingsError(EdgeError):
    """`problems` are whole sentences, one for each variable that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class BadInput(EdgeError):
    """The caller can mend this."""


class RuleNotFound(EdgeError):
    """`choices` are the ids of the rules that are loaded."""

    def __init__(self, *, rule: str, choices: Sequence[str]) -> None:
        listed = ", ".join(choices) if choices else "none (ingest a guideline that has rules)"
        super().__init__(f"No rule with id {rule!r} is loaded. Rules: {listed}.")
        self.choices = tuple(choices)


class PassageNotFound(EdgeError):
    """Nothing is stored under this guideline, version and passage id."""

    def __init__(self, *, guideline: str, version: str, passage: str) -> None:
        super().__init__(
            f"Version {version!r} of guideline {guideline!r} has no passage {passage!r} on record. "
            f"List what it has with: concordant passages {guideline}"
        )


class NotReady(EdgeError):
    """The service is up, but its index or its rules are not there."""
