"""The rule core over the shipped pack as instruments, without an index or a model."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from corpus.pack import load_pack, shipped_packs
from evals.instruments import Instruments
from evals.metric import Metric
from evals.metrics import metrics
from evals.system_local import LocalSystem
from ingest.markdown import passages
from rules.core import Core


@pytest.fixture(scope="session")
def instruments(compiled: Path) -> Instruments:
    """The core and the passages of the shipped packs."""
    packs = [load_pack(folder) for folder in shipped_packs()]
    held = tuple(passage for pack in packs for passage in passages(pack.document, pack.guideline))
    return Instruments.of(Core.load(shipped_packs(), held, cache=compiled), held)


@pytest.fixture(scope="session")
def by_name(instruments: Instruments) -> Mapping[str, Metric]:
    """Every metric that needs no judge, by its name."""
    return {metric.name: metric for metric in metrics(instruments)}


@pytest.fixture(scope="session")
def pipeline_system(home: Path) -> Iterator[LocalSystem]:
    """The pipeline as users have it."""
    system = LocalSystem(home=home)
    yield system
    system.close()
