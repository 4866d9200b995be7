"""Scope: of which patients a passage speaks, and of whom a part of a sentence does."""

from collections.abc import Mapping
from functools import lru_cache

from rules.claim import Segment
from rules.context import Value
from rules.disease import Diseases
from rules.library import Library
from rules.meaning import ids_direct
from rules.population import Population
from rules.statement import Asked, Statement, of_others


class Scopes:
    """Reads scopes in one library; without a population every scope is empty."""

    def __init__(self, library: Library, population: Population | None) -> None:
        self.library = library
        self.population = population
        self._diseases = Diseases(library.reader.lexicon)
        self._read = lru_cache(maxsize=5000)(lambda words: ids_direct(library.reader.read(words)))
        self._titled = lru_cache(maxsize=5000)(self._of_title)
        self.of = lru_cache(maxsize=50000)(self._of)

    def elsewhere(self, source: int, asked: Asked) -> str:
        """The words by which a question is about another disease of the family of the guideline's, named or
        told by its mark; "" where it is not, or names the guideline's disease too."""
        own = self._titled(self.library.sources[source].title)
        told = [
            (disease, atom.words)
            for atom in asked.whole.atoms
            for id in sorted(atom.ids)
            for disease in sorted(self._diseases.told_of(id))
            if not atom.excluded
        ]
        if not own or any(self._diseases.akin(disease, own) for disease, _ in told):
            return ""
        return next((words for disease, words in told if self._diseases.rival(disease, own)), "")

    def _of_title(self, title: str) -> frozenset[str]:
        return self._diseases.of_titles((title,), ids_direct(self.library.reader.read(title)))

    def _of(self, source: int, line: int) -> Mapping[str, Value]:
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

    def named(self, source: int) -> frozenset[str]:
        """What a passage calls the patients of whom it speaks."""
        if self.population is None:
            return frozenset()
        stated = self.population.stated(self.library.sources[source].text)
        return frozenset(id for fact in stated for id in self._read(fact.words))

    def closer(self, asked: Asked, line: int, other: int) -> bool:
        """Whether a line is known to be on the patient asked about, and another is on patients of whom it is
        not known whether she is one."""
        mine, theirs = (self.of(self.library.lines[each].source, each) for each in (line, other))
        known = asked.values
        sure = bool(mine) and all(known.get(name) == value for name, value in mine.items())
        return sure and any(name not in known for name in theirs)

    def agreed(
        self, source: int, scope: Mapping[str, Value], patient: Mapping[str, Value]
    ) -> tuple[str, ...]:
        """The words of the facts of a scope, if all of them are this patient's."""
        if self.population is None or any(patient.get(name) != value for name, value in scope.items()):
            return ()
        facts = self.population.stated(self.library.sources[source].text)
        return tuple(fact.words.lower().replace("-", " ") for fact in facts if fact.name in scope)

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
        if self.population is not None and segment.index and of_others(statement.reading, segment):
            text = statement.text[tokens[segment.first].start : tokens[segment.last].end]
            return dict(statement.asked.values) | dict(self.population.of(text))
        if self.population is None or not any(token.text == ";" for token in tokens):
            return statement.patient
        marks = [i for i, token in enumerate(tokens) if token.text == ";"]
        begin = max((i + 1 for i in marks if i < segment.first), default=0)
        end = min((i for i in marks if i >= segment.last), default=len(tokens) - 1)
        part = statement.text[tokens[begin].start : tokens[end].end]
        return dict(statement.asked.values) | dict(self.population.of(part))
