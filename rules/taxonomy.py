"""Taxonomy: what a sentence says of the class of a drug has to agree with the vocabulary."""

from rules.claim import Atom, Kind, Reading
from rules.lexicon import Lexicon

_DRUGS = frozenset({"drug", "drug_class"})
_GIVEN = _DRUGS | {"regimen"}
_LISTS = frozenset({"include", "includes", "are", "is", ":", "such"})
_ARE = frozenset({"is", "are", "include", "includes", "namely", "like", "such", "comprise", "comprises"})
_BETWEEN = frozenset(
    {"as", "one", "of", "the", "a", "an", "both", "all", "among", "also", "two", "three", ":"}
)
_AND = frozenset({",", "and", "or", "/"})


def misclassified(reading: Reading, lexicon: Lexicon) -> str:
    """The words of a drug that a sentence puts into a class to which it does not belong, or keeps out of its
    own; "" where there is none."""
    wrong = _kept_out(reading, lexicon)
    if wrong:
        return wrong
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


def _kept_out(reading: Reading, lexicon: Lexicon) -> str:
    """The words of a drug or regimen listed as one without a class that it is or holds: "regimens without an
    anthracycline include doxorubicin"."""
    named = [a for a in reading.atoms if a.kind is Kind.CONCEPT and not a.condition]
    for index, atom in enumerate(named):
        lacking, holding = _lacking(atom, lexicon), _holding(reading, atom, lexicon)
        listed = _enumerated(reading, atom, named[index + 1 :], lexicon) if lacking or holding else []
        listed += _called(reading, atom, named[:index], lexicon) if lacking or holding else []
        held = [_classes(other, lexicon) for other in listed]
        wrong = next((a for a, classes in zip(listed, held, strict=True) if lacking & classes), None)
        if wrong is None and holding and listed and not any(holding & classes for classes in held):
            wrong = listed[0]
        if wrong is not None:
            return wrong.words
    return ""


def _classes(atom: Atom, lexicon: Lexicon) -> set[str]:
    """The classes of a treatment and of what it is made of."""
    return {klass for id in atom.ids for part in _parts(id, lexicon) for klass in lexicon.above(part)}


def _enumerated(reading: Reading, atom: Atom, after: list[Atom], lexicon: Lexicon) -> list[Atom]:
    """The treatments that a sentence lists as being what an atom is: "regimens with X include A and B"."""
    segment = reading.segments[atom.segment]
    if segment.negative:
        return []
    return [
        other
        for other in after
        if other.segment in (atom.segment, atom.segment + 1)
        and not other.excluded
        and _kinds(other, lexicon) & _GIVEN
        and {t.lower for t in reading.tokens[atom.last + 1 : other.first]} & _LISTS
    ]


def _called(reading: Reading, atom: Atom, before: list[Atom], lexicon: Lexicon) -> list[Atom]:
    """The treatments of which a sentence says that they are what an atom is: "A is a regimen with X"."""
    if reading.segments[atom.segment].negative or not before:
        return []
    last = before[-1]
    linked = {t.lower for t in reading.tokens[last.last + 1 : atom.first]} & {"is", "are"}
    fits = last.segment == atom.segment and not last.excluded and not last.against
    return (
        [a for a in before if a.segment == atom.segment and _kinds(a, lexicon) & _GIVEN]
        if linked and fits
        else []
    )


def _holding(reading: Reading, atom: Atom, lexicon: Lexicon) -> frozenset[str]:
    """The classes of which a thing, as it stands, holds a member; "regimens with X" hold one of X."""
    before = [token.lower for token in reading.tokens[max(atom.first - 3, 0) : atom.first]]
    regimen = "with" in before and any(word.startswith("regimen") for word in before)
    if regimen and not atom.excluded and "drug_class" in _kinds(atom, lexicon):
        return atom.ids
    entries = [lexicon.concepts[id] for id in atom.ids if id in lexicon.concepts and not atom.excluded]
    return frozenset(klass for entry in entries for klass in entry.holding)


def _lacking(atom: Atom, lexicon: Lexicon) -> frozenset[str]:
    """The classes of which a thing, as it stands, holds nothing."""
    if atom.excluded and "drug_class" in _kinds(atom, lexicon):
        return atom.ids
    entries = [lexicon.concepts[id] for id in atom.ids if id in lexicon.concepts]
    return frozenset(klass for entry in entries for klass in entry.without)


def _parts(id: str, lexicon: Lexicon) -> frozenset[str]:
    entry = lexicon.concepts.get(id)
    return frozenset({id}) | (entry.made_of if entry else frozenset())


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
