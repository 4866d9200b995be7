"""Parts of the pipeline that are switched off: each changes what it says, and nothing else."""

import pytest

from answering.checking import check
from answering.errors import Unchecked
from answering.line import Block, Line, Outline
from answering.parts import WHOLE, Parts
from retrieval.arms import Arms
from rules.verdict import Grounds, Omission, Verdict
from tests.answering.small import ScriptedCore, inquiry, line, passage

FIRST = passage("first", "Give it first.", "Care")
STORED = {FIRST.id: FIRST}
GOOD, BAD = line("Give it first.", FIRST), line("Give it twice.", FIRST)
REFUSING = {BAD.text: Verdict.CONTRADICTED}
WATCHING = Omission(
    rule="watch",
    say="Watch the heart.",
    grounds=Grounds(passage_id=FIRST.id, quote="Give it first.", start=0, end=14),
)


def outline(*lines: Line) -> Outline:
    return Outline(bottom_line=lines[:1], blocks=(Block(title="Care", lines=lines[1:]),))


def left(core: ScriptedCore, parts: Parts, *lines: Line) -> list[str]:
    """What of these lines leaves."""
    checked = check(outline(*lines), inquiry=inquiry(), core=core, stored=STORED, parts=parts)
    return [each.text for each in checked.outline.lines]


def test_without_checks_a_bad_line_leaves_with_its_verdict() -> None:
    core = ScriptedCore(verdicts=REFUSING)
    drafted = outline(GOOD, BAD)
    checked = check(drafted, inquiry=inquiry(), core=core, stored=STORED, parts=Parts(checks=False))
    assert checked.outline.lines == (GOOD, BAD)
    assert checked.verdicts == {GOOD: Verdict.SUPPORTED, BAD: Verdict.CONTRADICTED}
    assert (checked.report.passed, checked.rejected) == (False, ())


def test_without_checks_nothing_is_added() -> None:
    assert left(ScriptedCore(wants=(WATCHING,)), Parts(checks=False), GOOD) == [GOOD.text]
    assert left(ScriptedCore(wants=(WATCHING,)), WHOLE, GOOD) == [GOOD.text, "Watch the heart."]


def test_without_checks_quotes_are_still_compared() -> None:
    invented = Line(text="Always.", grounds=(Grounds(passage_id=FIRST.id, quote="Always.", start=0, end=7),))
    assert left(ScriptedCore(), Parts(checks=False), GOOD, invented) == [GOOD.text]


@pytest.mark.parametrize("core", [ScriptedCore(verdicts=REFUSING), ScriptedCore(wants=(WATCHING,))])
def test_without_repairs_what_does_not_pass_at_once_is_withheld_whole(core: ScriptedCore) -> None:
    with pytest.raises(Unchecked):
        left(core, Parts(repairs=False), GOOD, BAD)
    assert GOOD.text in left(core, WHOLE, GOOD, BAD)


def test_without_repairs_what_passes_at_once_leaves_as_it_is() -> None:
    assert left(ScriptedCore(), Parts(repairs=False), GOOD, BAD) == [GOOD.text, BAD.text]


def test_what_is_off_is_told_in_words() -> None:
    assert WHOLE.off == ()
    assert Parts(checks=False, repairs=False, arms=Arms.LEXICAL).off == (
        "rule core",
        "repair",
        "dense search",
    )
    assert Parts(arms=Arms.DENSE).off == ("lexical search",)
