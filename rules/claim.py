"""Claim: what one stretch of a sentence says, as atoms with polarity, force and scope.

A sentence becomes segments (roughly clauses); each segment carries its polarity and modal force, and each
atom in it (a concept, a sense, a quantity or an unknown word) how it stands there.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rules.quantity import Quantity
from rules.text import Token


class Kind(StrEnum):
    """What an atom is. An unknown word is one that neither vocabulary nor lexicon holds."""

    CONCEPT = "concept"
    SENSE = "sense"
    QUANTITY = "quantity"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing that a segment speaks of.

    `ids` are all that the words may stand for. `excluded`: named only to be left out ("without X", "rather
    than X", "unless X"). `against`: the thing compared with ("than X"). `condition`: inside a condition or
    population ("if X", "in patients with X"). `exception`: inside an exception ("unless X"). `asked`:
    taken over from the question. Indexes are tokens of the sentence, inclusive.
    """

    ids: frozenset[str]
    kind: Kind
    first: int
    last: int
    segment: int
    excluded: bool = False
    against: bool = False
    condition: bool = False
    exception: bool = False
    quantity: Quantity | None = None
    words: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch with one polarity and one force.

    `negative`: an odd number of negations bear on it. `force` is 1 (might) to 5 (must), None where no modal
    word stands in it. `exclusive`: "only", "solely". `universal`: "all", "always", "any". `past`: tells what
    was done or found, and so can't carry advice.
    """

    index: int
    first: int
    last: int
    negative: bool
    force: int | None
    exclusive: bool
    universal: bool
    even: bool
    past: bool


@dataclass(frozen=True)
class Reading:
    """A sentence as the core understands it. `disguised` holds words that mix alphabets;
    `corrections` pairs of a word as written and the word it was taken for."""

    tokens: tuple[Token, ...]
    atoms: tuple[Atom, ...]
    segments: tuple[Segment, ...]
    disguised: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Every concept that the sentence may name."""
        return frozenset(id for atom in self.atoms if atom.kind is Kind.CONCEPT for id in atom.ids)

    @property
    def empty(self) -> bool:
        return not self.atoms
