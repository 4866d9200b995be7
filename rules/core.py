"""Core: the deterministic rule core as one object; the only door that other packages use."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from corpus.pack import load_pack
from rules.building import building
from rules.checker import Checker
from rules.claims_file import claims
from rules.context import Context, Turn
from rules.duty import Duties
from rules.errors import UnknownGuideline
from rules.fact_reader import FactReader
from rules.grounding import Grounder
from rules.lexicon import Lexicon
from rules.lexicon_files import load_lexicon
from rules.library import Library
from rules.loader import RuleBase, load_rules
from rules.population import Population
from rules.reader import Reader
from rules.rule import Rule
from rules.source import Source
from rules.variables import Variables
from rules.verdict import Outcome, Report

_CHOICES = 16
"""Choices of guidelines of which a checker is kept."""


@dataclass(frozen=True)
class Core:
    """Facts, rules and grounding over one set of sources. Built by `load`; nothing in it changes
    afterwards. `guidelines` are the ids that a check can keep to, and `within` gives the checker that does.
    `claims` are the sentences written beside passages, by passage id.
    """

    lexicon: Lexicon
    base: RuleBase
    facts: FactReader
    checker: Checker
    guidelines: tuple[str, ...]
    within: Callable[[frozenset[str]], Checker]
    claims: Mapping[str, tuple[str, ...]]

    @classmethod
    @building()
    def load(cls, folders: Sequence[Path], sources: Sequence[Source], *, cache: Path | None = None) -> "Core":
        """Loads packs' vocabulary, variables, rules and claims, and indexes the sources.

        `cache` is a folder in which the compiled vocabulary is kept from one start to the next.
        Raises FileErrors that names every fault in the packs with file, line and column.
        """
        vocabularies = [f / "vocabulary.yaml" for f in folders if (f / "vocabulary.yaml").is_file()]
        lexicon = load_lexicon(vocabularies, cache=cache)
        concepts = frozenset(id.removeprefix("c:") for id in lexicon.concepts)
        ids = [load_pack(folder).guideline.id for folder in folders]
        cited = [source for source in sources if source.guideline in ids]
        base = load_rules(folders, cited, concepts=concepts)
        reader = Reader(lexicon)
        said = claims(folders)
        library = Library(sources, reader, said)
        reader.known = library.stems
        facts = FactReader(base.variables)
        checker = Checker(
            grounder=Grounder(library, reader, Population(facts, base.variables)),
            duties=Duties(lexicon),
            rules=base.rules,
            rules_hash=base.rules_hash,
        )
        guidelines = tuple(dict.fromkeys((*ids, *(source.guideline for source in sources))))
        within = lru_cache(maxsize=_CHOICES)(checker.within)
        return cls(lexicon, base, facts, checker, guidelines, within, said)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.base.rules

    @property
    def variables(self) -> Variables:
        return self.base.variables

    def read(self, question: str, history: Sequence[Turn] = ()) -> Context:
        """The facts that question and history give, each with the words it was read from."""
        return self.facts.read(question, history)

    def completed(self, context: Context) -> Context:
        """A context with what follows from its facts."""
        return self.facts.completed(context)

    def outcomes(self, context: Context) -> tuple[Outcome, ...]:
        """Where every rule stands for this context."""
        return self.checker.stands.of(context.values()).outcomes

    def check(
        self, *, question: str, answer: str, history: Sequence[Turn] = (), guidelines: Sequence[str] = ()
    ) -> Report:
        """Judges every sentence of an answer, and the answer as a whole.

        Where `guidelines` are named, only their passages and rules count. Raises UnknownGuideline.
        """
        checker = self._checker(guidelines)
        context = self.read(question, history)
        stand = checker.stands.of(context.values())
        return checker.check(question=question, answer=answer, context=context, outcomes=stand.outcomes)

    def over(
        self, sources: Sequence[Source], *, claims: Mapping[str, tuple[str, ...]] | None = None
    ) -> Checker:
        """A checker that reads as this core does, without rules, over other texts: whether these carry a
        statement. `claims` maps their ids to sentences that follow from them. This core does not change.
        """
        whole = self.checker.grounder
        apart = copy(whole.reader)  # a library tells its reader which short forms it defines
        library = Library(sources, apart, dict(claims or {}))
        library.reader = whole.reader.knowing(library.stems, apart.short)
        return replace(self.checker, grounder=Grounder(library, library.reader, whole.population), rules=())

    def _checker(self, guidelines: Sequence[str]) -> Checker:
        if unknown := [name for name in guidelines if name not in self.guidelines]:
            raise UnknownGuideline(unknown=unknown, choices=self.guidelines)
        every = not guidelines or set(self.guidelines) <= set(guidelines)
        return self.checker if every else self.within(frozenset(guidelines))
