"""System: what is under test. Every system is asked the same way, and names its parts for the manifest."""

from collections.abc import Mapping
from typing import Protocol

from evals.case import Case, Task
from evals.response import Check, Found, Reply, Usage

DEPTH = 20
"""Passages that a retrieval is asked for."""


class System(Protocol):
    """A system under test. Safe to call from several threads.

    A method raises `SystemFailed` where the system does not do its work on this case. `why_not` says why a
    task can't be done at all by this system on this case ("a bare model retrieves nothing"), or None: the
    scores that need it are then not scored, for that reason.
    """

    @property
    def name(self) -> str: ...
    def parts(self) -> Mapping[str, str]:
        """What the system is made of: corpus, rules, model, prompt and code, as hashes or names."""
        ...

    def why_not(self, case: Case, task: Task) -> str | None: ...
    def answer(self, case: Case) -> tuple[Reply, Usage | None]: ...
    def check(self, case: Case) -> Check: ...
    def retrieve(self, case: Case, *, k: int = DEPTH) -> tuple[Found, ...]: ...
    def close(self) -> None: ...
