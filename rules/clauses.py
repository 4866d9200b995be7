"""Clauses: parts a sentence into segments and sets how each thing stands in its segment."""

from collections.abc import Sequence
from dataclasses import replace

from rules.ahead import GROUPS, TOGETHER, Ahead
from rules.claim import Atom, Kind, Segment
from rules.fronting import fronted
from rules.independence import follows, meanwhile, parts_off
from rules.label import labels
from rules.lexicon import Lexicon, Sense
from rules.meaning import INTERVENTIONS
from rules.narration import told
from rules.openers import APART, OPENERS, PROVIDING, RESETS
from rules.piece import Piece
from rules.refusal import judged
from rules.text import Token

ENDS = frozenset([";", ":", "!", "?"])
"""Signs that end a clause wherever they stand."""
_FUNCTION = frozenset(["modality", "negation", "scope", "connectives"])
_KEPT_SCOPE = frozenset(
    {"s:selected", "s:routine", "s:few", "s:rarely", "s:most", "s:sometimes", "s:minority", "s:both",
     "s:different", "s:same"}
)  # fmt: skip
_NEGATIVE_FORCE = frozenset(
    ["s:must_not", "s:should_not", "s:suggest_against", "s:not_needed", "s:no_evidence"]
)
_MUST, SHOULD, _SUGGEST, _MAY = 5, 4, 3, 2
"""Modal force: "must be considered" weighs as much as a suggestion."""


def clauses(
    words: Sequence[Token], pieces: Sequence[Piece], lexicon: Lexicon
) -> tuple[tuple[Atom, ...], tuple[Segment, ...]]:
    """Atoms and segments of one sentence, found in one walk over its pieces."""
    walk = _Clauses(words, lexicon)
    for position, piece in enumerate(pieces):
        walk.take(piece, pieces[position + 1 : position + 15])
    walk.close(len(words))
    atoms = fronted(words, walk.atoms, walk.segments, lexicon)
    return tuple(atoms), tuple(judged(words, walk.segments))


