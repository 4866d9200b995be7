"""Entailment: whether one sentence of a guideline carries one segment of a statement, by named steps.

A step weakens: a class stands for its member, a stronger word for a weaker one, a detail is left out.
Nothing is added: every concept and number of the statement must stand in the sentence (or, as topic or
population, in the passage around it or in the question), with the same polarity, the same side of a
comparison and no stronger force. Similarity of words never counts.
"""

from collections.abc import Callable, Sequence

from rules.alone import alone_in
from rules.amount import restated, same_amount
from rules.claim import Atom, Kind, Reading, Segment
from rules.concession import against_it
from rules.conflict import Conflicts, words_of
from rules.lexicon import Lexicon
from rules.match import Around, Flaw, Match, Pair
from rules.meaning import DRUGS, INTERVENTIONS, LATER, LINES, TOPICS, Meaning, named
from rules.naming import part_of
from rules.predicate import all_that_is_said
from rules.restriction import Restrictions
from rules.roles import CAUSING
from rules.sequence import leads
from rules.sharing import about_another, one_class, repeated, shared_class, stood_for

_BUDGET = {True: 0.7, False: 0.4}
"""The price of all steps together may reach this share of the atoms: more in a pack, where every sentence
is on the topic, than in a long document, where half of the words are soon found somewhere."""
_IN_PASSAGE, _IN_HEADING, _IN_QUESTION = 0.3, 0.15, 0.25
_PATIENTS = frozenset({"disease", "population", "finding"})
"""Kinds of concepts that say of whom something holds."""
_SAID_OF_EACH = frozenset({"s:symptom"})
"""Words for a class whose members are meant one by one, as those of a class of things are."""
_AT_ONCE = frozenset({"s:simultaneous", "s:accompany"})
"""Words for how things are given, which stand for no thing."""
_WEIGHED = frozenset({"s:depend", "s:assess", "s:affect", "s:lead_care", "s:choose"})
"""Words for taking a finding into account, whichever way it turns out."""
_COMMON = 0.3
"""The price of an ordinary English word that the lexicon gives no sense: figures of speech mostly."""
_PART = 0.15
"""The price of a word that stands for a longer name of which it is a part."""
_FEW = 1
_SAME = 0.04
"""Below this a step only tells which of several equal atoms is meant, and costs nothing."""
_LOOSE = frozenset({"time", "every", "count", "cycles", "age", "grade", "stage", "type", "line", "phase"})
"""Numbers that may stand in the sentence next to the one that carries a statement, as a trial's length
does."""


def _apart(statement: Reading, index: int) -> bool:
    """Whether a semicolon parts a segment from the next."""
    if not 0 <= index < len(statement.segments):
        return False
    return statement.tokens[statement.segments[index].last].text == ";"


