"""Pipeline: guidelines in, record and index in step. Nothing changed: nothing embedded."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corpus.errors import CorpusError
from corpus.pack import GUIDELINE_FILE, Pack, load_pack, shipped_packs
from ingest.embedder import Embedder
from ingest.errors import DocumentUnreadable, IdRepeated, IndexUnreadable
from ingest.home import Home
from ingest.incoming import Incoming, Loaded, digest_of, incoming, of_pack
from ingest.index import build_index, check_index
from ingest.lock import writing
from ingest.passage import Kind
from ingest.record import Record
from ingest.report import FileFailed, FileReport, IndexState, IngestReport
from ingest.rows import content_hash
from ingest.writing import Change, Entry, apply, unembedded

UNCHANGED = IngestReport(
    changed=(),
    unchanged=(),
    withdrawn=(),
    passages=0,
    recommendations=0,
    embedded=0,
    reused=0,
    index=IndexState.KEPT,
    notices=(),
    seconds=0.0,
)
"""What `ensure` reports where there was nothing to do: nothing was read, so nothing is counted."""


def ingest(paths: Iterable[Path], *, home: Home, embedder: Embedder) -> IngestReport:
    """Take guidelines into the record and bring the index in step.

    Each path is a pack, its guideline.md, a document, or a folder of packs or documents. All are read before
    anything is written. A fault in a pack (CorpusError, NotAPack, IdRepeated, AnchorMisplaced) leaves the
    record as it was; a document that can't be read, or its side-car, is named in the report, and the others
    are taken in.
    Raises WriterBusy while another process writes.
    """
    started = perf_counter()
    with writing(home):
        given = tuple({one.source.resolve(): one for path in paths for one in incoming(path)}.values())
        return _take_in(given, home=home, embedder=embedder, started=started)


def hold_only(packs: Sequence[Pack], *, home: Home, embedder: Embedder | None) -> IngestReport:
    """Make the record hold these packs and no others, shipped ones included, and bring the index in step.

    For a corpus that is put together in code; what has not changed is not embedded again. `embedder` None
    embeds nothing: passages are then found by their words alone, until an embedder is given.
    Raises IdRepeated, AnchorMisplaced or WriterBusy.
    """
    started = perf_counter()
    with writing(home):
        given = [of_pack(pack) for pack in packs]
        return _take_in(given, home=home, embedder=embedder, started=started, alone=True)


def ensure(home: Home, embedder: Embedder) -> IngestReport:
    """Make sure that the shipped packs are on record as they are on disk and that the index is sound.

    Takes milliseconds and no lock where that is so already. A damaged or absent index is rebuilt from
    the record alone, with a notice. A guideline that was ingested by hand under the id of a shipped one
    keeps its place. Raises what `ingest` raises.
    """
    started = perf_counter()
    folders = shipped_packs()
    state = _shipped_state(folders)
    with closing(Record.open(home)) as record:
        in_step = record.meta("shipped_state") == state
        if in_step and _fault(home, record, embedder.name) is None:
            return UNCHANGED
    with writing(home):
        given = [of_pack(load_pack(folder)) for folder in folders]
        return _take_in(given, home=home, embedder=embedder, started=started, shipped_state=state)


def _take_in(  # noqa: PLR0913  (what is taken in, where, and how much leaves for it)
    given: Sequence[Incoming],
    *,
    home: Home,
    embedder: Embedder | None,
    started: float,
    shipped_state: str | None = None,
    alone: bool = False,
) -> IngestReport:
    """Split, embed what is new, record, index. `shipped_state` is given for the shipped packs; `alone`: all
    other guidelines leave."""
    with closing(Record.open(home)) as record:
        plan = _planned(record, given, shipped=shipped_state is not None, alone=alone)
        embedded = _write(record, plan, embedder=embedder, shipped_state=shipped_state)
        index, notices = _index_in_step(home, record, embedder.name) if embedder else (IndexState.KEPT, ())
        ids = {one.id for one in given}
        found = [passage for passage in record.passages() if passage.guideline in ids]
        versions = {guideline.id: guideline.version for guideline in record.guidelines()}
    entered = {entry.guideline.id for entry in plan.entries}
    failed = {one.guideline for one in plan.failed}
    named = {one.id: f"{one.id} {versions[one.id]}" for one in given if one.id in versions}
    return IngestReport(
        changed=tuple(name for identity, name in named.items() if identity in entered),
        unchanged=tuple(name for identity, name in named.items() if identity not in entered | failed),
        withdrawn=plan.withdrawn,
        passages=len(found),
        recommendations=sum(passage.kind is Kind.RECOMMENDATION for passage in found),
        embedded=embedded,
        reused=max(0, len(found) - embedded),
        index=index,
        notices=notices,
        seconds=perf_counter() - started,
        files=plan.files,
        failed=plan.failed,
    )


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What enters the record, what leaves, what was read in each file, and which could not be."""

    entries: Sequence[Entry]
    withdrawn: tuple[str, ...]
    files: tuple[FileReport, ...]
    failed: tuple[FileFailed, ...]


