"""Sharing: several things of a statement that one thing of a sentence would have to carry."""

from collections.abc import Sequence

from rules.claim import Atom, Kind, Reading, Segment
from rules.match import Pair
from rules.meaning import DRUGS, INTERVENTIONS, LINES, Meaning


def shared_class(
    statement: Reading, segment: Segment, pairs: Sequence[Pair], meaning: Meaning
) -> Atom | None:
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
            and not _named_with(statement, segment, mine, other, meaning)
        ]
        whole = bool(meaning.kinds(theirs) & {"modality"})
        if any(other.ids & theirs.ids or whole for other in others):
            return mine
    return None


def _named_with(statement: Reading, segment: Segment, mine: Atom, other: Atom, meaning: Meaning) -> bool:
    """Whether a member stands beside its class, or beside another member to choose from, so that one class
    carries both: "vinorelbine is a chemotherapy", "capecitabine or vinorelbine"."""
    if segment.negative or mine.excluded or other.excluded:
        return False
    first, last = sorted((mine, other), key=lambda atom: atom.first)
    between = {token.lower for token in statement.tokens[first.last + 1 : last.first]}
    return bool(other.ids & meaning.wide(mine) or mine.ids & meaning.wide(other)) or between <= {"or", ","}


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


def about_another(statement: Reading, atoms: Sequence[Atom], sentence: Reading, meaning: Meaning) -> bool:
    """Whether a segment without an intervention of its own, in a statement that names some, meets a
    sentence that speaks only of others: "this drug" is then not the drug of that sentence."""
    if any(meaning.kinds(atom) & INTERVENTIONS for atom in atoms if atom.kind is Kind.CONCEPT):
        return False
    meant = [
        a for a in statement.atoms if a.kind is Kind.CONCEPT and meaning.kinds(a) & DRUGS and not a.excluded
    ]
    there = [
        b
        for b in sentence.atoms
        if b.kind is Kind.CONCEPT and meaning.kinds(b) & INTERVENTIONS and not b.excluded
    ]
    return bool(meant) and bool(there) and not any(meaning.related(a, b) for a in meant for b in there)


def stood_for(pairs: Sequence[Pair], meaning: Meaning) -> frozenset[str]:
    """The members for which a whole modality or setting stands."""
    return frozenset(
        id
        for mine, theirs in pairs
        if mine.kind is Kind.CONCEPT
        and not mine.ids & meaning.wide(theirs)
        and meaning.kinds(theirs) & {"modality", "setting"}
        for id in mine.ids
    )
