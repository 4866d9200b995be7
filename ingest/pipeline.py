"""Pipeline: guidelines in, record and index in step. Nothing changed: nothing embedded."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corpus.pack import GUIDELINE_FILE, Pack, load_pack, shipped_packs
from ingest.embedder import Embedder
from ingest.errors import IdRepeated, IndexUnreadable, NotAPack
from ingest.home import Home
from ingest.index import build_index, check_index
from ingest.lock import writing
from ingest.passage import Kind
from ingest.record import Record
from ingest.report import IndexState, IngestReport
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

SPLITTER = "1"
"""Raise this when the same document would be split otherwise, so that everything is split again."""


def ingest(paths: Iterable[Path], *, home: Home, embedder: Embedder) -> IngestReport:
    """Take guidelines into the record and bring the index in step.

    Each path is a pack, its guideline.md, or a folder of packs. All are read before anything is written, so
    an error (CorpusError, NotAPack, IdRepeated, AnchorMisplaced) leaves the record as it was.
    Raises WriterBusy while another process writes.
    """
    started = perf_counter()
    folders = tuple(dict.fromkeys(folder for path in paths for folder in pack_folders(path)))
    with writing(home):
        packs = [load_pack(folder) for folder in folders]
        return _take_in(packs, home=home, embedder=embedder, started=started)


def hold_only(packs: Sequence[Pack], *, home: Home, embedder: Embedder | None) -> IngestReport:
    """Make the record hold these packs and no others, shipped ones included, and bring the index in step.

    For a corpus that is put together in code; what has not changed is not embedded again. `embedder` None
    embeds nothing: passages are then found by their words alone, until an embedder is given.
    Raises IdRepeated, AnchorMisplaced or WriterBusy.
    """
    started = perf_counter()
    with writing(home):
        return _take_in(packs, home=home, embedder=embedder, started=started, alone=True)


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
        packs = [load_pack(folder) for folder in folders]
        return _take_in(packs, home=home, embedder=embedder, started=started, shipped_state=state)


def _take_in(  # noqa: PLR0913  (what is taken in, where, and how much leaves for it)
    packs: Sequence[Pack],
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
        plan = _planned(record, packs, shipped=shipped_state is not None, alone=alone)
        embedded = _write(record, plan, embedder=embedder, shipped_state=shipped_state)
        index, notices = _index_in_step(home, record, embedder.name) if embedder else (IndexState.KEPT, ())
        given = {pack.guideline.id for pack in plan.packs}
        found = [passage for passage in record.passages() if passage.guideline in given]
    entered = {entry.guideline.id for entry in plan.entries}
    named = {pack.guideline.id: f"{pack.guideline.id} {pack.guideline.version}" for pack in plan.packs}
    return IngestReport(
        changed=tuple(name for identity, name in named.items() if identity in entered),
        unchanged=tuple(name for identity, name in named.items() if identity not in entered),
        withdrawn=plan.withdrawn,
        passages=len(found),
        recommendations=sum(passage.kind is Kind.RECOMMENDATION for passage in found),
        embedded=embedded,
        reused=max(0, len(found) - embedded),
        index=index,
        notices=notices,
        seconds=perf_counter() - started,
    )


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What was given, what of it enters the record, and what leaves."""

    packs: Sequence[Pack]
    entries: Sequence[Entry]
    withdrawn: tuple[str, ...]


def _planned(record: Record, packs: Sequence[Pack], *, shipped: bool, alone: bool) -> _Plan:
    _check_ids(packs)
    known = _known(record)
    given = {pack.guideline.id for pack in packs}
    others = tuple(sorted(known.keys() - given)) if alone else ()
    fresh = [pack for pack in packs if _enters(pack, known.get(pack.guideline.id), shipped=shipped)]
    return _Plan(
        packs=packs,
        entries=[_entry(pack, shipped=shipped) for pack in fresh],
        withdrawn=_no_longer_shipped(known, packs) if shipped else others,
    )


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


def pack_folders(path: Path) -> Iterator[Path]:
    """The packs at `path`: itself, its guideline.md, or the packs in it. Raises NotAPack."""
    if path.name == GUIDELINE_FILE and path.is_file():
        yield path.parent
    elif (path / GUIDELINE_FILE).is_file():
        yield path
    else:
        below = sorted(file.parent for file in path.glob(f"*/{GUIDELINE_FILE}")) if path.is_dir() else []
        if not below:
            raise NotAPack(path)
        yield from below


def _check_ids(packs: Sequence[Pack]) -> None:
    seen: dict[str, Path] = {}
    for pack in packs:
        if pack.guideline.id in seen:
            raise IdRepeated(guideline=pack.guideline.id, sources=(seen[pack.guideline.id], pack.source))
        seen[pack.guideline.id] = pack.source


@dataclass(frozen=True, kw_only=True)
class _Known:
    """A guideline that is on record: its version, the hash of its source, and where it came from."""

    version: str
    document_hash: str
    shipped: bool


def _known(record: Record) -> Mapping[str, _Known]:
    rows = record.rows("SELECT id, version, document_hash, shipped FROM guidelines WHERE current = 1")
    return {
        row["id"]: _Known(
            version=row["version"], document_hash=row["document_hash"], shipped=bool(row["shipped"])
        )
        for row in rows
    }


def _enters(pack: Pack, known: _Known | None, *, shipped: bool) -> bool:
    if known is None:
        return True
    if shipped and not known.shipped:
        return False
    return (known.version, known.document_hash) != (pack.guideline.version, _document_hash(pack.source))


def _document_hash(source: Path) -> str:
    return hashlib.sha256(SPLITTER.encode() + b"\0" + source.read_bytes()).hexdigest()


def _shipped_state(folders: Sequence[Path]) -> str:
    return content_hash(" ".join(_document_hash(folder / GUIDELINE_FILE) for folder in folders))


def _no_longer_shipped(known: Mapping[str, _Known], packs: Sequence[Pack]) -> tuple[str, ...]:
    present = {pack.guideline.id for pack in packs}
    return tuple(sorted(name for name, one in known.items() if one.shipped and name not in present))


def _entry(pack: Pack, *, shipped: bool) -> Entry:
    from ingest.markdown import passages  # noqa: PLC0415  (not where nothing has changed)

    return Entry(
        guideline=pack.guideline,
        passages=passages(pack.document, pack.guideline),
        document_hash=_document_hash(pack.source),
        folder=None if shipped else pack.folder.resolve(),
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
