"""The service and the command line around a small engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from rules.condition import Test
from rules.rule import Monitor, Rule, RuleTest
from tests.api.engine import MONITORING, PASSAGE, FakeEngine


@pytest.fixture(scope="session")
def rule() -> Rule:
    """A rule about the one passage of the small engine."""
    return Rule(
        id="her2-monitoring",
        guideline="breast",
        title="Watch the heart under trastuzumab",
        cite=PASSAGE.id,
        quote=MONITORING,
        quote_sha256="0" * 64,
        when=Test("her2", "is", ("positive",)),
        duty=Monitor(when_giving="trastuzumab", what="cardiac_function", at=("before", "during")),
        say=MONITORING,
        tests=(
            RuleTest(facts={"her2": "positive"}, answer="Give it.", want="missing"),
            RuleTest(facts={"her2": "positive"}, answer="Give it with monitoring.", want="supported"),
        ),
        file="rules/her2.yaml",
        line=1,
    )


@pytest.fixture
def engine(rule: Rule) -> FakeEngine:
    """An engine that is ready to answer."""
    return FakeEngine(rules=(rule,))


@pytest.fixture
def client(engine: FakeEngine, tmp_path: Path) -> Iterator[TestClient]:
    """The service on the small engine; what the service raises is answered, as for a real caller."""
    with TestClient(create_app(Settings(home=tmp_path), engine), raise_server_exceptions=False) as client:
        yield client
