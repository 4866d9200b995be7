"""Naming: what a word or number of a sentence is the name or the count of.

A short name stands for a longer one, as "an inhibitor" does for an aromatase inhibitor."""

from rules.claim import Atom, Kind, Reading

_LEAST = 5
"""Letters that a word has at least to stand for a longer name."""


def part_of(atom: Atom, other: Atom, sentence: Reading) -> bool:
    """Whether an unknown word of a statement is a part of the name of a thing that only this name is of."""
    if atom.kind is not Kind.WORD or other.kind is not Kind.CONCEPT or other.first == other.last:
        return False
    ids = {id.removeprefix("w:") for id in atom.ids if len(atom.words) >= _LEAST}
    return _stems(other, sentence) & ids != set() and not any(
        each.kind is Kind.CONCEPT and not each.ids & other.ids and _stems(each, sentence) & ids
        for each in sentence.atoms
    )


def counts(number: Atom, noun: str, sentence: Reading) -> bool:
    """Whether a number may count these things: it stands alone, or they follow it within three words."""
    after = sentence.tokens[number.last : number.last + 4]
    alone = number.quantity is not None and not number.quantity.noun
    return alone or any(token.stem == noun for token in after)


def _stems(atom: Atom, sentence: Reading) -> set[str]:
    return {token.stem for token in sentence.tokens[atom.first : atom.last + 1]}
