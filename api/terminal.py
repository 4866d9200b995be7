"""Terminal: an answer as a clinician reads it; plain text at 100 columns when it goes to a file or a pipe."""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from answering.answer import Answer, Citation, MissingFact, Reason, Statement
from corpus.guideline import Guideline, Status
from rules.context import Context, Value
from rules.verdict import Verdict

WIDTH = 100
"""Columns of a line at most; longer lines are hard to read."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_KINDS = {
    "answer": "BOTTOM LINE",
    "clarify": "MORE IS NEEDED TO ANSWER THIS",
    "abstain": "NO ANSWER",
}
_REASONS = {
    Reason.OUT_OF_CORPUS: "The guidelines on record do not cover this question.",
    Reason.GUIDELINE_SILENT: "The guidelines on record treat of this subject, but are silent on this.",
    Reason.FACTS_MISSING: "The answer differs between patients, and facts that decide it are missing.",
    Reason.SOURCES_IN_CONFLICT: "The guidelines on record contradict one another here.",
    Reason.SUPERSEDED_ONLY: "Only guidance that is no longer in force covers this question.",
    Reason.NOT_CLINICAL: "This is not a clinical question.",
    Reason.REFUSED: "No answer passed the rule core.",
}


class Screen:
    """Writes to a stream: with colour on a terminal, else plain text without trailing blanks."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        probe = Console(file=self._stream)
        width = min(probe.width, WIDTH) if probe.is_terminal else WIDTH
        self._console = Console(file=self._stream, width=width, highlight=False, markup=False, emoji=False)

    def line(self, text: str = "", style: str = "") -> None:
        """A paragraph, wrapped."""
        self._print(Text(clean(text), style=style))

    def head(self, text: str) -> None:
        """A heading after an empty line."""
        self.line()
        self.line(text, "bold cyan")

    def item(self, mark: str, text: str | Text, *, indent: int = 2, style: str = "") -> None:
        """A paragraph that hangs beside its mark."""
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column()
        body = text if isinstance(text, Text) else Text(clean(text), style=style)
        grid.add_row(Text(" " * indent + mark, style=style or "dim"), body)
        self._print(grid)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Columns under their headings; the last one wraps, the others only where they must."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold cyan")
        for number, column in enumerate(columns, start=1):
            table.add_column(column, overflow="fold", ratio=1 if number == len(columns) else None)
        for row in rows:
            table.add_row(*(Text(clean(cell)) for cell in row))
        self._print(table)

    def _print(self, what: Text | Table) -> None:
        if self._console.is_terminal:
            self._console.print(what)
            return
        with self._console.capture() as captured:
            self._console.print(what)
        self._stream.write("\n".join(line.rstrip() for line in captured.get().split("\n")))


def clean(text: str) -> str:
    """The text without control characters: a guideline or a question must not steer the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def show_answer(screen: Screen, answer: Answer, guidelines: Sequence[Guideline]) -> None:
    """Write the whole answer. `guidelines` are those on record; the cited ones make the status strip."""
    cited = _cited(answer, guidelines)
    _strip(screen, answer, cited)
    screen.head(_KINDS[answer.kind])
    for statement in answer.bottom_line:
        screen.item("", _stated(statement, style="bold"), indent=1)
    if answer.reason and not answer.bottom_line:
        screen.item("", _REASONS[answer.reason], indent=1)
    for section in answer.sections:
        screen.head(section.title.upper())
        for statement in section.statements:
            screen.item("•", _stated(statement))
    _bulleted(screen, "NEAREST IN THE GUIDELINES", answer.nearest)
    show_facts(screen, answer.context)
    _missing(screen, answer)
    _bulleted(screen, "WARNINGS", answer.warnings, mark="!", style="yellow")
    _bulleted(screen, "YOU COULD ASK NEXT", answer.follow_ups, mark="›")
    _sources(screen, answer, cited)
    screen.line()
    screen.line(answer.disclaimer, "dim")
    origin = answer.provenance
    screen.line(
        f"Answer {answer.id[:12]} · corpus {origin.corpus_hash[:12]} · rules {origin.rules_hash[:12]} · "
        f"model {origin.model}",
        "dim",
    )


def show_facts(screen: Screen, context: Context) -> None:
    """Write the facts that were read, each beside its words, and the readings that conflict."""
    known = context.values()
    facts = [fact for fact in context.facts if fact.name in known]
    if facts:
        screen.head("FACTS READ")
    for fact in facts:
        where = "" if fact.source == "question" else f" ({fact.source})"
        screen.item("•", f"{spoken(fact.name)}: {told(fact.value)}, from “{fact.words}”{where}")
    if context.conflicts:
        screen.head("READ IN TWO WAYS, SO TAKEN AS UNKNOWN")
    for conflict in context.conflicts:
        readings = " or ".join(f"{told(one.value)}, from “{one.words}”" for one in conflict.readings)
        screen.item("!", f"{spoken(conflict.name)}: {readings}", style="yellow")


def spoken(name: str) -> str:
    """The name of a fact as words."""
    return name.replace("_", " ")


def told(value: Value) -> str:
    """The value of a fact as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return spoken(value) if isinstance(value, str) else ", ".join(spoken(one) for one in value)


