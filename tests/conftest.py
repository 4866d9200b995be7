"""Fixtures that every test runs under: no test leaves this machine, none sees the user's settings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest.offline  # noqa: F401  (before any library that reads these switches)
from tests import loopback

loopback.guard()


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine() -> Iterator[None]:
    """Fail a test during which anything tried to leave the machine, even if the error was swallowed."""
    loopback.refused.clear()
    yield
    left = tuple(loopback.refused)
    loopback.refused.clear()
    assert not left, f"tried to leave this machine: {', '.join(left)}"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests set the CONCORDANT_* variables they need; none is inherited."""
    for name in [name for name in os.environ if name.startswith("CONCORDANT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data home with the shipped packs indexed by the model that comes along, made once."""
    from ingest.embedder import load_embedder
    from ingest.home import Home
    from ingest.pipeline import ensure

    made = Home(tmp_path_factory.mktemp("shipped"))
    ensure(made, load_embedder("default", made))
    return made.path


@pytest.fixture(scope="session")
def compiled(pytestconfig: pytest.Config) -> Path:
    """A folder that outlives the run, for the vocabulary of the packs; made anew when a byte changes."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("vocabulary-of-packs")
