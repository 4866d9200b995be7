"""Reference: spells out words that stand for things named before ("the former", "both", "it").

The text is rewritten with the names in their place and then read like any other, so that nothing is said of
"it" that the guideline does not say of the thing meant. A word whose meaning is not plain stays as it is.
"""

from collections.abc import Sequence
from itertools import pairwise

from rules.auxiliary import AUXILIARIES
from rules.claim import Atom, Kind, Reading, Segment
from rules.meaning import DRUGS, INTERVENTIONS, Meaning

_KINDS = {1: (DRUGS, INTERVENTIONS), 2: (INTERVENTIONS | {"procedure", "test"},)}
"""Kinds of things that a word for one thing and a word for two may stand for, the likeliest first."""
_FIRST = ("the", "former")
_SECOND = ("the", "latter")
_PAIR = (("the", "two"), ("the", "pair"), ("both", "of", "them"), ("both", "drugs"), ("both", "agents"),
         ("both", "treatments"), ("the", "two", "together"))  # fmt: skip
_ONE = (("this", "drug"), ("that", "drug"), ("the", "drug"), ("this", "agent"), ("the", "agent"),
        ("the", "antibody"), ("this", "treatment"))  # fmt: skip
_STANDING = frozenset(
    {"neither", "the", "both", "either", "this", "that", "their", "its", "it", "they", "them"}
)
"""Words with which anything begins that can stand for something else."""
_VERBS = AUXILIARIES | {"need", "needs", "helps", "help", "works", "work"}
_AFTER_IT = frozenset({".", ",", ";", ")", "!", "and", "or"})
"""Signs after an "it" that is the object of what goes before, and so a thing."""
_BEFORE_IT = frozenset(
    {"of", "with", "on", "during", "before", "after", "to", "give", "stop", "start", "under", "for", "by",
     "from", "than", "add", "adding", "without", "giving", "using", "use", "beside", "alongside"}
)  # fmt: skip

_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_COUNTS = {"one": 1, "two": 2, "three": 3}
_AFTER_ORDINAL = frozenset(
    {".", ",", ";", ":", "and", "but", "or", "only", "perhaps", "too", "possibly", "not"}
)
_LISTING = frozenset({",", "and", "or", "(", ")", "/", ";", "of", "the", "a", "an"})
_HAS = frozenset({"has", "have", "had", "meets", "fulfils", "fulfills", "satisfies"})
_OPENING = frozenset({";", ":", ",", "and", "but", "because", "since", "as"})
"""What stands before the subject of a clause."""
_EMPTY = frozenset({"to", "that", "whether"})
"""Words after an "it" that stands for no thing."""
_HAVING = frozenset({"has", "have", "had", "need", "needs", "ought"})
"""Verbs whose "to" makes a demand: "it has to be given"."""
_ASKED = INTERVENTIONS | {"procedure", "test"}


def spelled_out(
    text: str, reading: Reading, before: Sequence[Reading], meaning: Meaning, *, point: Reading | None = None
) -> str:
    """`text` with pronouns replaced by what they stand for. `before`: the readings of what was said before,
    the nearest first, the question last; `point`: the part of the question that asks."""
    words = [token.lower for token in reading.tokens]
    pieces: list[str] = []
    done = 0
    index = 0
    while index < len(words):
        if words[index] not in _STANDING:
            index += 1
            continue
        length, named = _ordinal(words, index, before)
        if length == 0:
            length, named = _meant(words, index, reading, before, meaning)
        if not named:
            length, named = 1, _of_two(words, index, text, reading)
        if not named and point is not None and _opens(words, index):
            length, named = 1, _asked_of(index, reading, before, point, meaning)
        if named:
            start, end = reading.tokens[index].start, reading.tokens[index + length - 1].end
            pieces += [text[done:start], named]
            done = end
            index += length
        else:
            index += 1
    return "".join([*pieces, text[done:]]) if pieces else text


