"""Sharing: several things of a statement that one thing of a sentence would have to carry."""

from collections.abc import Sequence

from rules.claim import Atom, Kind
from rules.match import Pair
from rules.meaning import INTERVENTIONS, LINES, Meaning


def shared_class(pairs: Sequence[Pair], meaning: Meaning) -> Atom | None:
    """A member carried by a class that carries another thing of the statement as well: "epirubicin" by
    the anthracycline that it is said not to be, or two drugs by one modality."""
    for mine, theirs in pairs:
        if mine.kind is not Kind.CONCEPT or mine.ids & theirs.ids:
            continue
        others = [
            other
            for other, twin in pairs
            if twin.ids == theirs.ids
            and other is not mine
            and other.kind is Kind.CONCEPT
            and not other.ids & mine.ids
        ]
        whole = bool(meaning.kinds(theirs) & {"modality"})
        if any(other.ids & theirs.ids or whole for other in others):
            return mine
    return None


def repeated(pairs: Sequence[Pair], meaning: Meaning) -> Atom | None:
    """A treatment or line of therapy named twice that the sentence names once: "A is not added to A"."""
    for index, (mine, theirs) in enumerate(pairs):
        weighty = bool(meaning.kinds(mine) & INTERVENTIONS) or bool(mine.ids & LINES)
        for other, twin in pairs[index + 1 :]:
            again = other.ids == mine.ids and not other.condition and not mine.condition
            if weighty and again and twin is theirs and not other.asked and not mine.asked:
                return other
    return None


def one_class(pairs: Sequence[Pair], meaning: Meaning) -> bool:
    """Whether several members are carried by one class, and nothing else is carried."""
    things = [theirs for mine, theirs in pairs if mine.kind is Kind.CONCEPT]
    said = any(mine.kind is not Kind.CONCEPT and not meaning.faint(mine) for mine, _ in pairs)
    return len(things) > 1 and len({id(theirs) for theirs in things}) == 1 and not said
