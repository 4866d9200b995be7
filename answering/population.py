"""Population: for whom a passage is meant, read from its own words, else from its headings."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ingest.passage import Passage
from rules.context import Context, Value

_LEAD = re.compile(r"^(?:In|For|Among|With|When treating)\b[^,.;:]*(?=[,:])")
_GROUP = re.compile(
    r"\b(?:in|for|of|to|with|have|has)\s+(?:[\w-]+\s+){0,7}?(?:patients?|women|men|people|disease|cancer|carcinoma|recurrence|metastases)\b"
)
_TURNS = re.compile(r"\b(?:if|unless|only|when|because|until|while|provided|between|but|not)\b")


class Fit(StrEnum):
    """How a passage's population stands to the patient."""

    MATCH = "match"
    OPEN = "open"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, kw_only=True)
class Fitness:
    """`facts` are the names on which the population and the patient agree, or clash where contradicted."""

    fit: Fit
    facts: tuple[str, ...] = ()


class Populations:
    """Reads populations with `read`, the rule core's reading of facts, in the facts that divide patients."""

    def __init__(self, read: Callable[[str], Context], dividing: Collection[str]) -> None:
        def facts(text: str) -> Mapping[str, Value]:
            return {name: value for name, value in read(text).values().items() if name in dividing}

        self._read = lru_cache(maxsize=4096)(facts)

    def own(self, passage: Passage) -> Mapping[str, Value]:
        """The facts of the population that the passage's own words name."""
        return self._read(population_words(passage.text))

    def above(self, passage: Passage) -> Mapping[str, Value]:
        """The facts of the population that its nearest telling heading names."""
        for heading in reversed(passage.heading_path[1:]):
            found = self._read(heading)
            if found:
                return found
        return {}


def fitness(population: Mapping[str, Value], values: Mapping[str, Value]) -> Fitness:
    """How a population fits a patient with these known facts."""
    shared = [name for name in sorted(population) if name in values]
    clash = tuple(name for name in shared if population[name] != values[name])
    if clash:
        return Fitness(fit=Fit.CONTRADICTED, facts=clash)
    return Fitness(fit=Fit.MATCH if shared else Fit.OPEN, facts=tuple(shared))


def population_words(text: str) -> str:
    """The parts of a passage that say for whom it is: "In ... patients with ...," and the like."""
    lead = _LEAD.match(text)
    if lead:
        return lead.group()
    turn = _TURNS.search(text)
    return "; ".join(match.group() for match in _GROUP.finditer(text[: turn.start()] if turn else text))
