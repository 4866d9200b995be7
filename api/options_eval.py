"""Options of `concordant eval`."""

from pathlib import Path
from typing import Annotated

import typer

SuiteName = Annotated[str, typer.Argument(metavar="SUITE", help="A shipped suite, a file or a folder.")]
Systems = Annotated[
    list[str] | None,
    typer.Option(
        "--system",
        metavar="SPEC",
        help="local, local:core-off, a URL, openai:MODEL@URL, ...; given again, side by side.",
    ),
]
Tags = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="TAG", help="Keep to cases with this tag; may be repeated."),
]
Ids = Annotated[
    list[str] | None, typer.Option("--case", metavar="ID", help="Keep to this case; may be repeated.")
]
Tasks = Annotated[
    list[str] | None,
    typer.Option(
        "--task",
        metavar="answer|check|retrieve",
        help="Do this alone; may be repeated. Otherwise whatever a case needs.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="How the suite is written, if it is not recognised."),
]
Documents = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where the documents lie that drafts are checked against."),
]
Corpus = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Ask a local system over these Markdown documents instead."),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE.json", dir_okay=False, help="Keep the run here, not in the data home."),
]
Report = Annotated[
    Path | None,
    typer.Option(metavar="FILE.html", dir_okay=False, help="Write a report that opens offline."),
]
Junit = Annotated[
    Path | None, typer.Option(metavar="FILE.xml", dir_okay=False, help="Write JUnit XML: a test a case.")
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(metavar="METRIC=VALUE", help="A floor; a ceiling where lower is better. May be repeated."),
]
Baseline = Annotated[
    Path | None, typer.Option(metavar="FILE.json", help="An earlier run: fail where this one is worse.")
]
Workers = Annotated[int, typer.Option("--workers", "-j", min=1, help="Cases at a time.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Do not resume an unfinished run.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the intervals.")]
Judge = Annotated[
    str | None,
    typer.Option(metavar="SPEC", help="A language model that judges too: provider:model[@URL]."),
]
PriceIn = Annotated[
    float | None, typer.Option(min=0, help="Price of a million tokens that a language model reads.")
]
PriceOut = Annotated[
    float | None, typer.Option(min=0, help="Price of a million tokens that a language model writes.")
]
