"""Reader: turns a sentence into a reading, by the same steps for guideline text and for answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz.distance import DamerauLevenshtein

from rules.claim import Atom, Kind, Reading, Segment
from rules.lexicon import Lexicon
from rules.phrasebook import Match, Phrasebook
from rules.quantity import Quantity, quantities
from rules.text import Token, mixed_script, tokens

_LIGHT = frozenset(["affirm", "double_not"])
_FUNCTION = frozenset(["modality", "negation", "scope", "connectives"])
_KEPT_SCOPE = frozenset(["s:selected", "s:few", "s:rarely", "s:most", "s:sometimes", "s:minority", "s:both", "s:different", "s:same"])
_NEGATIVE_FORCE = frozenset(["s:must_not", "s:should_not", "s:suggest_against", "s:not_needed", "s:no_evidence"])
_STOP = frozenset(
    "a an the of to in on at by for from with and or as is are was were be been being am has have had do does did "
    "it its they them their he she his her him we our us you your i my me this that these those there here such "
    "than then so too very also both each per via if when while who whom which whose what where how why not no nor "
    "will would shall about into over under out up down off more most less least own same other another any some all "
    "s t re ve ll d m o e.g e.g. i.e i.e.".split()
)
_OPENERS = frozenset(["unless", "as", "since", "because", "having", "given", "although", "though", "if", "when", "once", "provided"])
_DRUG = "<drug>"
"""Stands among the words around a token where a drug is named."""
_RESETS = frozenset({"with", "in", "on", "by", "plus", "for", "to", "is", "are", "was", "were", "has", "have"})
"""Words that end an exclusion: "without X in Y" leaves out X and not Y."""
_LABEL = 5
"""Tokens that may stand before a colon as the label of what follows."""
_ENDS = frozenset([";", ":", "!", "?"])


@dataclass(frozen=True)
class _Piece:
    """A stretch of tokens with one function."""

    role: str
    first: int
    last: int
    ids: frozenset[str] = frozenset()
    quantity: Quantity | None = None


class Reader:
    """Reads sentences with one lexicon. `known` are further stems that are words and no typing errors."""

    def __init__(self, lexicon: Lexicon, known: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.known = known
        self._grammar = Phrasebook(derived=False)
        content: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "grammar.yaml").read_text("utf-8"))
        for role, phrases in content.items():
            for phrase in phrases:
                self._grammar.add(phrase, role)
        self._single = tuple(sorted({c for c in _single_names(lexicon) if len(c) > 5}))
        self._words = tuple(sorted({c for c in lexicon.sense_phrases.single() if len(c) > 6}))
        self.read = lru_cache(maxsize=20000)(self._read)
        self._correct = lru_cache(maxsize=20000)(self._nearest)

    def _read(self, sentence: str) -> Reading:
        """The reading of one sentence."""
        words = _without_short_forms(tokens(sentence))
        around = frozenset(word.stem for word in words)
        if self._names_drug(words):
            around |= {_DRUG}
        disguised = tuple(word.text for word in words if mixed_script(word.text))
        pieces, corrections = self._pieces(words, around)
        atoms, segments = _assemble(words, pieces, self.lexicon)
        return Reading(words, atoms, segments, disguised, corrections)

    def _names_drug(self, words: Sequence[Token]) -> bool:
        """Whether any word is the unambiguous name of a drug."""
        concepts = self.lexicon.concepts
        for word in words:
            if word.is_word and len(word.text) > 4:
                ids = self.lexicon.concept_phrases.ids(word.stem)
                if any(concepts[id].kind in ("drug", "drug_class") for id in ids):
                    return True
        return False

    def _pieces(
        self, words: Sequence[Token], around: frozenset[str]
    ) -> tuple[list[_Piece], tuple[tuple[str, str], ...]]:
        amounts = {
            index: quantity
            for quantity in quantities(words)
            for index in range(quantity.first, quantity.last + 1)
        }
        pieces: list[_Piece] = []
        corrections: list[tuple[str, str]] = []
        index = 0
        if len(words) > 1 and words[0].lower in ("yes", "no") and words[1].text in ",.:;!":
            pieces.append(_Piece("light", 0, 0))  # an answer to the question, no negation of what follows
            index = 1
        while index < len(words):
            piece = self._piece(words, index, around, amounts)
            if piece.role == "word":
                fixed = self._correct(words[index].lower)
                if fixed is not None:
                    corrections.append((words[index].text, fixed))
                    ids = self.lexicon.concept_phrases.ids(fixed)
                    senses = self.lexicon.sense_phrases.ids(fixed)
                    piece = _Piece("concept" if ids else "sense", index, index, ids or senses)
            pieces.append(piece)
            index = piece.last + 1
        return pieces, tuple(corrections)

    def _piece(
        self, words: Sequence[Token], index: int, around: frozenset[str], amounts: dict[int, Quantity]
    ) -> _Piece:
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
            sense = self._phrasal(words, index) or sense
        best = max((_length(grammar), _length(concept), _length(sense), _length(light)))
        amount = amounts.get(index)
        size = amount.last - index + 1 if amount is not None else 0
        if amount is not None and (size > best or (size == best and best not in (_length(concept), _lined(sense)))):
            return _Piece("quantity", index, amount.last, quantity=amount)
        if word.text in _ENDS or word.text in "()[],.\"'/*~±":
            return _Piece("mark", index, index)
        if concept is not None and _length(concept) == best:
            ids = concept.ids | (sense.ids if sense is not None and _length(sense) == best else frozenset())
            return _Piece("concept", index, concept.last, ids)
        if grammar is not None and _length(grammar) == best:
            return _Piece("grammar", index, grammar.last, grammar.ids)
        if sense is not None and _length(sense) == best:
            if _length(light) < best or any(self._grave(id) for id in sense.ids):
                return _Piece("sense", index, sense.last, sense.ids)
        if light is not None or word.lower in _STOP or not (word.is_word or word.is_number):
            return _Piece("light", index, light.last if light else index)
        return _Piece("word", index, index, frozenset({f"w:{word.stem}"}))

    def _grave(self, id: str) -> bool:
        """Whether a sense shapes the claim even where its word can be light."""
        return self.lexicon.senses[id].category in ("modality", "negation", "scope")

    def _phrasal(self, words: Sequence[Token], index: int) -> Match | None:
        """The senses of a verb whose particle follows within seven words: "keep ... away"."""
        verb = words[index].base
        for later in words[index + 2 : index + 8]:
            found = self.lexicon.phrasal.get(f"{verb} {later.lower}")
            if found:
                return Match(found, index, index)
            if later.text in ",;:.":
                break
        return None

    def _nearest(self, word: str) -> str | None:
        """The one known name within a safe edit distance: 1 from six letters, 2 from nine; else None."""
        if len(word) < 6 or not word.isascii() or not word.isalpha():
            return None
        token = tokens(word)[0]
        if token.stem in self.known or self.lexicon.concept_phrases.knows(token.stem) or token.stem in self.lexicon.known_stems:
            return None
        limit = 1 if len(word) < 9 else 2
        root = token.stem
        near = [
            name
            for name in self._single
            if abs(len(name) - len(root)) <= limit
            and DamerauLevenshtein.distance(root, name, score_cutoff=limit) <= limit
        ]
        if near:
            return near[0] if len({self.lexicon.concept_phrases.ids(name) for name in near}) == 1 else None
        like = [
            name
            for name in self._words
            if abs(len(name) - len(root)) <= 1 and DamerauLevenshtein.distance(root, name, score_cutoff=1) <= 1
        ]
        return like[0] if len(like) == 1 else None


def _without_short_forms(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens less abbreviations in brackets behind what they stand for: "nervous system (CNS) prophylaxis"."""
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


