"""Duty: whether what an answer says meets or breaks a rule, judged on its claims."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rules.breach import Breach
from rules.claim import Atom, Kind, Reading, Segment
from rules.context import Value
from rules.figure import Figures
from rules.lexicon import Lexicon
from rules.meaning import INTERVENTIONS
from rules.mention import FAULTED, Mentions, said, topical, within, word_before
from rules.rank import Ranks
from rules.rule import Goal, Monitor, Must, MustNot, OnlyIf, Prefer, Rule, Timing
from rules.waiver import Waivers

_TIMES = {"before": "s:before", "during": "s:during", "after": "s:after", "with": "s:simultaneous"}
_WAITING = frozenset({"s:delay", "s:delay_act"})
_STARTING = frozenset(
    {"s:begin", "s:give", "s:treat", "s:choose", "s:initial", "s:first_line", "s:immediate", "s:still"}
)
_LATER = frozenset({"s:second_line", "s:later_line", "s:subsequent", "s:late", "s:after"})
_LINES = {
    "first": frozenset({"s:first_line"}),
    "second": frozenset({"s:second_line"}),
    "third": frozenset({"s:later_line"}),
    "beyond_third": frozenset({"s:later_line"}),
}
_JOINING = frozenset({"s:combine", "s:simultaneous", "s:accompany", "s:add", "s:with", "s:in_addition"})
_JOINERS = frozenset({"plus", "with", "together", "alongside"})
_ALONE = frozenset({"s:alone"})
_ENOUGH = frozenset({"s:enough", "s:adequate"})
_OPTIONAL = 2
"""Modal force up to which something is left to choice."""
_SEEN = frozenset({"test", "assess", "confirm"})
"""Acts that look at something and treat nothing."""


class Duties:
    """Judges readings by rules, with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.mentions = Mentions(lexicon)
        self._waivers = Waivers(self.mentions)
        self._ranks = Ranks(self.mentions)
        self._figures = Figures(self.mentions)

    def given(self, reading: Reading, concept: str) -> tuple[Atom, ...]:
        """Where a reading speaks for giving `concept` or a kind of it, now and to this patient."""
        return self.mentions.given(reading, concept)

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
        if isinstance(duty, Goal):
            return self._goal(rule, duty, reading)
        if isinstance(duty, Must):
            first = self._rival(rule, duty, reading, rivals) if duty.line == "first" else None
            if first is not None:
                return first
            alone = self._without(rule, duty, reading)
            if alone is not None:
                return alone
        if rule.concepts.isdisjoint(self.mentions.wide(reading.concepts)):
            return None
        if isinstance(duty, Must):
            return self._must(rule, duty, reading)
        if isinstance(duty, MustNot):
            return self._must_not(rule, duty, reading)
        if isinstance(duty, OnlyIf):
            return self._only_if(rule, duty, reading, values)
        if isinstance(duty, Prefer):
            return self._prefer(rule, duty, reading)
        if isinstance(duty, Monitor):
            return self._monitor(rule, duty, reading)
        return self._timing(rule, duty, reading)

    def unmet(self, rule: Rule, readings: Iterable[Reading]) -> bool:
        """Whether an answer gives something and forgets what has to be said with it: that it is watched at
        each time, or what it needs beside it."""
        duty = rule.duty
        listed = tuple(readings)
        if isinstance(duty, OnlyIf):
            return duty.beside is not None and self._unaccompanied(duty, duty.beside, listed)
        if not isinstance(duty, Monitor):
            return False
        if not any(self.given(reading, duty.when_giving) for reading in listed):
            return False
        times: set[str] = set()
        for reading in listed:
            for segment in reading.segments:
                watched = any(self.mentions.names(a, duty.what) for a in within(reading, segment))
                if watched and not segment.negative:
                    times |= said(reading, segment)
        return not all(_TIMES[time] in times for time in duty.at)

    def prescribes(self, reading: Reading, concept: str) -> bool:
        """Whether a reading starts a treatment, and says nothing else of it."""
        return any(self._starts(reading, reading.segments[a.segment]) for a in self.given(reading, concept))

    def follows(self, rule: Rule, reading: Reading) -> bool:
        """Whether a reading says of the patient what a rule asks for: this treatment, in this line or in
        this order."""
        duty = rule.duty
        if isinstance(duty, Prefer):
            return self._ranks.above(reading, duty.what, duty.over)
        if not isinstance(duty, Must) or duty.do not in ("give", "switch"):
            return False
        return _in_line(duty.line, reading) and any(self.given(reading, concept) for concept in duty.what)

    def _starts(self, reading: Reading, segment: Segment, beside: frozenset[str] = _JOINING) -> bool:
        """Whether a segment starts its treatments, and says nothing else of them but what is `beside`."""
        senses = [a for a in within(reading, segment) if a.kind is Kind.SENSE and not a.ids & beside]
        plain = all(a.ids & _STARTING or self.mentions.faint(a) for a in senses)
        return plain and (bool(said(reading, segment) & _STARTING) or not senses)

    def _rival(self, rule: Rule, duty: Must, reading: Reading, rivals: frozenset[str]) -> Breach | None:
        """Whether a reading starts another treatment in the place of the one that goes first."""
        if any(atom.condition for atom in reading.atoms):
            return None
        later = {s.index for s in reading.segments if said(reading, s) & (_LATER | _WAITING)}
        if any(a.segment not in later for concept in duty.what for a in self.given(reading, concept)):
            return None
        for rival in sorted(rivals):
            for atom in self.given(reading, rival):
                if atom.segment not in later and self._starts(reading, reading.segments[atom.segment]):
                    why = f"{self.mentions.title(duty.what)} goes first here, not {atom.words}."
                    return Breach(rule, why, rival=True)
        return None

    def _without(self, rule: Rule, duty: Must, reading: Reading) -> Breach | None:
        """Whether a reading gives another treatment by itself where this one is due: "chemotherapy alone"."""
        if duty.do not in ("give", "switch") or not _in_line(duty.line, reading):
            return None
        if any(self.mentions.any(atom, duty.what) or atom.condition for atom in reading.atoms):
            return None
        for word in reading.atoms:
            segment = reading.segments[word.segment]
            only = word.ids & _ALONE and word.kind is Kind.SENSE and not word.excluded and not word.against
            if not only or segment.negative or not self._starts(reading, segment, _JOINING | _ALONE):
                continue
            for atom in within(reading, segment):
                treats = bool(self.mentions.kinds(atom) & INTERVENTIONS)
                if treats and not atom.excluded and not atom.against and atom.last == word.first - 1:
                    why = (
                        f"{self.mentions.title(duty.what)} is due here, which {atom.words} alone leaves out."
                    )
                    return Breach(rule, why)
        return None

    def _must(self, rule: Rule, duty: Must, reading: Reading) -> Breach | None:
        """Whether a reading denies what must be done ("should be withheld", "need not be checked"), or puts
        another treatment before it."""
        if duty.do in _SEEN:
            atom = self._waivers.step(reading, duty.what)
            return None if atom is None else Breach(rule, f"{atom.words} is called for.", denies=True)
        if duty.do not in ("give", "switch") or not _in_line(duty.line, reading):
            return None
        atom = self._waivers.treatment(reading, duty.what)
        if atom is not None:
            return Breach(rule, f"{atom.words} is not to be left out.")
        if duty.do == "switch" or duty.line == "first":
            return self._overtaken(rule, duty, reading)
        return None

    def _overtaken(self, rule: Rule, duty: Must, reading: Reading) -> Breach | None:
        """Whether a reading puts another treatment before the one that is due now."""
        for atom in reading.atoms:
            if not self.mentions.any(atom, duty.what) or word_before(reading, atom) != "before":
                continue
            segment = reading.segments[atom.segment]
            for other in within(reading, segment):
                treats = "modality" in self.mentions.kinds(other) or "drug" in self.mentions.kinds(other)
                if treats and other.first < atom.first and not segment.negative and not other.condition:
                    return Breach(rule, f"{other.words} does not go before {atom.words} here.")
        return None

    def _must_not(self, rule: Rule, duty: MustNot, reading: Reading) -> Breach | None:
        if duty.do == "combine":
            first, second = (self.given(reading, concept) for concept in duty.what[:2])
            together = {a.segment for a in first} & {b.segment for b in second}
            if together and _joined(reading, together):
                return Breach(rule, f"{first[0].words} and {second[0].words} are not to be combined.")
            return None
        if duty.do == "quantify":
            figure = self._figures.length(reading, duty.what)
            if figure is None:
                return None
            return Breach(rule, f"no figure is known for {figure[0].words}, so not {figure[1].words}.")
        finders: Mapping[str, tuple[Callable[[Reading, Sequence[str]], Atom | None], str]] = {
            "rank": (self._ranks.top, "is not proven better than others"),
            "delay": (self._waivers.delayed, "is not to be put off"),
            "omit": (self._waivers.omitted, "is not to be left out"),
        }
        find, fault = finders.get(duty.do, (self._first_given, "is not to be given here"))
        atom = find(reading, duty.what)
        return None if atom is None else Breach(rule, f"{atom.words} {fault}.", denies=duty.do in finders)

    def _first_given(self, reading: Reading, concepts: Sequence[str]) -> Atom | None:
        return next((atom for concept in concepts for atom in self.given(reading, concept)), None)

    def _only_if(
        self, rule: Rule, duty: OnlyIf, reading: Reading, values: Mapping[str, Value]
    ) -> Breach | None:
        seen = duty.do in _SEEN
        given = [a for concept in duty.what for a in self.mentions.given(reading, concept, watched=seen)]
        if not given or not (duty.line is None or self._at_line(rule, duty.line, reading, values)):
            return None
        if duty.beside is not None and not self._beside(reading, given[0], duty.beside):
            needs = self.mentions.title(duty.beside)
            apart = _apart(reading, given[0]) or any(self.mentions.any(a, duty.beside) for a in reading.atoms)
            return Breach(rule, f"{given[0].words} needs {needs}.", denies=apart, forgets=not apart)
        if rule.requires is None:
            return None
        trace = rule.requires.evaluate(values)
        if trace.value is True:
            return None
        if trace.value is False:
            return Breach(rule, f"{given[0].words} is only for patients where {rule.requires}.")
        return Breach(rule, f"{given[0].words} depends on what is not known.", tuple(trace.missing))

    def _at_line(self, rule: Rule, line: str, reading: Reading, values: Mapping[str, Value]) -> bool:
        """Whether a reading names a line of therapy, or names none and the patient has come to it."""
        if any(_names_line(each, reading) for each in _LINES):
            return _names_line(line, reading)
        return rule.reached is not None and rule.reached.evaluate(values).value is True

    def _beside(self, reading: Reading, thing: Atom, concepts: Sequence[str]) -> bool:
        """Whether a reading names one of the concepts, and neither leaves it out nor lets it come later."""
        return any(
            self.mentions.any(a, concepts)
            and not a.excluded
            and not reading.segments[a.segment].negative
            and not (
                a.segment == thing.segment and word_before(reading, a) == "before" and thing.last < a.first
            )
            for a in reading.atoms
        )

    def _unaccompanied(self, duty: OnlyIf, beside: Sequence[str], readings: Sequence[Reading]) -> bool:
        """Whether an answer gives a thing and nowhere names beside it what it needs."""
        gives = any(self.given(reading, concept) for reading in readings for concept in duty.what)
        return gives and not any(
            self._beside(reading, atom, beside)
            for reading in readings
            for atom in reading.atoms
            if self.mentions.any(atom, duty.what)
        )

    def _prefer(self, rule: Rule, duty: Prefer, reading: Reading) -> Breach | None:
        found = self._ranks.reversed(reading, duty.what, duty.over)
        if found is None:
            return None
        return Breach(rule, f"{found[0].words} is not preferred over {found[1].words}.", denies=True)

    def _monitor(self, rule: Rule, duty: Monitor, reading: Reading) -> Breach | None:
        """Whether a reading calls the watching of what is given needless, or leaves it to choice."""
        for atom in reading.atoms:
            segment = reading.segments[atom.segment]
            if not self.mentions.names(atom, duty.what) or atom.condition or topical(reading, segment):
                continue
            alone = all(
                other is atom or self.mentions.names(other, duty.when_giving)
                for other in within(reading, segment)
                if other.kind is Kind.CONCEPT
            )
            short = bool(said(reading, segment) & _ENOUGH)  # "at the start alone is not enough"
            choice = segment.force is not None and segment.force <= _OPTIONAL
            if alone and not short and (segment.negative or choice or atom.excluded):
                return Breach(rule, f"{atom.words} is not left to choice.", denies=True)
        return None

    def _timing(self, rule: Rule, duty: Timing, reading: Reading) -> Breach | None:
        atom = self._figures.mistimed(reading, duty)
        return None if atom is None else Breach(rule, f"{atom.words} is not when it is due.", denies=True)

    def _goal(self, rule: Rule, duty: Goal, reading: Reading) -> Breach | None:
        other = "palliative" if duty.aim == "curative" else "curative"
        wrong = {f"c:{other}_intent", f"c:{other}", f"s:{'palliate' if other == 'palliative' else 'cure'}"}
        for atom in reading.atoms:
            segment = reading.segments[atom.segment]
            negative = segment.negative or bool(said(reading, segment) & FAULTED)
            if (
                self.mentions.wide(atom.ids) & wrong
                and not negative
                and not atom.excluded
                and not atom.condition
            ):
                return Breach(rule, f"the aim here is {duty.aim}.")
        return None


def _apart(reading: Reading, atom: Atom) -> bool:
    """Whether a reading says that a thing is given by itself, or names others only to leave them out."""
    here = within(reading, reading.segments[atom.segment])
    return any(a.ids & _ALONE or a.excluded for a in here)


def _names_line(line: str, reading: Reading) -> bool:
    return any(atom.ids & _LINES[line] for atom in reading.atoms)


def _in_line(line: str | None, reading: Reading) -> bool:
    """Whether a reading speaks of this line of therapy, or of no line."""
    named = {each for each in _LINES if _names_line(each, reading)}
    return line is None or not named or line in named


def _joined(reading: Reading, segments: set[int]) -> bool:
    return any(a.segment in segments and a.ids & _JOINING for a in reading.atoms) or any(
        token.lower in _JOINERS for token in reading.tokens
    )
