"""Grounding: finds the sentences of a guideline that carry a statement, or says at which step it fails."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rules.auxiliary import FINITE
from rules.claim import Atom, Kind, Reading, Segment
from rules.context import Value
from rules.ellipsis import completed
from rules.entailment import Entailer
from rules.enumeration import beside, members
from rules.library import Library, Lines
from rules.listing import denies, outside
from rules.match import Around, Flaw, Match
from rules.meaning import TOPICS, ids_direct, ids_of
from rules.population import Population, conflict
from rules.premise import repeats, told
from rules.reader import Reader
from rules.reference import spelled_out
from rules.remark import TELLS, remark, silence
from rules.scope import Scopes
from rules.statement import Asked, Statement, denied_to_others, known_already, meant, negated, speaking
from rules.talk import plain, reply
from rules.taxonomy import misclassified
from rules.text import sentences
from rules.therapy_line import own_line
from rules.topic import on_topic
from rules.verb_ellipsis import unfolded
from rules.verdict import Grounding, Grounds, Verdict

_NEAREST = 36
"""Sentences of the library with which a statement is compared."""
_REMEMBERED = 5000
"""Sentences whose grounding is kept: an answer is checked again after it has been mended."""
_TELLING = frozenset({"s:give", "s:contain", "s:include", "s:author"})
_SOURCE_WORDS = frozenset({"guideline", "guidelines", "page", "document", "text", "source"})
_LISTING = frozenset({"which", "what", "list", "name"})
_NARROWS = frozenset({Flaw.POPULATION, Flaw.CONDITION})
"""Flaws by which a passage limits what another says of a whole class."""


class Grounder:
    """Grounds statements in one library."""

    def __init__(self, library: Library, reader: Reader, population: Population | None = None) -> None:
        self.library = library
        self.population = population
        self.reader = reader
        self.scopes = Scopes(library, population)
        self.entailer = Entailer(reader.lexicon, library.mentions, small=library.small)
        self._small = self.entailer.meaning.small
        self._done: dict[tuple[str, str, tuple[tuple[str, str], ...], bool], Grounding] = {}

    def ask(self, question: str, values: Mapping[str, Value]) -> Asked:
        """Reads a question once for all sentences that answer it."""
        whole = self.reader.read(question)
        spans = sentences(question)
        spoken = [self.reader.read(span.text) for span in spans]
        return Asked(
            text=question,
            whole=whole,
            point=spoken[-1] if spoken else whole,
            topic=next((reading for reading in reversed(spoken) if reading.concepts), whole),
            ids=ids_of(whole.atoms, self.reader.lexicon),
            values=values,
            told=tuple(r for r, span in zip(spoken, spans, strict=True) if told(r, span.text)),
        )

    def under(self, lead: str, asked: Asked) -> Asked:
        """What an item of a list replies to: the line that leads in to it, if that says anything."""
        said = self.reader.read(plain(lead))
        if not any(self.entailer.meaning.speaks(a) or a.kind is Kind.CONCEPT for a in said.atoms):
            return asked
        return replace(asked, text=f"{asked.text}\n{lead}", point=said, topic=said, listing=True)

    def read(self, text: str, asked: Asked, before: str = "") -> tuple[str, Reading]:
        """A sentence less its "yes" or "no" with its pronouns spelled out, and its reading. `before` is the
        sentence before it."""
        text = plain(text)
        text = text[reply(text).rest :]
        reading = self.reader.read(text)
        if self.library.verbatim(text):  # the guideline's own sentence leaves nothing to be spelled out
            return text, reading
        said = [self.reader.read(before)] if before else []
        full = spelled_out(text, reading, [*said, asked.whole], self.entailer.meaning, point=asked.point)
        full = unfolded(full, self.reader.read(full), [asked.point])
        return (text, reading) if full == text else (full, self.reader.read(full))

    def ground(self, text: str, asked: Asked, *, alone: bool = False) -> Grounding:
        """Grounds one sentence: supported only if every segment with content is entailed by the library.

        `alone` tells that the sentence has a line to itself, as headings do.
        """
        values = tuple(sorted((name, str(value)) for name, value in asked.values.items()))
        key = (text, asked.text, values, alone)
        known = self._done.get(key)
        if known is None:
            if len(self._done) >= _REMEMBERED:
                self._done.clear()
            known = self._done[key] = self._ground(text, asked, alone=alone)
        return known

    def _ground(self, text: str, asked: Asked, *, alone: bool) -> Grounding:
        if not text.strip():
            return Grounding(Verdict.NEUTRAL, "A reply; what follows says why.")
        reading = self.reader.read(text)
        if reading.disguised:
            word = reading.disguised[0]
            return Grounding(Verdict.UNPARSED, f"The word {word!r} mixes letters of two alphabets.")
        item = asked.listing and bool(reading.concepts)
        if not item and remark(text, reading, self.reader.lexicon, alone=alone):
            return Grounding(Verdict.NEUTRAL, "No clinical content.")
        if silence(reading):
            return self._silence(reading)
        heading = len(text.split()) <= 2 and text[-1:].isalpha()
        full = reading if heading else completed(reading, asked, self.entailer.meaning)
        segments = speaking(full)
        if not segments:
            says = any(part.force is not None or part.negative for part in full.segments)
            if says and not heading:
                return Grounding(Verdict.UNPARSED, "It does not name what it speaks of.")
            return Grounding(Verdict.NEUTRAL, "No clinical content.")
        wrong = misclassified(reading, self.reader.lexicon)
        if wrong:
            return Grounding(Verdict.CONTRADICTED, f"{wrong!r} is put into a class that is not its own.")
        statement = self._statement(text, full, asked)
        lines: Iterable[int] = self._lines(statement)
        grounds: list[Grounds] = []
        for segment in sorted(segments, key=lambda each: each.even):
            if segment.even and segment.force is None and grounds:  # "even in X" is said of the same passage
                here = {each.passage_id for each in grounds}
                lines = Lines([n for n in lines if self.library.source(n).id in here], tuple)
            if (
                known_already(statement, segment, self._small)
                or repeats(statement, segment, self.entailer)
                or (len(segments) > 1 and self._idle(statement, segment))
            ):
                continue
            best, line = self._best(statement, segment, lines)
            if best is not None and best.entailed:
                grounds.append(self._grounds(line))
                continue
            apart = self._apart(statement, segment, lines)
            whole = sum(a.segment == segment.index and not self._small(a) for a in statement.reading.atoms)
            meant = best is not None and best.meant(whole)
            if not apart or meant:
                return self._failed(best, line)
            grounds.extend(apart)
        denied = self._denied(statement, segments, lines)
        if denied is not None:
            return denied
        return Grounding(Verdict.SUPPORTED, "Carried by the guideline.", tuple(dict.fromkeys(grounds)))

    def affirms(
        self, asked: Asked, *, yes: bool, question: Reading | None = None, says: bool = True
    ) -> Grounding | None:
        """What the library says of "yes" (or "no") to a question: the passage that denies it, or None.

        `question` is the sentence replied to where it is not the user's own. A "yes" beside which nothing is
        said (`says` False) has to be carried, too.
        """
        point = question or asked.point
        if not yes:
            point = negated(point)
        statement = Statement(
            text=asked.text, reading=point, asked=asked, patient=asked.values, restated=frozenset()
        )
        lines = self.library.nearest(point, most=_NEAREST)
        for segment in speaking(point)[-1:]:
            full = sum(a.segment == segment.index and not self._small(a) for a in point.atoms)
            best, line = self._best(statement, segment, lines)
            if best is not None and (
                (
                    best.flaw is Flaw.POLARITY
                    and (best.covered >= 3 or (best.direct > 0 and best.covered == full))
                )
                or (yes and best.flaw is Flaw.CONDITION and best.direct > 0)
            ):
                return self._failed(best, line)
            if yes and not says and (best is None or not best.entailed):
                return self._failed(best, line)
        return None

    def speaks(self, text: str) -> bool:
        """Whether a text is a sentence of its own, with a verb or modal word."""
        reading = self.reader.read(text)
        verb = any(token.lower in FINITE for token in reading.tokens)
        return verb or any(part.force is not None or part.negative for part in reading.segments)

    def _statement(self, text: str, reading: Reading, asked: Asked) -> Statement:
        if self.population is None:
            return Statement(
                text=text, reading=reading, asked=asked, patient=asked.values, restated=frozenset()
            )
        tokens = reading.tokens
        restated = self._restated(text, 0, reading, asked)
        for part in reading.segments[1:] and reading.segments:
            begin, end = tokens[part.first].start, tokens[part.last].end
            restated |= self._restated(text[begin:end], begin, reading, asked)
        return Statement(
            text=text,
            reading=reading,
            asked=asked,
            patient=dict(asked.values) | dict(self.population.of(meant(text, reading))),
            restated=restated,
        )

    def _restated(self, part: str, begin: int, reading: Reading, asked: Asked) -> frozenset[int]:
        """The tokens of a part of a sentence, which begins at `begin`, that say again what the question tells
        of the patient."""
        assert self.population is not None
        found: set[int] = set()
        for fact in self.population.stated(part):
            if asked.values.get(fact.name) == fact.value:
                found |= {
                    index
                    for index, token in enumerate(reading.tokens)
                    if begin + fact.start <= token.start and token.end <= begin + fact.end
                }
        return frozenset(found)

    def _lines(self, statement: Statement) -> Lines:
        reading, asked = statement.reading, statement.asked.whole
        weight = 0.3 if reading.concepts else 1.0
        return Lines(
            self.library.verbatim(statement.text),
            lambda: self.library.nearest(reading, extra=asked, most=_NEAREST, weight=weight),
        )

    def _idle(self, statement: Statement, segment: Segment) -> bool:
        """Whether a segment beside others claims nothing, as "as a class," does."""
        meaning = self.entailer.meaning
        atoms = [a for a in statement.reading.atoms if a.segment == segment.index]
        return (
            not segment.negative
            and segment.force is None
            and not segment.exclusive
            and all(a.kind is Kind.SENSE and not meaning.speaks(a) and not meaning.turns(a) for a in atoms)
        )

    def _best(
        self,
        statement: Statement,
        segment: Segment,
        lines: Iterable[int],
        part: Sequence[Atom] | None = None,
    ) -> tuple[Match | None, int]:
        best: Match | None = None
        against: Match | None = None
        narrow: Match | None = None
        weaker: tuple[Match, int] | None = None
        where = against_where = narrow_where = -1
        for line in lines:
            match = self._match(statement, segment, line, part)
            denies = match.denies(segment.force or 0)
            if denies and (against is None or match.rank > against.rank):
                against, against_where = match, line
            plainer = match.flaw is Flaw.WEAK and not self.library.lines[line].claimed
            if plainer and (weaker is None or match.rank > weaker[0].rank):
                weaker = match, line
            if match.flaw in _NARROWS and (narrow is None or match.rank > narrow.rank):
                narrow, narrow_where = match, line
            if best is None or match.rank > best.rank:
                best, where = match, line
            if best.entailed and best.cost == 0:
                return best, where
        other = own_line(statement.reading, best, lines, self.library.reading)
        if best is not None and other is not None:
            return replace(best, flaw=Flaw.LINE), other
        if best is not None and weaker is not None and best.entailed and weaker[0].covered >= best.covered:
            return weaker
        if best is not None and narrow is not None and best.entailed and narrow.nearer(best):  # noqa: SIM102
            if best.broad & ids_direct(self.library.reading(narrow_where)):
                return narrow, narrow_where  # a drug's own passage goes before its class
        if best is not None and against is not None and best.entailed and best.cost > 0:
            if self.scopes.closer(statement.asked, where, against_where):
                return best, where
            ahead = against.cost + 0.2 < best.cost or against.covered > best.covered + 1
            if ahead or against.level(best) or against.nearer(best):
                return against, against_where
        return best, where

    def _match(self, statement: Statement, segment: Segment, line: int, part: Sequence[Atom] | None) -> Match:
        source = self.library.lines[line].source
        scope = self.scopes.of(source, line)
        patient = self.scopes.patient(statement, segment)
        agreed = bool(scope) and all(patient.get(name) == value for name, value in scope.items())
        around = Around(
            self.library.passage_ids(source),
            self.library.heading_ids(source),
            statement.asked.ids | (self.scopes.named(source) if agreed else frozenset()),
            statement.asked.whole,
            beside=self.library.beside(line),
            agreed=self.scopes.agreed(source, scope, patient),
        )
        reading = self.library.reading(line)
        match = self.entailer.match(statement.reading, segment, reading, around, part)
        if match.entailed and not on_topic(statement, segment, reading, around, self.entailer.meaning):
            return Match(Flaw.ABSENT, 9.0, match.covered, "what the rest of the sentence speaks of")
        if match.entailed and (disease := self.scopes.elsewhere(source, statement.asked)):
            return replace(match, flaw=Flaw.DISEASE, words=disease)
        other = conflict(scope, patient) or self.scopes.excepted(source, patient)
        if other is not None and denied_to_others(statement.reading, segment, reading, flaw=match.flaw):
            return replace(match, flaw=Flaw.NONE)  # "only if A" says "not" where A does not hold
        if other is not None and match.flaw is not Flaw.ABSENT:
            return replace(match, flaw=Flaw.POPULATION, words=other.replace("_", " "))
        return match

    def _apart(self, statement: Statement, segment: Segment, lines: Iterable[int]) -> tuple[Grounds, ...]:
        """Grounds for each member of an enumeration taken alone; empty unless every one has some."""
        found: list[Grounds] = []
        for part in members(statement.reading, segment, self.reader.lexicon):
            best, line = self._best(statement, segment, lines, part)
            if best is None or not best.carries(beside=beside(part, statement.reading)):
                return ()
            if not self.library.narrow:  # in a long document, one enumeration stands in one passage
                lines = [n for n in lines if self.library.source(n) is self.library.source(line)]
            found.append(self._grounds(line))
        return tuple(found)

    def _denied(
        self, statement: Statement, segments: Sequence[Segment], lines: Iterable[int]
    ) -> Grounding | None:
        """Whether a bare list, read with the question that it answers, is denied for one of its members.

        "AC, FAC and vinorelbine" in reply to "Which regimens contain an anthracycline?" says of each that
        it does.
        """
        meaning = self.entailer.meaning
        topic = [a for a in statement.asked.point.atoms if meaning.kinds(a) - TOPICS]
        asked = statement.asked
        lists = asked.listing or any(t.lower in _LISTING for t in asked.point.tokens)
        says = any(s.force is not None or s.negative for s in statement.reading.segments) or any(
            (a.kind is Kind.SENSE and not self._small(a)) or a.excluded or meaning.lacks(a)
            for a in statement.reading.atoms
        )
        if not topic or not lists or says:
            return None
        if strange := outside(statement.reading, asked.point, self.reader.lexicon):
            return Grounding(Verdict.CONTRADICTED, f"{strange!r} is not of the class that was asked for.")
        for segment in segments:
            atoms = [a for a in statement.reading.atoms if a.segment == segment.index]
            if any(a.kind is Kind.SENSE and not self._small(a) for a in atoms):
                continue
            for atom in atoms:
                if atom.kind is not Kind.CONCEPT or atom.excluded:
                    continue
                for line in (*lines, *self.library.nearest(self.reader.read(atom.words), most=8)):
                    without = any(t.excluded for t in topic)
                    if denies(self.library.reading(line), atom, topic, negative=segment.negative != without):
                        return Grounding(
                            Verdict.CONTRADICTED,
                            f"{atom.words!r} is not what was asked for, by the guideline.",
                            (self._grounds(line),),
                        )
        return None

    def _silence(self, statement: Reading) -> Grounding:
        """A remark that the guideline is silent is neutral, unless a sentence speaks of all it names."""
        topic = [
            atom
            for atom in statement.atoms
            if atom.kind in (Kind.CONCEPT, Kind.SENSE)
            and not atom.ids & _TELLING
            and not set(atom.words.lower().split()) & (_SOURCE_WORDS | TELLS)
        ]
        for line in self.library.nearest(statement, most=8):
            here = ids_of(self.library.reading(line).atoms, self.reader.lexicon)
            if topic and all(atom.ids & here for atom in topic):
                return Grounding(
                    Verdict.CONTRADICTED, "The guideline does speak of this.", (self._grounds(line),)
                )
        return Grounding(Verdict.NEUTRAL, "Says what the guideline does not cover.")

    def _failed(self, best: Match | None, line: int) -> Grounding:
        if best is None or line < 0:
            return Grounding(Verdict.UNSUPPORTED, "No passage speaks of this.")
        verdict = Verdict.CONTRADICTED if best.conflicting and best.covered >= 2 else Verdict.UNSUPPORTED
        return Grounding(verdict, f"{best.words!r} {best.flaw.value}.", (self._grounds(line),))

    def _grounds(self, line: int) -> Grounds:
        entry = self.library.lines[line]
        source = self.library.sources[entry.source]
        if entry.claimed:
            return Grounds(passage_id=source.id, quote=source.text, start=0, end=len(source.text))
        span = entry.span
        return Grounds(passage_id=source.id, quote=span.text, start=span.start, end=span.end)
