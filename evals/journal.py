"""Journal: the results of a run as they come, so that a run that was killed can be resumed."""

from collections.abc import Callable, Mapping, Sequence
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, Self

from filelock import FileLock, Timeout
from pydantic import ValidationError

from evals.case import Case
from evals.errors import RunBusy
from evals.manifest import differences
from evals.run import Manifest, Result


def silent(_: str) -> None:
    """Say nothing."""


class Journal:
    """A file of JSON lines: the manifest, then a result a line, each flushed as soon as it is there.

    A run that starts with the same manifest takes over what is in it. With another manifest, or with
    `fresh`, it starts anew. `say` is told, in one sentence, which of the two happened, and why. A last line
    that a kill tore is dropped.

    A context manager: from `resume` to its end one process holds the journal, and another gets RunBusy. The
    file stays for the next run unless it is discarded.
    """

    def __init__(self, file: Path, *, fresh: bool = False, say: Callable[[str], None] = silent) -> None:
        self._file = file
        self._fresh = fresh
        self._say = say
        self._lock = FileLock(file.with_name(file.name + ".lock"), timeout=0)
        self._stream: BinaryIO | None = None

    def resume(self, manifest: Manifest, cases: Sequence[Case]) -> Mapping[str, Result]:
        """Open the journal and give the results that need not be made again, by id of their case.

        A result with a task that failed is made again: what failed may work by now.
        """
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise RunBusy(
                f"Another process is running {manifest.suite} on {manifest.system} ({self._file} is locked). "
                "Wait for it, or run this one in another data home (CONCORDANT_HOME)."
            ) from error
        lines = self._lines()
        usable = bool(lines) and self._matches(lines[0], manifest)
        kept = _results(lines[1:]) if usable else ()
        self._stream = self._file.open("r+b" if usable else "wb")
        if usable:
            self._stream.truncate(sum(len(line) + 1 for line in lines[: 1 + len(kept)]))
            self._stream.seek(0, SEEK_END)
        else:
            self._write(manifest.model_dump_json())
        latest = {result.case.id: result for result in kept}
        done = {case.id: latest[case.id] for case in cases if case.id in latest}
        done = {name: result for name, result in done.items() if not result.response.failed}
        if usable:
            self._say(f"Resumed: {len(done)} of {len(cases)} cases were already done.")
        return done

    def append(self, result: Result) -> None:
        """Keep one result."""
        self._write(result.model_dump_json())

    def discard(self) -> None:
        """Delete the file: the run is complete and kept elsewhere."""
        self._close()
        self._file.unlink(missing_ok=True)
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        self._lock.release()

    def _close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _write(self, line: str) -> None:
        assert self._stream is not None
        self._stream.write(line.encode() + b"\n")
        self._stream.flush()

    def _lines(self) -> Sequence[bytes]:
        """Whole lines; what follows the last line break was torn."""
        if not self._file.is_file():
            return ()
        return self._file.read_bytes().split(b"\n")[:-1]

    def _matches(self, line: bytes, manifest: Manifest) -> bool:
        if self._fresh:
            self._say("Started anew, as was asked for; what an unfinished run had done is dropped.")
            return False
        try:
            other = differences(Manifest.model_validate_json(line), manifest)
        except ValidationError:
            other = ("its format",)
        if other:
            self._say(f"Started anew: an unfinished run is there, but it differs in {', '.join(other)}.")
        return not other


def _results(lines: Sequence[bytes]) -> Sequence[Result]:
    """Results up to the first line that is none."""
    found: list[Result] = []
    for line in lines:
        try:
            found.append(Result.model_validate_json(line))
        except ValidationError:
            break
    return found