def _planned(record: Record, given: Sequence[Incoming], *, shipped: bool, alone: bool) -> _Plan:
    _check_ids(given)
    known = _known(record)
    ids = {one.id for one in given}
    if shipped:
        withdrawn = tuple(sorted(name for name, one in known.items() if one.shipped and name not in ids))
    else:
        withdrawn = tuple(sorted(known.keys() - ids)) if alone else ()
    entries: list[Entry] = []
    files: list[FileReport] = []
    failed: list[FileFailed] = []
    for one in given:
        if not _enters(one, known.get(one.id), shipped=shipped):
            continue
        try:
            loaded = one.load()
        except (DocumentUnreadable, CorpusError) as error:
            # A pack's own front matter has been read by now: what is left to be faulty is a side-car.
            failed.append(FileFailed(file=one.source.name, guideline=one.id, why=str(error)))
            continue
        entries.append(_entry(one, loaded, shipped=shipped))
        files.append(FileReport.of(one.source, loaded))
    return _Plan(entries=entries, withdrawn=withdrawn, files=tuple(files), failed=tuple(failed))


def _write(record: Record, plan: _Plan, *, embedder: Embedder | None, shipped_state: str | None) -> int:
    """Embed what has no vector yet and record everything at once; the number of texts embedded."""
    replaced = [*plan.withdrawn, *(entry.guideline.id for entry in plan.entries)]
    missing: Mapping[str, str] = {}
    if embedder is not None:
        missing = unembedded(record, plan.entries, replaced=replaced, embedder=embedder.name)
    if plan.entries or plan.withdrawn or missing or shipped_state is not None:
        change = Change(
            entries=plan.entries,
            embedder=embedder.name if embedder else None,
            vectors=_embed(missing, embedder) if embedder else {},
            withdrawn=plan.withdrawn,
            shipped_state=shipped_state,
        )
        apply(record, change)
    return len(missing)


def _check_ids(given: Sequence[Incoming]) -> None:
    seen: dict[str, Path] = {}
    for one in given:
        if one.id in seen:
            raise IdRepeated(guideline=one.id, sources=(seen[one.id], one.source))
        seen[one.id] = one.source


@dataclass(frozen=True, kw_only=True)
class _Known:
    """A guideline that is on record: the hash of its source, and whether it came with the application."""

    document_hash: str
    shipped: bool


def _known(record: Record) -> Mapping[str, _Known]:
    rows = record.rows("SELECT id, document_hash, shipped FROM guidelines WHERE current = 1")
    return {
        row["id"]: _Known(document_hash=row["document_hash"], shipped=bool(row["shipped"])) for row in rows
    }


def _enters(one: Incoming, known: _Known | None, *, shipped: bool) -> bool:
    if known is None:
        return True
    if shipped and not known.shipped:
        return False
    return known.document_hash != one.digest


def _shipped_state(folders: Sequence[Path]) -> str:
    return content_hash(" ".join(digest_of(folder / GUIDELINE_FILE) for folder in folders))


def _entry(one: Incoming, loaded: Loaded, *, shipped: bool) -> Entry:
    folder = one.folder or one.source.parent
    return Entry(
        guideline=loaded.guideline,
        passages=loaded.passages,
        document_hash=one.digest,
        folder=None if shipped else folder.resolve(),
    )


def _embed(texts: Mapping[str, str], embedder: Embedder) -> Mapping[str, NDArray[np.float32]]:
    if not texts:
        return {}
    return dict(zip(texts, embedder.embed(tuple(texts.values())), strict=True))


def _fault(home: Home, record: Record, embedder: str) -> IndexUnreadable | None:
    try:
        check_index(home, record, embedder)
    except IndexUnreadable as fault:
        return fault
    return None


def _index_in_step(home: Home, record: Record, embedder: str) -> tuple[IndexState, tuple[str, ...]]:
    fault = _fault(home, record, embedder)
    if fault is None:
        return IndexState.KEPT, ()
    build_index(home, record, embedder)
    if fault.damage:
        return IndexState.REBUILT, (str(fault),)
    return IndexState.BUILT, ()
