"""Whether the claims beside a pack's recommendations are found in the recommendations' own text."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.core import Core
from rules.finding import Finding
from rules.grounding import Grounder
from rules.library import Library
from rules.population import Population
from rules.reader import Reader
from rules.source import Source
from rules.verdict import Grounding, Verdict


@dataclass(frozen=True)
class Claim:
    """A claim, the passage that it stands beside, and what comes of it where no claims help."""

    text: str
    source: Source
    found: Grounding

    @property
    def holds(self) -> bool:
        return self.found.verdict is Verdict.SUPPORTED


def grounded(core: Core) -> Iterator[Claim]:
    """Every claim, grounded in the passages alone.

    It is said of the patients that its passage speaks of, under the passage's headings.
    """
    library, population = core.checker.grounder.library, core.checker.grounder.population
    reader = Reader(core.lexicon)
    bare = Library(library.sources, reader)
    reader.known = bare.stems
    grounder = Grounder(bare, reader, population)
    for line in library.lines:
        if line.claimed:
            source = library.sources[line.source]
            yield Claim(line.span.text, source, _found(grounder, population, line.span.text, source))


def _found(grounder: Grounder, population: Population | None, text: str, source: Source) -> Grounding:
    """The grounding of a claim by itself or, where that fails, in reply to the headings."""
    patient = population.of(source.text) if population is not None else {}
    outcome = Grounding(Verdict.UNSUPPORTED, "")
    for question in ("", ". ".join(source.heading_path)):
        asked = grounder.ask(question, patient)
        full, _ = grounder.read(text, asked)
        outcome = grounder.ground(full, asked)
        if outcome.verdict is Verdict.SUPPORTED:
            break
    return outcome


def unfound(core: Core) -> Iterator[Finding]:
    """Claims that the reader, given the recommendations alone, does not find: one of the two is wrong."""
    for claim in grounded(core):
        if not claim.holds:
            yield Finding(
                check="claims",
                rules=(claim.source.id,),
                what=f"its claim is not found in the guideline's own text: {claim.text!r}",
                why=f"{claim.found.reason} Teach the reader the step, or reword the claim.",
            )
