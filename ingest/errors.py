"""Errors of ingest and of the data home. Each message says what is wrong, why it matters and what to do next.

IngestError
├── NotAPack            a path that holds no guideline
├── DocumentUnreadable  a file that can't be read as a document
├── AnchorMisplaced     an anchor that marks no paragraph or list item
├── IdRepeated          one guideline given twice in one batch
├── NotOnRecord         a guideline that is to be forgotten, and is not there
├── NotForgotten        a guideline that can't be forgotten, or not wholly yet
├── WriterBusy          another process is writing to the data home
├── RecordError
│   ├── RecordUnreadable    the record is damaged or not ours
│   ├── RecordTooNew        the record was written by a later version
│   └── VectorsMissing      the record was embedded with another model
├── IndexUnreadable     the vector index can't be used; it is rebuilt from the record
└── EmbedderError
    ├── EmbedderNotFound    no model of that name on this machine
    └── ExportFailed        the default model could not be exported
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path


class IngestError(Exception):
    """Root of the errors of this package."""


class NotAPack(IngestError):
    """A path was given that holds no guideline."""

    def __init__(self, path: Path) -> None:
        what = "holds no guideline" if path.exists() else "does not exist"
        super().__init__(
            f"{path} {what}, so nothing was ingested. Give a document, a folder of documents, a folder that "
            "holds guideline.md, that file itself, or a folder of such folders."
        )
        self.path = path


class DocumentUnreadable(IngestError):
    """A file can't be read as a document. `why` is a clause, `cure` a sentence without its full stop."""

    def __init__(self, *, file: str, why: str, cure: str) -> None:
        super().__init__(f"{file} can't be read: {why}. Nothing of it was ingested. {cure}.")
        self.file = file
        self.why = why


class AnchorMisplaced(IngestError):
    """`line` counts from 1."""

    def __init__(self, *, guideline: str, anchor: str, line: int) -> None:
        super().__init__(
            f"{guideline}, line {line}: the anchor '{anchor}' ends no paragraph or list item, so it marks no "
            "recommendation. Move it to the end of the paragraph or item that it names."
        )
        self.anchor = anchor
        self.line = line


class IdRepeated(IngestError):
    """Two documents of one batch have the same guideline id."""

    def __init__(self, *, guideline: str, sources: Sequence[Path]) -> None:
        listed = " and ".join(str(source) for source in sources)
        super().__init__(
            f"the guideline id '{guideline}' is used by {listed}; one would hide the other. "
            "Give each its own id, or ingest only one of them."
        )
        self.guideline = guideline


class NotOnRecord(IngestError):
    """A guideline was to be forgotten that is not on record."""

    def __init__(self, *, guideline: str, choices: Sequence[str]) -> None:
        listed = ", ".join(choices) if choices else "none"
        super().__init__(
            f"No guideline with id {guideline!r} is on record, so nothing was forgotten. On record: {listed}."
        )
        self.choices = tuple(choices)


class NotForgotten(IngestError):
    """`why` is a clause, `cure` a sentence without its full stop."""

    def __init__(self, *, guideline: str, why: str, cure: str) -> None:
        super().__init__(f"The guideline {guideline!r} is not forgotten: {why}. {cure}.")


class WriterBusy(IngestError):
    """Another process holds the write lock. `pid` and `since` are None where it left no name."""

    def __init__(self, *, home: Path, pid: int | None, since: datetime | None) -> None:
        owner = "another process" if pid is None else f"process {pid}"
        when = "" if since is None else f" since {since.isoformat(sep=' ', timespec='seconds')}"
        super().__init__(
            f"{owner} has been writing to {home}{when}; two writers would damage the record. "
            "Wait until it has ended and try again, or use another data home."
        )
        self.pid = pid
        self.since = since


class RecordError(IngestError):
    """Something about the record of guidelines and passages."""


class RecordUnreadable(RecordError):
    """The file is damaged, or not a record."""

    def __init__(self, *, path: Path, why: str) -> None:
        super().__init__(
            f"the record {path} can't be read ({why}); nothing may be cited from a damaged record. Restore "
            "it from a backup, or move it away and ingest the guidelines again."
        )
        self.path = path


class RecordTooNew(RecordError):
    """`found` and `known` are schema versions."""

    def __init__(self, *, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"the record {path} has schema {found}, but this version knows schemas up to {known}. "
            "Use the version that wrote it, or another data home."
        )


class VectorsMissing(RecordError):
    """`present` are the embedders that the record has vectors of."""

    def __init__(self, *, embedder: str, present: Sequence[str]) -> None:
        listed = ", ".join(present) if present else "none"
        super().__init__(
            f"the record holds no vectors of the embedding model '{embedder}' (it has: {listed}). "
            "Ingest again with that model, or choose one that is there."
        )
        self.present = tuple(present)


class IndexUnreadable(IngestError):
    """The vector index is absent, behind the record or damaged; `why` is a clause.

    `damage` is true where something happened to it that should not: that deserves a notice.
    """

    def __init__(self, why: str, *, damage: bool = True) -> None:
        super().__init__(f"the vector index can't be used: {why}. It is rebuilt from the record.")
        self.why = why
        self.damage = damage


class EmbedderError(IngestError):
    """Something about the embedding model."""


class EmbedderNotFound(EmbedderError):
    """No model of that name on this machine."""

    def __init__(self, *, name: str, why: str) -> None:
        super().__init__(
            f"the embedding model '{name}' can't be loaded ({why}). Choose 'default', the folder of a "
            "sentence-transformers model, or the name of one in the local model cache."
        )
        self.name = name


class ExportFailed(EmbedderError):
    """The default model could not be written as ONNX."""

    def __init__(self, *, name: str, why: str) -> None:
        super().__init__(
            f"the embedding model '{name}' could not be exported to ONNX ({why}), so nothing is embedded. "
            "Check that the installation is complete and that the data home has 100 MB free, and try again."
        )
        self.name = name
