"""What one text says of the facts: readings with their words, before they are weighed against each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from operator import or_

from rules.context import Value
from rules.fact_cues import UNREAL, Cue, Cues, Mode, looking_back
from rules.fact_text import FactText, Measure, Spelling
from rules.phrase import JOINERS, RUN, Phrase, PhraseIndex, Run
from rules.phrase_reader import PhraseReader, words_in
from rules.variables import Kind, Says, Variable, Variables


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One value read for one fact. `first`/`last` are its tokens (last exclusive), `start`/`end` code points.

    `value` None means that the words say nothing, and only keep shorter phrases from being read.
    """

    variable: str
    value: Value | None
    words: str
    start: int
    end: int
    first: int
    last: int
    past: bool = False
    measure: Measure | None = None
    says: Says | None = None


@dataclass(frozen=True)
class TextReadings:
    """All readings of one text, by fact, and the cues that were found in it."""

    text: FactText
    cues: tuple[Cue, ...]
    readings: tuple[Reading, ...]

    def has(self, kind: str) -> bool:
        """Whether the text has a cue of this kind."""
        return any(cue.kind == kind for cue in self.cues)


@dataclass(frozen=True)
class _Meaning:
    variable: Variable
    says: Says
    run: frozenset[str]
    alone: frozenset[str] = frozenset()


class TextReader:
    """Finds the phrases of declared facts in a text. Built once, then only read."""

    def __init__(self, variables: Variables, cues: Cues) -> None:
        self._cues = cues
        self._index: PhraseIndex[_Meaning] = PhraseIndex()
        phrases = PhraseReader(variables.words)
        for variable in variables.values():
            for says in variable.says:
                for text in says.phrases:
                    phrase = phrases.read(text)
                    alone = phrases.forms(says.alone) if says.alone else frozenset[str]()
                    self._index.add(phrase, _Meaning(variable, says, _run(phrase), alone))
        known = words_in(_texts(variables)) | cues.words | variables.not_misspelt
        self._spelling = Spelling(variables.spelling, known=known)

    def read(self, text: str, *, follow_up: bool = False) -> TextReadings:
        """The readings of a text, in order of place. `follow_up` tells that earlier turns are known."""
        prepared = FactText(text, self._spelling)
        cues = self._cues.find(prepared)
        modes = self._cues.modes(prepared, cues, follow_up=follow_up)
        found = _longest(list(self._matches(prepared)))
        meant = [
            reading
            for one, run in found
            if (reading := _meant(one, prepared, modes, run=run, own=_own(one, cues))) is not None
        ]
        kept = _without_choices(meant, prepared, self._cues.alternatives)
        return TextReadings(prepared, cues, tuple(sorted(kept, key=lambda r: (r.start, r.end, r.variable))))

    def _matches(self, text: FactText) -> Iterator[tuple[Reading, frozenset[str]]]:
        for at, meaning, found in self._index.matches(text):
            value = _value(meaning, found.measure)
            if not meaning.variable.plausible(value):
                continue
            if meaning.alone and not _stands_alone(text, at, found.end, meaning.alone):
                continue
            start, end = text.tokens[at].start, text.tokens[found.end - 1].end
            reading = Reading(
                variable=meaning.variable.name,
                value=value,
                words=text.text[start:end],
                start=start,
                end=end,
                first=at,
                last=found.end,
                measure=found.measure,
                says=meaning.says,
            )
            yield reading, meaning.run


def _texts(variables: Variables) -> Iterator[str]:
    yield from (entry for entries in variables.words.values() for entry in entries)
    yield from (text for one in variables.values() for says in one.says for text in says.phrases)


def _stands_alone(text: FactText, first: int, last: int, forms: frozenset[str]) -> bool:
    """Whether only words of a list stand between the clause ends, or the test result, around a match."""
    allowed = forms | (JOINERS - {","})
    while first > 0 and last - first < RUN and text.stem(first - 1) in allowed:
        first -= 1
    while last < text.size and last - first < RUN and text.stem(last) in allowed:
        last += 1
    begins = first == 0 or text.ends_clause(first - 1)
    follows_result = text.tokens[first].text == "+" or (
        first > 0 and text.tokens[first - 1].text in ("+", "-")
    )
    return (begins or follows_result) and text.ends_clause(last)


