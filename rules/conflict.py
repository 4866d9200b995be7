"""Conflict: the ways in which a sentence that shares the words of a statement still does not carry it."""

from collections.abc import Sequence

from rules.alternative import beside_another, spared_of
from rules.binding import of_another, unbound
from rules.claim import Atom, Kind, Reading, Segment
from rules.end import end_of
from rules.match import Around, Flaw, Meeting, Pair
from rules.meaning import INTERVENTIONS, LINES, TOPICS, Meaning, ids_of
from rules.reference import begins_with_it, taken_up
from rules.roles import exchanged
from rules.strength import strength
from rules.twist import TOGETHER, Twists, optional, swapped

_ACHIEVED = frozenset({"s:respond"})
"""What treatment achieved, where it is told by a verb."""
_NARROWING = frozenset({"s:alone", "s:routine"})
_WEAK, _STRONG, _MUST = 3, 4, 5


def words_of(statement: Reading, segment: Segment) -> str:
    """The words of a segment, for a reason that a person reads."""
    return " ".join(token.text for token in statement.tokens[segment.first : segment.last + 1])


class Conflicts:
    """Looks for conflicts once atoms are paired."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.twists = Twists(meaning)

    def find(  # noqa: PLR0913  (six things bear on one judgement)
        self,
        statement: Reading,
        segment: Segment,
        sentence: Reading,
        *,
        pairs: Sequence[Pair],
        turned: Sequence[Pair],
        around: Around,
    ) -> tuple[Flaw, str]:
        """The first flaw, with the words at fault; (NONE, "") where there is none. `turned`: opposites."""
        found = [
            self._flaw(
                Meeting(
                    statement=statement,
                    segment=segment,
                    sentence=sentence,
                    home=home,
                    pairs=tuple(pairs),
                    turned=tuple(turned),
                ),
                around,
            )
            for home in self._homes(sentence, pairs)
        ]
        return next((each for each in found if each[0] is Flaw.NONE), found[0])

    def _flaw(self, meeting: Meeting, around: Around) -> tuple[Flaw, str]:
        """The first flaw of one meeting."""
        statement, sentence, pairs = meeting.statement, meeting.sentence, meeting.pairs
        home = meeting.home
        dropped = self._dropped(meeting, around)
        said = words_of(statement, meeting.segment)
        flaw, words, left_out = self._sides(meeting)
        if flaw is not Flaw.NONE:
            return flaw, words or said
        if not left_out and not dropped:  # a passage on other conditions denies nothing
            apart = self._divided(pairs, sentence, home)
            if apart is not None:
                rival = self.meaning.rival(statement, sentence, sentence.segments[apart.segment])
                return (Flaw.BINDING if rival else Flaw.POLARITY), apart.words
            if self._opposite(meeting):
                rival = (
                    home.negative
                    and not meeting.segment.negative
                    and self.meaning.rival(statement, sentence, home)
                )
                return (Flaw.BINDING if rival else Flaw.POLARITY), said
        for check, flaw in (
            (self._strayed(pairs, sentence, home), Flaw.BINDING),
            (exchanged(statement, sentence, pairs, self.meaning), Flaw.ROLE),
            (unbound(statement, sentence, pairs, self.meaning), Flaw.BINDING),
            (
                "" if left_out or not home.negative else self._lost(statement, sentence, home, around),
                Flaw.SCOPE,
            ),
            (dropped, Flaw.CONDITION),
            (end_of(meeting, around, self.meaning), Flaw.SCOPE),
        ):
            if check:
                return flaw, check
        twist, words = self.twists.find(meeting)
        if twist is not Flaw.NONE:
            return twist, words or said
        return strength(meeting), said

    def _homes(self, sentence: Reading, pairs: Sequence[Pair]) -> list[Segment]:
        """The segments of the sentence that may carry the match, the one with most of it first; predicates
        weigh more than things. Another can be meant only if it holds a predicate that says something and no
        less than half as much."""
        weight: dict[int, float] = {}
        saying: set[int] = set()
        for mine, theirs in pairs:
            worth = 1.0 if mine.kind is not Kind.SENSE else 1.6
            weight[theirs.segment] = weight.get(theirs.segment, 0.0) + worth
            after = sentence.segments[theirs.segment + 1 : theirs.segment + 2]
            if after and mine.kind is Kind.CONCEPT and taken_up(sentence, theirs, after[0]):
                weight[after[0].index] = weight.get(after[0].index, 0.0) + worth
            if self.meaning.speaks(mine):
                saying.add(theirs.segment)
        order = sorted(weight, key=lambda key: (-weight[key], -key if begins_with_it(sentence, key) else key))
        most = weight[order[0]]
        return [
            sentence.segments[i] for i in order if i == order[0] or (i in saying and 2 * weight[i] >= most)
        ]

    def _leads(self, sentence: Reading, atom: Atom) -> bool:
        """Whether a thing is the subject of its clause, of which something is denied."""
        things = [a for a in sentence.atoms if a.segment == atom.segment and a.kind is Kind.CONCEPT]
        return bool(things) and things[0] is atom

    def _sides(self, meeting: Meeting) -> tuple[Flaw, str, bool]:
        """Sides of comparisons and exclusions; the last value tells that "is not given" met "without"."""
        segment, home, sentence = meeting.segment, meeting.home, meeting.sentence
        pairs, turned = meeting.pairs, meeting.turned
        things = [(a, b) for a, b in pairs if a.kind is not Kind.SENSE or self._compared(a, b)]
        mine_against = any(a.against for a, _ in things if a.kind is not Kind.QUANTITY)
        comparing = mine_against and any(b.against for _, b in things if b.kind is not Kind.QUANTITY)
        if comparing and segment.negative and not home.negative and not turned and swapped(things):
            return Flaw.NONE, "", True  # what B is preferred over is not preferred over B
        if mine_against and not comparing and any(self.meaning.judges(a) for a, _ in pairs):
            return Flaw.SIDE, "", False
        ranked = not comparing and not turned and any(self.meaning.ranks(a) for a, _ in pairs)
        for mine, theirs in things:  # "B is better" where A is better than B
            lesser = theirs.against and not mine.against and not mine.condition
            if ranked and lesser and self.meaning.kinds(mine) & INTERVENTIONS:
                return Flaw.SIDE, mine.words, False
        left_out = False
        for mine, theirs in pairs:
            without = mine.excluded and not theirs.excluded and (mine, theirs) not in turned
            plain = mine.kind is Kind.WORD or (mine.kind is Kind.SENSE and not self.meaning.small(mine))
            if without and plain and mine.ids & theirs.ids and not (segment.negative or home.negative):
                return Flaw.SIDE, mine.words, False
        bare = [
            (a, b)
            for a, b in pairs
            if a.kind is Kind.QUANTITY or (a.kind is Kind.SENSE and self.meaning.limits(a))
        ]
        if comparing and not turned and any(a.against != b.against for a, b in bare):
            return Flaw.SIDE, "", False
        free = optional(sentence) if any(mine.excluded for mine, _ in things) else frozenset[str]()
        for mine, theirs in things:
            if mine.excluded and theirs.ids & free and (segment.force or _MUST) <= _WEAK:
                continue  # "may be given without B" where the passage has "alone or with B"
            if mine.excluded and self.meaning.wide(mine) & self.meaning.lacks(theirs):
                continue  # "without epirubicin" by "chemotherapy that contains no anthracycline"
            if mine.condition and beside_another(sentence, theirs, pairs):
                continue
            if mine.excluded != theirs.excluded and "s:alone" not in theirs.ids:
                joint = any(a.segment == home.index and a.ids & TOGETHER for a in sentence.atoms)
                leading = mine.excluded and home.negative and not joint and self._leads(sentence, theirs)
                there = sentence.segments[theirs.segment].negative
                both = theirs.excluded and home.negative  # "without symptoms a scan is not done" advises none
                if segment.negative == there or mine.kind is Kind.QUANTITY or leading or both:
                    return Flaw.SIDE, mine.words, False
                left_out = True
            topic = mine.condition or bool(self.meaning.kinds(mine) & TOPICS)
            if (
                comparing
                and not topic
                and mine.kind is not Kind.QUANTITY
                and (mine.against != theirs.against) != bool(turned)
            ):
                return Flaw.SIDE, mine.words, False
        return Flaw.NONE, "", left_out

    def _compared(self, mine: Atom, theirs: Atom) -> bool:
        """Whether words that are no names stand for the things compared: "a combination" and "one drug"."""
        beside = mine.against or theirs.against
        return beside and not self.meaning.judges(mine) and not self.meaning.faint(mine)

    def _divided(self, pairs: Sequence[Pair], sentence: Reading, home: Segment) -> Atom | None:
        """A thing of the sentence that it names in a clause of the other polarity."""
        for mine, theirs in pairs:
            if taken_up(sentence, theirs, home):
                continue
            there = sentence.segments[theirs.segment].negative
            if mine.kind is not Kind.CONCEPT or there == home.negative or theirs.excluded:
                continue
            outcome = "outcome" in self.meaning.kinds(mine)
            if home.negative and outcome and not self._outcomes(sentence, home):
                continue  # "survival was 9 and 7 months, but the difference was not significant"
            return theirs
        return None

    def _outcomes(self, sentence: Reading, home: Segment) -> bool:
        return any(
            a.segment == home.index and self.meaning.kinds(a) & {"outcome", "disease", "toxicity"}
            for a in sentence.atoms
        )

    def _opposite(self, meeting: Meeting) -> bool:
        """Whether polarity differs. A complement has to meet the other negation; a contrary may only be
        denied by the statement ("reduces" carries "does not increase", not the reverse)."""
        segment, home, sentence = meeting.segment, meeting.home, meeting.sentence
        pairs, turned = meeting.pairs, meeting.turned
        polar = [
            (a, b) for a, b in pairs if (a.kind is Kind.SENSE and self.meaning.turns(a)) or (a, b) in turned
        ]
        if not home.negative and not segment.negative and self._denied(sentence, home, pairs):
            return True
        if not polar:
            return segment.negative != home.negative
        own = [(a, b) for a, b in polar if b.segment == home.index or (a, b) in turned]
        if any(self._met(segment, sentence, pair, turned) for pair in own):
            return False
        swapped = any(a.against != b.against for a, b in pairs if a.kind is Kind.CONCEPT)
        for mine, theirs in own or polar:
            if theirs.excluded and not mine.excluded and mine.ids & LINES:
                continue  # "A instead of first-line B": A is the first line
            if swapped and (mine, theirs) in turned:
                continue  # "A is inferior to B" and "B is superior to A"
            here = segment.negative ^ mine.excluded
            there = sentence.segments[theirs.segment].negative ^ theirs.excluded
            kind = self.meaning.opposed(mine, theirs) if (mine, theirs) in turned else ""
            if kind == "contrary":
                if not (here and not there):
                    return True
            elif (here != there) != (kind == "complement"):
                return True
        return False

    def _denied(self, sentence: Reading, home: Segment, pairs: Sequence[Pair]) -> bool:
        """Whether what is said stands in a clause that is denied: "one after the other and never at once"."""
        return any(
            sentence.segments[theirs.segment].negative
            and theirs.segment != home.index
            and (self.meaning.speaks(mine) or mine.ids & TOGETHER)
            for mine, theirs in pairs
            if mine.kind is Kind.SENSE
        )

    def _met(self, segment: Segment, sentence: Reading, pair: Pair, turned: Sequence[Pair]) -> bool:
        """Whether a pair of complements is met by the other negation: "should not be stopped" by "should be
        continued"; the negation says nothing of the other words then."""
        mine, theirs = pair
        here = segment.negative ^ mine.excluded
        there = sentence.segments[theirs.segment].negative ^ theirs.excluded
        return pair in turned and self.meaning.opposed(mine, theirs) == "complement" and here != there

    def _strayed(self, pairs: Sequence[Pair], sentence: Reading, home: Segment) -> str:
        """A thing that the sentence names in another clause, while the clause meant names another such
        thing."""
        met = {id(theirs) for _, theirs in pairs}
        rivals = [
            atom
            for atom in sentence.atoms
            if atom.segment == home.index
            and atom.kind is Kind.CONCEPT
            and id(atom) not in met
            and not atom.excluded
        ]
        for mine, theirs in pairs:
            if mine.kind is not Kind.CONCEPT or theirs.segment == home.index:
                continue
            kinds = self.meaning.kinds(mine) & (INTERVENTIONS | {"population"})
            if any(kinds & self.meaning.kinds(r) and not r.ids & self.meaning.wide(mine) for r in rivals):
                return mine.words
        return ""

    def _lost(self, statement: Reading, sentence: Reading, home: Segment, around: Around) -> str:
        """The words of a thing that a negative clause names and the statement leaves out: "not A with B"
        does not say "not A"."""
        mine = ids_of(statement.atoms, self.meaning.lexicon)
        for atom in sentence.atoms:
            if atom.segment != home.index or atom.excluded:
                continue
            if atom.ids & _NARROWING and not atom.condition and not atom.ids & mine:
                return atom.words  # "not A alone" does not say "not A"
            if atom.kind is not Kind.CONCEPT:
                continue
            kinds = self.meaning.kinds(atom)
            if kinds & (TOPICS | {"outcome"}) or atom.ids & (mine | around.headings):
                continue
            if not kinds & INTERVENTIONS and atom.ids & around.question:
                continue
            told = self.meaning.wide(atom) | self.meaning.parts(atom)
            if not any(other.ids & told for other in statement.atoms):
                return atom.words
        return ""

    def _dropped(self, meeting: Meeting, around: Around) -> str:
        """The words of a condition or population of the sentence that statement, question and headings lack.

        Every number and every group of patients has to be met, and at least half of the rest.
        """
        statement, sentence, pairs = meeting.statement, meeting.sentence, meeting.pairs
        home, meaning = meeting.home, self.meaning
        numbers = [b for _, b in pairs if b.quantity is not None and not b.condition]
        conditions = [
            atom
            for atom in sentence.atoms
            if not atom.exception
            and not (numbers and of_another(sentence, atom, numbers))
            and abs(atom.segment - home.index) <= 1
            and (atom.condition or (_group(atom, meaning) and atom.segment == home.index))
        ]
        if home.past and all(s.force is None for s in statement.segments):
            return ""  # what a study found is told of its patients by naming the study's arms
        if {"s:adult", "s:child"} <= {id for a in sentence.atoms for id in a.ids}:
            conditions = [a for a in conditions if not a.ids & {"s:adult", "s:child"}]  # everyone
        things = [a for a in conditions if a.kind in (Kind.CONCEPT, Kind.QUANTITY)]
        if around.agreed:
            things = conditions = [
                atom
                for atom in things
                if not meaning.divides(atom) and not any(atom.words.lower() in told for told in around.agreed)
            ]
        limits = [
            a for a in conditions if a.kind is Kind.SENSE and a.segment == home.index and meaning.limits(a)
        ]
        # a statement that sets conditions of its own has to set all of them
        allows = (meeting.segment.force or _MUST) <= _WEAK
        stated = any(
            a.kind is Kind.CONCEPT and (a.condition or _one_of_all(sentence, b, meaning, allows=allows))
            for a, b in pairs
        )
        joint = [a for a in sentence.atoms if stated and _joint(sentence, a) and not meaning.faint(a)]
        conditions = [*things, *limits, *joint] or [a for a in conditions if not meaning.faint(a)]
        if not conditions:
            return ""
        known = ids_of(statement.atoms, meaning.lexicon) | around.question | around.headings
        met = {id(theirs) for _, theirs in pairs}
        spared = spared_of(sentence, conditions, met)
        conditions = [atom for atom in conditions if id(atom) not in spared]
        dropped = [
            atom
            for atom in conditions
            if id(atom) not in met
            and not (
                atom.ids & known if atom.kind is not Kind.QUANTITY else _same_number(atom, statement, around)
            )
        ]
        grave = [
            a
            for a in dropped
            if a.kind is Kind.QUANTITY
            or a in limits
            or "population" in meaning.kinds(a)
            or (a in joint and not meaning.kinds(a) & TOPICS)
        ]
        if not grave and 2 * len(dropped) <= len(conditions):
            return ""
        return ", ".join(atom.words for atom in dropped)


