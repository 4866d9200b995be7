"""Taxonomy: what a sentence says of the class of a drug has to agree with the vocabulary."""

from rules.claim import Atom, Kind, Reading
from rules.lexicon import Lexicon

_DRUGS = frozenset({"drug", "drug_class"})
_ARE = frozenset({"is", "are", "include", "includes", "namely", "like", "such", "comprise", "comprises"})
_BETWEEN = frozenset(
    {"as", "one", "of", "the", "a", "an", "both", "all", "among", "also", "two", "three", ":"}
)
_AND = frozenset({",", "and", "or", "/"})


def misclassified(reading: Reading, lexicon: Lexicon) -> str:
    """The words of a drug that a sentence puts into a class to which it does not belong, or keeps out of its
    own; "" where there is none."""
    drugs = [a for a in reading.atoms if a.kind is Kind.CONCEPT and _kinds(a, lexicon) & _DRUGS]
    for index, atom in enumerate(drugs):
        for other in drugs[index + 1 :]:
            if other.segment != atom.segment:
                break
            denied = other.excluded and not atom.excluded and _is_a(atom, other, lexicon)
            if denied and _kinds(other, lexicon) == {"drug_class"}:
                return atom.words
        listed = _listed(reading, atom, drugs[index + 1 :])
        segment = reading.segments[atom.segment]
        if segment.negative or atom.excluded or not listed:
            continue
        klass = "drug_class" in _kinds(atom, lexicon)
        for member in listed:
            whole, part = (atom, member) if klass else (member, atom)
            fits = "drug_class" in _kinds(whole, lexicon) and "drug" in _kinds(part, lexicon)
            if fits and not _is_a(part, whole, lexicon):
                return part.words
    return ""


def _listed(reading: Reading, atom: Atom, after: list[Atom]) -> list[Atom]:
    """The drugs that a sentence says an atom is or includes: "X are A, B and C"."""
    listed: list[Atom] = []
    last = atom.last
    for other in after:
        between = [t.lower for t in reading.tokens[last + 1 : other.first]]
        first = not listed
        linked = first and bool(_ARE & set(between)) and all(w in _ARE | _BETWEEN for w in between)
        if other.segment != atom.segment or not (linked or (not first and all(w in _AND for w in between))):
            break
        listed.append(other)
        last = other.last
    return listed


def _kinds(atom: Atom, lexicon: Lexicon) -> set[str]:
    return {lexicon.concepts[id].kind for id in atom.ids if id in lexicon.concepts}


def _is_a(atom: Atom, group: Atom, lexicon: Lexicon) -> bool:
    return bool(lexicon.widened(atom.ids) & group.ids)
