"""Citation: whether what an answer cites carries what it says, and is quoted as it stands on record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evals.case import Case, Task
from evals.entailment import Asked, Entailment, Finding
from evals.instruments import Instruments
from evals.metric import Metric, Summary
from evals.objection import objection
from evals.premise import Premise
from evals.response import Cited, Response, Said
from evals.score import Score, counted, not_scored
from evals.undone import undone

_ALCE = "ALCE (Gao et al. 2023, 'Enabling Large Language Models to Generate Text with Citations'), section 4"
_NOTHING_SAID = "The answer makes no statement with clinical content."
_SHOWN = 120
"""Characters of a statement or quote that are shown in a detail."""


@dataclass(frozen=True, kw_only=True)
class _Weighed:
    """A statement with clinical content, whether all that it cites carries it together, and for each number
    whether that citation counts and why."""

    said: Said
    whole: Entailment
    each: Mapping[int, tuple[bool, str]]


def citation_recall(instruments: Instruments) -> Metric:
    """Citation recall, per statement."""

    def score(case: Case, response: Response) -> Score | None:
        name = "citation_recall"
        weighed = _weighed(instruments, case, response, name)
        if not isinstance(weighed, tuple):
            return weighed
        details = tuple(_of_statement(one) for one in weighed)
        hits = sum(one.whole.supported for one in weighed)
        reason = f"{hits} of {len(weighed)} statements are carried by what they cite."
        return counted(name, hits, len(weighed), reason=reason, details=details)

    return Metric(
        name="citation_recall",
        title="Citation recall",
        definition=(
            "Of the statements with clinical content, the share that all their cited quotes together entail; "
            "a statement without a citation is not entailed. Entailment is the grounding of the rule core; "
            "what the rules on the cited passages forbid, or miss, is not entailed."
        ),
        source=_ALCE,
        summary=Summary.RATE,
        score=score,
    )


def citation_precision(instruments: Instruments) -> Metric:
    """Citation precision, per citation of a statement."""

    def score(case: Case, response: Response) -> Score | None:
        name = "citation_precision"
        weighed = _weighed(instruments, case, response, name)
        if not isinstance(weighed, tuple):
            return weighed
        each = [(one, n, *found) for one in weighed for n, found in one.each.items()]
        if not each:
            return not_scored(name, "The answer cites nothing.")
        details = tuple(
            f"{'relevant' if counts else 'irrelevant'}: [{n}] for {_cut(one.said.text)}: {why}"
            for one, n, counts, why in each
        )
        hits = sum(counts for _, _, counts, _ in each)
        reason = (
            f"{hits} of {len(each)} citations are needed for, or carry, the statement that they stand with."
        )
        return counted(name, hits, len(each), reason=reason, details=details)

    return Metric(
        name="citation_precision",
        title="Citation precision",
        definition=(
            "Of the citations of statements with clinical content, the share that count. A citation counts "
            "if all citations of its statement together entail it, and this one does so alone, or carries an "
            "item of it alone where it is a list, or the others do not without it. Entailment is the "
            "grounding of the rule core."
        ),
        source=f"{_ALCE}; items of lists are statements, as there for QAMPARI",
        summary=Summary.RATE,
        score=score,
    )


def quote_exact(instruments: Instruments) -> Metric:
    """Quote exactness."""

    def score(case: Case, response: Response) -> Score | None:
        name = "quote_exact"
        if Task.ANSWER not in case.tasks:
            return None
        if response.reply is None:
            return undone(name, response, Task.ANSWER)
        if not response.reply.citations:
            return not_scored(name, "The answer cites nothing.")
        found = [_quoted(instruments, cited) for cited in response.reply.citations]
        known = [exact for exact, _ in found if exact is not None]
        details = tuple(line for _, line in found)
        if not known:
            return not_scored(name, "None of the cited passages is on record here.", details=details)
        left = len(found) - len(known)
        off = f"; {left} cite passages that are not on record here" if left else ""
        reason = f"{sum(known)} of {len(known)} quotes stand in their passage as quoted{off}."
        return counted(name, sum(known), len(known), reason=reason, details=details)

    return Metric(
        name="quote_exact",
        title="Exact quotes",
        definition=(
            "Of the citations whose passage is on record in the version named, the share whose quote is the "
            "passage's text at the places named (anywhere in it, where no places are named)."
        ),
        source="substring, code point by code point; no published formula",
        summary=Summary.RATE,
        score=score,
    )


def _weighed(
    instruments: Instruments, case: Case, response: Response, metric: str
) -> tuple[_Weighed, ...] | Score | None:
    """The statements that have clinical content with what carries them, or why there are none."""
    if Task.ANSWER not in case.tasks:
        return None
    reply = response.reply
    if reply is None:
        return undone(metric, response, Task.ANSWER)
    asked = instruments.entailer.asked(case.question, case.history)
    cited = {each.n: each for each in reply.citations}
    said = [each for each in reply.statements if instruments.entailer.readable(asked, each.text).readable]
    if not said:
        return not_scored(metric, _NOTHING_SAID)
    return tuple(_weigh(instruments, asked, each, cited) for each in said)


def _weigh(instruments: Instruments, asked: Asked, said: Said, cited: Mapping[int, Cited]) -> _Weighed:
    numbers = tuple(dict.fromkeys(said.citations))
    items = _items(said.text)

    def carried(chosen: tuple[int, ...], text: str = said.text) -> Entailment:
        premises = tuple(_premise(instruments, cited[n]) for n in chosen if n in cited)
        return instruments.entailer.entails(asked, premises, text)

    whole = carried(numbers)
    passages = frozenset(cited[n].passage_id or "" for n in numbers if n in cited)
    if whole.supported and (against := objection(instruments, asked, said.text, passages=passages)):
        whole = replace(whole, finding=Finding.UNSUPPORTED, reason=against)

    def relevant(n: int) -> tuple[bool, str]:
        if n not in cited:
            return False, "there is no citation with this number"
        if not whole.supported:
            return False, f"its citations do not carry the statement: {whole.reason}"
        if len(numbers) == 1 or carried((n,)).supported:
            return True, "carries it"
        item = next((item for item in items if carried((n,), item).supported), None)
        if item is not None:
            return True, f"carries {_cut(item)}"
        if carried(tuple(other for other in numbers if other != n)).supported:
            return False, "does not carry it, and the others do without it"
        return True, "carries a part of it that the others do not"

    return _Weighed(said=said, whole=whole, each={n: relevant(n) for n in numbers})


def _items(text: str) -> tuple[str, ...]:
    """The items of a list in one sentence ("Options are: A; B"), each with its lead-in; () for others."""
    lead, colon, rest = text.partition(": ")
    items = rest.split("; ")
    return tuple(f"{lead}: {item}" for item in items) if colon and len(items) > 1 else ()


def _premise(instruments: Instruments, cited: Cited) -> Premise:
    """A quote under its headings; a passage that is quoted whole, with the claims beside it."""
    passage = instruments.passage(cited.passage_id, cited.guideline, cited.version)
    whole = passage is not None and passage.text == cited.quote
    return Premise(
        id=str(cited.n),
        text=cited.quote,
        guideline=cited.guideline or "",
        title=passage.title if passage is not None else "",
        heading_path=cited.heading_path,
        further=instruments.core.claims.get(passage.id, ()) if passage is not None and whole else (),
    )


def _of_statement(one: _Weighed) -> str:
    marks = "".join(f"[{n}]" for n in one.each)
    if not marks:
        return f"not carried: {_cut(one.said.text)}: cites nothing"
    if one.whole.supported:
        return f"carried: {_cut(one.said.text)} by {marks}"
    return f"not carried: {_cut(one.said.text)} by {marks}: {one.whole.reason}"


def _quoted(instruments: Instruments, cited: Cited) -> tuple[bool | None, str]:
    """Whether a quote stands in its passage as it says, None where that is not on record; and a line."""
    passage = instruments.passage(cited.passage_id, cited.guideline, cited.version)
    if passage is None:
        place = " ".join(part for part in (cited.guideline, cited.version, cited.passage_id) if part)
        return None, f"not scored: [{cited.n}] {place or 'no passage named'} is not on record here"
    if not cited.quote:
        return False, f"not exact: [{cited.n}] quotes nothing"
    if cited.start is None or cited.end is None:
        exact = cited.quote in passage.text
        return exact, f"{'exact' if exact else 'not exact'}: [{cited.n}] anywhere in {passage.id}"
    exact = passage.text[cited.start : cited.end] == cited.quote
    place = f"{passage.id} at {cited.start} to {cited.end}"
    if not exact and cited.quote in passage.text:
        place += ", but elsewhere in it"
    return exact, f"{'exact' if exact else 'not exact'}: [{cited.n}] {place}: {_cut(cited.quote)}"


def _cut(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
