"""Grounding: finds the sentences of a guideline that carry a statement, or says at which step it fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.claim import Atom, Kind, Reading, Segment
from rules.context import Value
from rules.enumeration import members
from rules.entailment import Around, Entailer, Flaw, Match, ids_direct, ids_of
from rules.library import Library
from rules.remark import remark, silence
from rules.population import Population, conflict
from rules.reader import Reader
from rules.verdict import Grounds, Verdict


@dataclass(frozen=True)
class Grounding:
    """What a statement rests on. `reason` is for a person; `grounds` name passage and exact quote."""

    verdict: Verdict
    reason: str
    grounds: tuple[Grounds, ...] = ()


class Grounder:
    """Grounds statements in one library."""

    def __init__(self, library: Library, reader: Reader, population: Population | None = None) -> None:
        self.library = library
        self.population = population
        self.reader = reader
        self.entailer = Entailer(reader.lexicon)

    def ground(
        self,
        text: str,
        question: Reading | None = None,
        values: Mapping[str, Value] | None = None,
        *,
        alone: bool = False,
    ) -> Grounding:
        """Grounds one sentence. Supported only if every segment with content is entailed by some sentence of the library."""
        statement = self.reader.read(text)
        if statement.disguised:
            return Grounding(Verdict.UNPARSED, f"The word {statement.disguised[0]!r} mixes letters of two alphabets.")
        if remark(text, statement, self.reader.lexicon, alone=alone):
            return Grounding(Verdict.NEUTRAL, "No clinical content.")
        if silence(statement):
            return self._silence(statement)
        segments = _speaking(statement)
        if not segments:
            return Grounding(Verdict.NEUTRAL, "No clinical content.")
        extra = tuple(t.stem for t in question.tokens if t.text.isalnum()) if question else ()
        lines = self.library.nearest(statement, extra=extra, most=16)
        patient = dict(values or {})
        if self.population is not None:
            patient |= self.population.of(text)
        grounds: list[Grounds] = []
        for segment in segments:
            best, line = self._best(statement, segment, lines, question, patient)
            if best is not None and best.entailed:
                grounds.append(self._grounds(line))
                continue
            apart = self._apart(statement, segment, lines, question, patient)
            if not apart or (best is not None and best.flaw is Flaw.POLARITY):
                return self._failed(best, line)
            grounds.extend(apart)
        return Grounding(Verdict.SUPPORTED, "Carried by the guideline.", tuple(dict.fromkeys(grounds)))

    def _best(
        self,
        statement: Reading,
        segment: Segment,
        lines: Sequence[int],
        question: Reading | None,
        patient: Mapping[str, Value],
        part: Sequence[Atom] | None = None,
    ) -> tuple[Match | None, int]:
        best: Match | None = None
        against: Match | None = None
        where = against_where = -1
        asked = ids_of(question.atoms, self.reader.lexicon) if question else frozenset[str]()
        others = frozenset(
            id for atom in statement.atoms if atom.segment != segment.index for id in atom.ids
        )
        for line in lines:
            source = self.library.lines[line].source
            scope = self._scope(source)
            around = Around(
                self.library.passage_ids(source),
                self.library.heading_ids(source),
                asked,
                question,
                agreed=bool(scope) and all(patient.get(name) == value for name, value in scope.items()),
            )
            reading = self.library.reading(line)
            match = self.entailer.match(statement, segment, reading, around, part)
            other = conflict(scope, patient)
            if other is not None and (match.entailed or match.flaw is not Flaw.ABSENT):
                match = Match(Flaw.POPULATION, match.cost, match.covered, other.replace("_", " "))
            if match.entailed and not self._same_topic(statement, segment, reading, around, others):
                match = Match(Flaw.ABSENT, 9.0, match.covered, "what the rest of the sentence speaks of")
            if match.flaw in _DENIES and (against is None or _rank(match) > _rank(against)):
                against, against_where = match, line
            if best is None or _rank(match) > _rank(best):
                best, where = match, line
        if best is not None and against is not None and best.entailed and against.cost + 0.2 < best.cost:
            return against, against_where
        return best, where

    def _apart(
        self,
        statement: Reading,
        segment: Segment,
        lines: Sequence[int],
        question: Reading | None,
        patient: Mapping[str, Value],
    ) -> tuple[Grounds, ...]:
        """Grounds for each member of an enumeration taken alone; empty unless every one has some."""
        found: list[Grounds] = []
        for part in members(statement, segment, self.reader.lexicon):
            best, line = self._best(statement, segment, lines, question, patient, part)
            if best is None or not best.entailed:
                return ()
            found.append(self._grounds(line))
        return tuple(found)

    def _scope(self, source: int) -> Mapping[str, Value]:
        if self.population is None:
            return {}
        return self.population.of(self.library.sources[source].text)

    def _same_topic(
        self, statement: Reading, segment: Segment, reading: Reading, around: Around, others: frozenset[str]
    ) -> bool:
        """A segment that names no concept of its own must lie where the rest of the sentence is spoken of."""
        own = [a for a in statement.atoms if a.segment == segment.index and a.kind is Kind.CONCEPT]
        concepts = {id for id in others if id.startswith("c:")}
        if own or not concepts:
            return True
        return bool(concepts & (ids_direct(reading) | around.passage | around.headings))

    def _silence(self, statement: Reading) -> Grounding:
        """A remark that the guideline is silent is neutral, unless a sentence speaks of all it names."""
        topic = [
            atom
            for atom in statement.atoms
            if atom.kind in (Kind.CONCEPT, Kind.SENSE) and not atom.ids & _TELLING
        ]
        for line in self.library.nearest(statement, most=8):
            here = ids_of(self.library.reading(line).atoms, self.reader.lexicon)
            if topic and all(atom.ids & here for atom in topic):
                return Grounding(Verdict.CONTRADICTED, "The guideline does speak of this.", (self._grounds(line),))
        return Grounding(Verdict.NEUTRAL, "Says what the guideline does not cover.")

    def _failed(self, best: Match | None, line: int) -> Grounding:
        if best is None or line < 0:
            return Grounding(Verdict.UNSUPPORTED, "No passage speaks of this.")
        near = self._grounds(line)
        verdict = Verdict.CONTRADICTED if best.conflicting and best.covered >= 2 else Verdict.UNSUPPORTED
        return Grounding(verdict, f"{best.words!r} {best.flaw.value}.", (near,))

    def _grounds(self, line: int) -> Grounds:
        entry = self.library.lines[line]
        source = self.library.sources[entry.source]
        if entry.claimed:
            return Grounds(passage_id=source.id, quote=source.text, start=0, end=len(source.text))
        span = entry.span
        return Grounds(passage_id=source.id, quote=span.text, start=span.start, end=span.end)


def _speaking(statement: Reading) -> list[Segment]:
    """The segments that say something; one that only sets a condition is judged with its neighbours."""
    full = [s for s in statement.segments if any(a.segment == s.index for a in statement.atoms)]
    main = [s for s in full if not all(a.condition for a in statement.atoms if a.segment == s.index)]
    return main or full


_TELLING = frozenset({"s:guideline", "s:state", "s:say", "s:give", "s:contain", "s:include", "s:mention", "s:cover", "s:author"})
_DENIES = frozenset({Flaw.POLARITY})
"""Flaws by which a passage that fits a statement better speaks against it."""


def _rank(match: Match) -> tuple[bool, int, float]:
    return match.entailed, match.covered, -match.cost
