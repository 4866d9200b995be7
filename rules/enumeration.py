"""Enumeration: a segment that says one thing of several members, as one part for each member."""

from collections.abc import Sequence

from rules.claim import Atom, Kind, Reading, Segment
from rules.lexicon import Lexicon

_GIVEN = frozenset({"drug", "drug_class", "regimen", "modality", "substance", "procedure"})
_SAYING = frozenset({"effect", "comparison", "knowledge", "change", "acts", "verbs"})
_JOINING = frozenset({"s:combine", "s:simultaneous", "s:add", "s:in_addition"})
_JOINING_WORDS = frozenset({"plus", "with", "together", "alongside", "both", "concurrently", "concomitantly"})


def members(statement: Reading, segment: Segment, lexicon: Lexicon) -> tuple[tuple[Atom, ...], ...]:
    """The parts of an enumeration: what its head says, with one member each; () where there is none.

    Treatments joined by "and" are a combination and stay together, unless the list has three members or more
    and nothing in it speaks of combining.
    """
    own = [atom for atom in statement.atoms if atom.segment == segment.index]
    shared = _asked(own)
    atoms = [atom for atom in own if atom not in shared]
    groups = _groups(statement, segment, atoms, lexicon)
    if len(groups) < 2:
        return ()
    treating = [any(_given(atom, lexicon) for atom in group) for group in groups]
    words = {t.lower for t in statement.tokens[segment.first : segment.last + 1]}
    joined = bool(words & _JOINING_WORDS) or any(atom.ids & _JOINING for atom in atoms)
    measured = all(any(atom.kind is Kind.QUANTITY for atom in group) for group in groups)
    if sum(treating) > 1 and "or" not in words and not measured and (joined or len(groups) < 3):
        left_out = [group for group in groups if all(a.excluded for a in group if _given(a, lexicon))]
        groups = [
            [
                a
                for g, treats in zip(groups, treating, strict=True)
                if treats and g not in left_out
                for a in g
            ],
            *[g for g, treats in zip(groups, treating, strict=True) if not treats or g in left_out],
        ]
        groups = [group for group in groups if group]
        if len(groups) < 2:
            return ()
    said = tuple(atom for atom in groups[0] if atom.kind is Kind.SENSE)
    things = [atom for atom in groups[0] if atom.kind is Kind.CONCEPT]
    first = min((atom.first for atom in said), default=segment.last + 1)
    subject = tuple(atom for atom in things if atom.first < first) or tuple(things[:1])
    parts = [tuple(groups[0])]
    for group in groups[1:]:
        speaks = any(_speaks(atom, lexicon) for atom in group)
        if any(atom.excluded and _given(atom, lexicon) for atom in group):
            head = tuple(things[:1])  # "A with B and without C": A goes without C
        else:
            head = subject if speaks else said
        parts.append(head + tuple(group))
    return tuple(part + shared for part in parts)


def _asked(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """What was put in from the question, which is said of every member: it stands behind the rest, with the
    place of the first word."""
    for index in range(1, len(atoms)):
        if atoms[index].first < atoms[index - 1].first:
            return tuple(atoms[index:])
    return ()


def _speaks(atom: Atom, lexicon: Lexicon) -> bool:
    """Whether an atom is a predicate of its own, before which only the subject is shared."""
    return any(
        id in lexicon.senses and not lexicon.senses[id].faint and lexicon.senses[id].category in _SAYING
        for id in atom.ids
    )


def _groups(
    statement: Reading, segment: Segment, atoms: Sequence[Atom], lexicon: Lexicon
) -> list[list[Atom]]:
    cuts = [
        index
        for index in range(segment.first, segment.last + 1)
        if statement.tokens[index].lower in ("and", "or", ",", "/")
    ]
    groups: list[list[Atom]] = [[]]
    remaining = list(cuts)
    for atom in atoms:
        while remaining and remaining[0] < atom.first:
            remaining.pop(0)
            if groups[-1]:
                groups.append([])
        groups[-1].append(atom)
    joined: list[list[Atom]] = []
    for group in groups:
        bare = all(
            atom.kind is Kind.QUANTITY or (atom.kind is Kind.SENSE and not _speaks(atom, lexicon))
            for atom in group
        )
        if joined and bare:
            joined[-1] += group  # a number or a time says nothing without the thing it belongs to
        elif group:
            joined.append(group)
    return joined


def _given(atom: Atom, lexicon: Lexicon) -> bool:
    return any(lexicon.concepts[id].kind in _GIVEN for id in atom.ids if id in lexicon.concepts)


def beside(part: Sequence[Atom], reading: Reading) -> bool:
    """Whether a part tells what goes with the rest ("... and with X"), so that the modal word is no part of
    it."""
    tokens = reading.tokens
    return any(a.kind is Kind.CONCEPT and a.first and tokens[a.first - 1].lower == "with" for a in part)
