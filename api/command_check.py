"""concordant check: the rule core's verdict on one answer, or on a file of judged answers."""

# ruff: noqa: PLC0415  (imports wait inside the commands, so that help is instant)

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.errors import BadInput
from api.options import ABSTAINED, AsJson, Guidelines

if TYPE_CHECKING:
    from evals.judged_case import Case
    from rules.verdict import Report


def check(  # noqa: PLR0913, PLR0917  (one parameter an option)
    question: Annotated[
        str | None, typer.Option("--question", "-q", help="The question that was answered.")
    ] = None,
    answer: Annotated[
        str, typer.Option("--answer", "-a", metavar="FILE|-", help="The answer; - is standard input.")
    ] = "-",
    cases: Annotated[
        Path | None, typer.Option(metavar="FILE.jsonl", help="Judged answers to run instead.")
    ] = None,
    documents: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the documents lie that cases name in `doc`.")
    ] = None,
    guideline: Guidelines = None,
    as_json: AsJson = False,
) -> None:
    """Judge an answer by rules and passages alone, without a language model.

    Exit code 0 when it passes, 3 when it is blocked. With --cases: 0 when the core agrees with people on
    every case, else 3; each line holds id, question, answer and expected (pass or block).
    """
    keep = tuple(guideline or ())
    if question is not None and cases is None:
        passed = _one(question, _read(answer), keep, as_json=as_json)
    elif cases is not None and question is None:
        passed = _many(cases, documents, keep, as_json=as_json)
    else:
        raise BadInput("Give either --question with an answer, or --cases with a file of judged answers.")
    if not passed:
        raise typer.Exit(ABSTAINED)


def _one(question: str, answer: str, guidelines: tuple[str, ...], *, as_json: bool) -> bool:
    from api import engine as engines
    from api.settings import load_settings
    from api.terminal import Screen
    from api.terminal_report import show_report
    from api.wire_check import CheckBody

    engine = engines.open_engine(load_settings())
    report = engines.judge(engine, question=question, answer=answer, guidelines=guidelines)
    if as_json:
        typer.echo(CheckBody.of(report, shelf=engine.record, guidelines=guidelines).to_json())
    else:
        show_report(Screen(), report)
    return report.passed


def _many(file: Path, folder: Path | None, guidelines: tuple[str, ...], *, as_json: bool) -> bool:
    from api.terminal import Screen
    from api.terminal_report import show_cases
    from api.wire_cases import CasesBody
    from evals.judged_case import read_cases, run_cases
    from evals.tally import tally

    cases = read_cases(file)
    check, why_not = _judging(folder, guidelines)
    results = run_cases(cases, check=check, scorable=why_not)
    counted = tally(results)
    if as_json:
        typer.echo(CasesBody.of(counted, results).to_json())
    else:
        show_cases(Screen(), counted, results)
    return not (counted.total.misses.count or counted.total.false_alarms.count)


def _judging(
    folder: Path | None, guidelines: tuple[str, ...]
) -> tuple[Callable[["Case"], "Report"], Callable[["Case"], str | None]]:
    """What checks a case, and what says why one can't be checked. A case that names a document is checked
    against that document alone, without rules; the pipeline is opened by the first one that names none."""
    from api import engine as engines
    from api.settings import load_settings
    from evals.documents import Documents
    from evals.errors import DocumentsUnreadable
    from evals.lazy import Lazy
    from evals.system_local import unaskable

    settings = load_settings()
    engine = Lazy(lambda: engines.open_engine(settings))
    try:
        documents = Documents(folder, cache=settings.home / "evals" / "vocabulary")
    except DocumentsUnreadable as error:
        raise BadInput(str(error)) from error

    def check(case: "Case") -> "Report":
        if case.doc is not None:
            return documents.check(case.doc, question=case.question, answer=case.answer, history=case.history)
        return engine().check(
            question=case.question, answer=case.answer, history=case.history, guidelines=guidelines
        )

    return check, lambda case: unaskable(case.question) or documents.why_not(case.doc)


def _read(source: str) -> str:
    """The text of the answer. Raises BadInput when there is none to read."""
    if source == "-":
        if sys.stdin.isatty():
            typer.echo("Type the answer, then Ctrl-D.", err=True)
        text = sys.stdin.read()
    else:
        try:
            text = Path(source).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(
                f"The answer can't be read from {source}: {error}. Give a text file, or -."
            ) from error
    if not text.strip():
        raise BadInput("The answer is empty. Give the text to judge in a file, or on standard input.")
    return text
