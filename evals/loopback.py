"""Loopback: addresses of this machine, which no proxy reaches."""

import ipaddress

import httpx


def is_here(url: str) -> bool:
    """Whether a URL names this machine itself."""
    host = httpx.URL(url).host
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
