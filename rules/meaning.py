"""Meaning: how atoms relate, by the lexicon: which is more general, which opposite, which says little."""

from collections.abc import Iterable
from functools import lru_cache

from rules.claim import Atom, Kind, Reading, Segment
from rules.lexicon import Lexicon

TOPICS = frozenset({"disease", "population", "site", "setting", "biomarker"})
"""Kinds of concepts that a passage speaks about."""
DRUGS = frozenset({"drug", "drug_class", "regimen", "substance"})
INTERVENTIONS = DRUGS | {"modality"}
LATER = frozenset({"s:second_line", "s:later_line"})
"""Lines of therapy that a sentence has to name itself: what holds for one holds for no other."""
LINES = LATER | {"s:first_line"}
_RANKING = frozenset({"s:better", "s:worse", "s:prefer", "s:best"})
_JUDGING = frozenset({"effect", "comparison", "knowledge", "change"})
_NARROWING = frozenset({"scope", "quality", "measure"})
_ANYONE = frozenset({"s:woman", "s:patient", "s:individual"})
"""People of whom a passage speaks without saying so."""
_AROUND = frozenset({"order", "measure", "people", "study", "connectives", "scope", "frequency"})
_NOUNS = frozenset({"people"})
_REMEMBERED = 20_000
"""Sets of ids, and pairs of them, of which kinds, parts and oppositions are kept."""
_SAYING = _JUDGING | {"acts", "verbs"}


def ids_direct(reading: Reading) -> frozenset[str]:
    """The ids that a reading names outright."""
    return frozenset(id for atom in reading.atoms for id in atom.ids)


def ids_of(atoms: Iterable[Atom], lexicon: Lexicon) -> frozenset[str]:
    """All ids that the atoms entail: concepts with their classes, senses with what they imply, words."""
    found: set[str] = set()
    for atom in atoms:
        found |= lexicon.widened(atom.ids)
    return frozenset(found)


def named(atom: Atom) -> bool:
    """Whether an unknown word looks like a name or an abbreviation, and so is a thing: what is not understood
    must not slip through."""
    word = atom.words
    if atom.kind is not Kind.WORD or len(word) < 2:
        return False
    return word[1:] != word[1:].lower() or any(char.isdigit() for char in word)