def _run(phrase: Phrase) -> frozenset[str]:
    return frozenset[str]().union(*(part.forms for part in phrase if isinstance(part, Run)))


def _value(meaning: _Meaning, measure: Measure | None) -> Value | None:
    variable, says = meaning.variable, meaning.says
    if says.ignored:
        return None
    if variable.kind is Kind.SET and isinstance(says.value, str):
        return (says.value,)
    if variable.kind is not Kind.NUMBER or says.value is not None or measure is None:
        return says.value
    return measured(variable, measure)


def measured(variable: Variable, measure: Measure) -> float:
    """The number of a measure in the unit of a variable; a bound counts as the next hundredth beyond it."""
    number = measure.value
    if measure.months is not None:
        number = measure.months / 12 if variable.unit == "years" else measure.months
    return round(number + measure.bound / 100, 2)


def _longest(matches: Sequence[tuple[Reading, frozenset[str]]]) -> Iterator[tuple[Reading, frozenset[str]]]:
    """For each fact the longest matches, none of which overlap.

    Values of a set may overlap (liver and lung metastases), but not inside a phrase without a list.
    """
    taken: dict[tuple[str, Value | None], set[int]] = {}
    closed: dict[str, set[int]] = {}
    ranked = sorted(matches, key=lambda m: (m[0].first - m[0].last, m[0].first, m[0].value is not None))
    for reading, run in ranked:
        key = (reading.variable, reading.value if isinstance(reading.value, tuple) else None)
        places, words = taken.setdefault(key, set()), range(reading.first, reading.last)
        if places.isdisjoint(words) and not closed.setdefault(reading.variable, set()).issuperset(words):
            places.update(words)
            if not run:
                closed[reading.variable].update(words)
            yield reading, run


def _own(reading: Reading, cues: Sequence[Cue]) -> Mode:
    """What words of the reading itself would make of it ("unknown"): they are part of what it says."""
    inside = (cue for cue in cues if reading.first < cue.start < reading.last)
    return reduce(or_, (looking_back(cue) for cue in inside), Mode.STATED)


def _meant(
    reading: Reading, text: FactText, modes: Sequence[Mode], *, run: frozenset[str], own: Mode
) -> Reading | None:
    """A reading as it is meant: denied turns it round, a doubt or another person's history drops it."""
    first = reading.first
    while (
        run
        and first >= max(2, reading.first - RUN)
        and text.is_form(first - 1, JOINERS)
        and text.is_form(first - 2, run)
    ):
        first -= 2
    mode = (modes[first] | (modes[reading.first] & UNREAL)) & ~own
    if mode & UNREAL or _is_question(text, reading):
        return None
    value: Value | None = reading.value
    if mode & Mode.NEGATED:
        value = reading.says.negated if reading.says else None
    return None if value is None else replace(reading, value=value, past=bool(mode & Mode.PAST))


def _is_question(text: FactText, reading: Reading) -> bool:
    """Whether a reading is all that a question mark stands behind: `Premenopausal? No idea.`"""
    first, last = reading.first, reading.last
    begins = first == 0 or text.ends_sentence(first - 1)
    return begins and last < text.size and text.tokens[last].text == "?"


def _without_choices(
    readings: Sequence[Reading], text: FactText, alternatives: frozenset[str]
) -> Iterator[Reading]:
    """Leaves out values that are offered as choices: premenopausal or postmenopausal?"""
    dropped: set[int] = set()
    ordered = sorted(range(len(readings)), key=lambda i: (readings[i].variable, readings[i].first))
    for one, other in pairwise(ordered):
        left, right = readings[one], readings[other]
        if left.variable != right.variable or left.value == right.value or isinstance(left.value, tuple):
            continue
        between = range(left.last, right.first)
        apart = len(between) > 5 or any(text.ends_sentence(at) for at in between)
        if not apart and any(text.tokens[at].lower in alternatives for at in between):
            dropped |= {one, other}
    return (reading for at, reading in enumerate(readings) if at not in dropped)
