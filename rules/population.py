"""Population: for which patients a text speaks, as the facts that it takes for granted."""

import re
from collections.abc import Mapping
from functools import lru_cache

from rules.context import Fact, Value
from rules.fact_reader import FactReader
from rules.variables import Kind, Variables

_SUPPOSING = re.compile(r"\b(?:if|when|whenever|once|where|as soon as|provided(?: that)?)\b", re.IGNORECASE)
_EXCEPTION = re.compile(r"\bexceptions?\b", re.IGNORECASE)
_EXCEPTING = re.compile(r"\b(?:unless|except|even)\b", re.IGNORECASE)


class Population:
    """Reads the patients a text is about, in the enumerated facts that divide them (receptors, menopause,
    ...)."""

    def __init__(self, reader: FactReader, variables: Variables) -> None:
        self._reader = reader
        self._dividing = frozenset(
            name
            for name, variable in variables.items()
            if variable.kind in (Kind.ENUM, Kind.BOOL) and not variable.internal
        )
        self._choices = {n: v.values for n, v in variables.items() if v.kind is Kind.ENUM}
        self._may = frozenset(name for name, variable in variables.items() if variable.kind is Kind.BOOL)
        self._decisive = frozenset(name for name, variable in variables.items() if variable.decisive)
        self.excepted = lru_cache(maxsize=20000)(self._excepted)
        self.stated = lru_cache(maxsize=20000)(self._stated)
        self.of = lru_cache(maxsize=20000)(self._of)

    def _stated(self, text: str) -> tuple[Fact, ...]:
        """All facts that a text gives of a patient, with the words they stand in."""
        return self._reader.read(text).facts

    def _of(self, text: str) -> Mapping[str, Value]:
        """The dividing facts that a text states, by name."""
        return {
            name: value for name, value in self._reader.read(text).values().items() if name in self._dividing
        }

    def supposed(self, text: str) -> Mapping[str, Value]:
        """The dividing facts of the patients whom a text speaks of, those it only supposes included; what it
        excepts is left out."""
        if _EXCEPTION.search(text):
            return {}  # which group it speaks of is not told by the words alone
        told = _SUPPOSING.sub(". ", _EXCEPTING.split(text)[0])
        return {**self.of(told), **self.of(text)}

    def choices(self, name: str) -> tuple[str, ...]:
        """The values of a fact that is one of several; () for others."""
        return self._choices.get(name, ())

    def may(self, name: str) -> bool:
        """Whether a fact is so or not so."""
        return name in self._may

    def decisive(self, name: str) -> bool:
        """Whether a fact has to be known before a treatment that depends on it is given."""
        return name in self._decisive

    def divides(self, name: str) -> bool:
        """Whether a fact is one by which patients are divided."""
        return name in self._dividing

    def within(self, text: str, parts: tuple[str, ...]) -> frozenset[str]:
        """The facts of a text whose words stand in one of its `parts`."""
        return frozenset(
            fact.name
            for fact in self.stated(text)
            if any(fact.words in part or part in fact.words for part in parts)
        )

    def _excepted(self, text: str) -> Mapping[str, Value]:
        """The facts of the patients whom a text excepts ("unless ..."), by name."""
        _, _, exception = text.partition(" unless ")
        return self._of(f"There is {exception}") if exception else {}


def conflict(scope: Mapping[str, Value], patient: Mapping[str, Value]) -> str | None:
    """The first fact in which a text's patients and this patient differ, or None."""
    return next((name for name, value in scope.items() if name in patient and patient[name] != value), None)
