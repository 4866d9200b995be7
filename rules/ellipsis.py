"""Ellipsis: what a fragment takes over from the question it replies to.

"Letrozole." in reply to "Which does better?" says that letrozole does better, and "After 12 weeks." in reply
to "When is the response judged?" that the response is judged then. What is taken over has to be carried by
the guideline like the rest.
"""

from dataclasses import replace
from itertools import pairwise

from rules.auxiliary import FINITE
from rules.claim import Atom, Kind, Reading, Segment
from rules.meaning import INTERVENTIONS, Meaning
from rules.statement import Asked

_WHICH = frozenset({"which", "what", "who"})
"""Words that ask of what something is true, so that the answer says it of what it names."""
_AMOUNTS = frozenset({"long", "often", "soon", "many", "much", "frequently", "early", "late"})


def completed(statement: Reading, asked: Asked, meaning: Meaning) -> Reading:
    """`statement` with the predicate of the question in each segment that has none of its own, and with the
    question's topic where it names nothing at all."""
    bare = not any(atom.kind is Kind.CONCEPT for atom in statement.atoms)
    if any(meaning.speaks(atom) for atom in statement.atoms):
        return statement
    whole = any(token.lower in FINITE for token in statement.tokens) or any(
        meaning.acts(atom) for atom in statement.atoms
    )
    said = () if whole or _asks_amount(asked.point) else _predicates(asked.point, meaning)
    mute = bare and not any(atom.kind is Kind.SENSE and not meaning.faint(atom) for atom in statement.atoms)
    amount = _asks_amount(asked.point) and any(atom.kind is Kind.QUANTITY for atom in statement.atoms)
    topic = _topic(asked, meaning) if mute or amount else ()
    words = [token.lower for token in asked.point.tokens]
    strict = asked.listing or bool(_WHICH & set(words)) or "there" in words[:2]
    added = [
        _placed(atom, segment, asked=not (strict and atom in said))
        for segment in statement.segments
        if segment.negative
        or segment.force is not None
        or any(own.segment == segment.index for own in statement.atoms)
        for atom in (*said, *topic)
    ]
    denied = bool(said) and asked.point.segments[said[0].segment].negative
    segments = tuple(replace(s, negative=s.negative != denied) for s in statement.segments)
    return replace(statement, atoms=(*statement.atoms, *added), segments=segments) if added else statement


def _asks_amount(point: Reading) -> bool:
    """Whether a time or number is asked for, so that what is asked of it is its topic."""
    words = [token.lower for token in point.tokens]
    return "when" in words or any(word == "how" and follows in _AMOUNTS for word, follows in pairwise(words))


def _predicates(point: Reading, meaning: Meaning) -> tuple[Atom, ...]:
    """What the question asks of its things: judgements, effects, what is known; not plain "give"."""
    return tuple(
        atom for atom in point.atoms if (meaning.judges(atom) or meaning.limits(atom)) and not atom.condition
    )


def _topic(asked: Asked, meaning: Meaning) -> tuple[Atom, ...]:
    """What the question is about: its own things and acts, and the one treatment that the vignette names."""
    own = [a for a in asked.topic.atoms if a.kind is Kind.CONCEPT or meaning.speaks(a)]
    if any(meaning.kinds(a) & INTERVENTIONS for a in own):
        return tuple(own)
    others: list[Atom] = []
    for atom in asked.whole.atoms:
        treats = atom.kind is Kind.CONCEPT and meaning.kinds(atom) & INTERVENTIONS and not atom.excluded
        if treats and not any(atom.ids & known.ids for known in others):
            others.append(atom)
    return (*own, *others) if len(others) == 1 else tuple(own)


def _placed(atom: Atom, segment: Segment, *, asked: bool) -> Atom:
    return replace(
        atom,
        segment=segment.index,
        first=segment.first,
        last=segment.first,
        condition=False,
        exception=False,
        asked=asked,
    )