def _meant(
    words: Sequence[str], at: int, reading: Reading, before: Sequence[Reading], meaning: Meaning
) -> tuple[int, str]:
    """How many words at `at` stand for something named before, and its name ("" where they do not)."""
    for which in (_FIRST, _SECOND):
        if _stands(words, at, which):
            pair = _last(at, reading, before, meaning, 2)
            return 2, (pair[0] if which is _FIRST else pair[1]) if pair else ""
    for phrase in _PAIR:
        if _stands(words, at, phrase) and not _listed(at + len(phrase), reading):
            pair = _last(at, reading, before, meaning, 2)
            return len(phrase), " and ".join(pair)
    if words[at] == "either" and (at + 1 == len(words) or words[at + 1] in (".", ",", ";")):
        return 1, " or ".join(_joined(at, reading, meaning) or _last(at, reading, before, meaning, 2))
    subject = _subject(words, at, before)
    if subject:
        return 1, next((a.words for a in before[0].atoms if _leads(a, meaning)), "")
    for phrase in _ONE:
        if _stands(words, at, phrase):
            return len(phrase), "".join(_last(at, reading, before, meaning, 1))
    object_of = at and words[at - 1] in _BEFORE_IT and (at + 1 == len(words) or words[at + 1] in _AFTER_IT)
    if words[at] in ("it", "them") and object_of:
        return 1, "".join(_last(at, reading, before, meaning, 1))
    return 1, ""


def _of_two(words: Sequence[str], at: int, text: str, reading: Reading) -> str:
    """The two things, joined by "and", of which a clause says that someone has "neither" or "both"."""
    ends = at + 1 == len(words) or words[at + 1] in (".", ",", ";", "!")
    if words[at] not in ("neither", "both") or not ends or words[at - 1] not in _HAS:
        return ""
    clause = max((i for i, word in enumerate(words[:at]) if word in (",", ";")), default=0)
    things = [a for a in reading.atoms if a.kind is Kind.CONCEPT and a.last < clause]
    pair = next(
        (
            (first, second)
            for first, second in reversed(list(pairwise(things)))
            if "and" in words[first.last + 1 : second.first]
        ),
        None,
    )
    if pair is None:
        return ""
    joint = words.index("and", pair[0].last + 1)
    tokens = reading.tokens
    one = text[tokens[pair[0].first].start : tokens[joint - 1].end]
    other = text[tokens[joint + 1].start : tokens[clause - 1].end]
    return f"neither {one} nor {other}" if words[at] == "neither" else f"both {one} and {other}"


def _ordinal(words: Sequence[str], at: int, before: Sequence[Reading]) -> tuple[int, str]:
    """How many words at `at` count off what the question lists ("the last two"), and what they name; (0, "")
    where none do."""
    if words[at] != "the" or at + 2 > len(words) or words[at + 1] not in _PLACES:
        return 0, ""
    several = at + 2 < len(words) and words[at + 2] in _COUNTS
    length = 3 if several else 2
    if at + length < len(words) and words[at + length] not in _VERBS | _AFTER_ORDINAL:
        return 0, ""
    count = _COUNTS[words[at + 2]] if several else 1
    listed = _listed_in(before[-1])
    place = _PLACES[words[at + 1]]
    named = listed[-count:] if place < 0 else listed[place : place + count]
    return (length, " and ".join(named)) if len(named) == count and len(listed) > 1 else (0, "")


def _listed_in(question: Reading) -> list[str]:
    """The items of the longest list in a question: things, known or not, that only commas and joining words
    part; a slash joins two to one item ("DOC/CAPE")."""
    runs: list[list[tuple[int, int]]] = [[]]
    for atom in question.atoms:
        run = runs[-1]
        if atom.kind not in (Kind.CONCEPT, Kind.WORD) or (run and atom.first <= run[-1][1]):
            continue
        between = [token.text for token in question.tokens[run[-1][1] + 1 : atom.first]] if run else []
        if between == ["/"]:
            run[-1] = (run[-1][0], atom.last)
        elif all(word.lower() in _LISTING or word.isdigit() for word in between):
            run.append((atom.first, atom.last))
        else:
            runs.append([(atom.first, atom.last)])
    return [_spelled(question, first, last) for first, last in max(runs, key=len)]


def _spelled(reading: Reading, first: int, last: int) -> str:
    words = reading.tokens[first : last + 1]
    return "".join(w.text if w.joined or not i else f" {w.text}" for i, w in enumerate(words))


def _opens(words: Sequence[str], at: int) -> bool:
    """Whether an "it" is the subject of a clause that opens here, and stands for a thing: not in "it is right
    to"."""
    if words[at] != "it" or (at and words[at - 1] not in _OPENING):
        return False
    follows = words[at + 1 : at + 7]
    end = next((i for i, word in enumerate(follows) if not word.isalpha()), len(follows))
    said = ["must" if word in _HAVING else word for word in follows[:end]]
    return bool(said) and not any(
        word in _EMPTY and (word != "to" or before != "must") for before, word in pairwise(["", *said])
    )


