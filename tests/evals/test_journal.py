"""A run that was killed goes on where it was, and gives what it would have given."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evals.errors import RunBusy, SystemFailed
from evals.journal import Journal
from evals.run import Run
from evals.runner import run_suite
from evals.suite import Suite
from tests.evals.staged import METRICS, Staged, journalled, run, suite, timeless

ROOT = Path(__file__).parents[2]


class Stop(BaseException):
    """Stands for a kill; nothing catches it."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.part.jsonl"


@pytest.fixture
def stopped(file: Path) -> Path:
    """The journal of a run that stopped at the sixth case."""

    class Stopping(Staged):
        def why_not(self, case: object, task: object) -> str | None:
            if len(self.asked) == 5:
                raise Stop
            return None

    with pytest.raises(Stop), Journal(file) as journal:
        run_suite(suite(), Stopping(), METRICS, journal=journal)
    return file


def resumed(
    file: Path, system: Staged, *, fresh: bool = False, cases: Suite | None = None, **options: int
) -> tuple[Run, str]:
    """The run and what was said of the journal."""
    said: list[str] = []
    with Journal(file, fresh=fresh, say=said.append) as journal:
        done = run_suite(cases or suite(), system, METRICS, journal=journal, **options)  # type: ignore[arg-type]
    return done, " ".join(said)


@contextmanager
def killed(folder: Path) -> Iterator[None]:
    """Runs the suite in another process up to c5, kills it there, and then goes on."""
    command = [sys.executable, "-m", "tests.evals.staged", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at c5\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    yield


@pytest.mark.slow
def test_a_run_that_was_killed_gives_what_an_uninterrupted_one_gives(tmp_path: Path) -> None:
    with killed(tmp_path):
        system = Staged()
        assert not (tmp_path / "run.json").exists()
        assert timeless(journalled(tmp_path, system)) == timeless(run())
    assert system.asked == ["c5", "c6", "c7"]
    assert not (tmp_path / "run.part.jsonl").exists()


def test_what_was_done_is_not_asked_again(stopped: Path) -> None:
    system = Staged()
    done, said = resumed(stopped, system)
    assert system.asked == ["c5", "c6", "c7"]
    assert timeless(done) == timeless(run())
    assert said == "Resumed: 5 of 8 cases were already done."


def test_a_torn_last_line_is_dropped_and_its_case_made_again(stopped: Path) -> None:
    content = stopped.read_bytes()
    stopped.write_bytes(content[: len(content) - 40])
    system = Staged()
    assert timeless(resumed(stopped, system)[0]) == timeless(run())
    assert system.asked == ["c4", "c5", "c6", "c7"]
    assert len(stopped.read_bytes().splitlines()) == 9


def test_nothing_is_kept_after_a_line_that_is_no_result(stopped: Path) -> None:
    lines = stopped.read_bytes().splitlines(keepends=True)
    stopped.write_bytes(b"".join([*lines[:3], b'{"case": 1}\n', *lines[4:]]))
    system = Staged()
    assert timeless(resumed(stopped, system)[0]) == timeless(run())
    assert system.asked[0] == "c2"


@pytest.mark.parametrize("content", [b"", b"{", b"{}\n", b"\xff\xff\n", b"\n\n"])
def test_a_journal_without_a_manifest_is_begun_anew(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    system = Staged()
    assert timeless(resumed(file, system)[0]) == timeless(run())
    assert len(system.asked) == 8


def test_another_manifest_begins_anew_and_says_what_differs(stopped: Path) -> None:
    system = Staged(made_of="two")
    _, said = resumed(stopped, system)
    assert len(system.asked) == 8
    assert said == "Started anew: an unfinished run is there, but it differs in parts.code."


def test_other_cases_begin_anew(stopped: Path) -> None:
    assert "differs in suite_hash" in resumed(stopped, Staged(), cases=suite(7))[1]


def test_another_seed_begins_anew(stopped: Path) -> None:
    assert "differs in seed" in resumed(stopped, Staged(), seed=1)[1]


def test_fresh_begins_anew(stopped: Path) -> None:
    system = Staged()
    _, said = resumed(stopped, system, fresh=True)
    assert len(system.asked) == 8
    assert "as was asked for" in said


def test_a_case_that_failed_is_asked_again_when_the_run_goes_on(file: Path) -> None:
    resumed(file, Staged(raises={"c2": SystemFailed("The line is dead.")}))
    system = Staged()
    done, _ = resumed(file, system)
    assert system.asked == ["c2"]
    assert timeless(done) == timeless(run())


def test_a_run_may_go_on_with_more_workers(stopped: Path) -> None:
    assert timeless(resumed(stopped, Staged(), workers=3)[0]) == timeless(run())


def test_two_processes_cannot_write_one_journal(file: Path) -> None:
    with Journal(file) as journal:
        run_suite(suite(1), Staged(), METRICS, journal=journal)
        with (
            pytest.raises(RunBusy, match="Another process is running small on staged"),
            Journal(file) as other,
        ):
            run_suite(suite(1), Staged(), METRICS, journal=other)


def test_the_lock_is_free_after_the_run(file: Path) -> None:
    resumed(file, Staged())
    assert resumed(file, Staged())[1] == "Resumed: 8 of 8 cases were already done."


def test_a_kept_run_leaves_no_journal(tmp_path: Path) -> None:
    journalled(tmp_path, Staged())
    assert list(tmp_path.iterdir()) == []
