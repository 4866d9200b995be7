"""Twist: ways to say something else in the words of a passage, once its things and words are all found."""

from collections.abc import Sequence
from itertools import pairwise

from rules.claim import Atom, Kind, Reading, Segment
from rules.match import Flaw, Meeting, Pair
from rules.meaning import DRUGS, INTERVENTIONS, Meaning

TOGETHER = frozenset({"s:combine", "s:simultaneous", "s:accompany", "s:add"})
_TIMES = frozenset({"s:before", "s:during", "s:after"})
_JOINERS = frozenset({"with", "plus", "+", "alongside", "together"})
_OPEN = frozenset({"s:unknown"})
"""What is an open question."""
_FEW = frozenset({"s:few"})
_FEW_TOO = _FEW | {"s:alone", "s:individual"}
_SWITCHING = frozenset({"s:switch"})
_GIVING = frozenset({"s:give", "s:begin", "s:choose"})


class Twists:
    """Looks for twists, with one lexicon."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning

    def find(self, meeting: Meeting) -> tuple[Flaw, str]:
        """The first twist, with the words at fault ("" for the whole segment)."""
        statement, sentence, pairs = meeting.statement, meeting.sentence, meeting.pairs
        home = meeting.home
        met = _ids(pairs)
        if any(a.segment == home.index and a.ids & _OPEN and id(a) not in met for a in sentence.atoms):
            return Flaw.POLARITY, ""  # what is not known is not said to be so
        if self._twice(meeting):
            return Flaw.POLARITY, ""
        if self._crossed(pairs):
            return Flaw.ROLE, ""
        other = self._otherwise(statement, sentence, pairs)
        if other:
            return Flaw.WORDS, other
        if required(statement) & optional(sentence):
            return Flaw.FORCE, ""
        if self._unsaid(meeting) or self._unswitched(meeting):
            return Flaw.WORDS, ""
        few = self._of_few(statement, sentence, pairs)
        if few:
            return Flaw.SCOPE, few
        if self._coupled(statement, sentence, pairs):
            return Flaw.WORDS, ""
        if self._alternatives(statement, sentence, home, pairs):
            return Flaw.SCOPE, ""
        return Flaw.NONE, ""

    def _twice(self, meeting: Meeting) -> bool:
        """Whether one word of the sentence stands for two of the statement, and its opposite or
        rival there is not met: "more A and more B" for "more A and less B"."""
        met = _ids(meeting.pairs)
        free = [a for a in meeting.sentence.atoms if id(a) not in met]
        for index, (mine, theirs) in enumerate(meeting.pairs):
            for other, twin in meeting.pairs[index + 1 :]:
                if (
                    twin is theirs
                    and mine.ids != other.ids
                    and not mine.asked
                    and not other.asked
                    and self._rivalled(mine, free)
                ):
                    return True
        return False

    def _rivalled(self, atom: Atom, free: Sequence[Atom]) -> bool:
        """Whether an unmet atom is the opposite of a word, or another treatment than this one."""
        if atom.kind is Kind.SENSE:
            return any(self.meaning.opposed(atom, other) for other in free if other.kind is Kind.SENSE)
        treats = bool(self.meaning.kinds(atom) & INTERVENTIONS)
        return treats and any(
            self.meaning.kinds(other) & INTERVENTIONS and not self.meaning.related(atom, other)
            for other in free
        )

    def _crossed(self, pairs: Sequence[Pair]) -> bool:
        """Whether a thing in the condition and one outside it have changed places."""
        things = [(a, b) for a, b in pairs if a.kind is Kind.CONCEPT]
        into = any(a.condition and not b.condition for a, b in things)
        out = any(b.condition and not a.condition for a, b in things)
        return into and out

    def _otherwise(self, statement: Reading, sentence: Reading, pairs: Sequence[Pair]) -> str:
        """A word before a thing where the passage has another: "high risk" for "intermediate risk"."""
        met = _ids(pairs)
        mine_met = {id(a) for a, _ in pairs}
        for mine, theirs in pairs:
            here = _before(statement, mine, mine_met)
            there = _before(sentence, theirs, met)
            if here is not None and there is not None and not (self._vague(here) or self._vague(there)):
                return here.words
        return ""

    def _vague(self, atom: Atom) -> bool:
        return atom.kind is Kind.QUANTITY or self.meaning.faint(atom) or self.meaning.speaks(atom)

    def _unsaid(self, meeting: Meeting) -> bool:
        """Whether a segment says something else of two things than the clause does: "treats" for "causes"."""
        home, pairs = meeting.home, meeting.pairs
        met = {id(theirs) for _, theirs in pairs}
        told = [
            atom
            for atom in meeting.sentence.atoms
            if atom.segment == home.index and not atom.condition and self.meaning.effects(atom)
        ]
        heard = any(b.segment == home.index and self.meaning.judges(a) for a, b in pairs)
        things = [
            a for a, b in pairs if a.kind is Kind.CONCEPT and b.segment == home.index and not a.condition
        ]
        mine = [
            a
            for a in meeting.statement.atoms
            if a.segment == meeting.segment.index and a.kind is Kind.SENSE and not a.asked
        ]
        own = [
            a
            for a in mine
            if all(a is not paired for paired, _ in pairs)
            and (self.meaning.acts(a) or not self.meaning.faint(a))
            and not self.meaning.circumstance(a)
            and not a.ids & _GIVING
        ]
        silent = not heard and not any(id(atom) in met for atom in told)
        return len(things) > 1 and bool(told) and bool(own) and silent

    def _unswitched(self, meeting: Meeting) -> bool:
        """Whether a segment says of two treatments something else than that one gives way to the other."""
        met = _ids(meeting.pairs)
        mine = [a for a in meeting.statement.atoms if a.segment == meeting.segment.index]
        if any(a.excluded or a.against or (a.kind is Kind.SENSE and not self.meaning.faint(a)) for a in mine):
            return False
        switch = [a for a in meeting.sentence.atoms if a.ids & _SWITCHING and id(a) not in met]
        after = {
            theirs.first
            for mine, theirs in meeting.pairs
            if self.meaning.kinds(mine) & INTERVENTIONS
            and any(a.segment == theirs.segment and a.last < theirs.first for a in switch)
        }
        return len(after) > 1

    def _of_few(self, statement: Reading, sentence: Reading, pairs: Sequence[Pair]) -> str:
        """The words of a thing of which the sentence tells that there are few, and the statement does not."""
        met = _ids(pairs)
        for mine, theirs in pairs:
            few = _before(sentence, theirs, met) if mine.kind is Kind.CONCEPT and not mine.asked else None
            if few is not None and few.ids & _FEW and not self._said_few(statement, mine):
                return mine.words
        return ""

    def _said_few(self, statement: Reading, thing: Atom) -> bool:
        """Whether a statement says of a thing, in other words, that there are few: "a single metastasis"."""
        near = {id for a in statement.atoms if a.segment == thing.segment for id in a.ids}
        return bool(near & _FEW_TOO) or thing.words.split()[0].lower() in ("limited", "isolated", "solitary")

    def _either(self, statement: Reading, sentence: Reading, pairs: Sequence[Pair]) -> bool:
        """Whether two conditions, times or tests that are both needed stand with "or" between them."""
        both = {a.segment for a in sentence.atoms if "s:both" in a.ids}
        for first, second in pairwise(sorted(pairs, key=lambda pair: pair[0].first)):
            between = {t.lower for t in statement.tokens[first[0].last + 1 : second[0].first]}
            low, high = sorted((first[1], second[1]), key=lambda atom: atom.first)
            there = {t.lower for t in sentence.tokens[low.last + 1 : high.first]}
            if "or" not in between or "or" in there or "and" not in there:
                continue
            needed = (low.condition and high.condition) or low.segment in both
            times = all(atom.ids & _TIMES for atom in (low, high))
            denied = statement.segments[first[0].segment].negative or sentence.segments[low.segment].negative
            tests = not denied and all("test" in self.meaning.kinds(atom) for atom in (low, high))
            if needed or times or tests:
                return True
        return False

    def _coupled(self, statement: Reading, sentence: Reading, pairs: Sequence[Pair]) -> bool:
        """Whether two drugs are given together that the sentence only lists: "A with B" for "A, C, B"."""
        drugs = [(a, b) for a, b in pairs if a.kind is Kind.CONCEPT and self.meaning.kinds(a) & DRUGS]
        for (first, one), (second, other) in pairwise(sorted(drugs, key=lambda pair: pair[0].first)):
            between = [t.lower for t in statement.tokens[first.last + 1 : second.first]]
            if one is other or not between or between[0] not in _JOINERS:
                continue
            low, high = sorted((one, other), key=lambda atom: atom.first)
            there = {t.lower for t in sentence.tokens[low.first : high.last + 1]}
            if "," in there and there.isdisjoint(_JOINERS):
                return True
        return False

    def _alternatives(
        self, statement: Reading, sentence: Reading, home: Segment, pairs: Sequence[Pair]
    ) -> bool:
        """Whether treatments that the clause gives together stand with "or" between them."""
        given = [
            (a, b)
            for a, b in pairs
            if a.kind is Kind.CONCEPT and b.segment == home.index and self.meaning.kinds(a) & INTERVENTIONS
        ]
        if self._either(statement, sentence, pairs):
            return True
        if len(given) < 2:
            return False
        together = any(atom.segment == home.index and atom.ids & TOGETHER for atom in sentence.atoms)
        here = [t.lower for t in sentence.tokens[home.first : home.last + 1]]
        first, last = min(a.first for a, _ in given), max(a.last for a, _ in given)
        between = [t.lower for t in statement.tokens[first : last + 1]]
        return together and "or" in between and "or" not in here


def _ids(pairs: Sequence[Pair]) -> set[int]:
    return {id(theirs) for _, theirs in pairs}


def _before(reading: Reading, atom: Atom, met: set[int]) -> Atom | None:
    """The unmet atom right before another in the same clause."""
    return next(
        (
            other
            for other in reading.atoms
            if other.last == atom.first - 1 and other.segment == atom.segment and id(other) not in met
        ),
        None,
    )


def _named_after(reading: Reading, phrases: Sequence[Sequence[str]]) -> frozenset[str]:
    """The concepts named within four words after one of the phrases."""
    words = [token.lower for token in reading.tokens]
    found: set[str] = set()
    for phrase in phrases:
        for at in range(len(words) - len(phrase) + 1):
            if words[at : at + len(phrase)] == list(phrase):
                end = at + len(phrase)
                found |= {id for a in reading.atoms if end <= a.first <= end + 3 for id in a.ids}
    return frozenset(id for id in found if id.startswith("c:"))


def optional(reading: Reading) -> frozenset[str]:
    """What may be given or not: "with or without X"."""
    return _named_after(
        reading,
        (
            ("with", "or", "without"),
            ("without", "or", "with"),
            ("alone", "or", "with"),
            ("alone", "or", "together", "with"),
            ("alone", "or", "combined", "with"),
            ("alone", "or", "in", "combination", "with"),
        ),
    )


def required(reading: Reading) -> frozenset[str]:
    """What may not be left out: "never without X"."""
    return _named_after(
        reading, (("never", "without"), ("not", "without"), ("only", "with"), ("always", "with"))
    )


def swapped(things: Sequence[Pair]) -> bool:
    """Whether the sides of a comparison of things have changed places."""
    sides = [(a.against, b.against) for a, b in things if a.kind is Kind.CONCEPT and not a.condition]
    return len(sides) > 1 and all(mine != theirs for mine, theirs in sides)
