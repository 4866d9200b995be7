"""Attribution: what a sentence says of this patient has to be what the question says of her."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from rules.claim import Reading
from rules.context import Fact, Value
from rules.population import Population

_PATIENT = frozenset({"she", "her", "hers", "he", "his", "him", "you", "your", "yours"})
_GRAMMAR = frozenset({"sex"})
"""Facts that every pronoun gives."""
_THIS = frozenset({("this", "patient"), ("this", "woman"), ("this", "lady"), ("this", "man")})


def attributed(text: str, reading: Reading, population: Population) -> tuple[Fact, ...]:
    """The facts that a sentence gives outright of the patient asked about; () where it speaks of patients in
    general, or only supposes them."""
    if not of_patient(reading):
        return ()
    supposed = _supposed(reading)
    return tuple(
        fact
        for fact in population.stated(text)
        if population.divides(fact.name)
        and fact.name not in _GRAMMAR
        and not any(start < fact.end and fact.start < end for start, end in supposed)
    )


def of_patient(reading: Reading) -> bool:
    """Whether a sentence speaks of the patient asked about and not of patients in general."""
    words = [token.lower for token in reading.tokens]
    return not (_THIS.isdisjoint(pairwise(words)) and _PATIENT.isdisjoint(words))


def unlike(facts: Sequence[Fact], known: Mapping[str, Value]) -> Fact | None:
    """The first fact that is not among the known ones as it stands, nor in the same words as one of them."""
    same = {(fact.start, fact.end) for fact in facts if known.get(fact.name) == fact.value}
    others = (fact for fact in facts if known.get(fact.name) != fact.value)
    return next((fact for fact in others if (fact.start, fact.end) not in same), None)


def _supposed(reading: Reading) -> list[tuple[int, int]]:
    """The stretches of a sentence that only set a condition, in code points."""
    return [
        (reading.tokens[atom.first].start, reading.tokens[atom.last].end)
        for atom in reading.atoms
        if atom.condition or atom.excluded
    ]