class Entailer:
    """Decides entailment of segments by sentences, with one lexicon. `mentioned` tells whether the guideline
    names a concept anywhere."""

    def __init__(self, lexicon: Lexicon, mentioned: Callable[[str], bool], *, small: bool = False) -> None:
        self.budget = _BUDGET[small]
        self.lexicon = lexicon
        self.mentioned = mentioned
        self.meaning = Meaning(lexicon)
        self.conflicts = Conflicts(self.meaning)
        self.restrictions = Restrictions(self.meaning)

    def match(
        self,
        statement: Reading,
        segment: Segment,
        sentence: Reading,
        around: Around,
        part: Sequence[Atom] | None = None,
    ) -> Match:
        """Whether `sentence`, with what is around it, entails `segment`, or `part` of its atoms."""
        atoms = list(part) if part else [a for a in statement.atoms if a.segment == segment.index]
        found = self._match(statement, segment, sentence, around, atoms, members=part is None)
        if found.entailed:
            return found
        return self._by_restriction(statement, segment, sentence, around, atoms) or found

    def _by_restriction(
        self,
        statement: Reading,
        segment: Segment,
        sentence: Reading,
        around: Around,
        atoms: Sequence[Atom],
    ) -> Match | None:
        """The match of a segment that follows from what the sentence allows in one case only, or None."""

        def carry(atom: Atom, pairs: Sequence[Pair]) -> Atom | None:
            twin, _, opposite = self._carried(atom, sentence, pairs)
            return None if opposite else twin

        kept = [
            atom
            for atom in atoms
            if not self.meaning.kinds(atom) & TOPICS
            or carry(atom, ())
            or self._borrowed(atom, atoms, sentence, around) is None
        ]
        rests_on = self.restrictions.implied(kept, statement, segment, sentence, carry)
        if not rests_on or self._population(statement, segment, sentence, around)[0] is not Flaw.NONE:
            return None
        return Match(Flaw.NONE, 0.1, rests_on, direct=rests_on)

    def _match(  # noqa: PLR0913  (six things bear on one judgement)
        self,
        statement: Reading,
        segment: Segment,
        sentence: Reading,
        around: Around,
        atoms: Sequence[Atom],
        *,
        members: bool,
    ) -> Match:
        if statement == sentence:  # what was read twice is equal, and not the same
            return Match(Flaw.NONE, 0.0, len(atoms), direct=len(atoms))
        if about_another(statement, atoms, sentence, self.meaning):
            return Match(Flaw.SIDE, 9.0, 0, words_of(statement, segment))
        pairs: list[Pair] = []
        turned: list[Pair] = []
        cost = 0.0
        for atom in atoms:
            twin, step, opposite = self._carried(
                atom, sentence, pairs, members=members, negative=segment.negative
            )
            if twin is not None:
                pairs.append((atom, twin))
                cost += step
                if opposite:
                    turned.append((atom, twin))
                continue
            if "s:equal" in atom.ids and self._alternatives(atoms, sentence):
                cost += 0.3
                continue
            price, flaw = self._price(atom, atoms, sentence, around)
            if flaw is not Flaw.NONE:
                return Match(flaw, 9.0, len(pairs), atom.words)
            cost += price
        covered = sum(1 for atom, _ in pairs if not self.meaning.faint(atom))
        if covered == 0:
            return Match(Flaw.WORDS, 9.0, 0, words_of(statement, segment))
        direct = sum(1 for a, b in pairs if a.kind is Kind.CONCEPT and a.ids & b.ids)
        flaw, words = self._population(statement, segment, sentence, around)
        if flaw is Flaw.NONE:
            flaw, words = self.conflicts.find(
                statement, segment, sentence, pairs=pairs, turned=turned, around=around
            )
        if flaw is not Flaw.NONE:
            return Match(flaw, cost, covered, words, direct)
        member = shared_class(statement, segment, pairs, self.meaning) or repeated(pairs, self.meaning)
        if member is not None:
            return Match(Flaw.ABSENT, cost, covered, member.words)
        if direct == 0 and one_class(pairs, self.meaning):
            return Match(Flaw.WORDS, cost, covered, words_of(statement, segment))
        full = sum(1 for atom in atoms if not self.meaning.faint(atom))
        if cost > self.budget * max(1, len(pairs)) or 2 * covered < full:
            return Match(Flaw.WORDS, cost, covered, words_of(statement, segment))
        if covered <= _FEW and cost >= 1.0:  # one word leaves no room for another
            return Match(Flaw.WORDS, cost, covered, words_of(statement, segment))
        return Match(Flaw.NONE, cost, covered, direct=direct, broad=stood_for(pairs, self.meaning))

    def _carried(
        self,
        atom: Atom,
        sentence: Reading,
        taken: Sequence[Pair],
        *,
        members: bool = True,
        negative: bool = False,
    ) -> tuple[Atom | None, float, bool]:
        """The atom of the sentence that carries `atom`, the price, and whether it does so as an opposite."""
        if atom.kind is Kind.QUANTITY:
            return same_amount(atom, sentence), 0.0, False
        alone = alone_in(sentence, atom, self.meaning)
        if alone is not None:
            return alone, 0.1, False
        best: tuple[float, bool, Atom] | None = None
        used = {id(twin) for _, twin in taken}
        for other in sentence.atoms:
            step, opposite = self._step(atom, other, sentence, members=members)
            if step is None and part_of(atom, other, sentence):
                step = _PART
            if step is None or (opposite and other.condition and self.meaning.hints(atom)):
                continue
            if id(other) in used:
                step += 0.05
            if other.ids != atom.ids:
                step += 0.01
            if sentence.segments[other.segment].negative != negative:
                step += 0.02
            if (atom.excluded, atom.against) != (other.excluded, other.against):
                step += 0.2
            if best is None or step < best[0]:
                best = (step, opposite, other)
        if best is None:
            return None, 0.0, False
        return best[2], (0.0 if best[0] < _SAME else min(best[0], 0.5)), best[1]

    def _step(
        self, atom: Atom, other: Atom, sentence: Reading, *, members: bool
    ) -> tuple[float | None, bool]:
        """What it costs to take `other` for `atom` (None: not possible), and whether they are opposites.

        `members`: a class may stand for its member.
        """
        if other.kind is Kind.QUANTITY:
            return None, False
        if LINES & atom.ids and LINES & other.ids and not LINES & atom.ids & other.ids:
            return (0.7, True) if self.meaning.opposed(atom, other) else (None, False)
        if other.ids & atom.ids:
            adverb = atom.kind is Kind.CONCEPT and other.kind is Kind.SENSE and other.ids & _AT_ONCE
            return (None if adverb else 0.0), False
        if atom.excluded and not other.excluded and self.meaning.wide(atom) & self.meaning.lacks(other):
            return 0.1, False
        if atom.ids & self.meaning.wide(other):
            if self.meaning.kinds(atom) & _PATIENTS and not atom.asked:
                return None, False  # what is said of some patients is not said of all
            return (0.5 if atom.kind is Kind.CONCEPT else 0.1), False
        if atom.kind is Kind.CONCEPT and other.kind is Kind.CONCEPT and other.ids & self.meaning.wide(atom):
            return (self._membership(atom, other, sentence) if members else None), False
        if other.ids & _SAID_OF_EACH & self.meaning.wide(atom):
            return 0.1, False
        if atom.ids & self.meaning.parts(other):
            return 0.2, False
        if other.ids & self.meaning.parts(atom) and self.meaning.whole(atom, other, sentence):
            return 0.1, False
        if Kind.WORD not in (atom.kind, other.kind):
            if atom.ids & CAUSING and other.ids & CAUSING:
                return 0.1, False
            opposed = self.meaning.opposed(atom, other)
            if opposed:
                return (0.4 if opposed == "complement" else 0.7), True
        return None, False

    def _alternatives(self, atoms: Sequence[Atom], sentence: Reading) -> bool:
        """Whether the things of a segment are what a sentence gives to choose from, none before another."""
        twins = [self._carried(atom, sentence, ())[0] for atom in atoms if atom.kind is Kind.CONCEPT]
        places = sorted(twin.first for twin in twins if twin is not None)
        if len(places) < 2 or len(places) < len(twins):
            return False
        between = {token.lower for token in sentence.tokens[places[-2] : places[-1]]}
        return "or" in between and not any(atom.against for atom in sentence.atoms)

    def _membership(self, atom: Atom, other: Atom, sentence: Reading) -> float | None:
        """What it costs to take a class for its member; None where the sentence names members itself, and so
        lists which are meant. A whole modality ("chemotherapy") stands for a drug only where the guideline
        knows that drug at all."""
        if self.meaning.kinds(atom) & DRUGS and any(
            "drug" in self.meaning.kinds(sibling)
            and not self.meaning.related(sibling, atom)
            and self.meaning.siblings(sibling, atom, other)
            for sibling in sentence.atoms
            if sibling is not other and not sibling.excluded and not sibling.against
        ):
            return None
        weighed = any(each.ids & _WEIGHED for each in sentence.atoms)
        if (weighed or atom.condition) and "finding" in self.meaning.kinds(atom) & self.meaning.kinds(other):
            return None  # what depends on performance status does not depend on its being good
        known = any(
            self.mentioned(id)
            for id in self.meaning.wide(atom)
            if id in atom.ids
            or (id in self.lexicon.concepts and self.lexicon.concepts[id].kind == "drug_class")
        )
        if not self.meaning.kinds(other) & {"modality", "setting"}:
            return None if any(self.lexicon.broad(id) for id in other.ids) else 0.1
        return 0.3 if known or not self.meaning.kinds(atom) & DRUGS else None

    def _price(
        self, atom: Atom, atoms: Sequence[Atom], sentence: Reading, around: Around
    ) -> tuple[float, Flaw]:
        """What an atom costs that the sentence does not carry, or the flaw that its absence is."""
        if atom.kind is Kind.QUANTITY:
            return self._other_number(atom, around)
        if atom.condition and atom.excluded:
            return 0.0, Flaw.ABSENT  # "unless", "where it is not": the other way round from what is carried
        if leads(atom, atoms, sentence, self.meaning):
            return 0.1, Flaw.NONE
        ordered = "line" not in atom.words.lower() and not atom.asked  # "comes first", the point of it
        if atom.ids & LINES and (ordered or any(other.ids & LINES for other in sentence.atoms)):
            return 0.0, Flaw.LINE
        if all_that_is_said(atom, atoms, self.meaning):
            return 0.0, Flaw.WORDS
        borrowed = self._borrowed(atom, atoms, sentence, around)
        if borrowed is not None:
            return borrowed, Flaw.NONE
        if atom.asked and not self.meaning.kinds(atom) & (INTERVENTIONS | {"test", "procedure"}):
            return 0.1, Flaw.NONE
        if atom.kind is Kind.WORD and not named(atom) and self.meaning.common(atom):
            return (1.0 if any(self.mentioned(id) for id in atom.ids) else _COMMON), Flaw.NONE
        if atom.kind in (Kind.CONCEPT, Kind.WORD):
            return 0.0, Flaw.ABSENT
        if self.meaning.faint(atom):
            return 0.2, Flaw.NONE
        if self.meaning.decides(atom):
            return (0.5, Flaw.NONE) if atom.condition else (0.0, Flaw.WORDS)
        if self.meaning.things(atom):
            return 0.0, Flaw.ABSENT
        if self.meaning.denies(atom) and not atom.asked:
            return 0.0, Flaw.WORDS
        if self.meaning.hints(atom):
            return 0.3, Flaw.NONE
        return 1.0, Flaw.NONE

    def _other_number(self, atom: Atom, around: Around) -> tuple[float, Flaw]:
        quantity = atom.quantity
        if quantity is None:
            return 0.0, Flaw.NUMBER
        if restated(quantity, around):
            return _IN_QUESTION, Flaw.NONE
        if quantity.what in _LOOSE and any(same_amount(atom, other) for other in around.beside):
            return _IN_PASSAGE, Flaw.NONE
        return 0.0, Flaw.NUMBER

    def _borrowed(self, atom: Atom, atoms: Sequence[Atom], sentence: Reading, around: Around) -> float | None:
        """What it costs to take an atom from around the sentence; None where that is not allowed.

        Topics (diseases, populations, places) may be taken from headings, passage or question; an
        intervention only where the sentence names no other of its kind; findings, outcomes and tests never.
        """
        if atom.ids & LATER:
            return None
        if atom.kind is not Kind.CONCEPT:
            dear = 0.6 if self.meaning.speaks(atom) else 0.0
            for ids, price in (
                (around.headings, _IN_HEADING), (around.question, _IN_QUESTION), (around.passage, _IN_PASSAGE)
            ):  # fmt: skip
                if atom.ids & ids:
                    return price + dear
            return None
        kinds = self.meaning.kinds(atom)
        if kinds & INTERVENTIONS:
            if self.meaning.competes(atom, sentence):
                return None
            if atom.ids & around.headings:
                return _IN_HEADING
            if atom.ids & around.passage:
                return _IN_PASSAGE
            near = self.meaning.wide(atom) & (around.headings | around.passage)
            known = any(id.startswith("c:") and id not in atom.ids for id in near)
            return _IN_QUESTION if known and atom.ids & around.question else None
        if kinds & TOPICS:
            rival = self.meaning.competes(atom, sentence, frozenset({"disease", "population"}) & kinds)
            if atom.ids & around.headings:
                return _IN_HEADING
            if self.meaning.wide(atom) & around.headings and not rival and "disease" not in kinds:
                return _IN_HEADING + 0.2
            elsewhere = "disease" in kinds and any(self.mentioned(id) for id in atom.ids)
            if atom.ids & around.question and not (
                elsewhere and not self._present(atom, around, asked=False)
            ):
                return _IN_QUESTION
            numbered = any(a.quantity is not None and a.quantity.what not in _LOOSE for a in atoms)
            return _IN_PASSAGE if atom.ids & around.passage and not numbered else None
        return _IN_HEADING if atom.ids & around.headings else None

    def _population(
        self, statement: Reading, segment: Segment, sentence: Reading, around: Around
    ) -> tuple[Flaw, str]:
        """Whether the conditions that neighbouring segments set for this one are met by the sentence."""
        beside = {
            near
            for near in (segment.index - 1, segment.index + 1)
            if all(a.condition for a in statement.atoms if a.segment == near)
            and not _apart(statement, min(near, segment.index))
        }
        for atom in statement.atoms:
            if atom.segment not in beside or atom.kind is Kind.WORD or self.meaning.faint(atom):
                continue
            if atom.kind is Kind.QUANTITY:
                number = same_amount(atom, sentence)
                if number is not None and number.excluded != atom.excluded:
                    return Flaw.SIDE, atom.words
                if number is None and self._other_number(atom, around)[1] is not Flaw.NONE:
                    return Flaw.NUMBER, atom.words
                continue
            twin, _, opposite = self._carried(atom, sentence, ())
            if twin is not None and opposite and not segment.negative:
                return Flaw.SIDE, atom.words
            if twin is None and atom.exception:
                near = (self._carried(atom, other, ())[0] for other in around.beside)
                twin = next((found for found in near if found is not None), None)
            if twin is not None and atom.excluded != twin.excluded:
                return Flaw.SIDE, atom.words
            weighty = atom.kind is Kind.CONCEPT or (self.meaning.limits(atom) and not atom.exception)
            if twin is None and weighty and (atom.excluded or not self._present(atom, around)):
                return Flaw.ABSENT, atom.words
        conceded = against_it(statement, segment, lambda atom: self._carried(atom, sentence, ())[0])
        return (Flaw.SIDE, conceded) if conceded else (Flaw.NONE, "")

    def _present(self, atom: Atom, around: Around, *, asked: bool = True) -> bool:
        wide = self.meaning.wide(atom)
        near = bool(wide & around.headings or atom.ids & around.passage)
        return near or (asked and bool(atom.ids & around.question))
