"""Loopback: an audit hook that refuses every connection that would leave this machine.

An audit hook sees what Python's socket module does whoever calls it, and can't be patched away by
a library. A refusal is also recorded, since many libraries swallow the error. Loaded by
`conftest.py`, and by the `sitecustomize` of programs that tests start, so it imports no other
project module. Connections made by compiled code that does not use the socket module are not seen.
"""

import ipaddress
import os
import sys
from typing import Any

LOG = "LOOPBACK_LOG"
"""Environment variable: a file that a program started by a test adds its refusals to."""

refused: list[str] = []

_WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class LeftMachine(OSError):
    """Raised in place of a connection or a name look-up that would leave the machine."""


def stays(host: object) -> bool:
    """Whether a host, as given to the socket module, is this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(event: str, host: object) -> None:
    refused.append(f"{event} {host!r}")
    if path := os.environ.get(LOG):
        with open(path, "a", encoding="utf-8") as log:
            log.write(f"{refused[-1]}\n")
    raise LeftMachine(
        f"{event} to {host!r} refused: nothing may leave this machine during tests. "
        "Use a fake at the project's own seam, or a server on 127.0.0.1."
    )


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if event in _WATCHED:
        address = args[1]
        if isinstance(address, tuple) and address and not stays(address[0]):
            _refuse(event, address[0])
    elif event in _LOOKUPS and not stays(args[0]):
        _refuse(event, args[0])


def guard() -> None:
    """Install the hook for the rest of this process; installing it twice is harmless."""
    if not getattr(sys, "_loopback_guarded", False):
        sys.addaudithook(_hook)
        sys._loopback_guarded = True  # type: ignore[attr-defined]
