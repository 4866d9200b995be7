"""Scope: of which patients a passage speaks, and of whom a part of a sentence does."""

from collections.abc import Mapping

from rules.claim import Segment
from rules.context import Value
from rules.library import Library
from rules.population import Population
from rules.statement import Statement


class Scopes:
    """Reads scopes in one library; without a population every scope is empty."""

    def __init__(self, library: Library, population: Population | None) -> None:
        self.library = library
        self.population = population

    def of(self, source: int, line: int) -> Mapping[str, Value]:
        """The facts by which a passage divides patients: enumerated ones wherever they stand,
        true-or-false ones only where they are a condition of the line."""
        if self.population is None:
            return {}
        text = self.library.sources[source].text
        conditional = self.library.conditions(line)
        return {
            name: value
            for name, value in self.population.of(text).items()
            if not isinstance(value, bool) or name in self.population.within(text, conditional)
        }

    def excepted(self, source: int, patient: Mapping[str, Value]) -> str | None:
        """The fact by which a passage excepts this patient, or None."""
        if self.population is None:
            return None
        excepted = self.population.excepted(self.library.sources[source].text)
        holds = bool(excepted) and all(patient.get(name) == value for name, value in excepted.items())
        return sorted(excepted)[-1] if holds else None

    def patient(self, statement: Statement, segment: Segment) -> Mapping[str, Value]:
        """The patient of one part of a sentence: what that part says of her goes before what the question
        says."""
        tokens = statement.reading.tokens
        if self.population is None or not any(token.text == ";" for token in tokens):
            return statement.patient
        marks = [i for i, token in enumerate(tokens) if token.text == ";"]
        begin = max((i + 1 for i in marks if i < segment.first), default=0)
        end = min((i for i in marks if i >= segment.last), default=len(tokens) - 1)
        part = statement.text[tokens[begin].start : tokens[end].end]
        return dict(statement.asked.values) | dict(self.population.of(part))
