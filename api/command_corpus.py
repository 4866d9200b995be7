"""concordant ingest, guidelines, passages and search: what is on record, and what bears on a query."""

# ruff: noqa: PLC0415  (imports wait inside the commands, so that help is instant)

from pathlib import Path
from typing import Annotated

import typer

from api.options import ABSTAINED, AsJson, Guidelines


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Folders of guidelines to take in.")],
    as_json: AsJson = False,
) -> None:
    """Take guidelines into the record and index them; what has not changed is not embedded again."""
    import json
    from dataclasses import asdict

    import ingest.offline  # noqa: F401
    from api.settings import load_settings
    from api.terminal import Screen, spoken
    from ingest.embedder import load_embedder
    from ingest.home import Home
    from ingest.pipeline import ingest as take_in

    settings = load_settings()
    home = Home(settings.home)
    report = take_in(paths, home=home, embedder=load_embedder(settings.embedder, home))
    if as_json:
        typer.echo(json.dumps(asdict(report), indent=2, default=str))
        return
    screen = Screen()
    for name, value in asdict(report).items():
        screen.item(f"{spoken(name)}:", str(value), indent=0)


def guidelines(as_json: AsJson = False) -> None:
    """List the guideline versions on record."""
    from api import engine as engines
    from api.settings import load_settings
    from api.terminal import Screen, spoken
    from api.wire import GuidelineList

    listed = engines.open_engine(load_settings()).record.guidelines()
    if as_json:
        typer.echo(GuidelineList(guidelines=listed).to_json())
        return
    Screen().table(
        ("id", "version", "status", "review", "title"),
        [(g.id, g.version, spoken(g.status.value), spoken(g.review.value), g.title) for g in listed],
    )


def passages(
    guideline: Annotated[str, typer.Argument(metavar="GUIDELINE", help="The id of a guideline on record.")],
    as_json: AsJson = False,
) -> None:
    """List a guideline's passages in document order, under their headings."""
    from api import engine as engines
    from api.settings import load_settings
    from api.terminal import Screen
    from api.wire import PassageList

    engine = engines.open_engine(load_settings())
    listed = engine.record.passages(*engines.known(engine, (guideline,)))
    if as_json:
        typer.echo(PassageList(passages=listed).to_json())
        return
    screen, heading = Screen(), None
    for passage in listed:
        if passage.heading_path != heading:
            heading = passage.heading_path
            screen.head(" › ".join(heading))
        screen.item("•", f"{passage.text} ({passage.anchor})")


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many passages at most.")] = 8,
    guideline: Guidelines = None,
    as_json: AsJson = False,
) -> None:
    """Find the passages that bear on a query, best first. Exit code 3 when there is none."""
    from api import engine as engines
    from api.settings import load_settings
    from api.terminal import Screen
    from api.wire import EvidenceBody, EvidenceList

    engine = engines.open_engine(load_settings())
    found = engines.find(engine, query, k=k, guidelines=tuple(guideline or ()))
    if as_json:
        typer.echo(EvidenceList(evidence=tuple(EvidenceBody.of(one) for one in found)).to_json())
    else:
        screen = Screen()
        for one in found:
            screen.item(
                f"{one.score:.2f}", f"{one.passage.text}\n{_origin(one.lexical, one.dense, one.passage.id)}"
            )
        if not found:
            screen.line("No passage bears on this query.")
    if not found:
        raise typer.Exit(ABSTAINED)


def _origin(lexical: float | None, dense: float | None, passage: str) -> str:
    words = f"words {lexical:.1f}" if lexical is not None else "not by words"
    meaning = f"meaning {dense:.2f}" if dense is not None else "not by meaning"
    return f"{passage} · {words} · {meaning}"
