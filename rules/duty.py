"""Duty: whether what an answer says meets or breaks a rule, judged on its claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rules.claim import Atom, Kind, Reading, Segment
from rules.condition import Condition
from rules.context import Value
from rules.lexicon import Lexicon
from rules.rule import Goal, Monitor, Must, MustNot, OnlyIf, Prefer, Rule, Timing

_TIMES = {"before": "s:before", "during": "s:during", "after": "s:after", "with": "s:simultaneous"}
_WATCHING = frozenset({"s:monitor", "s:assess", "s:reassess", "s:follow_up"})
_WAITING = frozenset({"s:delay", "s:delay_act"})
_STOPPING = frozenset({"s:stop", "s:interrupt", "s:fail"})
_STARTING = frozenset(
    {"s:begin", "s:give", "s:treat", "s:choose", "s:initial", "s:first_line", "s:immediate"}
)
_LATER = frozenset({"s:second_line", "s:later_line", "s:subsequent", "s:late", "s:after"})
_BESIDE = frozenset({"during", "before", "after", "of", "on", "under", "while", "by"})
"""Words before a treatment that make it the time or place of something else."""
_PAST = frozenset({"s:history"})


@dataclass(frozen=True)
class Breach:
    """A rule that a statement breaks (`missing` empty) or can't be judged by for want of the facts in
    `missing`. `rival`: it starts another treatment than the rule asks for."""

    rule: Rule
    why: str
    missing: tuple[str, ...] = ()
    rival: bool = False


class Duties:
    """Judges readings by rules, with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._named = lru_cache(maxsize=20000)(self._widened)

    def given(self, reading: Reading, concept: str) -> tuple[Atom, ...]:
        """Where a reading speaks for giving `concept` or a kind of it, now and to this patient."""
        found = []
        for atom in reading.atoms:
            segment = reading.segments[atom.segment]
            if (
                segment.negative
                or atom.excluded
                or atom.condition
                or atom.against
                or not self._is(atom, concept)
            ):
                continue
            here = {id for other in reading.atoms if other.segment == atom.segment for id in other.ids}
            if here & _WATCHING or here & _PAST or self._stopped(reading, atom):
                continue
            if atom.first and reading.tokens[atom.first - 1].lower in _BESIDE:
                continue
            if any(token.text == ":" for token in reading.tokens[atom.last + 1 : segment.last + 1]):
                continue  # the label of what follows
            found.append(atom)
        return tuple(found)

    def _stopped(self, reading: Reading, atom: Atom) -> bool:
        """Whether the segment says that the thing is stopped or left for another."""
        here = [other for other in reading.atoms if other.segment == atom.segment]
        if any(other.ids & _STOPPING for other in here):
            return True
        before = reading.tokens[atom.first - 1].lower if atom.first else ""
        return before in ("from", "off")

    def breach(
        self,
        rule: Rule,
        reading: Reading,
        values: Mapping[str, Value],
        rivals: frozenset[str] = frozenset(),
    ) -> Breach | None:
        """How a reading breaks a rule that applies, if it does. `rivals`: treatments by line that no rule
        asks for here."""
        duty = rule.duty
        if isinstance(duty, Must) and duty.line == "first":
            rival = self._rival(rule, duty, reading, rivals)
            if rival is not None:
                return rival
        if not isinstance(duty, Goal) and rule.concepts.isdisjoint(self._named(reading.concepts)):
            return None
        if isinstance(duty, Must):
            return self._must(rule, duty, reading)
        if isinstance(duty, MustNot):
            return self._must_not(rule, duty, reading)
        if isinstance(duty, OnlyIf):
            return self._only_if(rule, duty, reading, values)
        if isinstance(duty, Prefer):
            return self._prefer(rule, duty, reading)
        if isinstance(duty, Timing):
            return None
        if isinstance(duty, Goal):
            return self._goal(rule, duty, reading)
        return None

    def unmet(self, rule: Rule, readings: Iterable[Reading]) -> bool:
        """Whether an answer gives something whose monitoring it forgets to require in full."""
        duty = rule.duty
        if not isinstance(duty, Monitor):
            return False
        listed = tuple(readings)
        if not any(self.given(reading, duty.when_giving) for reading in listed):
            return False
        said: set[str] = set()
        for reading in listed:
            for segment in reading.segments:
                atoms = [a for a in reading.atoms if a.segment == segment.index]
                if not segment.negative and any(self._is(a, duty.what) for a in atoms):
                    said |= {id for other in reading.atoms for id in other.ids}
        return not all(_TIMES[time] in said for time in duty.at)

    def _is(self, atom: Atom, concept: str) -> bool:
        return atom.kind is Kind.CONCEPT and f"c:{concept}" in self._named(atom.ids)

    def _parts(self, concept: str) -> frozenset[str]:
        """A concept and, for a regimen, what it is made of."""
        entry = self.lexicon.concepts.get(concept)
        return frozenset({concept}) | (entry.made_of if entry else frozenset())

    def _widened(self, concepts: frozenset[str]) -> frozenset[str]:
        """The concepts, what regimens among them are made of, and all that these are."""
        return self.lexicon.widened(frozenset(part for id in concepts for part in self._parts(id)))

    def _rival(self, rule: Rule, duty: Must, reading: Reading, rivals: frozenset[str]) -> Breach | None:
        """Whether a reading starts another treatment in the place of the one that goes first."""
        if any(atom.condition or atom.ids & _LATER for atom in reading.atoms):
            return None
        if any(self.given(reading, concept) for concept in duty.what):
            return None
        for rival in sorted(rivals):
            if self.prescribes(reading, rival):
                words = self.given(reading, rival)[0].words
                names = self.lexicon.names([f"c:{concept}" for concept in duty.what])
                return Breach(rule, f"{names} goes first here, not {words}.", rival=True)
        return None

    def prescribes(self, reading: Reading, concept: str) -> bool:
        """Whether a reading starts a treatment, and says nothing else of it."""
        for atom in self.given(reading, concept):
            here = [a for a in reading.atoms if a.segment == atom.segment and a.kind is Kind.SENSE]
            said = {id for a in here for id in a.ids}
            if all(a.ids & _STARTING or self._faint(a) for a in here) and (said & _STARTING or not here):
                return True
        return False

    def _faint(self, atom: Atom) -> bool:
        return any(id in self.lexicon.senses and self.lexicon.senses[id].faint for id in atom.ids)

    def _must(self, rule: Rule, duty: Must, reading: Reading) -> Breach | None:
        """Whether a reading denies what must be given: "should be withheld", "can be left out"."""
        if duty.do != "give":
            return None
        for concept in duty.what:
            for atom in reading.atoms:
                segment = reading.segments[atom.segment]
                before = reading.tokens[atom.first - 1].lower if atom.first else ""
                alone = not any(
                    other.kind is Kind.CONCEPT and other is not atom and other.segment == atom.segment
                    for other in reading.atoms
                )
                silent = not any(
                    id in self.lexicon.senses
                    and self.lexicon.senses[id].category in ("comparison", "effect", "knowledge")
                    for other in reading.atoms
                    if other.segment == atom.segment
                    for id in other.ids
                )
                if (
                    self._is(atom, concept)
                    and segment.negative
                    and alone
                    and silent
                    and before not in _BESIDE
                ):
                    return Breach(rule, f"{atom.words} is not to be left out.")
        return None

    def _must_not(self, rule: Rule, duty: MustNot, reading: Reading) -> Breach | None:
        if duty.do == "combine":
            first, second = (self.given(reading, concept) for concept in duty.what[:2])
            together = {a.segment for a in first} & {b.segment for b in second}
            if together and self._joined(reading, together):
                return Breach(rule, f"{first[0].words} and {second[0].words} are not to be combined.")
            return None
        if duty.do in ("give", "continue", "aim", "test"):
            for concept in duty.what:
                given = self.given(reading, concept)
                if given:
                    return Breach(rule, f"{given[0].words} is not to be given here.")
        if duty.do == "delay":
            return self._delayed(rule, duty, reading)
        if duty.do == "omit":
            for concept in duty.what:
                for atom in reading.atoms:
                    here = {
                        id for other in reading.atoms if other.segment == atom.segment for id in other.ids
                    }
                    if here & _WAITING:
                        continue
                    beside = reading.tokens[atom.first - 1].lower if atom.first else ""
                    if beside in _BESIDE or beside in ("with", "alongside", "to", "for", "than"):
                        continue
                    if self._is(atom, concept) and (reading.segments[atom.segment].negative or atom.excluded):
                        return Breach(rule, f"{atom.words} is not to be left out.")
        return None

    def _delayed(self, rule: Rule, duty: MustNot, reading: Reading) -> Breach | None:
        """Whether a reading lets something wait, or drops it, that may not wait."""
        for concept in duty.what:
            for atom in reading.atoms:
                if not self._is(atom, concept):
                    continue
                here = [other for other in reading.atoms if other.segment == atom.segment]
                waits = any(other.ids & _WAITING for other in here)
                if waits != reading.segments[atom.segment].negative:
                    return Breach(rule, f"{atom.words} is not to be put off.")
        return None

    def _joined(self, reading: Reading, segments: set[int]) -> bool:
        joining = {"s:combine", "s:simultaneous", "s:add", "s:with", "s:in_addition"}
        return any(a.segment in segments and a.ids & joining for a in reading.atoms) or any(
            t.lower in ("plus", "with", "together", "alongside") for t in reading.tokens
        )

    def _only_if(
        self, rule: Rule, duty: OnlyIf, reading: Reading, values: Mapping[str, Value]
    ) -> Breach | None:
        given = [atom for concept in duty.what for atom in self.given(reading, concept)]
        if not given:
            return None
        if duty.beside is not None:
            beside = [
                a for concept in duty.beside for a in reading.atoms
                if self._is(a, concept) and not a.excluded and not reading.segments[a.segment].negative
            ]  # fmt: skip
            if not beside:
                return Breach(
                    rule, f"{given[0].words} needs {self.lexicon.names([f'c:{c}' for c in duty.beside])}."
                )
        if rule.requires is not None:
            return self._required(rule, rule.requires, given[0], values)
        return None

    def _required(
        self, rule: Rule, requires: Condition, atom: Atom, values: Mapping[str, Value]
    ) -> Breach | None:
        trace = requires.evaluate(values)
        if trace.value is True:
            return None
        if trace.value is False:
            return Breach(rule, f"{atom.words} is only for patients where {requires}.")
        return Breach(rule, f"{atom.words} depends on what is not known.", tuple(trace.missing))

    def _prefer(self, rule: Rule, duty: Prefer, reading: Reading) -> Breach | None:
        for segment in reading.segments:
            atoms = [a for a in reading.atoms if a.segment == segment.index]
            over = [a for a in atoms if self._is(a, duty.over) and not a.against and not a.excluded]
            what = [a for a in atoms if self._is(a, duty.what) and (a.against or a.excluded)]
            better = any(a.ids & {"s:prefer", "s:better"} for a in atoms)
            if over and what and better and not segment.negative:
                return Breach(rule, f"{over[0].words} is not preferred over {what[0].words}.")
        return None

    def _goal(self, rule: Rule, duty: Goal, reading: Reading) -> Breach | None:
        other = "palliative" if duty.aim == "curative" else "curative"
        wrong = {f"c:{other}_intent", f"c:{other}", f"s:{'palliate' if other == 'palliative' else 'cure'}"}
        for atom in reading.atoms:
            segment: Segment = reading.segments[atom.segment]
            if atom.ids & wrong and not segment.negative and not atom.excluded and not atom.condition:
                return Breach(rule, f"the aim here is {duty.aim}.")
        return None
