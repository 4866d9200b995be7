"""Lexicon: senses of clinical English and concepts of medicine, found in text by longest match.

The data lie in `rules/lexicon/*.yaml` (senses) and `rules/vocabulary/*.yaml` plus each pack's
`vocabulary.yaml` (concepts). Ids of concepts begin with "c:", of senses with "s:".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rules.phrasebook import Match, Phrasebook
from rules.text import Token

_BROAD = {"test": 10, "procedure": 10}
"""By kind, the most members that a class may have to stand for each of them; 20 for other kinds."""
_REMEMBERED = 50_000
"""Ids and sets of ids whose relations are kept; words that no list holds come without end."""


def _make_room(kept: dict[str, frozenset[str]] | dict[frozenset[str], frozenset[str]]) -> None:
    if len(kept) >= _REMEMBERED:
        kept.clear()


@dataclass(frozen=True)
class Sense:
    """What a word says.

    `opposite` senses can't both be true of one thing; of `negates` exactly one is. `implies` are weaker
    senses
    that it entails. `force` runs from 1 (might) to 5 (must), None where the word has none. A `faint` sense
    says so little that a passage may lack it. `category` is the file it stands in.
    """

    id: str
    category: str
    opposite: frozenset[str]
    negates: frozenset[str]
    implies: frozenset[str]
    force: int | None
    faint: bool


@dataclass(frozen=True)
class Concept:
    """A thing of medicine; `isa` are its direct parents, `made_of` the parts of a regimen. `single` are
    the stems of its one-word names. `without` are classes of which it holds nothing, `holding` those of which
    it holds a member; `marks` the diseases that it tells of, as a Gleason score tells of prostate cancer;
    `says` what a term puts together ("response evaluation" is to assess the response)."""

    id: str
    kind: str
    isa: frozenset[str]
    made_of: frozenset[str]
    name: str
    single: frozenset[str]
    without: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    says: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Senses, concepts and the phrases that name them.

    `phrasal` holds verbs whose particle may stand apart; `ambiguous` abbreviations with the concept each may
    mean and the stems beside which it does; `common` the stems of ordinary English words;
    `composed` concepts that a word of one list and one of another name together; `spelled` the words of all
    names, and all other words, joined by blanks: what a misspelt word may have been.
    """

    senses: dict[str, Sense]
    concepts: dict[str, Concept]
    concept_phrases: Phrasebook
    sense_phrases: Phrasebook
    light_phrases: Phrasebook
    phrasal: dict[str, frozenset[str]]
    ambiguous: dict[str, tuple[tuple[str, frozenset[str]], ...]]
    common: frozenset[str]
    spelled: tuple[str, str]
    composed: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    _above: dict[str, frozenset[str]] = field(default_factory=dict)
    _implied: dict[str, frozenset[str]] = field(default_factory=dict)
    _widened: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    def above(self, concept: str) -> frozenset[str]:
        """All that a concept is, itself included."""
        known = self._above.get(concept)
        if known is None:
            _make_room(self._above)
            found = {concept}
            queue = [concept]
            while queue:
                entry = self.concepts.get(queue.pop())
                for parent in entry.isa if entry else ():
                    if parent not in found:
                        found.add(parent)
                        queue.append(parent)
            known = self._above[concept] = frozenset(found | self._told_by_parts(concept, found))
        return known

    def _told_by_parts(self, concept: str, found: set[str]) -> set[str]:
        """The modalities that a drug or regimen is of by what it holds or lacks: "chemotherapy without an
        anthracycline" is any that holds none."""
        entry = self.concepts.get(concept)
        if entry is None or entry.kind not in ("drug", "drug_class", "regimen"):
            return set()
        classes = {klass for part in entry.made_of for klass in self.above(part)} | found
        return {
            id
            for id in self._by_content
            if self.concepts[id].isa <= found
            and not self.concepts[id].without & classes
            and (self.concepts[id].without or self.concepts[id].holding & classes)
        }

    @cached_property
    def _by_content(self) -> tuple[str, ...]:
        return tuple(id for id, entry in self.concepts.items() if entry.without or entry.holding)

    def concept_at(
        self, words: Sequence[Token], index: int, around: frozenset[str], *, drugs: bool = False
    ) -> Match | None:
        """The longest concept at `index`; an ambiguous abbreviation counts only beside its context words,
        one of a drug or regimen also beside another drug (`drugs`)."""
        match = self.concept_phrases.at(words, index)
        choices = self.ambiguous.get(words[index].text)
        if choices and (match is None or match.last == index):
            meant = frozenset(
                name
                for name, context in choices
                if context & around or (drugs and self.concepts[name].kind in ("drug", "regimen"))
            )
            if meant:
                return Match(meant | (match.ids if match else frozenset()), index, index)
        return match

    @cached_property
    def known_stems(self) -> frozenset[str]:
        """Stems of single words that the lexicon knows; typing errors are judged against them."""
        return (
            frozenset(self.sense_phrases.stems())
            | frozenset(self.concept_phrases.stems())
            | frozenset(self.light_phrases.stems())
        )

    @cached_property
    def _members(self) -> dict[str, int]:
        """How many concepts are of each kind, directly or not."""
        counts: dict[str, int] = {}
        for concept in self.concepts:
            for wider in self.above(concept):
                counts[wider] = counts.get(wider, 0) + 1
        return counts

    def broad(self, concept: str) -> bool:
        """Whether so much falls under a concept that it says little of any one member ("imaging"); what is
        said of a class of drugs is meant of each."""
        entry = self.concepts.get(concept)
        if entry is None or entry.kind == "drug_class":
            return False
        return self._members.get(concept, 0) > _BROAD.get(entry.kind, 20)

    def implied(self, sense: str) -> frozenset[str]:
        """A sense and all weaker ones that it entails."""
        known = self._implied.get(sense)
        if known is None:
            _make_room(self._implied)
            found = {sense}
            queue = [sense]
            while queue:
                entry = self.senses.get(queue.pop())
                for weaker in entry.implies if entry else ():
                    if weaker not in found:
                        found.add(weaker)
                        queue.append(weaker)
            known = self._implied[sense] = frozenset(found)
        return known

    def widened(self, ids: frozenset[str]) -> frozenset[str]:
        """The ids and everything more general: classes of concepts, what senses imply."""
        known = self._widened.get(ids)
        if known is None:
            _make_room(self._widened)
            found: set[str] = set()
            for id in ids:
                found |= self.above(id) if id.startswith("c:") else self.implied(id)
            known = self._widened[ids] = frozenset(found)
        return known

    def single_names(self, concept: str) -> frozenset[str]:
        """Stems of the one-word names of a concept."""
        entry = self.concepts.get(concept)
        return entry.single if entry else frozenset()

    def names(self, ids: Iterable[str]) -> str:
        """Readable names of concepts and senses."""
        return ", ".join(
            self.concepts[id].name if id in self.concepts else id.partition(":")[2].replace("_", " ")
            for id in sorted(ids)
        )
