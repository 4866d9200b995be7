"""Instruments: the rule core and the passages on record with which answers of any system are measured."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.entailment import Entailer
from ingest.passage import Passage
from rules.core import Core

Older = Callable[[str, str, str], Passage | None]
"""Finds a passage of any version on record by guideline, version and id."""


@dataclass(frozen=True, kw_only=True)
class Instruments:
    """One rule core with the passages that it cites; the same for every system under test.

    Deterministic, and safe to use from several threads. `passages` are the current ones by id,
    `by_text` the same by their text. `entailer` says whether texts carry a statement.
    """

    core: Core
    entailer: Entailer
    passages: Mapping[str, Passage]
    by_text: Mapping[str, Passage]
    older: Older

    @classmethod
    def of(cls, core: Core, passages: Iterable[Passage], *, older: Older | None = None) -> "Instruments":
        """Instruments of a core and the passages it was loaded with; `older` looks up other versions."""
        held = {passage.id: passage for passage in passages}
        return cls(
            core=core,
            entailer=Entailer(core),
            passages=held,
            by_text={passage.text: passage for passage in held.values()},
            older=older or _none,
        )

    @classmethod
    def open(cls, home: Path, embedder: str = "default") -> "Instruments":
        """Instruments of a data home; shipped packs that are not indexed yet, or have changed, are indexed
        first. Raises the errors of ingest and rules."""
        from corpus.pack import shipped_packs  # noqa: PLC0415  (these pull in numpy and chromadb)
        from ingest.embedder import load_embedder  # noqa: PLC0415
        from ingest.home import Home  # noqa: PLC0415
        from ingest.pipeline import ensure  # noqa: PLC0415
        from ingest.record import Record  # noqa: PLC0415

        where = Home(home)
        ensure(where, load_embedder(embedder, where))
        record = Record.open(where)
        passages = record.passages()
        core = Core.load(shipped_packs(), passages, cache=where.path / "vocabulary")
        return cls.of(core, passages, older=record.passage)

    def passage(self, passage_id: str | None, guideline: str | None, version: str | None) -> Passage | None:
        """The stored passage that a citation names, in the version it names; the current one where it names
        none. None: not on record."""
        if passage_id is None:
            return None
        held = self.passages.get(passage_id)
        if held is not None and version in (None, held.version) and guideline in (None, held.guideline):
            return held
        return self.older(guideline, version, passage_id) if guideline and version else None


def _none(guideline: str, version: str, passage_id: str) -> Passage | None:
    """No other version is on record."""
    return None
