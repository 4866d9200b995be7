"""Roles: who does what to whom, where a word has two sides that may not be exchanged."""

from collections.abc import Sequence

from rules.claim import Atom, Kind, Reading
from rules.match import Pair
from rules.meaning import Meaning

_FORWARD = frozenset(
    {"s:cause", "s:result", "s:contribute", "s:replace", "s:precede", "s:before", "s:produce"}
)
"""Words whose first side is the cause, the newcomer or the earlier thing."""
_BACKWARD = frozenset({"s:after"})
"""Words whose first side is the effect or the later thing."""
CAUSING = frozenset({"s:cause", "s:result", "s:contribute"})
_TURNING = frozenset({"by", "from", "of"})
_SWITCHING = frozenset({"s:switch"})
_SWAYING = frozenset({"s:depend", "s:affect"})
"""Words that tell what is decided by what: "A depends on B" and "B affects A"."""
_SWAYED_BY = frozenset({"on", "by", "upon", "account"})
_PROVING = frozenset({"s:confirm"})
"""Words for what a test does: "A confirms B" is "confirmation of B by A"."""
_TAKES_OVER = ("replac", "supersed", "supplant", "displac")
"""Beginnings of verbs whose subject is the newcomer: "A replaces B"."""


def exchanged(statement: Reading, sentence: Reading, pairs: Sequence[Pair], meaning: Meaning) -> str:
    """The words of a thing that stands on one side in the statement and on the other in the sentence; ""
    where none does."""
    for mine, theirs in pairs:
        if mine.ids & theirs.ids & _PROVING:
            provers, others = _provers(statement, mine), _provers(sentence, theirs)
            if provers and others and not _meets(provers, others, meaning):
                return provers[0].words
        if "s:before" in mine.ids and _comes_after(statement, mine, sentence, pairs):
            return mine.words
        if mine.kind is not Kind.SENSE or not mine.ids & (_FORWARD | _BACKWARD | _SWITCHING | _SWAYING):
            continue
        first, second = _sides(statement, mine)
        if mine.ids & _SWITCHING and first and not second:
            targets = [_sides(sentence, o)[0] for o in sentence.atoms if o.ids & _SWITCHING]
            if any(targets) and not any(_meets(first, each, meaning) for each in targets if each):
                return first[0].words  # "move to A" where the passage moves to B
        verdicts = [
            _exchanged(first, second, _sides(sentence, other), meaning)
            for other in sentence.atoms
            if other.kind is Kind.SENSE and (other.ids & mine.ids or _kin(mine, other))
        ]
        told = [words for words in verdicts if words is not None]
        if told and all(told):
            return told[0]
    return ""


def _provers(reading: Reading, word: Atom) -> list[Atom]:
    """What proves something: what stands after "by", or before the verb in its active form."""
    things = [a for a in reading.atoms if a.kind is Kind.CONCEPT and a.segment == word.segment]
    words = [token.lower for token in reading.tokens]
    by = next((i for i in range(word.last + 1, len(words)) if words[i] == "by"), None)
    if by is not None:
        return [a for a in things if a.first > by]
    active = not words[word.last].endswith(("ed", "ion", "ing"))
    return [a for a in things if a.last < word.first][-1:] if active else []


def _comes_after(statement: Reading, word: Atom, sentence: Reading, pairs: Sequence[Pair]) -> bool:
    """Whether what a statement puts later is what the sentence waits for: "A before B", "A only after B"."""
    later = [b for a, b in pairs if a.first > word.last and a.segment == word.segment]
    return any(
        b.condition and b.first > 0 and sentence.tokens[b.first - 1].lower in ("after", "once")
        for b in later[:1]
    )


def _kin(mine: Atom, other: Atom) -> bool:
    """Whether two words tell of a cause and its effect, from either end."""
    return any(mine.ids & kind and other.ids & kind for kind in (CAUSING, _SWAYING))


def _exchanged(
    first: list[Atom], second: list[Atom], theirs: tuple[list[Atom], list[Atom]], meaning: Meaning
) -> str | None:
    """The words of a thing on the wrong side, "" where the sides agree, None where one of them is empty."""
    their_first, their_second = theirs
    if not (first and second and their_first and their_second):
        return None
    either = [*their_first, *their_second]
    if not (_meets(first, either, meaning) and _meets(second, either, meaning)):
        return None  # that word relates other things
    if _meets(first, their_second, meaning) and not _meets(first, their_first, meaning):
        return first[0].words
    if _meets(second, their_first, meaning) and not _meets(second, their_second, meaning):
        return second[0].words
    return ""


def _sides(reading: Reading, word: Atom) -> tuple[list[Atom], list[Atom]]:
    """The things on the first and on the second side of a word, in the order that its active form has."""
    things = [a for a in reading.atoms if a.kind is Kind.CONCEPT and a.segment == word.segment]
    if word.ids & _SWITCHING:
        return _switched(reading, word, things)
    before = [a for a in things if a.last < word.first][-2:]
    after = [a for a in things if a.first > word.last][:2]
    turned = bool(word.ids & _BACKWARD)
    following = [t.lower for t in reading.tokens[word.last : word.last + 3]]
    if word.ids & _SWAYING:
        said = [t.lower for t in reading.tokens[word.first : word.last + 2]]
        turned = "s:depend" in word.ids and bool(_SWAYED_BY & set(said[1:]) or said[0].startswith("depend"))
        turned = turned or "by" in said
    elif any(w in _TURNING for w in following[:2]) and not word.ids & {"s:before", "s:after"}:
        turned = not turned
    return (after, before) if turned else (before, after)


def _switched(reading: Reading, word: Atom, things: list[Atom]) -> tuple[list[Atom], list[Atom]]:
    source: list[Atom] = []
    target: list[Atom] = []
    said = [t.lower for t in reading.tokens[max(word.first - 1, 0) : word.last + 1]]
    if said[-1].startswith(_TAKES_OVER) and not said[-1].endswith(("ed", "ment", "ing")):
        return [a for a in things if a.last < word.first], [a for a in things if a.first > word.last]
    for atom in things:
        if atom.first <= word.last:
            continue
        lead = [t.lower for t in reading.tokens[max(word.last + 1, atom.first - 3) : atom.first]]
        nearest = next((w for w in reversed(lead) if w in ("from", "to", "into", "for", "with")), "")
        (source if nearest == "from" else target).append(atom)
    if "replaced" in [t.lower for t in reading.tokens[word.first : word.last + 1]]:
        things_before = [a for a in things if a.last < word.first]
        return target, things_before  # "B is replaced by A": A is the newcomer
    return target, source


def _meets(mine: list[Atom], theirs: list[Atom], meaning: Meaning) -> bool:
    return any(meaning.related(a, b) for a in mine for b in theirs)
