"""The same question and answer give the same bytes in every process, whatever the hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from corpus.pack import load_pack, shipped_packs
from ingest.markdown import passages
from rules.core import Core
from rules.verdict import Report

pytestmark = pytest.mark.slow

QUESTION = "58F postmeno, ER+/HER2- bone mets, previous adjuvant tamoxifen 5 years ago. First-line?"
ANSWER = (
    "Letrozole or anastrozole is first-line. Docetaxel and FEC are combined with tamoxifen. "
    "Trastuzumab is given. Bisphosphonates relieve symptoms of lytic bone metastases. "
    "Measure CA 15-3, calcium and zolpimab every 3 weeks. "
    "Give trastuzumav with epirubicin or paclitaxel rather than androgens, megestrol acetate and fulvestrant."
)
REPORT = TypeAdapter(Report)
ROOT = Path(__file__).parents[2]


def report_bytes(cache: Path) -> bytes:
    """The report of a core loaded anew."""
    packs = [load_pack(folder) for folder in shipped_packs()]
    sources = [passage for pack in packs for passage in passages(pack.document, pack.guideline)]
    core = Core.load(shipped_packs(), sources, cache=cache)
    return REPORT.dump_json(core.check(question=QUESTION, answer=ANSWER))


def test_every_hash_seed_gives_the_same_bytes(core: Core, compiled: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.rules.test_determinism import report_bytes; "
        "sys.stdout.buffer.write(report_bytes(Path(sys.argv[1])))"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(compiled)],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "4242")
    ]
    here = REPORT.dump_json(core.check(question=QUESTION, answer=ANSWER))
    assert [run.communicate()[0] for run in runs] == [here, here]


def test_what_was_checked_before_changes_nothing(core: Core) -> None:
    first = core.check(question=QUESTION, answer=ANSWER)
    core.check(question="Is ER testing needed?", answer="Trastuzumab. Tamoxifen with goserelin. Cure.")
    assert core.check(question=QUESTION, answer=ANSWER) == first


def test_what_was_forgotten_changes_nothing(core: Core) -> None:
    grounder = core.checker.grounder
    answer = " ".join(source.text for source in grounder.library.sources[::7])
    first = core.check(question=QUESTION, answer=answer)
    grounder.reader.read.cache_clear()
    assert core.check(question=f"{QUESTION} ", answer=answer).judgements == first.judgements


def test_the_order_of_the_sources_decides_no_verdict(core: Core, compiled: Path) -> None:
    sources = core.checker.grounder.library.sources
    turned = Core.load(shipped_packs(), tuple(reversed(sources)), cache=compiled)
    for one, other in zip(
        core.check(question=QUESTION, answer=ANSWER).judgements,
        turned.check(question=QUESTION, answer=ANSWER).judgements,
        strict=True,
    ):
        assert one.verdict is other.verdict


def test_a_report_survives_json(core: Core) -> None:
    report = core.check(question=QUESTION, answer=ANSWER)
    assert REPORT.validate_json(REPORT.dump_json(report)) == report
