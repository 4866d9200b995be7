"""The terminal: an answer that a clinician can read, and plain text for everything else."""

import io
from dataclasses import replace

import pytest

from answering.answer import Answer, Section
from answering.ask import Ask
from api.terminal import WIDTH, Screen, show_answer, show_facts
from api.terminal_report import show_report
from corpus.guideline import Status
from rules.context import Conflict, Context, Fact
from tests.api.engine import GUIDELINE, MONITORING, answer_to, report_on

ANSWER = answer_to(Ask(question="HER2-positive: what is watched on trastuzumab?"))


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(answer: Answer, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    show_answer(Screen(stream), answer, (GUIDELINE,))
    return stream.getvalue()


def test_an_answer_is_read_from_the_bottom_line_down() -> None:
    headings = [line for line in shown(ANSWER).splitlines() if line.isupper() and not line.startswith(" ")]
    assert headings == [
        "BOTTOM LINE",
        "HER2-POSITIVE DISEASE",
        "FACTS READ",
        "WHAT WOULD NARROW IT DOWN",
        "WARNINGS",
        "YOU COULD ASK NEXT",
        "CITATIONS",
        "REFERENCES",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "breast, version 1 · publication date unknown · no review date · in force",
        "Submitted, not reviewed by clinicians",
        f"  {MONITORING} [1]",
        "  • her2: positive, from “HER2-positive”",
        "  ? What is the receptor status? positive / negative",
        "  ! The guideline has no review date.",
        "  1. Its authors. A work. 2020.",
        "It does not replace clinical judgement.",
    ],
)
def test_an_answer_says(line: str) -> None:
    assert line in shown(ANSWER).splitlines()


def test_an_abstention_says_why_and_what_is_near() -> None:
    text = shown(answer_to(Ask(question="How is gout treated?")))
    assert "NO ANSWER\n  The guidelines on record do not cover this question." in text
    assert "NEAREST IN THE GUIDELINES\n  • HER2-positive disease" in text
    assert "BOTTOM LINE" not in text


def test_piped_text_is_plain_and_no_wider_than_the_limit() -> None:
    statement = replace(ANSWER.bottom_line[0], text="A long sentence of many words. " * 12)
    text = shown(replace(ANSWER, sections=(Section(title="Long", statements=(statement,)),)))
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= WIDTH
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_a_wrapped_point_hangs_beside_its_mark() -> None:
    statement = replace(ANSWER.bottom_line[0], text="word " * 40)
    lines = shown(replace(ANSWER, sections=(Section(title="Long", statements=(statement,)),))).splitlines()
    at = lines.index("LONG")
    assert (lines[at + 1][:8], lines[at + 2][:8]) == ("  • word", "    word")


def test_a_terminal_gets_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in shown(ANSWER, Terminal())


def test_text_from_outside_can_not_steer_the_terminal() -> None:
    hostile = "\x1b]0;owned\x07 [bold]trastuzumab[/bold] :heart: \x9b2J"
    text = shown(replace(ANSWER, question=hostile), Terminal())
    assert "owned" in text
    assert "\x1b]" not in text
    assert "\x9b" not in text
    assert "[bold]trastuzumab[/bold] :heart:" in text


def test_a_superseded_guideline_is_named_as_such() -> None:
    stream = io.StringIO()
    show_answer(Screen(stream), ANSWER, (replace(GUIDELINE, status=Status.SUPERSEDED),))
    assert "no review date · superseded" in stream.getvalue()


def test_conflicting_readings_are_shown_as_unknown() -> None:
    pre = Fact(name="menopause", value="pre", words="premenopausal", source="question", start=0, end=13)
    post = replace(pre, value="post", words="postmenopausal", source="history")
    context = Context(facts=(pre, post), conflicts=(Conflict(name="menopause", readings=(pre, post)),))
    stream = io.StringIO()
    show_facts(Screen(stream), context)
    assert "FACTS READ" not in stream.getvalue()
    assert "menopause: pre, from “premenopausal” or post, from “postmenopausal”" in stream.getvalue()


def test_a_blocked_answer_says_so_first() -> None:
    stream = io.StringIO()
    show_report(Screen(stream), report_on("Give it.", Context()))
    assert stream.getvalue().startswith("BLOCK Cardiac monitoring is not mentioned.\n")
    assert f"+ {MONITORING} (rule her2-monitoring," in stream.getvalue()
