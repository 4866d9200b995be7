"""Terminal: what is on record, what was found, and what an ingest did."""

from collections.abc import Sequence

from api.terminal import Screen, spoken
from corpus.guideline import Guideline
from ingest.passage import Passage
from ingest.report import IngestReport
from retrieval.evidence import Evidence


def show_guidelines(screen: Screen, guidelines: Sequence[Guideline]) -> None:
    """Write one line a guideline."""
    screen.table(
        ("id", "version", "status", "review", "title"),
        [(g.id, g.version, spoken(g.status.value), spoken(g.review.value), g.title) for g in guidelines],
    )


def show_passages(screen: Screen, passages: Sequence[Passage]) -> None:
    """Write passages under their headings, each with its anchor."""
    heading: tuple[str, ...] | None = None
    for passage in passages:
        if passage.heading_path != heading:
            heading = passage.heading_path
            screen.head(" › ".join(heading))
        screen.item("•", f"{passage.text} ({passage.anchor})")


def show_evidence(screen: Screen, found: Sequence[Evidence]) -> None:
    """Write passages with their scores, best first."""
    for one in found:
        words = f"words {one.lexical:.1f}" if one.lexical is not None else "not by words"
        meaning = f"meaning {one.dense:.2f}" if one.dense is not None else "not by meaning"
        screen.item(f"{one.score:.2f}", f"{one.passage.text}\n{one.passage.id} · {words} · {meaning}")
    if not found:
        screen.line("No passage bears on this query.")


def show_ingest(screen: Screen, report: IngestReport) -> None:
    """Write what was taken in, what was embedded, and what to look at."""
    for title, names in (
        ("taken in", report.changed),
        ("unchanged", report.unchanged),
        ("withdrawn", report.withdrawn),
    ):
        if names:
            screen.item(f"{title}:", ", ".join(names), indent=0)
    if report.files:
        screen.table(
            ("file", "passages", "recommendations", "graded", "table rows"),
            [
                (one.file, str(one.passages), str(one.recommendations), str(one.graded), str(one.table_rows))
                for one in report.files
            ],
        )
    for file in report.files:
        for title, notes in (("left out", file.dropped), ("doubtful", file.doubtful)):
            for note in notes:
                times = f" ({note.count} times)" if note.count > 1 else ""
                screen.item(f"{file.file}, {title}:", f"{note.what}, {note.where}{times}", indent=0)
    for failed in report.failed:
        screen.item("✗", failed.why, indent=0, style="red")
    screen.line(
        f"{report.passages} passages, {report.recommendations} of them recommendations; "
        f"{report.embedded} texts embedded, {report.reused} vectors reused; index {report.index.value}; "
        f"{report.seconds:.1f} s."
    )
    for notice in report.notices:
        screen.item("!", notice, indent=0, style="yellow")
