"""Report: what an ingest did, for whoever started it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.incoming import Loaded
from ingest.passage import Kind, Passage
from ingest.reading import Note


class IndexState(StrEnum):
    """What happened to the vector index."""

    KEPT = "kept"
    BUILT = "built"
    REBUILT = "rebuilt from the record"


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What was read in one file. `graded` counts passages with a printed strength or level of evidence."""

    file: str
    guideline: str
    passages: int
    recommendations: int
    graded: int
    table_rows: int
    dropped: tuple[Note, ...]
    doubtful: tuple[Note, ...]

    @classmethod
    def of(cls, source: Path, loaded: Loaded) -> "FileReport":
        """The counts of a guideline that was read from `source`."""

        def count(holds: Callable[[Passage], bool]) -> int:
            return sum(holds(passage) for passage in loaded.passages)

        return cls(
            file=source.name,
            guideline=loaded.guideline.id,
            passages=len(loaded.passages),
            recommendations=count(lambda passage: passage.kind is Kind.RECOMMENDATION),
            graded=count(lambda passage: passage.strength is not None or passage.evidence is not None),
            table_rows=count(lambda passage: passage.kind is Kind.TABLE_ROW),
            dropped=loaded.dropped,
            doubtful=loaded.doubtful,
        )


@dataclass(frozen=True, kw_only=True)
class FileFailed:
    """A file that could not be read, and why; the rest of the batch went on.

    `guideline` is its id. What was on record under it stays.
    """

    file: str
    guideline: str
    why: str


@dataclass(frozen=True, kw_only=True)
class IngestReport:
    """Counts are of the guidelines that were given, unless said otherwise.

    `changed` and `unchanged` name them as "id version". `embedded` counts the texts that went through the
    model, `reused` the passages whose vector was on record. `seconds` is wall-clock time. `files` are those
    that were read anew, `failed` those that could not be.
    """

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    withdrawn: tuple[str, ...]
    passages: int
    recommendations: int
    embedded: int
    reused: int
    index: IndexState
    notices: tuple[str, ...]
    seconds: float
    files: tuple[FileReport, ...] = ()
    failed: tuple[FileFailed, ...] = ()
