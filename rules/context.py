"""Context: the facts read from a question and its history, each with the words it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | bool | float | tuple[str, ...]
"""A known value; a tuple where a fact holds several. A fact that is not in the context is unknown."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One earlier message: `role` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A known fact. `words` are copied from the text; `start`/`end` are code points into it, end exclusive.

    `source` is "question" or "history".
    """

    name: str
    value: Value
    words: str
    source: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two readings of one fact that can't both hold; the fact then counts as unknown."""

    name: str
    readings: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What is known of the patient. A name that is not in `facts` is unknown."""

    facts: tuple[Fact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def value(self, name: str) -> Value | None:
        """The value of a fact, or None where it is unknown or its readings conflict."""
        return self.values().get(name)

    def values(self) -> Mapping[str, Value]:
        """All known facts by name."""
        contested = {conflict.name for conflict in self.conflicts}
        return {fact.name: fact.value for fact in self.facts if fact.name not in contested}