def _cited(answer: Answer, guidelines: Sequence[Guideline]) -> tuple[Guideline, ...]:
    named = {(citation.guideline, citation.version) for citation in answer.citations}
    return tuple(guideline for guideline in guidelines if (guideline.id, guideline.version) in named)


def _strip(screen: Screen, answer: Answer, cited: Sequence[Guideline]) -> None:
    for guideline in cited:
        published = f"published {guideline.published}" if guideline.published else "publication date unknown"
        review_by = f"review by {guideline.review_by}" if guideline.review_by else "no review date"
        status = guideline.status.value.replace("_", " ")
        screen.line(guideline.title, "bold")
        screen.line(
            f"{guideline.id}, version {guideline.version} · {published} · {review_by} · {status}",
            "dim" if guideline.status is Status.IN_FORCE else "bold red",
        )
    screen.line(answer.review.banner, "yellow")
    screen.line()
    screen.item("Question:", answer.question, indent=0)
    if answer.audience.value != "clinician":
        screen.item("Written for:", f"a {answer.audience.value}", indent=0)


def _stated(statement: Statement, *, style: str = "") -> Text:
    text = Text(clean(statement.text), style=style)
    if statement.verdict is not Verdict.SUPPORTED and statement.verdict is not Verdict.NEUTRAL:
        text.append(f" ({statement.verdict.value})", style="bold red")
    for number in statement.citations:
        text.append(f" [{number}]", style="not bold cyan")
    return text


def _missing(screen: Screen, answer: Answer) -> None:
    if answer.missing_facts:
        screen.head("WHAT WOULD NARROW IT DOWN")
    for fact in answer.missing_facts:
        screen.item("?", _question(fact))


def _question(fact: MissingFact) -> str:
    return f"{fact.question} {' / '.join(told(choice) for choice in fact.choices)}".rstrip()


def _bulleted(screen: Screen, title: str, lines: Sequence[str], *, mark: str = "•", style: str = "") -> None:
    if lines:
        screen.head(title)
    for line in lines:
        screen.item(mark, line, style=style)


def _sources(screen: Screen, answer: Answer, cited: Sequence[Guideline]) -> None:
    said = {statement.text for statement in answer.statements}
    if answer.citations:
        screen.head("CITATIONS")
    if any(citation.quote in said for citation in answer.citations):
        screen.line("A quote that reads as its statement does is not repeated.", "dim")
    for citation in answer.citations:
        mark = f"[{citation.n}]".rjust(len(f"[{len(answer.citations)}]"))
        screen.item(mark, _place(citation, quoted=citation.quote not in said))
    if any(guideline.references for guideline in cited):
        screen.head("REFERENCES")
    for guideline in cited:
        for reference in guideline.references:
            screen.item(
                f"{reference.n}.",
                f"{reference.authors.rstrip('.')}. {reference.title.rstrip('.')}. {reference.year}.",
            )


def _place(citation: Citation, *, quoted: bool) -> Text:
    """Heading and passage; the quote where it says it otherwise than the statement; grades as printed."""
    text = Text(f"“{clean(citation.quote)}” " if quoted else "")
    for grade in (citation.strength, citation.evidence):
        if grade:
            text.append(f"({clean(grade)}) ", style="bold")
    text.append(clean(" › ".join(citation.heading_path[1:] or citation.heading_path)))
    text.append(f", {clean(citation.passage_id)}", style="dim")
    return text
