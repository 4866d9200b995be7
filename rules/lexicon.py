"""Lexicon: senses of clinical English and concepts of medicine, found in text by longest match.

The data lie in `rules/lexicon/*.yaml` (senses) and `rules/vocabulary/*.yaml` plus each pack's
`vocabulary.yaml` (concepts). Ids of concepts begin with "c:", of senses with "s:".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from rules.phrasebook import Match, Phrasebook
from rules.text import Token, stem, tokens

_HERE = Path(__file__).parent
_NEGATORS = frozenset({"no", "not", "never", "without", "nothing", "none", "nobody", "lack", "absence", "neither"})
"""A phrase that begins with one is read as a negation and the rest, so that all negations count alike."""
_KEEP_NEGATION = frozenset({"modality", "negation", "connectives", "light", "scope"})
_PARTICLES = frozenset({"away", "off", "back", "out", "alone", "down", "aside", "over", "up", "against"})
"""Particles that may stand apart from their verb: "keep relapse away"."""


@dataclass(frozen=True)
class Sense:
    """What a word says.

    `opposite` senses can't both be true of one thing; of `negates` exactly one is. `implies` are weaker senses
    that it entails. `force` runs from 1 (might) to 5 (must), None where the word has none. A `faint` sense says
    so little that a passage may lack it.
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
    """A thing of medicine; `isa` are its direct parents, `made_of` the parts of a regimen."""

    id: str
    kind: str
    isa: frozenset[str]
    made_of: frozenset[str]
    name: str


@dataclass
class Lexicon:
    """Senses, concepts and the phrases that name them. Built by `load`, then only read."""

    senses: dict[str, Sense] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)
    light: frozenset[str] = frozenset()
    concept_phrases: Phrasebook = field(default_factory=Phrasebook)
    sense_phrases: Phrasebook = field(default_factory=Phrasebook)
    light_phrases: Phrasebook = field(default_factory=Phrasebook)
    phrasal: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    ambiguous: dict[str, tuple[tuple[str, frozenset[str]], ...]] = field(default_factory=dict)
    _above: dict[str, frozenset[str]] = field(default_factory=dict)
    _single: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, vocabularies: Sequence[Path] = ()) -> "Lexicon":
        """The shipped lexicon and vocabulary, and the given packs' `vocabulary.yaml` files."""
        lexicon = cls()
        for path in sorted((_HERE / "lexicon").glob("*.yaml")):
            lexicon._add_senses(path)
        for path in [*sorted((_HERE / "vocabulary").glob("*.yaml")), *vocabularies]:
            lexicon._add_concepts(path)
        return lexicon

    def _add_senses(self, path: Path) -> None:
        content = _read(path)
        for phrase in content.get("light", ()):
            self.light_phrases.add(str(phrase), "light")
        for id, entry in content.get("senses", {}).items():
            name = f"s:{id}"
            self.senses[name] = Sense(
                name,
                path.stem,
                frozenset(f"s:{other}" for other in entry.get("opposite", ())),
                frozenset(f"s:{other}" for other in entry.get("negates", ())),
                frozenset(f"s:{other}" for other in entry.get("implies", ())),
                entry.get("force"),
                bool(entry.get("faint")),
            )
            for phrase in entry["words"]:
                words = str(phrase).split()
                if len(words) > 1 and words[0] in _NEGATORS and path.stem not in _KEEP_NEGATION:
                    continue
                self.sense_phrases.add(str(phrase), name)
                if len(words) == 2 and words[1] in _PARTICLES:
                    key = (tokens(words[0])[0].base, words[1])
                    self.phrasal[key] = self.phrasal.get(key, frozenset()) | {name}

    def _add_concepts(self, path: Path) -> None:
        for id, entry in _read(path).get("concepts", {}).items():
            name = f"c:{id}"
            names = [str(each) for each in entry.get("names", ())]
            self.concepts[name] = Concept(
                name,
                str(entry.get("kind", "")),
                frozenset(f"c:{parent}" for parent in entry.get("isa", ())),
                frozenset(f"c:{part}" for part in entry.get("made_of", ())),
                names[0] if names else str(id).replace("_", " "),
            )
            for phrase in [*names, *entry.get("brands", ())]:
                self.concept_phrases.add(str(phrase), name)
                found = tokens(str(phrase))
                if len(found) == 1:
                    self._single.setdefault(name, set()).add(found[0].stem)
            for short in entry.get("abbreviations", ()):
                word = str(short)
                self.concept_phrases.add(word, name, exact=word.isupper() and word.isalnum() and len(word) < 7)
            for short, near in entry.get("ambiguous", {}).items():
                key = str(short).replace("-", "")
                context = frozenset(token.stem for word in near for token in tokens(str(word)) if token.is_word)
                self.ambiguous[key] = (*self.ambiguous.get(key, ()), (name, context))

    def above(self, concept: str) -> frozenset[str]:
        """All that a concept is, itself included."""
        known = self._above.get(concept)
        if known is None:
            found = {concept}
            queue = [concept]
            while queue:
                entry = self.concepts.get(queue.pop())
                for parent in entry.isa if entry else ():
                    if parent not in found:
                        found.add(parent)
                        queue.append(parent)
            known = self._above[concept] = frozenset(found)
        return known

    def concept_at(self, words: Sequence[Token], index: int, around: frozenset[str]) -> Match | None:
        """The longest concept at `index`; an ambiguous abbreviation counts only beside its context words."""
        match = self.concept_phrases.at(words, index)
        choices = self.ambiguous.get(words[index].text)
        if choices and (match is None or match.last == index):
            meant = frozenset(name for name, context in choices if context & around)
            if meant:
                return Match(meant | (match.ids if match else frozenset()), index, index)
        return match

    @cached_property
    def known_stems(self) -> frozenset[str]:
        """Stems of single words that the lexicon knows; typing errors are judged against them."""
        return frozenset(self.sense_phrases.stems()) | frozenset(self.concept_phrases.stems()) | frozenset(
            self.light_phrases.stems()
        )

    def implied(self, sense: str) -> frozenset[str]:
        """A sense and all weaker ones that it entails."""
        found = {sense}
        queue = [sense]
        while queue:
            entry = self.senses.get(queue.pop())
            for weaker in entry.implies if entry else ():
                if weaker not in found:
                    found.add(weaker)
                    queue.append(weaker)
        return frozenset(found)

    def single_names(self, concept: str) -> frozenset[str]:
        """Stems of the one-word names of a concept."""
        return frozenset(self._single.get(concept, ()))

    def names(self, ids: Iterable[str]) -> str:
        """Readable names of concepts and senses."""
        return ", ".join(
            self.concepts[id].name if id in self.concepts else id.partition(":")[2].replace("_", " ") for id in sorted(ids)
        )


def _read(path: Path) -> Mapping[str, dict[str, dict[str, object]]]:  # checked by the schema tests
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: Mapping[str, dict[str, dict[str, object]]] = yaml.load(path.read_text("utf-8"), Loader=loader) or {}
    return content


__all__ = ["Concept", "Lexicon", "Sense", "stem"]