def _single_names(lexicon: Lexicon) -> list[str]:
    return lexicon.concept_phrases.single()


def _lined(sense: Match | None) -> int:
    """The length of a match that names a line of therapy ("1L"), which is no amount."""
    return _length(sense) if sense is not None and any("line" in id for id in sense.ids) else -1


def _length(match: Match | Quantity | None) -> int:
    return 0 if match is None else match.last - match.first + 1


def _assemble(
    words: Sequence[Token], pieces: Sequence[_Piece], lexicon: Lexicon
) -> tuple[tuple[Atom, ...], tuple[Segment, ...]]:
    """Walks the pieces once, keeping what is open: segment, exclusion, condition, comparison."""
    builder = _Builder(words, lexicon)
    for position, piece in enumerate(pieces):
        builder.take(piece, pieces[position + 1 : position + 15])
    builder.close(len(words))
    return tuple(builder.atoms), tuple(builder.segments)


class _Builder:
    """The state of one walk over a sentence."""

    def __init__(self, words: Sequence[Token], lexicon: Lexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self.atoms: list[Atom] = []
        self.segments: list[Segment] = []
        self.first = 0
        self._reset()
        self.condition = self.exception = self.even = False
        self.negated_at = self.excluded_at = -9

    def _reset(self) -> None:
        self.negations = 0
        self.force: int | None = None
        self.exclusive = self.universal = False
        self.excluding = self.against = self.relative = self.of_people = False
        self.predicates = self.verbs = 0

    def _complete(self) -> None:
        """Gives a clause without a verb of its own ("but valproate is not") what the clause before it says."""
        index = len(self.segments)
        mine = [atom for atom in self.atoms if atom.segment == index]
        if index == 0 or not mine or self.negations % 2 == 0 or self.predicates > 0:
            return
        if any(atom.kind is not Kind.CONCEPT for atom in mine):
            return
        said = [atom for atom in self.atoms if atom.segment == index - 1 and atom.kind is Kind.SENSE]
        self.atoms.extend(replace(atom, segment=index) for atom in said)
        if self.force is None:
            self.force = self.segments[index - 1].force

    def close(self, end: int) -> None:
        if end > self.first:
            self._complete()
            self.segments.append(
                Segment(
                    len(self.segments), self.first, end - 1, self.negations % 2 == 1, self.force,
                    self.exclusive, self.universal, self.even, self._narrates(end),
                )
            )  # fmt: skip
        self.first = end
        self._reset()
        self.even = False

    def _narrates(self, end: int) -> bool:
        """Whether the segment tells what was done or found: past tense and no modal word."""
        past = any(word.lower in ("was", "were", "had", "did") for word in self.words[self.first : end])
        return past and self.force is None

    def take(self, piece: _Piece, ahead: Sequence[_Piece]) -> None:
        first = [w.lower for w in self.words[piece.first : piece.last + 1] if w.lower not in ("and", "or")][:1]
        ends = first and first[0] in _RESETS and not piece.ids & {"excluder", "exception", "condition"}
        if ends and piece.first > self.excluded_at + 1:
            self.excluding = False
        if piece.role == "mark":
            self._mark(piece, ahead)
        elif piece.role == "light":
            self._light(piece, ahead)
        elif piece.role == "grammar":
            self._grammar(piece)
        elif piece.role == "quantity":
            self._atom(piece, Kind.QUANTITY)
        elif piece.role == "concept":
            self._atom(piece, Kind.CONCEPT)
        elif piece.role == "word":
            self._atom(piece, Kind.WORD)
        else:
            self._sense(piece)

    def _mark(self, piece: _Piece, ahead: Sequence[_Piece]) -> None:
        text = self.words[piece.first].text
        if text == ":" and piece.first - self.first <= _LABEL and not self.segments and self.atoms:
            if all(atom.kind is Kind.CONCEPT for atom in self.atoms) and self._says_more(ahead):
                self.atoms.clear()  # a label that only names the topic of a full sentence
            return  # "First line: fulvestrant" is one claim
        if text in _ENDS:
            self.close(piece.first + 1)
            self.condition = self.exception = False
        elif text == ",":
            self.against = self.relative = False
            if self._speaks_again(ahead) or self._opened_by_clause(piece.first):
                self.close(piece.first + 1)
                self.condition = self.exception = False
                self.excluding = False
            elif self.condition and (self.predicates == 0 or self._led_in()) and not self._lists_on(ahead):
                self.condition = self.exception = False
                self.excluding = False
        elif text == ")":
            self.excluding = self.against = False

    def _says_more(self, ahead: Sequence[_Piece]) -> bool:
        """Whether a full sentence follows: one with a negation, a contrast or modal force of its own."""
        return any(
            (piece.role == "grammar" and piece.ids & {"negator", "contrast"})
            or (piece.role == "sense" and any(self._category(id) == "modality" for id in piece.ids))
            for piece in ahead
        )

    def _opened_by_clause(self, comma: int) -> bool:
        """Whether the segment so far is a clause that leads in what follows ("As she ..., ")."""
        opener = self.words[self.first].lower
        return opener in _OPENERS and self.predicates > 0 and comma - self.first > 2

    def _led_in(self) -> bool:
        return self.words[self.first].lower in ("in", "for", "among")

    def _has_comma(self, ahead: Sequence[_Piece]) -> bool:
        return any(piece.role == "mark" and self.words[piece.first].text == "," for piece in ahead[:10])

    def _lists_on(self, ahead: Sequence[_Piece]) -> bool:
        """Whether a comma goes on with a list, to be closed by "and" or "or"."""
        return any(
            piece.role == "light" and self.words[piece.first].lower in ("and", "or") for piece in ahead[:4]
        )

    def _speaks_again(self, ahead: Sequence[_Piece], *, joined: bool = False) -> bool:
        """Whether what follows has a negation or modal force of its own, and what came before has a predicate."""
        if self.predicates == 0 and self.force is None and self.negations == 0:
            return False
        joined = joined or (
            self.negations == 0
            and bool(ahead)
            and ahead[0].role == "light"
            and self.words[ahead[0].first].lower == "and"
        )
        for piece in ahead:
            if piece.role == "mark":
                return False
            if joined and piece.role == "sense" and any(
                self._category(id) in ("acts", "effect", "comparison", "change", "verbs") for id in piece.ids
            ):
                return True
            if piece.role == "grammar" and piece.ids & {"negator", "contrast", "exception"}:
                return True
            if piece.role == "sense" and any(self._category(id) == "modality" for id in piece.ids):
                return True
        return False

    def _light(self, piece: _Piece, ahead: Sequence[_Piece]) -> None:
        word = self.words[piece.first].lower
        if word in ("in", "for", "among") and piece.first == self.first and self._has_comma(ahead):
            self.condition = True  # "In postmenopausal patients, ..."
        if word in ("is", "are", "was", "were", "has", "have", "does", "do"):
            self._main_again()
            self.verbs += 1
        if word == "to" and self.atoms and self.atoms[-1].last == piece.first - 1:
            self.against = self.against or any(
                self._category(id) == "comparison" for id in self.atoms[-1].ids
            )
        if word in ("and", "or") and piece.first == piece.last:
            acts = word == "and" and self.negations == 0 and not self.condition and self._acts_next(ahead)
            if self.first < piece.first and self._speaks_again(ahead, joined=acts):
                self.close(piece.first)
                self.condition = self.exception = self.excluding = self.against = False

    def _grammar(self, piece: _Piece) -> None:
        roles = piece.ids
        if "neutral_negation" in roles:
            return
        if "contrast" in roles and not self._meanwhile(piece):
            self.close(piece.first)
            self.condition = self.exception = False
        if "relative" in roles:
            self.excluding = False
            self.relative = True
            self.verbs = 0
        if "exception" in roles:
            self.exception = self.condition = True
        elif "condition" in roles:
            self.condition = True
            self.of_people = self.words[piece.last].lower in ("with", "whom") and piece.first == self.first
        if "negator" in roles:
            self._negate(piece)
        if "excluder" in roles:
            if self.negated_at == piece.first - 1:  # "not without", "not in place of"
                self.negations -= 1
            else:
                self.excluding = True
                self.excluded_at = piece.last
        if "exclusive" in roles:
            self.exclusive = True
        if "universal" in roles:
            self.universal = True
        if "even" in roles:
            self.even = True
        if "against" in roles:
            self.against = True

    def _meanwhile(self, piece: _Piece) -> bool:
        """Whether "while" means "during": it does where no comma goes before it."""
        word = self.words[piece.first].lower
        return word in ("while", "whilst") and piece.first > self.first and self.words[piece.first - 1].text != ","

    def _negate(self, piece: _Piece) -> None:
        """A negation inside a condition or a relative clause only leaves out what follows it there."""
        if self.condition or self.relative:
            self.excluding = True
            self.excluded_at = piece.last
            return
        self.negations += 1
        self.negated_at = piece.last

    def _acts_next(self, ahead: Sequence[_Piece]) -> bool:
        """Whether a thing and then an act follow ("and capecitabine takes its place")."""
        for piece in ahead[:4]:
            if piece.role == "concept":
                return True
            if piece.role not in ("light",):
                return False
        return False

    def _category(self, id: str) -> str:
        sense = self.lexicon.senses.get(id)
        return sense.category if sense else ""

    def _main_again(self) -> None:
        """A second verb after a relative pronoun, or a verb after "patients with ...", belongs to the main clause."""
        if self.of_people:
            self.condition = self.excluding = self.of_people = False
        if self.relative and self.verbs > 0:
            self.relative = self.excluding = False

    def _sense(self, piece: _Piece) -> None:
        modal = [self.lexicon.senses[id] for id in piece.ids if self._category(id) == "modality"]
        if modal:
            strongest = max(modal, key=lambda sense: (sense.force or 0, sense.id))
            negative = all(s.id in _NEGATIVE_FORCE for s in modal) or "s:not_needed" in piece.ids
            self._main_again()
            if negative:
                self._negate(piece)
            force = strongest.force
            if force is not None and not negative:
                self.force = force if self.force is None else min(self.force, force)
            self.predicates += 1
            return
        if "s:avoid" in piece.ids:
            self._negate(piece)
            self.predicates += 1
            return
        content = frozenset(id for id in piece.ids if self._category(id) not in _FUNCTION or id in _KEPT_SCOPE)
        if not content or content != piece.ids:
            if piece.ids & {"s:not", "s:never", "s:fail", "s:lack", "s:deny"}:
                self._negate(piece)
            if piece.ids & {"s:without", "s:instead_of", "s:except", "s:excluding"}:
                if self.negated_at == piece.first - 1:
                    self.negations -= 1
                else:
                    self.excluding = True
            if "s:only" in piece.ids:
                self.exclusive = True
            if piece.ids & {"s:all", "s:always"} and piece.ids <= {"s:all", "s:always", "s:routine"}:
                self.universal = True
            if "s:compared_with" in piece.ids:
                self.against = True
            return
        self._atom(_Piece("sense", piece.first, piece.last, content), Kind.SENSE)
        self.predicates += 1
        self.verbs += 1
        if self.words[piece.last].lower in ("over", "to", "than", "with") and piece.last > piece.first:
            self.against = self.against or any(self._category(id) == "comparison" for id in content)

    def _atom(self, piece: _Piece, kind: Kind) -> None:
        text = " ".join(word.text for word in self.words[piece.first : piece.last + 1])
        self.atoms.append(
            Atom(
                piece.ids, kind, piece.first, piece.last, len(self.segments), self.excluding or self.exception,
                self.against, self.condition, self.exception, piece.quantity, text,
            )
        )  # fmt: skip
