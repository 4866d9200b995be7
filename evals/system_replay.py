"""Replay system: results that were kept, scored again without what made them."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from evals.case import Case, Task
from evals.errors import SystemFailed
from evals.response import Check, Found, Reply, Response, Usage
from evals.run import Run
from evals.system import DEPTH


class ReplaySystem:
    """Says of each case what was kept under its id. `parts` are those of the system that made it.

    What it does takes no time worth measuring, so its times tell nothing.
    """

    def __init__(self, name: str, kept: Mapping[str, Response], *, parts: Mapping[str, str]) -> None:
        self.name = name
        self._kept = kept
        self._parts = parts

    @classmethod
    def of_run(cls, run: Run) -> "ReplaySystem":
        """Replays a run that was kept: answers, checks and findings, failures and skipped tasks too."""
        kept = {result.case.id: result.response for result in run.results}
        return cls(run.manifest.system, kept, parts=run.manifest.parts)

    @classmethod
    def of_ranking(cls, file: Path, found: Mapping[str, tuple[Found, ...]]) -> "ReplaySystem":
        """Replays a TREC run file: `found` are its passages by case id, best first. It only retrieves, and
        tells no text of what it found."""
        kept = {id: Response(found=ranked) for id, ranked in found.items()}
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return cls(file.stem, kept, parts={"run": digest})

    def parts(self) -> Mapping[str, str]:
        """See System."""
        return self._parts

    def why_not(self, case: Case, task: Task) -> str | None:
        """See System. A task that was not done then is not done now, for the reason that was given then."""
        kept = self._kept.get(case.id)
        if kept is None:
            return "the kept results hold nothing on this case"
        done = {Task.ANSWER: kept.reply, Task.CHECK: kept.check, Task.RETRIEVE: kept.found}[task]
        if done is not None or task in kept.failed:
            return None
        return kept.skipped.get(task, f"the kept results hold no {task.value} of this case")

    def answer(self, case: Case) -> tuple[Reply, Usage | None]:
        """See System."""
        kept = self._of(case, Task.ANSWER)
        if kept.reply is None:
            raise SystemFailed("The kept results hold no answer to this case.")
        return kept.reply, kept.usage

    def check(self, case: Case) -> Check:
        """See System."""
        kept = self._of(case, Task.CHECK)
        if kept.check is None:
            raise SystemFailed("The kept results hold no check of this case.")
        return kept.check

    def retrieve(self, case: Case, *, k: int = DEPTH) -> tuple[Found, ...]:
        """See System. No more can be given than was kept."""
        kept = self._of(case, Task.RETRIEVE)
        if kept.found is None:
            raise SystemFailed("The kept results hold no passages for this case.")
        return kept.found[:k]

    def close(self) -> None:
        """Nothing is held."""

    def _of(self, case: Case, task: Task) -> Response:
        kept = self._kept.get(case.id, Response())
        if task in kept.failed:
            raise SystemFailed(kept.failed[task])
        return kept
