"""An answer is held to each kind of duty: what breaks it, what meets it, what has nothing to do with it."""

import pytest

from rules.condition import Always, Test
from rules.context import Value
from rules.duty import Duties
from rules.lexicon import Lexicon
from rules.reader import Reader
from rules.rule import Duty, Goal, Monitor, Must, MustNot, OnlyIf, Prefer, Quantity, Rule, Timing


@pytest.fixture(scope="module")
def duties(lexicon: Lexicon) -> Duties:
    return Duties(lexicon)


def rule(duty: Duty, **more: object) -> Rule:
    fields: dict[str, object] = {
        "id": "r",
        "guideline": "g",
        "title": "T",
        "cite": "g:p",
        "quote": "Q.",
        "quote_sha256": "0" * 64,
        "when": Always(),
        "duty": duty,
        "say": "Q.",
        "file": "rules/r.yaml",
        "line": 1,
    }
    return Rule(**(fields | more))  # type: ignore[arg-type]


GIVE = rule(Must(do="give", what=("trastuzumab",)))
NEVER = rule(MustNot(do="give", what=("high_dose_chemotherapy",)))
APART = rule(MustNot(do="combine", what=("chemotherapy", "endocrine_therapy")))
AT_ONCE = rule(MustNot(do="delay", what=("hormone_receptor",)))
BESIDE = rule(OnlyIf(do="give", what=("aromatase_inhibitor",), beside=("ovarian_ablation",)))  # type: ignore[call-arg]
FOR_POSITIVE = rule(
    OnlyIf(do="give", what=("trastuzumab",), requires="her2 is positive"),
    requires=Test("her2", "is", ("positive",)),
)
ONE_FIRST = rule(Prefer(what="letrozole", over="tamoxifen"))
CURE = rule(Goal(aim="curative"))

WATCH = rule(Monitor(when_giving="trastuzumab", what="cardiac_monitoring", at=("before", "during")))
CHECK = rule(Must(do="assess", what=("performance_status",)))
UNRANKED = rule(MustNot(do="rank", what=("chemotherapy",)))
OPEN = rule(MustNot(do="quantify", what=("bisphosphonate",)))
THREE = rule(
    Timing(
        what="response_rate",
        after="endocrine_therapy",
        at=Quantity(value=3, unit="months", tolerance=0.25),
    )
)

BROKEN = [
    (CHECK, "Performance status need not be assessed."),
    (CHECK, "Assessment of performance status can wait."),
    (CHECK, "Performance status is irrelevant."),
    (UNRANKED, "Docetaxel is the best regimen."),
    (OPEN, "Bisphosphonates should be given for two years."),
    (THREE, "The response rate to endocrine therapy is assessed after 6 months."),
    (WATCH, "Cardiac monitoring during trastuzumab is optional."),
    (GIVE, "Trastuzumab should not be given."),
    (GIVE, "Do not give Herceptin."),
    (NEVER, "Give high-dose chemotherapy."),
    (NEVER, "High-dose chemotherapy may be considered."),
    (APART, "Give docetaxel together with tamoxifen."),
    (APART, "Combine chemotherapy with endocrine therapy."),
    (APART, "Letrozole plus capecitabine is an option."),
    (AT_ONCE, "Testing of hormone receptors can be delayed."),
    (AT_ONCE, "Testing of the hormone receptor can wait."),
    (BESIDE, "Give letrozole alone."),
    (BESIDE, "Femara is given without ovarian ablation."),
    (ONE_FIRST, "Tamoxifen is superior to letrozole."),
    (ONE_FIRST, "Tamoxifen is preferred over Femara."),
    (CURE, "The aim is palliation."),
    (CURE, "Treat with palliative intent."),
]
KEPT = [
    (CHECK, "Performance status is assessed."),
    (CHECK, "Performance status is not good."),
    (UNRANKED, "No regimen is superior to docetaxel."),
    (UNRANKED, "A single agent such as docetaxel is preferred."),
    (OPEN, "The best duration of bisphosphonates is not known."),
    (THREE, "The response rate to endocrine therapy is assessed after 12 weeks."),
    (WATCH, "Cardiac monitoring is mandatory during trastuzumab."),
    (GIVE, "Give trastuzumab."),
    (GIVE, "Chemotherapy should not be given."),
    (NEVER, "High-dose chemotherapy should not be given."),
    (NEVER, "Give chemotherapy."),
    (NEVER, "Avoid high-dose chemotherapy."),
    (NEVER, "Give docetaxel rather than high-dose chemotherapy."),
    (APART, "Do not give chemotherapy together with endocrine therapy."),
    (APART, "Give tamoxifen with goserelin."),
    (APART, "Give docetaxel. Later give tamoxifen."),
    (AT_ONCE, "Testing of the hormone receptor should not be delayed."),
    (AT_ONCE, "Test the hormone receptor now."),
    (AT_ONCE, "Test the hormone receptor now rather than later."),
    (BESIDE, "Give letrozole together with ovarian ablation."),
    (BESIDE, "Letrozole with goserelin is given."),
    (BESIDE, "Letrozole should not be given."),
    (ONE_FIRST, "Letrozole is superior to tamoxifen."),
    (ONE_FIRST, "Tamoxifen is not superior to letrozole."),
    (CURE, "The aim is cure."),
    (CURE, "Do not treat with palliative intent."),
]


