"""Documents: plain Markdown files beside a suite, each a guideline of its own that says nothing of itself."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from corpus.guideline import Guideline, ReviewState, Status
from evals.errors import DocumentsUnreadable
from rules.context import Turn
from rules.verdict import Report

if TYPE_CHECKING:
    from rules.core import Core

KEPT = 4
"""Documents whose rule core is kept, since the cases of a suite on one document stand together."""


class Documents:
    """The files below one folder, by name, and checks against one of them alone, without rules.

    Safe to call from several threads. `folder` None: there are none, and `why_not` says so. `cache` is a
    folder in which the compiled vocabulary is kept: without it, each document costs the seconds of compiling
    it. A data home keeps one with its packs' words in `vocabulary`; this one is another.
    Raises DocumentsUnreadable where `folder` is no folder.
    """

    def __init__(self, folder: Path | None, *, cache: Path | None = None) -> None:
        if folder is not None and not folder.is_dir():
            raise DocumentsUnreadable(
                f"{folder} is not a folder. Give the folder that holds the cases' documents."
            )
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()] if folder else []
        self._found = {file.name: file for file in files}
        self._twice = {name for name, count in Counter(file.name for file in files).items() if count > 1}
        self._cache = cache
        self._loading = Lock()
        self._core: Callable[[str], Core] = lru_cache(maxsize=KEPT)(self._load)

    def why_not(self, name: str | None) -> str | None:
        """Why nothing can be checked against the document of this file name, or None. None needs no file."""
        if name is None:
            return None
        if not self._found:
            return "it names a document: give the folder that holds it with --documents"
        if name not in self._found:
            return f"there is no {name} in the folder given with --documents"
        if name in self._twice:
            return f"there are several {name} in the folder given with --documents; give the right one"
        if not name.endswith(".md"):
            return "this version reads Markdown documents alone"
        return None

    def check(self, name: str, *, question: str, answer: str, history: Sequence[Turn] = ()) -> Report:
        """What the rule core says of an answer, with the passages of one document and no rules.

        `name` is one that `why_not` has nothing against. Raises DocumentsUnreadable.
        """
        with self._loading:
            core = self._core(name)
        return core.check(question=question, answer=answer, history=history)

    def digest(self) -> str:
        """SHA-256 hex digest of the names and bytes of all Markdown files."""
        digest = hashlib.sha256()
        for name, file in sorted(self._found.items()):
            if name.endswith(".md"):
                digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()

    def _load(self, name: str) -> "Core":
        from ingest.markdown import passages  # noqa: PLC0415  (only where a case names a document)
        from rules.core import Core  # noqa: PLC0415

        try:
            document = self._found[name].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DocumentsUnreadable(
                f"{self._found[name]} can't be read: {error}. Give a Markdown file in UTF-8."
            ) from error
        return Core.load((), passages(document, unnamed(name)), cache=self._cache)


def unnamed(name: str, *, title: str | None = None) -> Guideline:
    """A guideline for a document that says nothing of itself: what is not known stays unknown.

    `name` is its file name, whose stem is the id; `title` is the stem too unless one is given.
    """
    stem = Path(name).stem
    return Guideline(
        id=stem,
        version="unknown",
        title=title or stem,
        publisher=None,
        published=None,
        retrieved=None,
        review_by=None,
        licence="unknown",
        source=name,
        status=Status.IN_FORCE,
        superseded_by=None,
        review=ReviewState.SUBMITTED,
    )