class Meaning:
    """Relations between atoms, by one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._kinds = lru_cache(maxsize=_REMEMBERED)(self._kinds_of)
        self._opposed = lru_cache(maxsize=_REMEMBERED)(self._opposed_of)
        self._parts = lru_cache(maxsize=_REMEMBERED)(self._parts_of)

    def wide(self, atom: Atom) -> frozenset[str]:
        """The ids of an atom and everything more general."""
        return self.lexicon.widened(atom.ids)

    def kinds(self, atom: Atom) -> frozenset[str]:
        """The kinds of concepts that an atom may be; empty for senses and words."""
        return self._kinds(atom.ids)

    def _kinds_of(self, ids: frozenset[str]) -> frozenset[str]:
        concepts = self.lexicon.concepts
        return frozenset(concepts[id].kind for id in ids if id in concepts)

    def related(self, atom: Atom, other: Atom) -> bool:
        """Whether one of two atoms is the other or a kind of it."""
        return bool(atom.ids & self.wide(other) or other.ids & self.wide(atom))

    def parts(self, atom: Atom) -> frozenset[str]:
        """What the things that an atom may be are made of, or put together."""
        return self._parts(atom.ids)

    def _parts_of(self, ids: frozenset[str]) -> frozenset[str]:
        concepts = self.lexicon.concepts
        return frozenset(
            part for id in ids if id in concepts for part in concepts[id].made_of | concepts[id].says
        )

    def lacks(self, atom: Atom) -> frozenset[str]:
        """The classes of which the things that an atom may be hold nothing."""
        concepts = self.lexicon.concepts
        return frozenset(klass for id in atom.ids if id in concepts for klass in concepts[id].without)

    def faint(self, atom: Atom) -> bool:
        """Whether an atom says so little that a passage may lack it."""
        senses = self.lexicon.senses
        return atom.kind is Kind.SENSE and any(senses[id].faint for id in atom.ids if id in senses)

    def common(self, atom: Atom) -> bool:
        """Whether an unknown word is one of ordinary English, and so names no drug, test or disease."""
        return all(id.removeprefix("w:") in self.lexicon.common for id in atom.ids)

    def small(self, atom: Atom) -> bool:
        """Whether an atom is faint, or a word of order or for people."""
        senses = self.lexicon.senses
        return atom.kind is Kind.SENSE and any(
            senses[id].faint or senses[id].category in ("order", "people") for id in atom.ids
        )

    def hints(self, atom: Atom) -> bool:
        """Whether an atom is a way of saying something faint, as "start" is of "give"."""
        senses = self.lexicon.senses
        return atom.kind is Kind.SENSE and any(id in senses and senses[id].faint for id in self.wide(atom))

    def ranks(self, atom: Atom) -> bool:
        """Whether an atom puts one thing above or below another."""
        return atom.kind is Kind.SENSE and bool(atom.ids & _RANKING)

    def judges(self, atom: Atom) -> bool:
        """Whether an atom compares, or tells an effect, a change or what is known: the heart of what is
        said."""
        senses = self.lexicon.senses
        return atom.kind is Kind.SENSE and any(
            senses[id].category in _JUDGING and not senses[id].faint for id in atom.ids if id in senses
        )

    def decides(self, atom: Atom) -> bool:
        """Whether an atom can't be a detail: it judges in each of its senses, or in one that has an
        opposite."""
        found = [self.lexicon.senses[id] for id in atom.ids if id in self.lexicon.senses]
        judging = [sense for sense in found if sense.category in _JUDGING and not sense.faint]
        return self.judges(atom) and (
            len(judging) == len(found) or any(sense.opposite or sense.negates for sense in judging)
        )

    def speaks(self, atom: Atom) -> bool:
        """Whether an atom is what a clause says rather than what it speaks of."""
        senses = self.lexicon.senses
        return any(senses[id].category in _SAYING and not senses[id].faint for id in atom.ids if id in senses)

    def turns(self, atom: Atom) -> bool:
        """Whether an atom has an opposite, so that its polarity can be compared."""
        senses = self.lexicon.senses
        return any(
            (senses[id].opposite or senses[id].negates) and not senses[id].faint
            for id in atom.ids
            if id in senses
        )

    def effects(self, atom: Atom) -> bool:
        """Whether an atom tells what one thing does to another."""
        senses = self.lexicon.senses
        return any(
            senses[id].category in ("effect", "change") and not senses[id].faint
            for id in atom.ids
            if id in senses
        )

    def acts(self, atom: Atom) -> bool:
        """Whether an atom is a verb of doing or effect, however little it says ("treat", "give")."""
        senses = self.lexicon.senses
        return any(senses[id].category in _SAYING for id in atom.ids if id in senses)

    def circumstance(self, atom: Atom) -> bool:
        """Whether an atom only tells when, how much, in whom or in what study something holds."""
        senses = self.lexicon.senses
        found = [senses[id] for id in atom.ids if id in senses]
        return bool(found) and all(s.category in _AROUND and not s.opposite for s in found)

    def limits(self, atom: Atom) -> bool:
        """Whether an atom narrows the thing beside it, as "limited", "good" or "difficult" do."""
        senses = self.lexicon.senses
        return any(
            senses[id].opposite and not senses[id].faint and senses[id].category in _NARROWING
            for id in atom.ids
            if id in senses
        )

    def qualifies(self, atom: Atom) -> bool:
        """The same, or whether an atom tells how things look for the patient, as "favorable" does."""
        senses = self.lexicon.senses
        return self.limits(atom) or any(
            senses[id].opposite and not senses[id].faint and senses[id].category == "disease"
            for id in atom.ids
            if id in senses
        )

    def things(self, atom: Atom) -> bool:
        """Whether an atom is a word for people, which can't be a figure of speech."""
        senses = self.lexicon.senses
        found = [senses[id] for id in atom.ids if id in senses]
        return bool(found) and all(
            s.category in _NOUNS and not s.faint and s.id not in _ANYONE for s in found
        )

    def denies(self, atom: Atom) -> bool:
        """Whether an atom is one of two words of which exactly one is true, so that it can't be a detail."""
        senses = self.lexicon.senses
        found = [senses[id] for id in atom.ids if id in senses]
        return bool(found) and all(s.negates and not s.faint and s.category != "order" for s in found)

    def opposed(self, atom: Atom, other: Atom) -> str:
        """ "complement" where exactly one of two senses is true, "contrary" where at most one is, else ""."""
        return self._opposed(atom.ids, other.ids)

    def _opposed_of(self, one: frozenset[str], other: frozenset[str]) -> str:
        senses = self.lexicon.senses
        mine = [senses[id] for id in one if id in senses]
        theirs = [senses[id] for id in other if id in senses]
        if any(s.negates & other for s in mine) or any(s.negates & one for s in theirs):
            return "complement"
        if any(s.opposite & other for s in mine) or any(s.opposite & one for s in theirs):
            return "contrary"
        return ""

    def divides(self, atom: Atom) -> bool:
        """Whether an atom names a population, a disease or a marker, as facts do."""
        return bool(self.kinds(atom) & {"population", "disease", "biomarker", "setting"})

    def competes(self, atom: Atom, sentence: Reading, kinds: frozenset[str] = INTERVENTIONS) -> bool:
        """Whether a sentence names a thing of these kinds that is not this one."""
        return any(
            other.kind is Kind.CONCEPT and self.kinds(other) & kinds and not self.related(atom, other)
            for other in sentence.atoms
        )

    def whole(self, atom: Atom, other: Atom, sentence: Reading) -> bool:
        """Whether a clause names every part that a thing is made of: FEC, by its three drugs."""
        here: set[str] = set()
        for near in sentence.atoms:
            if near.segment == other.segment and near.excluded == other.excluded:
                here |= self.wide(near)
        return any(
            parts and parts <= here
            for id in atom.ids
            if (entry := self.lexicon.concepts.get(id))
            for parts in (entry.made_of, entry.says)
        )

    def siblings(self, sibling: Atom, atom: Atom, group: Atom) -> bool:
        """Whether two drugs are members of one group, or of one class of drugs."""
        wide = self.wide(sibling)
        if group.ids & wide:
            return True
        concepts = self.lexicon.concepts
        shared = wide & self.wide(atom)
        return any(id in concepts and concepts[id].kind == "drug_class" for id in shared)

    def rival(self, statement: Reading, sentence: Reading, clause: Segment) -> bool:
        """Whether a clause speaks of a treatment that the statement does not name, and so neither says nor
        denies what the statement does."""
        return any(
            atom.segment == clause.index
            and not atom.excluded
            and self.kinds(atom) & INTERVENTIONS
            and not any(self.related(atom, mine) for mine in statement.atoms)
            for atom in sentence.atoms
        )