@pytest.mark.parametrize(("held", "sentence"), BROKEN)
def test_a_duty_is_broken(duties: Duties, reader: Reader, held: Rule, sentence: str) -> None:
    broken = duties.breach(held, reader.read(sentence), {})
    assert broken is not None
    assert (broken.rule, broken.missing) == (held, ())


@pytest.mark.parametrize(("held", "sentence"), KEPT)
def test_a_duty_is_kept(duties: Duties, reader: Reader, held: Rule, sentence: str) -> None:
    assert duties.breach(held, reader.read(sentence), {}) is None


@pytest.mark.parametrize(
    ("values", "breaks", "missing"),
    [
        ({"her2": "positive"}, False, ()),
        ({"her2": "negative"}, True, ()),
        ({}, True, ("her2",)),
    ],
)
def test_a_precondition_is_met_failed_or_not_known(
    duties: Duties, reader: Reader, values: dict[str, Value], breaks: bool, missing: tuple[str, ...]
) -> None:
    broken = duties.breach(FOR_POSITIVE, reader.read("Give trastuzumab."), values)
    assert (broken is not None, broken.missing if broken else ()) == (breaks, missing)


@pytest.mark.parametrize(
    ("answer", "unmet"),
    [
        ("Give trastuzumab.", True),
        ("Give trastuzumab. Cardiac monitoring is mandatory before it.", True),
        ("Give trastuzumab. Cardiac monitoring is mandatory during it.", True),
        ("Give trastuzumab. Cardiac monitoring is mandatory before and during it.", False),
        ("Give trastuzumab. Cardiac monitoring is not needed before or during it.", True),
        ("Do not give trastuzumab.", False),
        ("Give letrozole.", False),
        ("Cardiac monitoring is mandatory before and during trastuzumab.", False),
    ],
)
def test_monitoring_has_to_be_said_in_full(duties: Duties, reader: Reader, answer: str, unmet: bool) -> None:
    readings = [reader.read(sentence + ".") for sentence in answer.rstrip(".").split(". ")]
    assert duties.unmet(WATCH, readings) is unmet


@pytest.mark.parametrize(
    "sentence",
    [
        "Give trastuzumab.",
        "She should start Herceptin.",
        "Trastuzumab is recommended.",
        "Trastuzumab may be given with paclitaxel.",
    ],
)
def test_advice_to_give_is_seen(duties: Duties, reader: Reader, sentence: str) -> None:
    assert duties.given(reader.read(sentence), "trastuzumab")


@pytest.mark.parametrize(
    "sentence",
    [
        "Do not give trastuzumab.",
        "Stop trastuzumab.",
        "Measure LVEF during trastuzumab.",
        "Lapatinib rather than trastuzumab.",
        "If trastuzumab fails, wait.",
        "Switch from trastuzumab to lapatinib.",
        "Trastuzumab: an overview of rules.",
    ],
)
def test_a_drug_that_is_only_named_is_not_given(duties: Duties, reader: Reader, sentence: str) -> None:
    assert not duties.given(reader.read(sentence), "trastuzumab")
