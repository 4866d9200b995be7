"""Whether texts carry a statement, and that asking changes nothing in the rule core."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from corpus.pack import load_pack, shipped_packs
from evals.entailment import Entailer, Entailment, Finding
from evals.instruments import Instruments
from evals.metrics import metrics
from evals.premise import Premise
from ingest.markdown import passages
from rules.core import Core
from rules.verdict import Report
from tests.evals.small import QUESTION, answer, case

ROOT = Path(__file__).parents[2]
REPORT = TypeAdapter(Report)
ASKED = "58F postmeno, ER+/HER2- bone mets, previous adjuvant tamoxifen 5 years ago. First-line?"
DRAFT = (
    "Letrozole or anastrozole is first-line. Docetaxel and FEC are combined with tamoxifen. "
    "Bisphosphonates relieve symptoms of lytic bone metastases. Measure CA 15-3 and zolpimab every 3 weeks. "
    "In sickle cell disease (SCD), letrozole is given."
)
STATEMENTS = (
    "Paclitaxel is given weekly.",
    "In sickle cell disease (SCD), letrozole is given.",
    "Docetaxel is never given with trastuzumab, before menopause.",
    "Tumor markers may help.",
    "In SCD, letrozole is given.",
    "",
)


def premises(*texts: str) -> tuple[Premise, ...]:
    return tuple(Premise(id=f"t{n}", text=text) for n, text in enumerate(texts, start=1))


def found(instruments: Instruments, statement: str, *texts: str, question: str = QUESTION) -> Entailment:
    asked = instruments.entailer.asked(question)
    return instruments.entailer.entails(asked, premises(*texts), statement)


def test_the_texts_that_carry_a_statement_are_named(instruments: Instruments) -> None:
    both = "Paclitaxel is given weekly and docetaxel is given every 3 weeks."
    result = found(
        instruments, both, "Docetaxel is given every 3 weeks.", "It rains.", "Paclitaxel is given weekly."
    )
    assert (result.finding, set(result.by)) == (Finding.SUPPORTED, {"t1", "t3"})


def test_nothing_on_record_counts_but_the_premises(instruments: Instruments) -> None:
    stored = instruments.passages["breast_recurrence:response-endocrine"].text
    assert found(instruments, stored).finding is Finding.UNSUPPORTED
    assert found(instruments, stored, "Paclitaxel is given weekly.").finding is Finding.UNSUPPORTED
    assert found(instruments, stored, stored).supported


def test_a_passage_and_a_claim_carry_themselves(instruments: Instruments) -> None:
    texts = [passage.text for passage in instruments.passages.values()][::3]
    texts += [claim for claims in instruments.core.claims.values() for claim in claims][::5]
    assert [text for text in texts if not found(instruments, text, text).supported] == []


def test_what_follows_from_a_text_carries_as_the_text_does(instruments: Instruments) -> None:
    premise = Premise(id="t1", text="See the table.", further=("Paclitaxel is given weekly.",))
    asked = instruments.entailer.asked(QUESTION)
    result = instruments.entailer.entails(asked, (premise,), "Give paclitaxel weekly.")
    assert (result.supported, result.by) == (True, ("t1",))


@pytest.mark.parametrize(
    "statement", ["", "Thank you.", "Says that it is not covered.", "Declines to advise.", "?!"]
)
def test_what_states_nothing_is_unreadable_whatever_the_texts_are(
    instruments: Instruments, statement: str
) -> None:
    assert found(instruments, statement).finding is Finding.UNREADABLE
    assert found(instruments, statement, statement or "x", "Paclitaxel.").finding is Finding.UNREADABLE


def test_whether_a_statement_is_readable_does_not_depend_on_the_texts(instruments: Instruments) -> None:
    asked = instruments.entailer.asked(ASKED)
    for statement in STATEMENTS:
        readable = instruments.entailer.readable(asked, statement).readable
        for texts in ((), ("It rains.",), (statement or "x",), STATEMENTS[:3]):
            given = premises(*texts)
            assert instruments.entailer.entails(asked, given, statement).readable is readable, (
                statement,
                texts,
            )


def exercise(entailer: Entailer) -> tuple[Entailment, ...]:
    """Many statements against many texts, with short forms that the core may not learn."""
    asked = entailer.asked(ASKED)
    texts = [premises(*STATEMENTS[: n + 1]) for n in range(len(STATEMENTS) - 1)]
    return tuple(entailer.entails(asked, given, said) for given in texts for said in STATEMENTS)


def report_of(core: Core) -> bytes:
    core.checker.grounder.reader.read.cache_clear()
    return REPORT.dump_json(core.check(question=ASKED, answer=DRAFT))


def test_the_core_says_the_same_byte_for_byte_after_many_entailments(instruments: Instruments) -> None:
    before = report_of(instruments.core)
    exercise(Entailer(instruments.core))
    assert report_of(instruments.core) == before


def test_a_checker_over_other_texts_has_no_rules_and_leaves_the_core_alone(instruments: Instruments) -> None:
    core = instruments.core
    before, sources = report_of(core), core.checker.grounder.library.sources
    over = core.over(premises("In sickle cell disease (SCD), letrozole is given."))
    said = over.check(
        question=QUESTION, answer="In SCD, letrozole is given.", context=core.read(QUESTION), outcomes=()
    )
    assert (said.passed, over.rules) == (True, ())
    assert core.checker.grounder.library.sources is sources
    assert not core.check(question=QUESTION, answer="In SCD, letrozole is given.").passed
    assert report_of(core) == before


def test_one_set_of_texts_does_not_teach_another_its_short_forms(instruments: Instruments) -> None:
    defined, bare = (
        "In sickle cell disease (SCD), letrozole is given.",
        "In sickle cell disease, letrozole is given.",
    )
    assert not found(instruments, "In SCD, letrozole is given.", bare).supported
    assert found(instruments, "In SCD, letrozole is given.", defined).supported
    assert (
        not Entailer(instruments.core)
        .entails(instruments.entailer.asked(QUESTION), premises(bare), "In SCD, letrozole is given.")
        .supported
    )


def test_threads_find_what_one_finds_while_the_core_is_asked_too(instruments: Instruments) -> None:
    alone, report = exercise(Entailer(instruments.core)), report_of(instruments.core)
    shared = Entailer(instruments.core)
    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(exercise, shared) for _ in range(4)]
        reports = [pool.submit(report_of, instruments.core) for _ in range(4)]
    assert {task.result() for task in found} == {alone}
    assert {task.result() for task in reports} == {report}


def scores(cache: Path) -> bytes:
    """The scores of answers by a core loaded anew, as JSON lines."""
    packs = [load_pack(folder) for folder in shipped_packs()]
    held = tuple(passage for pack in packs for passage in passages(pack.document, pack.guideline))
    instruments = Instruments.of(Core.load(shipped_packs(), held, cache=cache), held)
    said = [(passage.text, (n,)) for n, passage in enumerate(held[:12], start=1)]
    quotes = [passage.text for passage in reversed(held[:12])]
    asked = case(question=ASKED, must=[p.text for p in held[:8]], must_not=[p.text for p in held[8:16]])
    found = [metric.score(asked, answer(*said, quotes=quotes)) for metric in metrics(instruments)]
    return "\n".join(score.model_dump_json() for score in found if score is not None).encode()


@pytest.mark.slow
def test_every_hash_seed_gives_the_same_scores(compiled: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.evals.test_entailment import scores; "
        "sys.stdout.buffer.write(scores(Path(sys.argv[1])))"
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
    here = scores(compiled)
    assert len(here) > 1000
    assert [run.communicate()[0] for run in runs] == [here, here]