def _asked_of(at: int, reading: Reading, before: Sequence[Reading], point: Reading, meaning: Meaning) -> str:
    """The one treatment or test of which the nearest clause speaks, or else the question; "" where it names
    several, or something else in the clause that a colon ends."""
    nearest = [reading, *before[:-1]]
    for near, end in [
        *((each, at if each is reading else len(each.tokens)) for each in nearest),
        (point, 99),
    ]:
        things = [atom for atom in near.atoms if atom.first < end and atom.kind is Kind.CONCEPT]
        named = [atom for atom in things if meaning.kinds(atom) & _ASKED]
        if named or (things and near is reading and reading.tokens[at - 1].text in (":", ";")):
            different = {atom.ids for atom in named if not atom.excluded}
            return named[0].words if len(different) == 1 else ""
    return ""


def _subject(words: Sequence[str], at: int, before: Sequence[Reading]) -> bool:
    """Whether a word takes up the subject of the sentence before: "their superiority", "it has not been
    shown"."""
    if len(before) < 2:
        return False
    if words[at] in ("their", "its"):
        return True
    follows = words[at + 1 : at + 7]
    empty = any(word in ("to", "that", "whether", "if") for word in follows[1:])  # "it is right to"
    return at == 0 and words[at] in ("it", "they") and bool(follows) and follows[0] in _VERBS and not empty


def _leads(atom: Atom, meaning: Meaning) -> bool:
    thing = atom.kind is Kind.CONCEPT and bool(meaning.kinds(atom) & INTERVENTIONS)
    return thing and not atom.excluded and not atom.against


def _joined(at: int, reading: Reading, meaning: Meaning) -> tuple[str, ...]:
    """The last two things of a kind that stand with "or" between them in an earlier clause."""
    words = [token.lower for token in reading.tokens]
    clause = max((i for i, word in enumerate(words[:at]) if word in (";", ".")), default=0)
    things = [a for a in reading.atoms if a.kind is Kind.CONCEPT and a.last < clause]
    for first, second in reversed(list(pairwise(things))):
        if words[first.last + 1 : second.first] == ["or"] and meaning.kinds(first) & meaning.kinds(second):
            return first.words, second.words
    return ()


def _stands(words: Sequence[str], at: int, phrase: Sequence[str]) -> bool:
    return tuple(words[at : at + len(phrase)]) == tuple(phrase)


def _listed(at: int, reading: Reading) -> bool:
    """Whether a thing follows at once, which is then what is meant."""
    return any(a.kind is Kind.CONCEPT and at <= a.first <= at + 1 for a in reading.atoms)


def _last(
    at: int, reading: Reading, before: Sequence[Reading], meaning: Meaning, count: int
) -> tuple[str, ...]:
    """The names of the last `count` things; () where there are more or fewer of a kind in the nearest text
    that names any."""
    for near in (reading, *before):
        for kinds in _KINDS[count]:
            named = _things(near, meaning, kinds, at if near is reading else len(near.tokens))
            if named:
                return tuple(atom.words for atom in named) if len(named) == count else ()
    return ()


def _things(reading: Reading, meaning: Meaning, kinds: frozenset[str], end: int) -> list[Atom]:
    """The different things of some kinds that are named before token `end`."""
    found: list[Atom] = []
    for atom in reading.atoms:
        if atom.kind is not Kind.CONCEPT or atom.first >= end or not meaning.kinds(atom) & kinds:
            continue
        if not any(atom.ids & other.ids for other in found):
            found.append(atom)
    return found


def begins_with_it(sentence: Reading, index: int) -> bool:
    """Whether a clause begins with "it" or "they"."""
    clause = sentence.segments[index]
    words = [t.lower for t in sentence.tokens[clause.first : clause.last + 1] if t.is_word][:2]
    return bool({"it", "they"} & set(words))


def taken_up(sentence: Reading, atom: Atom, home: Segment) -> bool:
    """Whether a clause takes up the subject of the clause before it as "it" or "they"."""
    if atom.segment != home.index - 1 or not begins_with_it(sentence, home.index):
        return False
    things = [a for a in sentence.atoms if a.segment == atom.segment and a.kind is Kind.CONCEPT]
    return next((a for a in things if not a.condition), None) is atom
