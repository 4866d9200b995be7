"""Composition: things named by two words apart, as "the heart is watched" names cardiac monitoring."""

from collections.abc import Sequence
from dataclasses import replace

from rules.claim import Atom, Kind, Segment
from rules.lexicon import Lexicon
from rules.text import Token

_APART = 6
"""Tokens that may lie between the two words."""


def composed(
    words: Sequence[Token], atoms: tuple[Atom, ...], segments: Sequence[Segment], lexicon: Lexicon
) -> tuple[Atom, ...]:
    """The atoms, with two that name one thing together replaced by that thing."""
    stems = [word.stem for word in words]
    for id, things, acts in lexicon.composed:
        if not things.isdisjoint(stems):
            atoms = _replaced(id, things, acts, stems=stems, atoms=atoms)
    return atoms


def _replaced(
    id: str,
    things: frozenset[str],
    acts: frozenset[str],
    *,
    stems: Sequence[str],
    atoms: tuple[Atom, ...],
) -> tuple[Atom, ...]:
    for thing in atoms:
        if not things.intersection(stems[thing.first : thing.last + 1]) or id in thing.ids:
            continue
        for act in atoms:
            if act is thing or act.segment != thing.segment or act.kind is Kind.QUANTITY:
                continue
            if act.condition != thing.condition:
                continue  # "surgery when there are metastases" is no surgery of metastases
            apart = max(act.first, thing.first) - min(act.last, thing.last)
            if apart <= _APART and acts.intersection(stems[act.first : act.last + 1]):
                names = " ".join(a.words for a in sorted((thing, act), key=lambda a: a.first))
                undone = act.words.lower().startswith("un")  # "the head unscanned"
                whole = replace(
                    thing,
                    ids=frozenset({id}),
                    kind=Kind.CONCEPT,
                    words=names,
                    excluded=thing.excluded or undone,
                )
                return tuple(whole if a is thing else a for a in atoms if a is not act)
    return atoms
