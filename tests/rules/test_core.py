"""What must hold of every passage of every shipped pack, whatever it says."""

import re
from collections.abc import Iterator, Sequence

import pytest

from corpus.pack import load_pack, shipped_packs
from ingest.markdown import passages
from rules.core import Core
from rules.source import Source
from rules.verdict import Report, State, Verdict
from tests.rules.shelf import Shelves

QUESTION = "What does the guideline say about recurrent breast cancer?"
PASSAGES: list[Source] = [
    passage for pack in map(load_pack, shipped_packs()) for passage in passages(pack.document, pack.guideline)
]
BRANDS = {
    "trastuzumab": "Herceptin",
    "letrozole": "Femara",
    "anastrozole": "Arimidex",
    "exemestane": "Aromasin",
    "fulvestrant": "Faslodex",
    "capecitabine": "Xeloda",
    "docetaxel": "Taxotere",
    "paclitaxel": "Taxol",
    "gemcitabine": "Gemzar",
    "vinorelbine": "Navelbine",
    "tamoxifen": "Nolvadex",
    "megestrol acetate": "Megace",
}
SPELLINGS = {
    "tumor": "tumour",
    "tumors": "tumours",
    "estrogen": "oestrogen",
    "hypercalcemia": "hypercalcaemia",
    "favorable": "favourable",
    "analogue": "analog",
    "liver": "liver",
}
NEGATIONS = (
    (r"\bshould (be|take)\b", r"should not \1"),
    (r"\b(is|are)\b", r"\1 not"),
    (r"\bcan be\b", "cannot be"),
    (r"\bmay\b", "may not"),
    (r"\bapplies\b", "does not apply"),
    (r"\brelieve\b", "do not relieve"),
    (r", (give|treat|change)\b", r", do not \1"),
    (r"\b[Dd]o not (give|delay|undertreat)\b", r"\1"),
    (r"^(Take|Assess|Look|Perform|Confirm|Determine|Treat|Resect|Evaluate)\b", r"Do not \1"),
)


def swapped(text: str, names: dict[str, str]) -> str:
    """The text with every name replaced that stands in it."""
    return re.sub(rf"\b({'|'.join(names)})\b", lambda match: names[match[0]], text)


def denied(text: str) -> Iterator[str]:
    """The text with its first assertion turned round, in each way that applies to it."""
    if re.search(r"\b(not|no|unknown|without|absence|never|only)\b", text) and not re.search(
        r"[Dd]o not", text
    ):
        return
    for pattern, replacement in NEGATIONS:
        turned, count = re.subn(pattern, replacement, text, count=1)
        if count and "not not" not in turned:
            yield turned


def turned_lists(text: str) -> Iterator[str]:
    """The text with the last two members of each list exchanged."""
    for match in re.finditer(r"(\w[\w-]*), (\w[\w-]*)(?=,| and )", text):
        yield text[: match.start()] + f"{match[2]}, {match[1]}" + text[match.end() :]


def check(core: Core, answer: str) -> Report:
    return core.check(question=QUESTION, answer=answer)


def verdicts(report: Report) -> Sequence[Verdict]:
    return [judgement.verdict for judgement in report.judgements]


def ids(found: list[Source]) -> list[str]:
    return [source.id.partition(":")[2] for source in found]


@pytest.mark.parametrize("source", PASSAGES, ids=ids(PASSAGES))
def test_a_passage_carries_its_own_text(core: Core, source: Source) -> None:
    report = check(core, source.text)
    assert set(verdicts(report)) <= {Verdict.SUPPORTED, Verdict.NEUTRAL}, report.why


BRANDED = [s for s in PASSAGES if swapped(s.text, BRANDS) != s.text]


@pytest.mark.parametrize("source", BRANDED, ids=ids(BRANDED))
def test_a_brand_changes_no_verdict(core: Core, source: Source) -> None:
    assert verdicts(check(core, swapped(source.text, BRANDS))) == verdicts(check(core, source.text))


SPELT = [s for s in PASSAGES if swapped(s.text, SPELLINGS) != s.text]


@pytest.mark.parametrize("source", SPELT, ids=ids(SPELT))
def test_spelling_changes_no_verdict(core: Core, source: Source) -> None:
    assert verdicts(check(core, swapped(source.text, SPELLINGS))) == verdicts(check(core, source.text))


LISTS = [(s, t) for s in PASSAGES for t in turned_lists(s.text)]


@pytest.mark.parametrize(("source", "turned"), LISTS, ids=ids([s for s, _ in LISTS]))
def test_the_order_of_a_list_changes_no_verdict(core: Core, source: Source, turned: str) -> None:
    assert verdicts(check(core, turned)) == verdicts(check(core, source.text))


DENIED = [(s, t) for s in PASSAGES for t in denied(s.text)]


@pytest.mark.parametrize(("source", "turned"), DENIED, ids=ids([s for s, _ in DENIED]))
def test_a_passage_never_carries_its_denial(core: Core, source: Source, turned: str) -> None:
    assert not check(core, turned).passed, turned


def test_white_space_changes_no_verdict(core: Core) -> None:
    for source in PASSAGES:
        changed = "  " + source.text.replace(" ", "  ") + "  "
        assert verdicts(check(core, changed)) == verdicts(check(core, source.text)), source.id


def test_every_message_of_a_rule_may_be_said(core: Core) -> None:
    for rule in core.rules:
        assert set(verdicts(check(core, rule.say))) <= {Verdict.SUPPORTED, Verdict.NEUTRAL}, rule.id


def test_facts_are_read_from_question_and_history(core: Core) -> None:
    context = core.read("She is postmenopausal, ER-positive, with liver metastases.")
    assert (context.value("menopausal_status"), context.value("hr_status")) == ("post", "positive")


def test_an_unknown_fact_leaves_its_rules_undecided(core: Core) -> None:
    states = {o.rule: o for o in core.outcomes(core.read("Liver metastases of breast cancer."))}
    assert states["her2-trastuzumab"].state is State.UNDECIDED
    assert "her2_status" in states["her2-trastuzumab"].missing


def test_no_pack_means_no_rule_and_no_fact(shelves: Shelves) -> None:
    bare = shelves.holding(PASSAGES).core
    report = check(bare, "Tamoxifen is acceptable after menopause.")
    assert (bare.rules, report.context.facts, report.missing) == ((), (), ())
