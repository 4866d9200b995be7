"""The vocabulary and the shipped pack are loaded once for all tests of the rule core."""

from pathlib import Path

import pytest

from corpus.pack import load_pack, shipped_packs
from ingest.markdown import passages
from rules.core import Core
from rules.lexicon import Lexicon
from rules.lexicon_files import load_lexicon
from rules.reader import Reader
from rules.source import Source
from tests.rules.shelf import Shelves


@pytest.fixture(scope="session")
def compiled(pytestconfig: pytest.Config) -> Path:
    """A folder that outlives the run, for the vocabulary of the packs; made anew when a byte changes."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("vocabulary-of-packs")


@pytest.fixture(scope="session")
def lexicon(pytestconfig: pytest.Config) -> Lexicon:
    """The shipped vocabulary, without that of any pack."""
    assert pytestconfig.cache is not None
    return load_lexicon(cache=pytestconfig.cache.mkdir("vocabulary"))


@pytest.fixture(scope="session")
def reader(lexicon: Lexicon) -> Reader:
    """A reader that knows no words beyond the vocabulary."""
    return Reader(lexicon)


@pytest.fixture(scope="session")
def shelves(lexicon: Lexicon) -> Shelves:
    """Made-up passages, checked by grounding alone."""
    return Shelves(lexicon)


@pytest.fixture(scope="session")
def sources() -> tuple[Source, ...]:
    """Every passage of the shipped packs."""
    packs = [load_pack(folder) for folder in shipped_packs()]
    return tuple(passage for pack in packs for passage in passages(pack.document, pack.guideline))


@pytest.fixture(scope="session")
def core(sources: tuple[Source, ...], compiled: Path) -> Core:
    """The core over the shipped packs, as users have it."""
    return Core.load(shipped_packs(), sources, cache=compiled)
