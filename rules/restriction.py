"""Restriction: what follows from a sentence that allows a thing in one case or one company only.

"X only if Y" says that X is not routine, that it is not done without Y, and that it is for those with Y;
"X together with Y" says that X alone is not enough.
"""

from collections.abc import Callable, Sequence

from rules.claim import Atom, Kind, Reading, Segment
from rules.match import Meeting, Pair
from rules.meaning import INTERVENTIONS, Meaning
from rules.twist import TOGETHER

_MUST, _MAY = 5, 2
_ALONE = frozenset({"s:alone"})
_ROUTINE = frozenset({"s:routine", "s:baseline"})
_OF_USE = frozenset(
    {"s:enough", "s:suitable", "s:give", "s:reasonable", "s:acceptable", "s:include", "s:effective"}
)
"""What a thing is denied to be by saying that it is not enough by itself."""
_NEEDING = ("need", "requir", "necessitat")
_PEOPLE = frozenset({"patients", "patient", "women", "woman", "those", "people", "cases"})
_HAVING = frozenset({"whose", "who", "with", "in"})

Carry = Callable[[Atom, Sequence[Pair]], Atom | None]
"""The atom of the sentence that carries an atom of the statement."""


class Restrictions:
    """Reads restrictions, with one lexicon."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning

    def implied(
        self, atoms: Sequence[Atom], statement: Reading, segment: Segment, sentence: Reading, carry: Carry
    ) -> int:
        """How many atoms of the sentence a segment rests on that follows from its restriction; 0 where it
        does not follow."""
        left = [atom for atom in atoms if not self._said(atom)]
        pairs: list[Pair] = []
        for atom in left:
            twin = carry(atom, pairs)
            if twin is not None:
                pairs.append((atom, twin))
            elif not (self.meaning.faint(atom) or self.meaning.hints(atom)):
                return 0
        if not any(self._treats(a) for a, _ in pairs):
            return 0
        if any(atom.against for atom in atoms):
            return 0
        alone = segment.negative and any(a.ids & _ALONE and a.kind is Kind.SENSE for a in atoms)
        usual = segment.negative and (segment.universal or any(a.ids & _ROUTINE for a in atoms))
        follows = (
            (usual and self._unusual(pairs, sentence))
            or (alone and (self._in_company(pairs, sentence) or self._alone_denied(pairs, sentence)))
            or (needs(statement, segment, atoms) and self._needed(pairs, sentence))
        )
        return len(pairs) if follows else 0

    def _said(self, atom: Atom) -> bool:
        """Whether an atom is what the restriction itself says."""
        return atom.kind is Kind.SENSE and bool(
            atom.ids & (_ALONE | _ROUTINE | _OF_USE | TOGETHER | {"s:require", "s:both"})
        )

    def _treats(self, atom: Atom) -> bool:
        return bool(self.meaning.kinds(atom) & (INTERVENTIONS | {"test", "procedure"}))

    def _unusual(self, pairs: Sequence[Pair], sentence: Reading) -> bool:
        """Whether all that is met is what a sentence allows in some cases only."""
        some = restricted(sentence) or any("s:selected" in atom.ids for atom in sentence.atoms)
        return some and all(not theirs.condition or not self._treats(theirs) for _, theirs in pairs)

    def _in_company(self, pairs: Sequence[Pair], sentence: Reading) -> bool:
        """Whether a sentence that is not a denial gives what is met with something else that goes unmet."""
        met = {id(theirs) for _, theirs in pairs}
        if any(sentence.segments[theirs.segment].negative or theirs.excluded for _, theirs in pairs):
            return False
        if any(atom.ids & _ALONE and not atom.condition for atom in sentence.atoms):
            return False  # "alone or with B"
        homes = {theirs.segment for mine, theirs in pairs if self._treats(mine)}
        others = [
            atom
            for atom in sentence.atoms
            if atom.segment in homes and id(atom) not in met and not atom.excluded
        ]
        if any(atom.segment in homes and atom.ids & TOGETHER for atom in sentence.atoms):
            return any(self._treats(atom) for atom in others)
        both = [atom for atom in sentence.atoms if "s:both" in atom.ids]
        if restricted(sentence):
            return any(atom.condition and atom.kind is Kind.CONCEPT for atom in others)
        return bool(both) and all(atom.segment in homes for atom in both) and bool(others)

    def _alone_denied(self, pairs: Sequence[Pair], sentence: Reading) -> bool:
        """Whether the sentence itself says of what is met that alone it does not do."""
        homes = {sentence.segments[theirs.segment] for _, theirs in pairs}
        return all(home.negative for home in homes) and any(
            atom.ids & _ALONE and sentence.segments[atom.segment] in homes for atom in sentence.atoms
        )

    def _needed(self, pairs: Sequence[Pair], sentence: Reading) -> bool:
        """Whether what is met is a thing and all or part of what the sentence allows it with."""
        things = [theirs for mine, theirs in pairs if mine.kind is Kind.CONCEPT]
        if any(sentence.segments[theirs.segment].negative or theirs.excluded for _, theirs in pairs):
            return False
        if restricted(sentence):
            return any(b.condition for b in things) and any(not b.condition for b in things)
        homes = {theirs.segment for theirs in things}
        joined = any(atom.segment in homes and atom.ids & TOGETHER for atom in sentence.atoms)
        optional = any(atom.ids & _ALONE and not atom.condition for atom in sentence.atoms)
        return joined and not optional and sum(self._treats(a) for a, _ in pairs) > 1


def needs(statement: Reading, segment: Segment, atoms: Sequence[Atom]) -> bool:
    """Whether a segment says that one thing needs another: "X is not given without Y", "X needs Y"."""
    if segment.negative:
        return False
    words = [token.lower for token in statement.tokens[segment.first : segment.last + 1]]
    things = [atom for atom in atoms if atom.kind is Kind.CONCEPT]
    if len(things) < 2:
        return False
    if "without" in words:
        return segment.force == _MUST and not any(atom.excluded for atom in atoms)
    if segment.force == _MUST and any(word.startswith("accompan") for word in words):
        return True
    if any("s:both" in atom.ids for atom in atoms) and {"needed", "required", "necessary"} & set(words):
        return True
    return any(
        "s:require" in atom.ids
        and not atom.condition
        and statement.tokens[atom.first].lower.startswith(_NEEDING)
        and things[0].last < atom.first < things[-1].first
        for atom in atoms
    )


def restricted(sentence: Reading) -> bool:
    """Whether a sentence allows something in some cases only: by "only", by "X is for those with Y", or by
    what may be done "if both A and B" hold."""
    if any(segment.exclusive for segment in sentence.segments):
        return any(atom.condition for atom in sentence.atoms)
    words = [token.lower for token in sentence.tokens]
    for index in range(len(words) - 3):
        verb, link, people, having = words[index : index + 4]
        if verb in ("is", "are") and link == "for" and people in _PEOPLE and having in _HAVING:
            return True
    return any(
        "s:both" in atom.ids and atom.condition and (sentence.segments[atom.segment].force or _MUST) <= _MAY
        for atom in sentence.atoms
    )


def but_for(meeting: Meeting) -> bool:
    """Whether "only if not Z" meets "unless Z"."""
    met = {id(a): b for a, b in meeting.pairs}
    mine = [
        a
        for a in meeting.statement.atoms
        if a.segment == meeting.segment.index and a.condition and a.excluded
    ]
    return bool(mine) and all(id(a) in met and met[id(a)].exception for a in mine)
