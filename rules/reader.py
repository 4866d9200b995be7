"""Reader: turns a sentence into a reading, by the same steps for guideline text and for answers."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path

import yaml

from rules.abbreviation import expanded
from rules.claim import Reading
from rules.clauses import ENDS, clauses
from rules.composition import composed
from rules.frequency import quantities
from rules.lexicon import Lexicon
from rules.phrasebook import Match, Phrasebook
from rules.piece import Piece
from rules.quantity import Quantity
from rules.spelling import Spelling
from rules.text import Token, base, mixed_script, stem, tokens

_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "it",
        "its",
        "they",
        "them",
        "their",
        "he",
        "she",
        "his",
        "her",
        "him",
        "we",
        "our",
        "us",
        "you",
        "your",
        "i",
        "my",
        "me",
        "this",
        "that",
        "these",
        "those",
        "there",
        "here",
        "such",
        "than",
        "then",
        "so",
        "too",
        "very",
        "also",
        "both",
        "each",
        "per",
        "via",
        "if",
        "when",
        "while",
        "who",
        "whom",
        "which",
        "whose",
        "what",
        "where",
        "how",
        "why",
        "not",
        "no",
        "nor",
        "will",
        "would",
        "shall",
        "about",
        "into",
        "over",
        "under",
        "out",
        "up",
        "down",
        "off",
        "more",
        "most",
        "less",
        "least",
        "own",
        "same",
        "other",
        "another",
        "any",
        "some",
        "all",
        "s",
        "t",
        "re",
        "ve",
        "ll",
        "d",
        "m",
        "o",
        "e.g",
        "e.g.",
        "i.e",
        "i.e.",
    ]
)
_NOT_EQUAL = frozenset({"long", "soon", "far", "well", "a", "the", "an", "her", "his", "if", "many"})
"""Words after "as" with which it opens no comparison ("as long as")."""
_DRUG = "<drug>"
"""Stands among the words around a token where a drug is named."""


@cache
def _grammar() -> dict[str, list[str]]:
    """Phrases by role, as the file has them; parsed once, since tests make many readers."""
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, list[str]] = yaml.load(
        (Path(__file__).parent / "grammar.yaml").read_text("utf-8"), Loader=loader
    )
    return content


class Reader:
    """Reads sentences with one lexicon. `known` are further stems that are words and no typing errors,
    `short` the short forms that the guideline defines."""

    def __init__(self, lexicon: Lexicon, known: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.known = known
        self.short: Mapping[str, tuple[Token, ...]] = {}
        self._grammar = Phrasebook(derived=False)
        for role, phrases in _grammar().items():
            for phrase in phrases:
                self._grammar.add(phrase, role)
        self.read = lru_cache(maxsize=20000)(self._read)
        self._spelling = Spelling(lexicon)

    def knowing(self, known: frozenset[str], short: Mapping[str, tuple[Token, ...]]) -> "Reader":
        """A reader that knows further words and short forms as well; this one, where they are nothing new.
        What this one knows already goes before, and does not change."""
        if known <= self.known and short.keys() <= self.short.keys():
            return self
        twin = copy(self)
        twin.known = self.known | known
        twin.short = {**short, **self.short}
        twin.read = lru_cache(maxsize=2000)(twin._read)
        return twin

    def _read(self, sentence: str) -> Reading:
        """The reading of one sentence."""
        words = expanded(_without_short_forms(tokens(sentence)), self.short)
        words, corrections = self._spelled(words)
        around = frozenset(word.stem for word in words)
        if self._names_drug(words):
            around |= {_DRUG}
        disguised = tuple(word.text for word in words if mixed_script(word.text))
        pieces = self._pieces(words, around)
        atoms, segments = clauses(words, pieces, self.lexicon)
        atoms = composed(words, atoms, segments, self.lexicon)
        return Reading(words, atoms, segments, disguised, corrections)

    def _spelled(self, words: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[tuple[str, str], ...]]:
        """The tokens with typing errors put right, so that phrases are found, and which they were."""
        fixed: list[Token] = []
        corrections: list[tuple[str, str]] = []
        for word in words:
            meant = self._spelling.correction(word.lower, self.known) if word.is_word else None
            if meant is None:
                fixed.append(word)
            else:
                corrections.append((word.text, meant))
                fixed.append(replace(word, lower=meant, base=base(meant), stem=stem(meant)))
        return tuple(fixed), tuple(corrections)

    def _names_drug(self, words: Sequence[Token]) -> bool:
        """Whether any word is the unambiguous name of a drug."""
        concepts = self.lexicon.concepts
        for word in words:
            if word.is_word and len(word.text) > 4:
                ids = self.lexicon.concept_phrases.ids(word.stem)
                if any(concepts[id].kind in ("drug", "drug_class") for id in ids):
                    return True
        return False

    def _pieces(self, words: Sequence[Token], around: frozenset[str]) -> list[Piece]:
        amounts = {
            index: quantity
            for quantity in quantities(words)
            for index in range(quantity.first, quantity.last + 1)
        }
        pieces: list[Piece] = []
        index = 0
        if len(words) > 1 and words[0].lower in ("yes", "no") and words[1].text in ",.:;!":
            pieces.append(Piece("light", 0, 0))  # an answer to the question, no negation of what follows
            index = 1
        particles: set[int] = set()
        while index < len(words):
            piece = Piece("light", index, index)
            if index not in particles:
                piece = self._piece(words, index, around, amounts)
                apart = self._phrasal(words, index) if piece.role == "sense" else None
                if apart is not None and apart.ids == piece.ids:
                    particles.add(apart.last)
            pieces.append(piece)
            index = piece.last + 1
        return pieces

    def _piece(
        self, words: Sequence[Token], index: int, around: frozenset[str], amounts: dict[int, Quantity]
    ) -> Piece:
        word = words[index]
        grammar = self._grammar.at(words, index)
        concept = self.lexicon.concept_at(words, index, around, drugs=_DRUG in around)
        if concept is not None and concept.last == index and word.lower in _STOP and not word.text.isupper():
            concept = None
        sense = self.lexicon.sense_phrases.at(words, index)
        if word.lower in ("and", "or") and sense is not None and sense.last == index:
            sense = None
        light = self.lexicon.light_phrases.at(words, index)
        if sense is not None and sense.first == sense.last:
            apart = self._phrasal(words, index)
            sense = sense if apart is None else Match(apart.ids, index, index)
        best = max((_length(grammar), _length(concept), _length(sense), _length(light)))
        amount = amounts.get(index)
        size = amount.last - index + 1 if amount is not None else 0
        if amount is not None and (
            size > best or (size == best and best not in (_length(concept), _lined(sense)))
        ):
            return Piece("quantity", index, amount.last, quantity=amount)
        if word.text in ENDS or word.text in "()[],.\"'/*~±":
            return Piece("mark", index, index)
        if concept is not None and _length(concept) == best:
            ids = concept.ids | (sense.ids if sense is not None and _length(sense) == best else frozenset())
            return Piece("concept", index, concept.last, ids)
        if grammar is not None and _length(grammar) == best:
            return Piece("grammar", index, grammar.last, grammar.ids)
        if (
            sense is not None
            and _length(sense) == best
            and (_length(light) < best or any(self._grave(id) for id in sense.ids))
        ):
            return Piece("sense", index, sense.last, sense.ids)
        if word.lower == "as" and _as_much(words, index):
            return Piece("sense", index, index, frozenset({"s:equal"}))
        short = word.lower.partition("'")
        if short[1] and short[0] in _STOP and short[2] in _STOP:
            return Piece("light", index, index)
        if light is not None or word.lower in _STOP or not (word.is_word or word.is_number):
            return Piece("light", index, light.last if light else index)
        return Piece("word", index, index, frozenset({f"w:{word.stem}"}))

    def _grave(self, id: str) -> bool:
        """Whether a sense shapes the claim even where its word can be light."""
        return self.lexicon.senses[id].category in ("modality", "negation", "scope")

    def _phrasal(self, words: Sequence[Token], index: int) -> Match | None:
        """The senses of a verb whose particle follows within seven words, and the particle's place: "keep ...
        away"."""
        verb = words[index].base
        for place, later in enumerate(words[index + 2 : index + 8], start=index + 2):
            found = self.lexicon.phrasal.get(f"{verb} {later.lower}")
            if found:
                return Match(found, index, place)
            if later.text in ",;:.":
                break
        return None


def _as_much(words: Sequence[Token], index: int) -> bool:
    """Whether "as" opens a comparison of equals: "as often with A as with B"."""
    ahead = [word.lower for word in takewhile(lambda word: word.is_word, words[index + 1 : index + 6])]
    return len(ahead) > 1 and ahead[0] not in _NOT_EQUAL and "as" in ahead[1:]


def _without_short_forms(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens less abbreviations in brackets behind what they stand for: "nervous system (CNS)
    prophylaxis"."""
    kept: list[Token] = []
    index = 0
    while index < len(words):
        short = words[index : index + 3]
        if (
            len(short) == 3
            and short[0].text == "("
            and short[2].text == ")"
            and short[1].text.isupper()
            and 1 < len(short[1].text) < 7
            and kept
            and kept[-1].is_word
        ):
            index += 3
            continue
        kept.append(words[index])
        index += 1
    return tuple(kept)


def _lined(sense: Match | None) -> int:
    """The length of a match that names a line of therapy ("1L"), which is no amount."""
    return _length(sense) if sense is not None and any("line" in id for id in sense.ids) else -1


def _length(match: Match | Quantity | None) -> int:
    return 0 if match is None else match.last - match.first + 1
