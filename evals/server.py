"""Server: `concordant serve` on loopback for the length of a measurement."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from evals.probes import resident, seconds

PATIENCE = 120.0
"""Seconds that a server may take until it is ready."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server: a client that speaks to it, and its process id."""

    client: httpx.Client
    pid: int

    def answers(self, questions: Sequence[str]) -> list[float]:
        """Seconds that each answer took, one request after the other on one connection."""
        return [seconds(partial(self._ask, question)) for question in questions]

    def resident(self) -> float:
        """Resident memory of the server in MiB."""
        return resident(Path(f"/proc/{self.pid}/status"))

    def _ask(self, question: str) -> None:
        self.client.post("/v1/answers", json={"question": question}).raise_for_status()


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """Start a server on a free port, wait until it is ready, and stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "CONCORDANT_HOME": str(home),
        "CONCORDANT_PORT": str(port),
        "CONCORDANT_LOG_LEVEL": "WARNING",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False) as client:
            _wait(client, process)
            yield Server(client=client, pid=process.pid)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait(client: httpx.Client, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(httpx.TransportError):  # refused until the server listens
            if client.get("/readyz").is_success:
                return
        time.sleep(0.1)
    raise SystemExit("bench: the server did not become ready. Start it alone to see why: make serve")
