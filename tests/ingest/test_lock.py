"""Two writers never meet: the second is told at once who is there."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.errors import WriterBusy
from ingest.home import Home
from ingest.lock import writing

HOLD = """
import sys
from pathlib import Path
from ingest.home import Home
from ingest.lock import writing
with writing(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_is_refused_within_a_second_and_told_who_is_there(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "held\n"
        started = time.perf_counter()
        told = pytest.raises(WriterBusy, match=f"process {owner.pid} has been writing")
        with told as refused, writing(Home(tmp_path)):
            pytest.fail("two writers")
        assert time.perf_counter() - started < 1
        assert refused.value.since is not None
        owner.communicate("\n")


def test_the_lock_is_free_again_after_a_writer_failed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writing(Home(tmp_path)):
        raise RuntimeError
    with writing(Home(tmp_path)):
        assert str(os.getpid()) in Home(tmp_path).writer.read_text()


def test_an_owner_that_left_no_name_is_refused_all_the_same(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with writing(home):
        home.writer.write_text("{")
        with pytest.raises(WriterBusy, match="another process"), writing(home):
            pytest.fail("two writers")
