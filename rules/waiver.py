"""Waiver: where a reading says that something may be left out, ignored or put off."""

from collections.abc import Sequence

from rules.claim import Atom, Kind, Reading, Segment
from rules.meaning import INTERVENTIONS, TOPICS
from rules.mention import BESIDE, Mentions, said, topical, within, word_before

_WAITING = frozenset({"s:delay", "s:delay_act"})
_DOING = frozenset(
    {"s:assess", "s:perform", "s:ask", "s:confirm", "s:monitor", "s:seek", "s:reassess", "s:document",
     "s:complete", "s:known", "s:obtain"}
)  # fmt: skip
"""What is done with a test, a finding or a history."""
_COUNTING = frozenset({"s:affect", "s:important", "s:depend", "s:role"})
"""What a thing does that counts: what has no influence need not be assessed."""
_IDLE = frozenset({"s:irrelevant"})
_GIVING = frozenset(
    {"s:give", "s:treat", "s:begin", "s:choose", "s:intervention", "s:include", "s:integral", "s:option",
     "s:belong", "s:role", "s:place", "s:first_line", "s:second_line", "s:initial", "s:still", "s:suitable",
     "s:present"}
)  # fmt: skip
"""What may be said of a treatment that is left out; another word makes it a statement of something else."""
_ASIDE = frozenset({"no", "without", "by", "before", "after", "than"})
"""Words before a thing that make it absent, or the measure of something else."""
_MEETING = frozenset({"with", "alongside", "to", "for", "than"}) | BESIDE


class Waivers:
    """Finds waivers of named things."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions

    def treatment(self, reading: Reading, concepts: Sequence[str]) -> Atom | None:
        """A treatment that a reading denies or lets wait, and of which it says nothing else: "should be
        withheld"."""
        for atom, segment in self._spoken(reading, concepts):
            others = [
                other
                for other in within(reading, segment)
                if other.kind is Kind.CONCEPT
                and other is not atom
                and (other.excluded or not self._same_topic(other, concepts))
            ]
            waits = bool(said(reading, segment) & _WAITING)
            plain = all(
                a.kind is not Kind.SENSE or a.ids & (_GIVING | _WAITING) or self.mentions.faint(a)
                for a in within(reading, segment)
            )
            itself = any(f"c:{concept}" in atom.ids for concept in concepts)
            apart = word_before(reading, atom) in BESIDE
            if segment.negative != waits and itself and plain and not others and not apart:
                return atom
        return None

    def step(self, reading: Reading, concepts: Sequence[str]) -> Atom | None:
        """A test, a finding or a step of care that a reading calls needless, ignores or lets wait."""
        for atom, segment in self._spoken(reading, concepts):
            here = said(reading, segment)
            if segment.past or self._beside_another(reading, segment, concepts):
                continue
            itself = any(f"c:{concept}" in atom.ids for concept in concepts)
            if not itself and "finding" in self.mentions.kinds(atom):
                continue  # "performance status is not good" tells what was found
            if bool(here & _WAITING) and not segment.negative:
                return atom
            if here & _WAITING or word_before(reading, atom) in _ASIDE:
                continue
            if here & _IDLE:
                if not segment.negative:
                    return atom
                continue
            rest = [
                a for a in within(reading, segment)
                if a.kind is Kind.SENSE and not a.condition and self.mentions.categories(a)
            ]  # fmt: skip
            does = any(a.ids & (_DOING | _COUNTING) and not _proves(a) for a in rest)
            if segment.negative and (does or not rest):
                return atom
        return None

    def delayed(self, reading: Reading, concepts: Sequence[str]) -> Atom | None:
        """What a reading lets wait, or drops, that may not wait."""
        for atom in reading.atoms:
            if not self.mentions.any(atom, concepts):
                continue
            segment = reading.segments[atom.segment]
            waits = any(a.ids & _WAITING and not (a.excluded or a.against) for a in within(reading, segment))
            if waits != segment.negative:  # "now rather than later" does not wait
                return atom
        return None

    def omitted(self, reading: Reading, concepts: Sequence[str]) -> Atom | None:
        """What a reading leaves out, whatever stands beside it."""
        for atom in reading.atoms:
            segment = reading.segments[atom.segment]
            if not self.mentions.any(atom, concepts) or said(reading, segment) & _WAITING:
                continue
            if word_before(reading, atom) in _MEETING:
                continue
            if segment.negative or atom.excluded:
                return atom
        return None

    def _spoken(self, reading: Reading, concepts: Sequence[str]) -> list[tuple[Atom, Segment]]:
        return [
            (atom, reading.segments[atom.segment])
            for atom in reading.atoms
            if self.mentions.any(atom, concepts)
            and not atom.condition
            and not atom.exception
            and not reading.segments[atom.segment].universal  # "not always"
            and not topical(reading, reading.segments[atom.segment])
        ]

    def _same_topic(self, atom: Atom, concepts: Sequence[str]) -> bool:
        return self.mentions.any(atom, concepts) or self.mentions.kinds(atom) <= TOPICS

    def _beside_another(self, reading: Reading, segment: Segment, concepts: Sequence[str]) -> bool:
        """Whether the segment speaks of another test or treatment, and of this only beside it."""
        first = next((a for a in within(reading, segment) if a.kind is Kind.CONCEPT), None)
        if first is None or self.mentions.any(first, concepts):
            return False
        return bool(self.mentions.kinds(first) & (INTERVENTIONS | {"test", "procedure"}))


def _proves(atom: Atom) -> bool:
    """Whether a word says what a test shows and not that it is done: "confirms", not "is confirmed"."""
    return "s:confirm" in atom.ids and atom.words.lower() in ("confirm", "confirms", "prove", "proves")
