"""Holdings: what is on record at one moment, with everything that was made from it."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from answering.errors import UnknownGuideline
from answering.mentions import Mentions
from answering.parts import WHOLE, Parts
from answering.population import Populations
from answering.ranking import Ranker
from answering.seams import Finder, RuleCore, Shelf
from answering.terms import Terms
from corpus.guideline import Guideline
from ingest.passage import Passage
from rules.reader import Reader
from rules.variables import Kind


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """One state of the corpus. `stored` holds its passages by id, as quotes are verified against them."""

    shelf: Shelf
    finder: Finder
    core: RuleCore
    terms: Terms
    mentions: Mentions
    ranker: Ranker
    rules_hash: str
    corpus_hash: str
    guidelines: tuple[Guideline, ...]
    stored: Mapping[str, Passage]
    sizes: Mapping[str, int]

    @classmethod
    def of(
        cls, *, shelf: Shelf, finder: Finder, core: RuleCore, reader: Reader, rules_hash: str
    ) -> "Holdings":
        """Take stock of a record. `reader` reads terms, `rules_hash` pins the rules."""
        passages = shelf.passages()
        terms = Terms(reader)
        mentions = Mentions(terms)
        dividing = {name for name, variable in core.variables.items() if variable.kind is Kind.ENUM}
        return cls(
            shelf=shelf,
            finder=finder,
            core=core,
            terms=terms,
            mentions=mentions,
            ranker=Ranker(mentions, Populations(core.read, dividing)),
            rules_hash=rules_hash,
            corpus_hash=shelf.corpus_hash(),
            guidelines=shelf.guidelines(),
            stored={passage.id: passage for passage in passages},
            sizes=Counter(passage.guideline for passage in passages),
        )

    def require(self, guidelines: Sequence[str]) -> None:
        """Raise `UnknownGuideline`, with the choices, where one of these ids is not on record."""
        choices = tuple(guideline.id for guideline in self.guidelines)
        if unknown := [name for name in guidelines if name not in choices]:
            raise UnknownGuideline(unknown=unknown, choices=choices)

    def of_guideline(self, guideline: str) -> tuple[Passage, ...]:
        """The passages of one guideline in document order."""
        return tuple(passage for passage in self.stored.values() if passage.guideline == guideline)


class Stock:
    """Keeps holdings, and takes stock again when the corpus has changed underneath."""

    def __init__(self, take: Callable[[], Holdings]) -> None:
        self._take = take
        self._guard = threading.Lock()
        self._held = take()

    def current(self) -> Holdings:
        """The holdings of the corpus as it stands now."""
        held = self._held
        if held.shelf.corpus_hash() != held.corpus_hash:
            with self._guard:
                if self._held is held:
                    self._held = self._take()
        return self._held


def open_stock(home: Path, embedder: str, *, parts: Parts = WHOLE, shipped: bool = True) -> Stock:
    """Open a data home: index shipped packs where needed, then load retriever, record and rule core.

    `shipped` False leaves the shipped packs out, with their rules and words: the home is taken as it is.
    """
    from corpus.pack import shipped_packs  # noqa: PLC0415  (these pull in numpy and chromadb)
    from ingest.embedder import load_embedder  # noqa: PLC0415
    from ingest.home import Home  # noqa: PLC0415
    from ingest.pipeline import ensure  # noqa: PLC0415
    from ingest.record import Record  # noqa: PLC0415
    from retrieval.search import Retriever  # noqa: PLC0415
    from rules.core import Core  # noqa: PLC0415

    where = Home(home)
    model = load_embedder(embedder, where)
    packs = shipped_packs() if shipped else ()
    if shipped:
        ensure(where, model)
    record = Record.open(where)
    finder = Retriever.open(where, model, arms=parts.arms)

    def take() -> Holdings:
        core = Core.load(packs, record.passages(), cache=where.path / "vocabulary")
        return Holdings.of(
            shelf=record,
            finder=finder,
            core=core,
            reader=core.checker.grounder.reader,
            rules_hash=core.base.rules_hash,
        )

    return Stock(take)
