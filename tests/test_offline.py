"""Nothing leaves the machine: the guard of the test suite, and the switches that programs start with."""

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.offline import go_offline
from tests import loopback

ROOT = Path(__file__).parents[1]
OUTSIDE = "192.0.2.1"  # reserved for documentation (RFC 5737): never a real host


@pytest.fixture
def expected() -> list[str]:
    """The refusals of this test, which is made to provoke them."""
    return loopback.refused


def test_a_connection_that_leaves_the_machine_is_refused(expected: list[str]) -> None:
    with socket.socket() as client, pytest.raises(loopback.LeftMachine, match="nothing may leave"):
        client.connect((OUTSIDE, 443))
    assert expected == [f"socket.connect '{OUTSIDE}'"]
    expected.clear()


def test_a_refusal_counts_even_where_the_error_is_swallowed(expected: list[str]) -> None:
    with socket.socket() as client, contextlib.suppress(OSError):
        client.connect_ex((OUTSIDE, 443))
    assert expected
    expected.clear()


def test_looking_up_a_name_is_refused(expected: list[str]) -> None:
    with pytest.raises(loopback.LeftMachine):
        socket.getaddrinfo("guideline.invalid", 443)
    expected.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", b"localhost", "", None])
def test_loopback_stays_open(host: object) -> None:
    assert loopback.stays(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "0.0.0.0", "2001:db8::1", "localhost.example", b"192.0.2.1"])
def test_every_other_host_is_outside(host: object) -> None:
    assert not loopback.stays(host)


def test_tracing_stays_off_even_where_the_environment_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    go_offline()
    assert os.environ["LANGSMITH_TRACING"] == "false"


def test_the_model_hub_opens_only_where_the_environment_allows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE")
    go_offline()
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    go_offline()
    assert os.environ["HF_HUB_OFFLINE"] == "0"


def guarded(folder: Path) -> dict[str, str]:
    """An environment in which a Python program runs under the guard and logs its refusals to `folder`."""
    (folder / "sitecustomize.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from tests import loopback\nsys.path.pop(0)\nloopback.guard()\n",
        encoding="utf-8",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONCORDANT_")}
    return kept | {
        "PYTHONPATH": str(folder),
        "CONCORDANT_HOME": str(folder / "home"),
        loopback.LOG: str(folder / "refused.log"),
    }


def test_a_program_that_a_test_starts_is_guarded_too(tmp_path: Path) -> None:
    code = f"import socket; socket.create_connection(({OUTSIDE!r}, 443), timeout=1)"
    run = subprocess.run(
        [sys.executable, "-c", code], env=guarded(tmp_path), capture_output=True, text=True, check=False
    )
    assert "LeftMachine" in run.stderr
    assert OUTSIDE in (tmp_path / "refused.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_first_answer_from_nothing_never_leaves_the_machine(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "api.cli", "ask", "How is the response to treatment evaluated?"],
        cwd=ROOT,
        env=guarded(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "[1]" in run.stdout
    assert not (tmp_path / "refused.log").exists()
