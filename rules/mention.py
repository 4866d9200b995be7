"""Mention: where a reading names the things that a duty is about."""

from collections.abc import Iterable
from functools import lru_cache

from rules.auxiliary import AUXILIARIES
from rules.claim import Atom, Kind, Reading, Segment
from rules.lexicon import Lexicon
from rules.statement import of_others

BESIDE = frozenset({"during", "before", "after", "of", "on", "under", "while", "by"})
"""Words before a treatment that make it the time or place of something else."""
_WATCHING = frozenset({"s:monitor", "s:assess", "s:reassess", "s:follow_up"})
_STOPPING = frozenset({"s:stop", "s:interrupt", "s:fail"})
_COURSES = frozenset({"line", "lines", "course", "courses", "cycle", "cycles"})
_PAST = frozenset({"s:history"})
_REPLACING = frozenset({"s:replace", "s:switch"})
FAULTED = frozenset({"s:unsuitable", "s:insufficient", "s:ineffective"})
"""What is said of a treatment that is not the right one."""


class Mentions:
    """Finds concepts in readings, with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.wide = lru_cache(maxsize=20000)(self._widened)

    def names(self, atom: Atom, concept: str) -> bool:
        """Whether an atom names a concept, a kind of it, or a regimen that holds one."""
        return atom.kind is Kind.CONCEPT and f"c:{concept}" in self.wide(atom.ids)

    def any(self, atom: Atom, concepts: Iterable[str]) -> bool:
        """Whether an atom names one of the concepts."""
        return any(self.names(atom, concept) for concept in concepts)

    def kinds(self, atom: Atom) -> frozenset[str]:
        concepts = self.lexicon.concepts
        return frozenset(concepts[id].kind for id in atom.ids if id in concepts)

    def categories(self, atom: Atom) -> frozenset[str]:
        """The categories of the senses that an atom may have, faint ones left out."""
        senses = self.lexicon.senses
        return frozenset(senses[id].category for id in atom.ids if id in senses and not senses[id].faint)

    def faint(self, atom: Atom) -> bool:
        return any(id in self.lexicon.senses and self.lexicon.senses[id].faint for id in atom.ids)

    def title(self, concepts: Iterable[str]) -> str:
        """Readable names of concepts."""
        return self.lexicon.names([f"c:{concept}" for concept in concepts])

    def given(self, reading: Reading, concept: str, *, watched: bool = False) -> tuple[Atom, ...]:
        """Where a reading speaks for giving `concept` or a kind of it, now and to this patient; `watched`:
        also where it is only looked at, as a test is."""
        found = []
        barring = _PAST | FAULTED if watched else _PAST | FAULTED | _WATCHING
        for atom in reading.atoms:
            segment = reading.segments[atom.segment]
            if segment.negative or atom.excluded or atom.condition or atom.against:
                continue
            if not self.names(atom, concept) or (segment.index and of_others(reading, segment)):
                continue
            if said(reading, segment) & barring or _stopped(reading, atom):
                continue
            if word_before(reading, atom) in BESIDE and not _course(reading, atom):
                continue
            if any(token.text == ":" for token in reading.tokens[atom.last + 1 : segment.last + 1]):
                continue  # the label of what follows
            found.append(atom)
        return tuple(found)

    def _widened(self, concepts: frozenset[str]) -> frozenset[str]:
        """The concepts, what regimens among them are made of, and all that these are."""
        return self.lexicon.widened(frozenset(part for id in concepts for part in self._parts(id)))

    def _parts(self, concept: str) -> frozenset[str]:
        """A concept and, for a regimen, what it is made of."""
        entry = self.lexicon.concepts.get(concept)
        return frozenset({concept}) | (entry.made_of if entry else frozenset())


def within(reading: Reading, segment: Segment) -> tuple[Atom, ...]:
    """The atoms of a segment."""
    return tuple(atom for atom in reading.atoms if atom.segment == segment.index)


def said(reading: Reading, segment: Segment) -> frozenset[str]:
    """All ids in a segment."""
    return frozenset(id for atom in within(reading, segment) for id in atom.ids)


def topical(reading: Reading, segment: Segment) -> bool:
    """Whether a segment only names something done, as a heading does: "Skipping the heart checks"."""
    words = [token.lower for token in reading.tokens[segment.first : segment.last + 1]]
    return words[0].endswith("ing") and not AUXILIARIES & set(words)


def word_before(reading: Reading, atom: Atom) -> str:
    """The word before an atom; "" at the start."""
    return reading.tokens[atom.first - 1].lower if atom.first else ""


def _course(reading: Reading, atom: Atom) -> bool:
    """Whether a thing is named by how often it was given: "a fourth line of chemotherapy"."""
    words = [token.lower for token in reading.tokens[max(atom.first - 2, 0) : atom.first]]
    return words[1:] == ["of"] and words[0] in _COURSES


def _stopped(reading: Reading, atom: Atom) -> bool:
    """Whether the segment says that the thing is stopped or left for another."""
    if said(reading, reading.segments[atom.segment]) & _STOPPING:
        return True
    before = next((a for a in reading.atoms if a.segment == atom.segment and a.last == atom.first - 1), None)
    replaced = before is not None and bool(before.ids & _REPLACING) and not before.words.endswith(" to")
    return replaced or word_before(reading, atom) in ("from", "off")
