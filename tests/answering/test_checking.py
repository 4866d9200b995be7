import pytest

from answering.checking import check
from answering.errors import Unchecked
from answering.line import Block, Line, Outline
from rules.verdict import Grounds, Omission, Verdict
from tests.answering.small import ScriptedCore, inquiry, line, passage

FIRST = passage("first", "Give it first.", "Care")
WATCH = passage("watch", "Watch the heart.", "Care")
STORED = {FIRST.id: FIRST, WATCH.id: WATCH}
WATCHING = Omission(
    rule="watch",
    say="Watch the heart.",
    grounds=Grounds(passage_id=WATCH.id, quote="Watch the heart.", start=0, end=16),
)


def outline(*lines: Line) -> Outline:
    return Outline(bottom_line=lines[:1], blocks=(Block(title="Care", lines=lines[1:]),))


def test_a_blocked_line_goes_and_is_traced() -> None:
    core = ScriptedCore(verdicts={"Give it twice.": Verdict.CONTRADICTED})
    drafted = outline(line("Give it first.", FIRST), line("Give it twice.", FIRST))
    checked = check(drafted, inquiry=inquiry(), core=core, stored=STORED)
    assert [each.text for each in checked.outline.lines] == ["Give it first."]
    assert [judgement.text for judgement in checked.rejected] == ["Give it twice."]


def test_a_blocked_line_gives_way_to_plainer_ones() -> None:
    plain = line("Give it first.", FIRST)
    core = ScriptedCore(verdicts={"No: give it first.": Verdict.UNPARSED})
    drafted = outline(line("No: give it first.", FIRST, plain))
    assert check(drafted, inquiry=inquiry(), core=core, stored=STORED).outline.lines == (plain,)


def test_what_must_be_said_is_added_with_its_citation() -> None:
    core = ScriptedCore(wants=(WATCHING,))
    checked = check(outline(line("Give it first.", FIRST)), inquiry=inquiry(), core=core, stored=STORED)
    assert checked.outline.blocks[-1].title == "Also required"
    assert checked.outline.lines[-1].passage_ids == (WATCH.id,)


def test_a_line_whose_quote_is_not_stored_never_reaches_the_core() -> None:
    invented = Line(
        text="Give it always.",
        grounds=(Grounds(passage_id=FIRST.id, quote="Give it always.", start=0, end=15),),
    )
    core = ScriptedCore()
    checked = check(
        outline(line("Give it first.", FIRST), invented), inquiry=inquiry(), core=core, stored=STORED
    )
    assert "always" not in core.seen[0]
    assert "not a substring" in checked.rejected[0].reason


def test_nothing_leaves_where_nothing_passes() -> None:
    core = ScriptedCore(verdicts={"Give it first.": Verdict.UNSUPPORTED})
    with pytest.raises(Unchecked):
        check(outline(line("Give it first.", FIRST)), inquiry=inquiry(), core=core, stored=STORED)


def test_the_last_report_is_on_the_whole_that_leaves() -> None:
    core = ScriptedCore(verdicts={"Give it twice.": Verdict.CONTRADICTED}, wants=(WATCHING,))
    drafted = outline(line("Give it first.", FIRST), line("Give it twice.", FIRST))
    checked = check(drafted, inquiry=inquiry(), core=core, stored=STORED)
    assert checked.report.passed
    assert core.seen[-1].split("\n")[:-1] == [each.text for each in checked.outline.lines]


def test_an_answer_whose_bottom_line_was_blocked_begins_with_what_is_left() -> None:
    core = ScriptedCore(verdicts={"Give it twice.": Verdict.CONTRADICTED})
    drafted = outline(line("Give it twice.", FIRST), line("Give it first.", FIRST))
    checked = check(drafted, inquiry=inquiry(), core=core, stored=STORED)
    assert [each.text for each in checked.outline.bottom_line] == ["Give it first."]
