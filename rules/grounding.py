"""Grounding: finds the sentences of a guideline that carry a statement, or says at which step it fails."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.claim import Kind, Reading, Segment
from rules.entailment import Around, Entailer, Flaw, Match, ids_direct, ids_of
from rules.library import Library
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

    def __init__(self, library: Library, reader: Reader) -> None:
        self.library = library
        self.reader = reader
        self.entailer = Entailer(reader.lexicon)

    def ground(self, statement: Reading, question: Reading | None = None) -> Grounding:
        """Supported only if every segment with content is entailed by some sentence of the library."""
        if statement.disguised:
            return Grounding(Verdict.UNPARSED, f"The word {statement.disguised[0]!r} mixes letters of two alphabets.")
        segments = [s for s in statement.segments if any(a.segment == s.index for a in statement.atoms)]
        if not segments:
            return Grounding(Verdict.NEUTRAL, "No clinical content.")
        extra = tuple(t.stem for t in question.tokens if t.text.isalnum()) if question else ()
        lines = self.library.nearest(statement, extra=extra, most=16)
        grounds: list[Grounds] = []
        for segment in segments:
            best, line = self._best(statement, segment, lines, question)
            if best is None or not best.entailed:
                return self._failed(best, line)
            grounds.append(self._grounds(line))
        return Grounding(Verdict.SUPPORTED, "Carried by the guideline.", tuple(dict.fromkeys(grounds)))

    def _best(
        self, statement: Reading, segment: Segment, lines: Sequence[int], question: Reading | None
    ) -> tuple[Match | None, int]:
        best: Match | None = None
        where = -1
        asked = ids_of(question.atoms, self.reader.lexicon) if question else frozenset[str]()
        others = frozenset(
            id for atom in statement.atoms if atom.segment != segment.index for id in atom.ids
        )
        for line in lines:
            source = self.library.lines[line].source
            around = Around(
                self.library.passage_ids(source), self.library.heading_ids(source), asked, question
            )
            reading = self.library.reading(line)
            match = self.entailer.match(statement, segment, reading, around)
            if match.entailed and not self._same_topic(statement, segment, reading, around, others):
                match = Match(Flaw.ABSENT, 9.0, match.covered, "what the rest of the sentence speaks of")
            if best is None or _rank(match) > _rank(best):
                best, where = match, line
            if best.entailed and best.cost == 0:
                break
        return best, where

    def _same_topic(
        self, statement: Reading, segment: Segment, reading: Reading, around: Around, others: frozenset[str]
    ) -> bool:
        """A segment that names no concept of its own must lie where the rest of the sentence is spoken of."""
        own = [a for a in statement.atoms if a.segment == segment.index and a.kind is Kind.CONCEPT]
        concepts = {id for id in others if id.startswith("c:")}
        if own or not concepts:
            return True
        return bool(concepts & (ids_direct(reading) | around.passage | around.headings))

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


def _rank(match: Match) -> tuple[bool, int, float]:
    return match.entailed, match.covered, -match.cost