class _Clauses:
    """The state of one walk over a sentence: what is open (exclusion, condition, comparison) and what was
    closed."""

    def __init__(self, words: Sequence[Token], lexicon: Lexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self.ahead = Ahead(words, lexicon)
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
        self.denying = self.inverted = False
        self.predicates = self.verbs = 0

    @property
    def _last(self) -> Atom | None:
        return self.atoms[-1] if self.atoms else None

    def _complete(self) -> None:
        """Gives a clause without a verb of its own ("but valproate is not", or an item behind a colon) what
        the clause before it says."""
        index = len(self.segments)
        mine = [atom for atom in self.atoms if atom.segment == index]
        if index == 0 or not mine or self.predicates > 0:
            return
        item = self.words[self.segments[-1].last].text == ":"
        if self.negations % 2 == 0 and not item:
            return
        if any(atom.kind is not Kind.CONCEPT for atom in mine):
            return
        before = [atom for atom in self.atoms if atom.segment == index - 1]
        said = [atom for atom in before if atom.kind is Kind.SENSE]
        own = any(self._treats(atom) for atom in mine)
        subject = [a for a in before[:1] if a.kind is Kind.CONCEPT and not own and self._treats(a)]
        said = subject + said
        self.atoms.extend(replace(atom, segment=index) for atom in said)
        if self.force is None:
            self.force = self.segments[index - 1].force

    def _treats(self, atom: Atom) -> bool:
        concepts = self.lexicon.concepts
        return any(concepts[id].kind in INTERVENTIONS for id in atom.ids if id in concepts)

    def close(self, end: int) -> None:
        if end > self.first:
            self._complete()
            if self.universal and self.negations % 2 == 1 and self.force is None:
                self.force = _MAY  # "not always" says no more than "may not"
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
        return self.force is None and told([word.lower for word in self.words[self.first : end]])

    def take(self, piece: Piece, ahead: Sequence[Piece]) -> None:
        first = [w.lower for w in self.words[piece.first : piece.last + 1] if w.lower not in ("and", "or")][
            :1
        ]
        ends = first and first[0] in RESETS and not piece.ids & {"excluder", "exception", "condition"}
        if ends and piece.first > self.excluded_at + 1 and not self.denying:
            self.excluding = False
        if first and first[0] in APART and (piece.role == "light" or "s:because" in piece.ids):
            self.against = False
        if first == ["so"] and piece.first > self.first and self.words[piece.first - 1].text == ",":
            self.close(piece.first)
            self.condition = self.exception = False
        if first == ["with"] and self.atoms and "s:selected" in self.atoms[-1].ids:
            self.condition = self.of_people = True  # "in selected cases with limited disease"
        if piece.role == "mark":
            self._mark(piece, ahead)
        elif piece.role == "light":
            self._light(piece, ahead)
        elif piece.role == "grammar":
            self._grammar(piece, ahead)
        elif piece.role == "quantity":
            self._atom(piece, Kind.QUANTITY)
        elif piece.role == "concept":
            self._atom(piece, Kind.CONCEPT)
        elif piece.role == "word":
            self._atom(piece, Kind.WORD)
        else:
            self._sense(piece)

    def _mark(self, piece: Piece, ahead: Sequence[Piece]) -> None:
        text = self.words[piece.first].text
        says = bool(self.atoms) or self.negations > 0 or self.force is not None
        if text == ":" and not self.segments and says and self._labels(piece.first):
            if self.atoms and all(a.kind is Kind.CONCEPT for a in self.atoms) and self.ahead.says_more(ahead):
                self.atoms.clear()  # a label that only names the topic of a full sentence
            self.atoms[:] = [replace(atom, asked=True) for atom in self.atoms]
            return  # "First line: fulvestrant" is one claim
        if text in ENDS:
            self.close(piece.first + 1)
            self.condition = self.exception = False
        elif text == ",":
            self.against = self.relative = False
            if self.inverted:
                self.close(piece.first + 1)
                self.condition = self.inverted = False
            elif follows(self.words, piece.first) and self.verbs:
                self.close(piece.first + 1)
                self.condition = self.exception = self.excluding = False
            elif (
                self._opened_by_clause(piece.first)
                or self._watches(ahead)
                or (self._speaks_again(ahead) and not parts_off(self.words, self.first, piece.first))
            ):
                self.close(piece.first + 1)
                self.condition = self.exception = False
                self.excluding = False
            elif self.condition and (
                self._led_in() or (self.predicates == 0 and not self.ahead.lists_on(ahead))
            ):
                if self._led_in() and self.force is None:
                    self.predicates = 0  # an adjective in "In systemic disease," is no predicate
                self.condition = self.exception = False
                self.excluding = False
        elif text == ")":
            self.excluding = self.against = False

    def _labels(self, colon: int) -> bool:
        return labels(self.words[self.first : colon], self.atoms, self.lexicon)

    def _comma_ahead(self, at: int) -> bool:
        return any(word.text == "," for word in self.words[at : at + 15])

    def _opened_by_clause(self, comma: int) -> bool:
        """Whether the segment so far is a clause that leads in what follows ("As she ..., ")."""
        opener = self.words[self.first].lower
        return opener in OPENERS and self.predicates + self.verbs > 0 and comma - self.first > 2

    def _watches(self, ahead: Sequence[Piece]) -> bool:
        """Whether a treatment is followed by how it is watched, a claim of its own: "A, with monitoring"."""
        here = [atom for atom in self.atoms if atom.segment == len(self.segments)]
        return any(self._treats(atom) for atom in here) and self.ahead.watches(ahead)

    def _led_in(self) -> bool:
        return self.words[self.first].lower in ("in", "for", "among")

    def _speaks_again(self, ahead: Sequence[Piece], *, joined: bool = False) -> bool:
        """Whether what follows has a negation or modal force of its own, and what came before has a
        predicate."""
        if self.predicates + self.verbs == 0 and self.force is None and self.negations == 0:
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
            if (
                joined
                and piece.role == "sense"
                and not piece.ids & TOGETHER
                and any(
                    self.ahead.category(id) in ("acts", "effect", "comparison", "change", "verbs")
                    for id in piece.ids
                )
            ):
                return True
            if piece.role == "grammar" and piece.ids & {"negator", "contrast", "exception"}:
                return True
            if piece.role == "sense" and any(self.ahead.category(id) == "modality" for id in piece.ids):
                return True
        return False

    def _light(self, piece: Piece, ahead: Sequence[Piece]) -> None:
        word = self.words[piece.first].lower
        if word in ("in", "for", "among") and piece.first == self.first and self.ahead.has_comma(ahead):
            self.condition = True  # "In postmenopausal patients, ..."
        if word in ("in", "for", "among") and piece.first > self.first and self.ahead.people_next(ahead):
            self.condition = self.of_people = True  # "... in adults at high risk"
        opens = piece.first == self.first or (self.even and piece.first == self.first + 1)
        if word in ("were", "had", "should") and opens and self._comma_ahead(piece.first):
            self.condition = self.inverted = True  # "Were there no symptoms, ..."
            return
        if word in ("is", "are", "was", "were", "has", "have", "does", "do"):
            self._main_again()
            self.verbs += 1
        if word == "to" and self.atoms and self.atoms[-1].last == piece.first - 1:
            self.against = self.against or any(
                self.ahead.category(id) == "comparison" for id in self.atoms[-1].ids
            )
        if word == "or" and self.condition and ahead and self.ahead.does(ahead[0]):
            self.excluding = self.denying = False  # "if she never had A or stopped it"
        if (
            word in ("and", "or")
            and piece.first == piece.last
            and not self.ahead.pairs_things(self._last, piece, ahead)
        ):
            acts = (
                word == "and" and self.negations == 0 and not self.condition and self.ahead.acts_next(ahead)
            )
            if self.first < piece.first and self._speaks_again(ahead, joined=acts):
                self.close(piece.first)
                self.condition = self.exception = self.excluding = self.against = False

    def _grammar(self, piece: Piece, ahead: Sequence[Piece]) -> None:
        roles = piece.ids
        if "condition" in roles and self.words[piece.first].lower in PROVIDING and self.ahead.watches(ahead):
            self.close(piece.first)  # "provided that B is monitored" demands it
            self.condition = self.exception = False
            return
        if "neutral_negation" in roles:
            return
        if "contrast" in roles and not meanwhile(self.words, piece.first):
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
            self.of_people = self.words[piece.last].lower in ("with", "whom")
            if self.words[piece.first].lower in OPENERS:
                self.excluding = self.denying = self.relative = False
        self._people(piece)
        if "negator" in roles:
            self._negate(piece)
        if "excluder" in roles:
            without = self.words[piece.last].lower == "without"
            if self.negated_at == piece.first - 1 or (without and self.negations % 2 == 1):
                self.negations -= 1  # "not without", "is never given without": it has to be there
                if without:
                    self.force = _MUST
            else:
                self.excluding = True
                self.denying = False
                self.excluded_at = piece.last
        if "exclusive" in roles and not self.excluding:  # "rather than A only"
            self.exclusive = True
        if "universal" in roles:
            self.universal = True
        if "even" in roles:
            self.even = True
            self.condition = self.condition or self.words[piece.last].lower in ("when", "if", "where")
        if "against" in roles:
            self.against = True

    def _people(self, piece: Piece) -> None:
        """The people that a phrase like "in children with" names."""
        for index in range(piece.first, piece.last + 1):
            word = self.words[index]
            ids = self.lexicon.concept_phrases.ids(word.stem) | self.lexicon.sense_phrases.ids(word.stem)
            if ids & GROUPS:
                kind = Kind.CONCEPT if any(id.startswith("c:") for id in ids) else Kind.SENSE
                self._atom(Piece("concept", index, index, ids), kind)

    def _negate(self, piece: Piece) -> None:
        """A negation inside a condition or a relative clause only leaves out what follows it there."""
        if self.condition or self.relative:
            self.excluding = self.denying = True
            self.excluded_at = piece.last
            return
        self.negations += self.words[piece.first].lower != "nor" or self.negations % 2 == 0  # "nor" goes on
        self.negated_at = piece.last

    def _main_again(self) -> None:
        """A second verb after a relative pronoun, or a verb after "patients with ...", belongs to the main
        clause."""
        if self.of_people and not self.relative:
            self.condition = self.excluding = self.of_people = False
        if self.relative and self.verbs > 0:
            self.relative = self.excluding = False

    def _sense(self, piece: Piece) -> None:
        modal = [self.lexicon.senses[id] for id in piece.ids if self.ahead.category(id) == "modality"]
        if modal:
            self._modal(piece, modal)
        elif "s:avoid" in piece.ids:
            self._negate(piece)
            self.predicates += 1
        else:
            content = frozenset(
                id for id in piece.ids if self.ahead.category(id) not in _FUNCTION or id in _KEPT_SCOPE
            )
            if content == piece.ids:
                self._say(piece, content)
            else:
                self._function(piece)

    def _modal(self, piece: Piece, modal: Sequence[Sense]) -> None:
        """A modal word sets force, or negates where it forbids or releases."""
        strongest = max(modal, key=lambda sense: (sense.force or 0, sense.id))
        negative = all(sense.id in _NEGATIVE_FORCE for sense in modal) or "s:not_needed" in piece.ids
        self._main_again()
        if negative:
            self._negate(piece)
        elif strongest.force is not None and self.force is not None:
            said = [word.lower for word in self.words[piece.first : piece.last + 1]]
            demanded = any(word.startswith("consider") for word in said) and self.force == _MUST
            self.force = _SUGGEST if demanded else min(self.force, strongest.force)
        elif strongest.force is not None:
            self.force = strongest.force
        self.predicates += 1

    def _function(self, piece: Piece) -> None:
        """A sense that shapes the clause and is no atom of it."""
        if piece.ids & {"s:not", "s:never", "s:none", "s:fail", "s:lack", "s:deny"}:
            self._negate(piece)
        if piece.ids & {"s:without", "s:instead_of", "s:except", "s:excluding"}:
            if self.negated_at == piece.first - 1:
                self.negations -= 1
            else:
                self.excluding = True
                self.excluded_at = piece.last
        if "s:only" in piece.ids:
            self.exclusive = True
        if piece.ids & {"s:all", "s:always"} and piece.ids <= {"s:all", "s:always", "s:routine"}:
            self.universal = True
        if "s:compared_with" in piece.ids:
            self.against = True

    def _say(self, piece: Piece, content: frozenset[str]) -> None:
        if self.excluding and not self.denying and self.ahead.goes_on(self._last, piece, content):
            self.excluding = False
        self._atom(Piece("sense", piece.first, piece.last, content), Kind.SENSE)
        self.predicates += content != {"s:both"}
        self.verbs += 1
        if self.words[piece.last].lower in ("over", "to", "than", "with") and piece.last > piece.first:
            self.against = self.against or any(self.ahead.category(id) == "comparison" for id in content)
        self.against = self.against or self.ahead.surpasses(piece)

    def _atom(self, piece: Piece, kind: Kind) -> None:
        text = " ".join(word.text for word in self.words[piece.first : piece.last + 1])
        self.atoms.append(
            Atom(
                piece.ids, kind, piece.first,
                piece.last, len(self.segments), self.excluding != self.exception, self.against,
                self.condition, self.exception, piece.quantity, text,
            )
        )  # fmt: skip
