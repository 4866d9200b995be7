"""Manifest: all that a run depends on, gathered before it starts."""

import hashlib
import platform
from collections.abc import Collection, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from evals.case import Case, Task
from evals.run import Manifest
from evals.system import System

ROOT = Path(__file__).parents[1]
CODE = ("evals/*.py", "evals/prompts/*", "rules/*.py", "rules/*.lark")
"""What metrics are made of: this package, and the rule core that they measure with."""
LIBRARIES = ("concordant", "ir-measures", "numpy", "onnxruntime", "scikit-learn", "scipy")


class Cases(Protocol):
    """A suite, as a run takes it; `hash` is over its cases."""

    @property
    def name(self) -> str: ...
    @property
    def cases(self) -> tuple[Case, ...]: ...
    @property
    def hash(self) -> str: ...


def manifest(
    suite: Cases, system: System, *, tasks: Collection[Task], seed: int, scored_by: Mapping[str, str]
) -> Manifest:
    """The manifest of a run that is about to start. Raises what `system.parts` raises."""
    return Manifest(
        suite=suite.name,
        suite_hash=suite.hash,
        system=system.name,
        parts=dict(sorted(system.parts().items())),
        code=code_hash(),
        seed=seed,
        versions=_versions(),
        tasks=tuple(task.value for task in Task if task in tasks),
        scored_by=dict(sorted(scored_by.items())),
    )


def differences(one: Manifest, other: Manifest) -> tuple[str, ...]:
    """Names of what differs, such as `seed` or `parts.rules_hash`, in the order of the manifest."""
    found: list[str] = []
    for name in Manifest.model_fields:
        a, b = getattr(one, name), getattr(other, name)
        if isinstance(a, Mapping) and isinstance(b, Mapping):
            found += [f"{name}.{key}" for key in sorted({*a, *b}) if a.get(key) != b.get(key)]
        elif a != b:
            found.append(name)
    return tuple(found)


@cache
def code_hash() -> str:
    """SHA-256 over names and bytes of the files that metrics are made of."""
    digest = hashlib.sha256()
    for file in sorted({file for pattern in CODE for file in ROOT.glob(pattern) if file.is_file()}):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _versions() -> Mapping[str, str]:
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:  # a checkout that is run without being installed
            found[library] = "not installed"
    return found
