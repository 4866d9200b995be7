"""Entailment: whether texts carry a statement, by the claim reader and the grounding of the rule core.

The core grounds statements in a guideline; here it grounds them in any texts, by the same steps (see
docs/decisions/004-grounding-is-entailment-by-steps.md) and without rules. No words are counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from evals.premise import Premise
from rules.checker import Checker
from rules.context import Context, Turn
from rules.core import Core
from rules.talk import reply
from rules.text import sentences, tokens
from rules.verdict import Judgement, Verdict

_TELLING = frozenset(
    {"says", "asks", "declines", "refuses", "repeats", "mentions", "tells", "explains", "states", "admits"}
)
"""Verbs with which a fact speaks of the answer itself and not of medicine: "says that it is not covered"."""
_ABOUT_ITSELF = "it speaks of the answer itself, not of medicine"
_REPEATS = "it only repeats what the question tells"
_EMPTY = "it has no clinical content"
_KEPT = 64
"""Sets of premises that stay read: an answer's statements are asked for many times."""
_REMEMBERED = 20_000


@dataclass(frozen=True, kw_only=True)
class _Way:
    """One way to read a statement: `text` in reply to `question`, behind `lead`, said of a patient."""

    question: str
    context: Context
    text: str
    lead: str = ""


class Finding(StrEnum):
    """What is found of a statement."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a statement replies to: the question with the facts read from it and from its history."""

    question: str
    context: Context


@dataclass(frozen=True, kw_only=True)
class Entailment:
    """Whether premises carry a statement. `by` are the ids of those that carry it, in the order of its parts,
    or of the nearest one where none does; `reason` names the step that failed, or says why the statement
    can't be read."""

    finding: Finding
    reason: str
    by: tuple[str, ...] = ()

    @property
    def supported(self) -> bool:
        return self.finding is Finding.SUPPORTED

    @property
    def readable(self) -> bool:
        return self.finding is not Finding.UNREADABLE


class Entailer:
    """Says of statements whether texts carry them. The core that it is made from does not change.

    Deterministic, and safe to call from several threads.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._over = lru_cache(maxsize=_KEPT)(self._checker)
        self._ways = lru_cache(maxsize=_REMEMBERED)(self._readable_ways)
        self._found = lru_cache(maxsize=_REMEMBERED)(self._find)
        self._read = lru_cache(maxsize=1000)(core.read)

    def asked(self, question: str, history: Sequence[Turn] = ()) -> Asked:
        """A question with what it and its history tell of the patient."""
        return Asked(question=question, context=self._read(question, tuple(history)))

    def entails(self, asked: Asked, premises: tuple[Premise, ...], statement: str) -> Entailment:
        """Whether `premises` carry `statement` in reply to a question.

        A statement of several sentences is supported where each that has content is. It is read as a reply to
        the question; also by itself, where it is a sentence of its own; and as an item of a list under the
        question, where it says nothing otherwise ("disease-free interval"). It is supported where one of
        these is, or where a premise says it word for word.

        Unreadable, whatever the premises are: what has no clinical content, what only repeats the question,
        and what speaks of the answer itself ("says that this is not covered").
        """
        return self._found(asked, premises, statement)

    def readable(self, asked: Asked, statement: str) -> Entailment:
        """Whether a statement says something that can be looked for: unsupported if so, else unreadable."""
        return self._found(asked, (), statement)

    def _checker(self, premises: tuple[Premise, ...]) -> Checker:
        return self._core.over(premises, claims={p.id: p.further for p in premises if p.further})

    def _find(self, asked: Asked, premises: tuple[Premise, ...], statement: str) -> Entailment:
        ways, why = self._ways(asked, statement)
        if not ways:
            return Entailment(finding=Finding.UNREADABLE, reason=why)
        if same := _word_for_word(premises, statement):
            return Entailment(finding=Finding.SUPPORTED, reason="said word for word", by=(same,))
        checker = self._over(premises)
        failed: Entailment | None = None
        for way in ways:
            found = self._along(way, checker)
            if found.supported:
                return found
            failed = failed or found
        return failed or Entailment(finding=Finding.UNREADABLE, reason=why)

    def _readable_ways(self, asked: Asked, statement: str) -> tuple[tuple[_Way, ...], str]:
        """The ways in which a statement says something, judged without any premise; or why there is none."""
        if next((token.lower for token in tokens(statement)), "") in _TELLING:
            return (), _ABOUT_ITSELF
        nothing = self._over(())
        plain = _Way(question=asked.question, context=asked.context, text=statement)
        ways = [way for way in (plain, *self._others(asked, plain)) if self._along(way, nothing).readable]
        if not ways:
            ways = [w for w in self._items(asked, plain) if self._along(w, nothing).readable][:1]
        return tuple(ways), "" if ways else self._along(plain, nothing).reason

    def _others(self, asked: Asked, plain: _Way) -> Iterator[_Way]:
        """A statement without its "yes" or "no", and as one that replies to nothing."""
        rest = plain.text[reply(plain.text).rest :].strip()
        if rest and rest != plain.text:
            yield replace(plain, text=rest)
        grounder = self._core.checker.grounder
        point = sentences(asked.question)[-1:]
        mute = not any(grounder.reader.read(span.text).concepts for span in point)
        if asked.question and (mute or grounder.speaks(rest or plain.text)):
            yield replace(plain, question="", text=rest or plain.text)

    def _items(self, asked: Asked, plain: _Way) -> Iterator[_Way]:
        """A statement as an item under what is asked, said of the patient or of anyone."""
        for span in sentences(asked.question)[-1:]:
            item = replace(plain, lead=span.text.rstrip(" ?:.") + ":\n- ")
            yield item
            yield replace(item, context=Context())

    def _along(self, way: _Way, checker: Checker) -> Entailment:
        report = checker.check(
            question=way.question, answer=way.lead + way.text, context=way.context, outcomes=()
        )
        said = [judgement for judgement in report.judgements if judgement.start >= len(way.lead)]
        return _together([judgement for judgement in said if judgement.verdict is not Verdict.NEUTRAL])


def _word_for_word(premises: Sequence[Premise], statement: str) -> str | None:
    """The premise that holds a statement as one of its sentences, whatever its case and last mark."""
    wanted = _folded(statement)
    for premise in premises:
        if wanted in (_folded(premise.text), *(_folded(span.text) for span in sentences(premise.text))):
            return premise.id
    return None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .;:!")


def _together(said: Sequence[Judgement]) -> Entailment:
    """The sentences that have content, put together."""
    if not said:
        return Entailment(finding=Finding.UNREADABLE, reason=_EMPTY)
    odd = next((each for each in said if each.verdict is Verdict.UNPARSED), None)
    if odd is not None:
        return Entailment(finding=Finding.UNREADABLE, reason=odd.reason)
    bad = next((each for each in said if each.verdict is not Verdict.SUPPORTED), None)
    by = tuple(dict.fromkeys(grounds.passage_id for each in said for grounds in each.grounds))
    if bad is not None:
        near = tuple(dict.fromkeys(grounds.passage_id for grounds in bad.grounds))
        return Entailment(finding=Finding.UNSUPPORTED, reason=bad.reason, by=near)
    if not by:
        return Entailment(finding=Finding.UNREADABLE, reason=_REPEATS)
    return Entailment(finding=Finding.SUPPORTED, reason="carried", by=by)
