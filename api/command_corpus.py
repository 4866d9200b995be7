"""concordant ingest, guidelines, passages and search: what is on record, and what bears on a query."""

# ruff: noqa: PLC0415  (imports wait inside the commands, so that help is instant)

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.options import ABSTAINED, BAD_INPUT, AsJson, Guidelines


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help="Packs or documents (HTML, DOCX, PDF, Markdown, text), or folders."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Take guidelines into the record and index them; what has not changed is not embedded again.

    All are read, the rules of packs included, before anything is written. A document that can't be read is
    named, and the others are taken in; the exit code is then 2.
    """
    from pydantic import TypeAdapter

    import ingest.offline  # noqa: F401
    from api.settings import load_settings
    from api.terminal import Screen
    from api.terminal_corpus import show_ingest
    from ingest.embedder import load_embedder
    from ingest.home import Home
    from ingest.incoming import pack_folders
    from ingest.pipeline import ingest as take_in
    from ingest.report import IngestReport

    settings = load_settings()
    home = Home(settings.home)
    _read_rules([folder for path in paths for folder in pack_folders(path)])
    report = take_in(paths, home=home, embedder=load_embedder(settings.embedder, home))
    if as_json:
        typer.echo(TypeAdapter(IngestReport).dump_json(report, indent=2).decode())
    else:
        show_ingest(Screen(), report)
    if report.failed:
        raise typer.Exit(BAD_INPUT)


def forget(
    guideline: Annotated[str, typer.Argument(metavar="GUIDELINE", help="The id of a guideline on record.")],
    as_json: AsJson = False,
) -> None:
    """Remove a guideline with all its versions, so that no byte of it is left in record and index."""
    from pydantic import TypeAdapter

    import ingest.offline  # noqa: F401
    from api.settings import load_settings
    from api.terminal import Screen
    from ingest.embedder import load_embedder
    from ingest.forgetting import Forgotten
    from ingest.forgetting import forget as take_out
    from ingest.home import Home

    settings = load_settings()
    home = Home(settings.home)
    gone = take_out(guideline, home=home, embedder=load_embedder(settings.embedder, home))
    if as_json:
        typer.echo(TypeAdapter(Forgotten).dump_json(gone, indent=2).decode())
    else:
        Screen().line(f"Forgotten: {gone.guideline} {', '.join(gone.versions)}, {gone.passages} passages.")


def guidelines(as_json: AsJson = False) -> None:
    """List the guideline versions on record."""
    from api import engine as engines
    from api.settings import load_settings
    from api.terminal import Screen
    from api.terminal_corpus import show_guidelines
    from api.wire import GuidelineList

    listed = engines.open_engine(load_settings()).record.guidelines()
    if as_json:
        typer.echo(GuidelineList(guidelines=listed).to_json())
    else:
        show_guidelines(Screen(), listed)


def passages(
    guideline: Annotated[str, typer.Argument(metavar="GUIDELINE", help="The id of a guideline on record.")],
    as_json: AsJson = False,
) -> None:
    """List a guideline's passages in document order, under their headings."""
    from api import engine as engines
    from api.settings import load_settings
    from api.terminal import Screen
    from api.terminal_corpus import show_passages
    from api.wire import PassageList

    engine = engines.open_engine(load_settings())
    listed = engine.record.passages(*engines.known(engine, (guideline,)))
    if as_json:
        typer.echo(PassageList(passages=listed).to_json())
    else:
        show_passages(Screen(), listed)


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
    from api.terminal_corpus import show_evidence
    from api.wire import EvidenceBody, EvidenceList

    engine = engines.open_engine(load_settings())
    found = engines.find(engine, query, k=k, guidelines=tuple(guideline or ()))
    if as_json:
        typer.echo(EvidenceList(evidence=tuple(EvidenceBody.of(one) for one in found)).to_json())
    else:
        show_evidence(Screen(), found)
    if not found:
        raise typer.Exit(ABSTAINED)


def _read_rules(folders: Sequence[Path]) -> None:
    """Read the rules of packs against their own passages. Raises CorpusError or FileErrors."""
    from corpus.pack import load_pack
    from ingest.markdown import passages as split
    from rules.core import Core

    packs = [load_pack(folder) for folder in folders]
    Core.load(folders, [passage for pack in packs for passage in split(pack.document, pack.guideline)])
