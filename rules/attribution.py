"""Attribution: what a sentence says of this patient has to be what the question says of her."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rules.claim import Reading
from rules.context import Fact, Value
from rules.population import Population

_PATIENT = frozenset({"she", "her", "hers", "he", "his", "him", "you", "your", "yours"})
_GRAMMAR = frozenset({"sex"})
"""Facts that every pronoun gives."""
_DEMANDING = frozenset({"s:require"})
_THIS = frozenset({("this", "patient"), ("this", "woman"), ("this", "lady"), ("this", "man")})


def attributed(text: str, reading: Reading, population: Population) -> tuple[Fact, ...]:
    """The facts that a sentence gives outright of the patient asked about; () where it speaks of patients in
    general, or only supposes them."""
    if not of_patient(reading):
        return ()
    supposed = _supposed(reading)
    facts = [
        fact
        for fact in population.stated(text)
        if not any(start < fact.end and fact.start < end for start, end in supposed)
    ]
    for begin, part in _hers(text, reading) if len(reading.segments) > 1 else ():
        told = (
            replace(fact, start=begin + fact.start, end=begin + fact.end) for fact in population.stated(part)
        )
        facts += [f for f in told if not any(start < f.end and f.start < end for start, end in supposed)]
    return tuple(f for f in facts if population.divides(f.name) and f.name not in _GRAMMAR)


def _hers(text: str, reading: Reading) -> list[tuple[int, str]]:
    """The parts of a sentence that name the patient, with where they begin."""
    parts = []
    for segment in reading.segments:
        words = reading.tokens[segment.first : segment.last + 1]
        if not _PATIENT.isdisjoint(token.lower for token in words):
            parts.append((words[0].start, text[words[0].start : words[-1].end]))
    return parts


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
    stretches = [
        (reading.tokens[atom.first].start, reading.tokens[atom.last].end)
        for atom in reading.atoms
        if atom.condition or atom.excluded
    ]
    demanding = False  # "it takes A and B, and she has neither": what it takes is not said of her
    for segment in reading.segments:
        words = reading.tokens[segment.first : segment.last + 1]
        hers = not _PATIENT.isdisjoint(token.lower for token in words)
        demands = any(a.segment == segment.index and a.ids & _DEMANDING for a in reading.atoms)
        demanding = not hers and (demands or demanding)
        if demanding:
            stretches.append((words[0].start, words[-1].end))
    return stretches
