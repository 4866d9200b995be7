"""concordant: the command line. Heavy imports wait inside the commands, so that help is instant."""

# ruff: noqa: PLC0415  (what an error needs is imported when there is one)
import os
import sys
from collections.abc import Sequence

import typer

from api.command_ask import ask
from api.command_check import check
from api.command_compare import compare
from api.command_corpus import forget, guidelines, ingest, passages, search
from api.command_eval import evaluate
from api.command_rules import rules
from api.command_serve import serve

app = typer.Typer(
    name="concordant",
    help="Answers clinicians' questions from clinical guidelines; every statement is checked and cited.",
    epilog="Exit codes: 0 answer or pass, 3 abstention or block, 2 bad usage or input, 1 failure, "
    "a missed threshold or a regression.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (ask, check, search, guidelines, passages, ingest, forget, serve):
    app.command()(command)
app.command("eval")(evaluate)
app.command()(compare)
app.add_typer(rules, name="rules")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Nothing but an exit code and a message leaves."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        app(args=given, prog_name="concordant")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  (the last line of defence: people get a message, not a traceback)
        return _fail(error, as_json="--json" in given)
    return 0


def main() -> None:
    """The console script."""
    sys.exit(run())


def _fail(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong, on standard error. A problem in JSON where JSON was asked for."""
    from api.problems import INTERNAL, kind_of, problem

    if os.environ.get("CONCORDANT_LOG_LEVEL") == "DEBUG":
        import traceback

        traceback.print_exception(error)
    kind = kind_of(error)
    said = str(error)
    if kind is INTERNAL:
        said = (
            f"Something went wrong that nobody foresaw ({type(error).__name__}: {error}). "
            "CONCORDANT_LOG_LEVEL=DEBUG shows where; please report it."
        )
    typer.echo(problem(kind, said).to_json() if as_json else f"concordant: {said}", err=True)
    return kind.exit_code


if __name__ == "__main__":
    main()
