"""concordant ask: one question in, a checked and cited answer out."""

# ruff: noqa: PLC0415  (imports wait inside the commands, so that help is instant)

import sys
from datetime import date, datetime
from typing import Annotated

import typer

from answering.answer import Audience
from api.options import ABSTAINED, AsJson, Guidelines


def ask(  # noqa: PLR0913, PLR0917  (one parameter an option)
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The question; - reads it from standard input.")
    ],
    guideline: Guidelines = None,
    audience: Annotated[Audience, typer.Option(help="Who reads the answer.")] = Audience.CLINICIAN,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day the answer is for.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="none|PROVIDER:NAME", help="What drafts the answer; default CONCORDANT_MODEL."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question from the guidelines on record.

    Exit code 0 for an answer, 3 for an abstention or when more facts are needed.
    """
    from answering.ask import Ask
    from api import engine as engines
    from api.settings import load_settings

    settings = load_settings()
    asked = Ask(
        question=sys.stdin.read() if question == "-" else question,
        guidelines=tuple(guideline or ()),
        audience=audience,
        as_of=_day(as_of),
        model=model or settings.model,
    )
    engine = engines.open_engine(settings)
    answer = engine.answer(asked)
    if as_json:
        from api.wire import AnswerBody

        typer.echo(AnswerBody.of(answer).to_json())
    else:
        from api.terminal import Screen, show_answer

        show_answer(Screen(), answer, engine.record.guidelines())
    if answer.kind != "answer":
        raise typer.Exit(ABSTAINED)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
