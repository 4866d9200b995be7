"""Files: small suites that tests write, and what is said of them."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from evals.errors import SuiteUnreadable
from evals.suite import read_suite

SHARED = Path(__file__).parents[3] / "shared"
"""Material that is not part of the repository; tests that use it are skipped where it is absent."""


def line(**fields: object) -> str:
    """A case as a line of JSON: one that answers, unless told otherwise."""
    return json.dumps({"id": "a", "question": "What is given?", **fields}, ensure_ascii=False)


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The folder, with these files in it."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def complaint(source: Path, *, format: str | None = None) -> str:
    """What is said of a suite that can't be read, with paths from its folder on."""
    with pytest.raises(SuiteUnreadable) as caught:
        read_suite(source, format=format)
    folder = source if source.is_dir() else source.parent
    return str(caught.value).replace(f"{folder}/", "")
