"""Servers on loopback: the real service on any engine, and one that sends what it was told to send."""

import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import uvicorn
from fastapi import FastAPI


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an application as `concordant serve` does; yields its URL."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What is sent for one request. `body` is text, or a value that is sent as JSON; `hangs`: nothing is."""

    status: int = 200
    body: object = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came; the names of its headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def content(self) -> object:
        """Its body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Stub:
    """A running server that sends what it was told, in order, the last of it again and again."""

    url: str
    asked: list[Asked]


@contextmanager
def stub(*sent: Sent) -> Iterator[Stub]:
    """Serve these on a free port; `asked` fills with what comes in."""
    asked: list[Asked] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            asked.append(
                Asked(
                    method=self.command,
                    path=self.path,
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=body,
                )
            )
            self.send(sent[min(len(asked), len(sent)) - 1])

        def send(self, what: Sent) -> None:
            if what.hangs:
                over.wait()
                return
            body = what.body if isinstance(what.body, str) else json.dumps(what.body)
            self.send_response(what.status)
            for name, value in {"Content-Type": "application/json", **what.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST = answer  # noqa: N815  (the names that http.server calls)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Stub(f"http://127.0.0.1:{server.server_address[1]}", asked)
        finally:
            over.set()
            server.shutdown()
            thread.join()


def dead_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
