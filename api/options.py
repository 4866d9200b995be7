"""Options that several commands share."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, in the shape that the API sends.")]
Guidelines = Annotated[
    list[str] | None,
    typer.Option("--guideline", "-g", metavar="ID", help="Keep to this guideline; may be given again."),
]

ABSTAINED = 3
"""Exit code of an abstention, of a request for facts, and of a blocked answer."""

FAILED = 1
"""Exit code of a run that misses a threshold or is significantly worse than another."""

BAD_INPUT = 2
"""Exit code of bad usage or input, such as a document that can't be read."""
