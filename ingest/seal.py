"""Seal: a folder of files with a list of what they were when it was closed, so that damage shows."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.errors import IndexUnreadable

_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class SealedFile:
    """A file as it was sealed; `modified` is its time stamp in nanoseconds."""

    path: str
    size: int
    modified: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What a sealed folder holds, and for which state of the record it was built."""

    folder: str
    generation: int
    corpus_hash: str
    embedder: str
    count: int
    files: tuple[SealedFile, ...]

    def save(self, path: Path) -> None:
        """Write the seal in one step."""
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Seal":
        """Read a seal. Raises IndexUnreadable."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{**data, "files": tuple(SealedFile(**file) for file in data["files"])})
        except FileNotFoundError:
            raise IndexUnreadable("there is none yet", damage=False) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnreadable(f"{path.name} is damaged") from error


def sealed_files(folder: Path) -> tuple[SealedFile, ...]:
    """The files of a folder as they are now."""
    return tuple(
        SealedFile(
            path=str(file.relative_to(folder)),
            size=file.stat().st_size,
            modified=file.stat().st_mtime_ns,
            sha256=_sha256(file),
        )
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    )


def check_seal(folder: Path, files: tuple[SealedFile, ...]) -> None:
    """Raise IndexUnreadable unless `folder` holds these files and no others, unchanged.

    A file whose size and time stamp are those of the seal is not read again.
    """
    present = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    for file in files:
        if file.path not in present:
            raise IndexUnreadable(f"its file {file.path} is missing")
        path = folder / file.path
        stat = path.stat()
        if stat.st_size != file.size:
            raise IndexUnreadable(f"its file {file.path} has {stat.st_size} bytes instead of {file.size}")
        if stat.st_mtime_ns != file.modified and _sha256(path) != file.sha256:
            raise IndexUnreadable(f"its file {file.path} has been changed")
    if len(present) > len(files):
        raise IndexUnreadable("it holds files that it was not built with")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
