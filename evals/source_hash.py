"""Source hash: which code and data of the project a result was made with."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LOCAL = ("answering", "ingest", "retrieval", "rules")
"""The packages that the pipeline is made of; packs have a hash of their own."""


@cache
def source_hash(*packages: str) -> str:
    """SHA-256 hex digest of all files of these packages, by name; compiled files do not count."""
    digest = hashlib.sha256()
    for package in packages:
        folder = _folder(package)
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                name = f"{package}/{file.relative_to(folder).as_posix()}\0"
                digest.update(name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"There is no package {package!r} to take the hash of.")
    return Path(spec.origin).parent