def _joint(sentence: Reading, atom: Atom) -> bool:
    """Whether something is one of the conditions of a sentence, or of two things that it needs both of."""
    if atom.condition:
        return not atom.exception and (atom.kind is Kind.CONCEPT or bool(atom.ids & _ACHIEVED))
    both = next((a for a in sentence.atoms if "s:both" in a.ids and a.segment + 1 >= atom.segment), None)
    return both is not None and both.first < atom.first and atom.kind is Kind.CONCEPT


def _one_of_all(sentence: Reading, atom: Atom, meaning: Meaning, *, allows: bool) -> bool:
    """Whether something is one of the conditions of a sentence, and so not enough: a finding, or of what is
    only allowed (`allows`) one of two things that are both needed."""
    if atom.condition:
        return not meaning.kinds(atom) & (TOPICS | INTERVENTIONS)
    return allows and _joint(sentence, atom)


def _group(atom: Atom, meaning: Meaning) -> bool:
    """Whether an atom names a group of patients, by kind or by age."""
    return "population" in meaning.kinds(atom) or (atom.quantity is not None and atom.quantity.what == "age")


def _same_number(atom: Atom, statement: Reading, around: Around) -> bool:
    readings = [statement] if around.question_reading is None else [statement, around.question_reading]
    return any(
        other.quantity is not None
        and atom.quantity is not None
        and (atom.quantity.same(other.quantity) or atom.quantity.met_by(other.quantity))
        for reading in readings
        for other in reading.atoms
    )
