"""Formats of suites: how each is recognised by its content, and read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from evals import (
    adapter_beir,
    adapter_checker,
    adapter_kqa,
    adapter_medquad,
    adapter_questions,
    adapter_scifact,
    adapter_trec,
)
from evals.case import Case
from evals.errors import SuiteUnreadable
from evals.reading import Reading, read_rows
from evals.rows import first, rows
from rules.errors import nearest


class Takes(Enum):
    """What a format is kept in."""

    FILE = "a file"
    FOLDER = "a folder"
    EITHER = "a file or a folder"

    def has(self, path: Path) -> bool:
        """Whether the path is such a thing."""
        return self is Takes.EITHER or path.is_dir() is (self is Takes.FOLDER)


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format. `recognises` is given the path, and the first JSON object of a file that has one."""

    name: str
    title: str
    takes: Takes = Takes.FILE
    recognises: Callable[[Path, Mapping[str, object] | None], bool]
    read: Callable[[Path], Reading]


def read_own(file: Path) -> Reading:
    """Cases as Concordant writes them: `evals/suite.schema.json`, one a line."""
    return read_rows(rows(file), Case, lambda case, _: case)


OWN = Format(
    name="concordant",
    title="JSON Lines of cases, evals/suite.schema.json",
    recognises=lambda path, _: path.is_file(),
    read=read_own,
)
FORMATS = (
    Format(
        name="checker_drafts",
        title="whole answers, labelled sentence by sentence",
        recognises=adapter_checker.is_drafts,
        read=adapter_checker.read_drafts,
    ),
    Format(
        name="grounding",
        title="labelled statements about one document",
        recognises=adapter_checker.is_grounding,
        read=adapter_checker.read_grounding,
    ),
    Format(
        name="checker_single",
        title="labelled statements",
        recognises=adapter_checker.is_single,
        read=adapter_checker.read_single,
    ),
    Format(
        name="questions",
        title="questions with facts, must and must-not",
        recognises=adapter_questions.is_questions,
        read=adapter_questions.read_questions,
    ),
    Format(
        name="pdq_questions",
        title="questions with the quotes that answer them",
        recognises=adapter_questions.is_answerable,
        read=adapter_questions.read_answerable,
    ),
    Format(
        name="pdq_unanswerable",
        title="questions to decline",
        recognises=adapter_questions.is_unanswerable,
        read=adapter_questions.read_unanswerable,
    ),
    Format(name="kqa", title="K-QA", recognises=adapter_kqa.is_kqa, read=adapter_kqa.read_kqa),
    Format(
        name="scifact",
        title="SciFact claims",
        recognises=adapter_scifact.is_scifact,
        read=adapter_scifact.read_scifact,
    ),
    Format(
        name="beir",
        title="BEIR: queries.jsonl and qrels",
        takes=Takes.FOLDER,
        recognises=adapter_beir.is_beir,
        read=adapter_beir.read_beir,
    ),
    Format(
        name="trec",
        title="TREC: topics and qrels",
        takes=Takes.FOLDER,
        recognises=adapter_trec.is_trec,
        read=adapter_trec.read_trec,
    ),
    Format(
        name="medquad",
        title="MedQuAD XML",
        takes=Takes.EITHER,
        recognises=adapter_medquad.is_medquad,
        read=adapter_medquad.read_medquad,
    ),
    OWN,
)
"""In the order in which they are tried; what no other recognises is Concordant's own."""


def named(name: str, path: Path) -> Format:
    """The format of this name, to read `path`. Raises SuiteUnreadable with the choices."""
    for known in FORMATS:
        if known.name == name and known.takes.has(path):
            return known
        if known.name == name:
            raise SuiteUnreadable(
                f"{path} can't be read as {name} ({known.title}): give {known.takes.value}."
            )
    names = [known.name for known in FORMATS]
    raise SuiteUnreadable(
        f"Unknown format {name!r}: no adapter reads it.{nearest(name, names)} Formats: {', '.join(names)}."
    )


def recognised(path: Path) -> Format:
    """The format of what lies there, by its content. Raises SuiteUnreadable where none fits."""
    if path.is_file() and (what := _PARTS.get(adapter_trec.kind_of(path))):
        raise SuiteUnreadable(f"{path} {what}")
    start = None if path.is_dir() or adapter_medquad.is_medquad(path, None) else first(path)
    for known in FORMATS:
        if known.takes.has(path) and known.recognises(path, start):
            return known
    folders = ", ".join(f"{known.name} ({known.title})" for known in FORMATS if known.takes is not Takes.FILE)
    raise SuiteUnreadable(
        f"{path} is a folder that holds no suite of a known format. Give one of its files. "
        f"Formats that are folders: {folders}."
    )


_PARTS: Mapping[str | None, str] = {
    "run": "is a TREC run: what a system found, not what was asked. Give the suite it belongs to, and the "
    "run as the system.",
    "qrels": "holds TREC qrels without questions. Put it into a folder with its topics (ID<TAB>TEXT, one a "
    "line) and give the folder.",
    "topics": "holds TREC topics without judgements. Put it into a folder with its qrels and give the "
    "folder.",
}
