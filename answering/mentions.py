"""Mentions: which things of the vocabulary a passage names, and how closely they are related to others."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from answering.standing import Standing
from answering.terms import Terms
from ingest.passage import Passage
from rules.disease import Diseases

FRAMES = frozenset({"disease", "outcome", "population", "setting"})
"""Kinds of concepts that frame a question: for whom and to what end, not about what."""

BROAD = 0.15
"""What more than this share of the passages is about, such as a modality, says little of one drug in it."""
CLASS, SIBLING = 0.5, 0.25
"""A passage on the class of a thing, or on another of its class, counts this much of one on the thing."""


class Mentions:
    """Reads passages once and remembers what they name."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._concepts = terms.lexicon.concepts
        self._kin = Diseases(terms.lexicon)
        self._ids: dict[str, frozenset[str]] = {}
        self._diseases = lru_cache(maxsize=256)(self._named_diseases)
        self._names = lru_cache(maxsize=16384)(self._any_related)
        self._specifies = lru_cache(maxsize=16384)(self._any_of)
        self.degree_of = lru_cache(maxsize=65536)(self._degree_of)

    def ids(self, passage: Passage) -> frozenset[str]:
        """The ids of a passage's words and its nearest heading."""
        if passage.id not in self._ids:
            heading = passage.heading_path[-1] if len(passage.heading_path) > 1 else ""
            self._ids[passage.id] = self._terms.ids(f"{heading}\n{passage.text}")
        return self._ids[passage.id]

    def degree(self, asked: str, passage: Passage) -> float:
        """1 where a passage names this or a kind of it, less where only its class or a sibling, else 0."""
        return self.degree_of(asked, self.ids(passage))

    def overlap(self, asked: Iterable[str], text: str) -> float:
        """How many of the asked ids a text names."""
        ids = self._terms.ids(text)
        return sum(self._degree_of(id, ids) for id in asked)

    def names(self, ids: Iterable[str], passage: Passage) -> bool:
        """Whether a passage names one of these, a kind of one, or what one is a kind of."""
        return self._names(frozenset(ids), self.ids(passage))

    def _any_related(self, ids: frozenset[str], own: frozenset[str]) -> bool:
        return any(self.related(one, other) for one in ids for other in own)

    def specifies(self, ids: Iterable[str], passage: Passage) -> bool:
        """Whether a passage names one of these or a kind of it."""
        return self._specifies(frozenset(ids), self.ids(passage))

    def _any_of(self, wanted: frozenset[str], ids: frozenset[str]) -> bool:
        return any(wanted & self.above(own) for own in ids)

    def covers(self, asked: str, passage: Passage) -> bool:
        """Whether a passage names this, a kind of it, or the class that it belongs to most closely; a kind of
        disease is not covered by what is said of the disease at large."""
        ids = self.ids(passage)
        if self.degree_of(asked, ids) == 1:
            return True
        return self.kind(asked) != "disease" and bool(self._parents(asked) & ids)

    def frames(self, id: str, pool: Sequence[Passage]) -> bool:
        """Whether a concept only frames a question: its disease, its patients, its end."""
        return self.kind(id) in FRAMES or id in self.diseases(pool)

    def diseases(self, pool: Sequence[Passage]) -> frozenset[str]:
        """The diseases that the titles of these passages name, be it as part of the name of another."""
        return self._diseases(tuple(sorted({passage.title for passage in pool})))

    def is_ours(self, disease: str, own: frozenset[str]) -> bool:
        """Whether a disease is one of these, a kind of it, what it is a kind of, or a bare word for it, as
        "carcinoma" is where "breast carcinoma" would be read as one of these."""
        if self._kin.akin(disease, own):
            return True
        name = self._concepts[disease].name
        phrases = (f"{self._site(one)} {name}" for one in own if self._site(one))
        return any(len(read := self._terms.of(phrase)) == 1 and read[0].ids & own for phrase in phrases)

    def is_rival(self, disease: str, own: frozenset[str]) -> bool:
        """Whether a disease is of the family of these, as one solid tumor is of another's."""
        return self._kin.rival(disease, own)

    def _site(self, disease: str) -> str:
        concept = self._concepts.get(disease)
        return concept.name.rpartition(" ")[0] if concept else ""

    def told_of(self, id: str) -> frozenset[str]:
        """The diseases that a concept is or tells of: a Gleason score tells of prostate cancer."""
        return self._kin.told_of(id)

    def same_disease(self, named: Iterable[str], pool: Sequence[Passage]) -> bool:
        """Whether one of these diseases is what the titles of these passages are about, or a kind of it."""
        own = self.diseases(pool)
        return any(self.above(id) & own for id in named)

    def kind(self, id: str) -> str:
        """The kind of a concept, such as "drug"; empty for a word in no vocabulary."""
        concept = self._concepts.get(id)
        return concept.kind if concept else ""

    def above(self, id: str) -> frozenset[str]:
        """All that a concept is, itself included."""
        return self._terms.lexicon.above(id)

    def related(self, one: str, other: str) -> bool:
        """Whether one is the other or a kind of it."""
        return one == other or other in self.above(one) or one in self.above(other)

    def count(self, id: str, pool: Sequence[Passage]) -> int:
        """How many passages name it, or else its class."""
        degrees = [self.degree(id, passage) for passage in pool]
        return degrees.count(1.0) or degrees.count(CLASS)

    def closely(self, ids: Iterable[str], pool: Sequence[Passage]) -> frozenset[str]:
        """These things and what they are kinds of, up to but without what much of the pool is about."""
        found = set(ids)
        ups = {up for id in found for up in self.above(id)} - found
        limit = BROAD * len(pool)
        return frozenset(found | {up for up in ups if self.count(up, pool) <= limit})

    def about(self, asked: frozenset[str], standing: Standing) -> bool:
        """Whether a rule is on what is asked: its duty names one of these ids; a rule on two things (a
        combination, a preference) needs both to be asked about."""
        if standing.combines or standing.ranks:
            apart = [frozenset({id}) for id in sorted(standing.concepts)]
            sides = [standing.concepts, standing.over] if standing.ranks else apart
            return all(any(self.related(one, other) for one in asked for other in side) for side in sides)
        return bool(asked & standing.concepts)

    def _parents(self, id: str) -> frozenset[str]:
        concept = self._concepts.get(id)
        return concept.isa if concept else frozenset()

    def _named_diseases(self, titles: tuple[str, ...]) -> frozenset[str]:
        return self._kin.of_titles(titles, (id for title in titles for id in self._terms.ids(title)))

    def _named(self, asked: str, ids: frozenset[str]) -> bool:
        """Whether one of these is it, a kind of it, or a regimen that it is part of."""
        return any(
            asked in self.above(id) or any(asked in self.above(p) for p in self._parts(id)) for id in ids
        )

    def _parts(self, id: str) -> frozenset[str]:
        concept = self._concepts.get(id)
        return concept.made_of if concept else frozenset()

    def _degree_of(self, asked: str, ids: frozenset[str]) -> float:
        if self._named(asked, ids):
            return 1.0
        parts = self._parts(asked)
        if parts and all(self._named(part, ids) for part in parts):
            return 1.0
        if self.above(asked) & ids:
            return CLASS
        parents = self._parents(asked)
        return SIBLING if parents and any(parents & self._parents(id) for id in ids) else 0.0
