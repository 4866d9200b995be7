"""Population: for whom a passage is meant, read from its own words, else from its headings."""

import re
from collections.abc import Callable, Mapping
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
    """Reads populations with `read`, the rule core's own reading of facts."""

    def __init__(self, read: Callable[[str], Context]) -> None:
        self._read = lru_cache(maxsize=4096)(lambda text: dict(read(text).values()))

    def of(self, passage: Passage) -> Mapping[str, Value]:
        """The facts of the passage's population: from its words, or from its nearest telling heading."""
        own = self._read(population_words(passage.text))
        if own:
            return own
        for heading in reversed(passage.heading_path[1:]):
            above = self._read(heading)
            if above:
                return above
        return {}

    def fitness(self, passage: Passage, values: Mapping[str, Value]) -> Fitness:
        """How the population fits a patient with these known facts."""
        population = self.of(passage)
        shared = [name for name in sorted(population) if name in values]
        clash = tuple(name for name in shared if not _agree(population[name], values[name]))
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


def _agree(one: Value, other: Value) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return True
    return one == other
