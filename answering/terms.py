"""Terms: the concepts and words of a text, as the rule core's own reader finds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.claim import Kind
from rules.lexicon import Lexicon
from rules.reader import Reader
from rules.text import Token, sentences


@dataclass(frozen=True, kw_only=True)
class Term:
    """One thing named. `ids` are concept ids or, for a word in no vocabulary, `w:` and its stem.

    `start` and `end` are code points into the text, end exclusive. `guessed`: taken for a typing error of a
    known name.
    """

    ids: frozenset[str]
    words: str
    known: bool
    guessed: bool
    start: int
    end: int


class Terms:
    """Finds terms with the reader of the rule core, so that a brand or a typing error counts as its drug."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def lexicon(self) -> Lexicon:
        """The vocabulary that the terms come from."""
        return self._reader.lexicon

    def of(self, text: str) -> tuple[Term, ...]:
        """The terms of a text, in order."""
        found: list[Term] = []
        for span in sentences(text):
            reading = self._reader.read(span.text)
            guessed = {written for written, _ in reading.corrections}
            for atom in reading.atoms:
                if atom.kind not in (Kind.CONCEPT, Kind.WORD):
                    continue
                first, last = reading.tokens[atom.first], reading.tokens[atom.last]
                found.append(
                    Term(
                        ids=self._ids(reading.tokens[atom.first : atom.last + 1], atom.ids),
                        words=text[span.start + first.start : span.start + last.end],
                        known=atom.kind is Kind.CONCEPT,
                        guessed=span.text[first.start : last.end] in guessed,
                        start=span.start + first.start,
                        end=span.start + last.end,
                    )
                )
        return tuple(found)

    def _ids(self, words: Sequence[Token], ids: frozenset[str]) -> frozenset[str]:
        """The concepts and words among ids. A treatment named by a drug in it ("taxane-containing therapy")
        stands for that drug."""
        found = frozenset(id for id in ids if id.startswith(("c:", "w:")))
        if len(words) == 1 or not any(self._kind(id) == "modality" for id in found):
            return found
        single = (id for word in words if word.is_word for id in self._reader.read(word.text).concepts)
        return frozenset(id for id in single if self._kind(id) in ("drug", "drug_class")) or found

    def _kind(self, id: str) -> str:
        concept = self.lexicon.concepts.get(id)
        return concept.kind if concept else ""

    def ids(self, text: str) -> frozenset[str]:
        """All ids of a text."""
        return frozenset(id for term in self.of(text) for id in term.ids)
