"""Lock: one writer to a data home at a time; a second one is refused at once and told who is there."""

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from ingest.errors import WriterBusy
from ingest.home import Home

WAIT = 0.3
"""Seconds that a second writer waits before it is refused: long enough for a writer that is just leaving."""


@contextlib.contextmanager
def writing(home: Home) -> Iterator[None]:
    """Hold the write lock of `home`. Raises WriterBusy, naming the owner, within a second.

    The operating system frees the lock when its owner dies, so a crash leaves nothing to clean up.
    """
    home.create()
    lock = FileLock(home.lock)
    try:
        lock.acquire(timeout=WAIT)
    except Timeout:
        raise _busy(home) from None
    try:
        _sign(home)
        yield
    finally:
        home.writer.unlink(missing_ok=True)
        lock.release()


def _sign(home: Home) -> None:
    owner = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat()}
    draft = home.writer.with_suffix(".draft")
    draft.write_text(json.dumps(owner), encoding="utf-8")
    draft.replace(home.writer)


def _busy(home: Home) -> WriterBusy:
    try:
        owner = json.loads(home.writer.read_text(encoding="utf-8"))
        return WriterBusy(home=home.path, pid=int(owner["pid"]), since=datetime.fromisoformat(owner["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return WriterBusy(home=home.path, pid=None, since=None)
