"""Must: whether an answer states the facts that it has to, and makes no statement that it may not."""

from evals.case import Case, Task
from evals.entailment import Finding
from evals.instruments import Instruments
from evals.metric import Metric, Summary
from evals.response import Reply, Response
from evals.score import Score, counted, not_scored
from evals.stated import Stated, makes, states
from evals.undone import undone

_SHOWN = 120
"""Characters of a statement that are shown in a detail."""


def must_recall(instruments: Instruments) -> Metric:
    """Must-fact recall."""

    def score(case: Case, response: Response) -> Score | None:
        if not case.must:
            return None
        reply = response.reply
        if reply is None:
            return undone("must_recall", response, Task.ANSWER)
        asked = instruments.entailer.asked(case.question, case.history)
        found = [(fact, states(instruments, asked, reply, fact)) for fact in case.must]
        details = tuple(_recalled(fact, each, reply) for fact, each in found)
        read = [each for _, each in found if each.finding is not Finding.UNREADABLE]
        if not read:
            why = "None of the expected facts can be read as a statement."
            return not_scored("must_recall", why, details=details)
        hits = sum(each.finding is Finding.SUPPORTED for each in read)
        left = len(found) - len(read)
        reason = f"The answer states {hits} of {len(read)} expected facts{_left(left)}."
        return counted("must_recall", hits, len(read), reason=reason, details=details)

    return Metric(
        name="must_recall",
        title="Must facts stated",
        definition=(
            "Of the facts that the answer has to state, the share that its statements entail, by the claim "
            "reader and the grounding of the rule core. A fact that can't be read as one is not scored."
        ),
        source="K-QA (Manes et al. 2024), comprehensiveness; entailment by rules/entailment.py",
        summary=Summary.RATE,
        score=score,
    )


def must_not_avoided(instruments: Instruments) -> Metric:
    """Must-not statements that are not made."""

    def score(case: Case, response: Response) -> Score | None:
        if not case.must_not:
            return None
        reply = response.reply
        if reply is None:
            return undone("must_not_avoided", response, Task.ANSWER)
        asked = instruments.entailer.asked(case.question, case.history)
        found = [(text, makes(instruments, asked, reply, text)) for text in case.must_not]
        details = tuple(_avoided(text, each, reply) for text, each in found)
        read = [each for _, each in found if each.finding is not Finding.UNREADABLE]
        if not read:
            why = "None of the statements that may not be made can be read as one."
            return not_scored("must_not_avoided", why, details=details)
        hits = sum(each.finding is Finding.UNSUPPORTED for each in read)
        left = len(found) - len(read)
        made = len(read) - hits
        what = f"{made} of {len(read)}" if made else f"none of {len(read)}"
        reason = f"The answer makes {what} statements that it may not make{_left(left)}."
        return counted("must_not_avoided", hits, len(read), reason=reason, details=details)

    return Metric(
        name="must_not_avoided",
        title="Must-not statements avoided",
        definition=(
            "Of the statements that the answer may not make, the share that its statements do not entail, by "
            "the claim reader and the grounding of the rule core. One that can't be read is not scored."
        ),
        source="K-QA (Manes et al. 2024), hallucination rate as a share avoided; rules/entailment.py",
        summary=Summary.RATE,
        score=score,
    )


def _left(count: int) -> str:
    return f"; {count} can't be read and {'is' if count == 1 else 'are'} not scored" if count else ""


def _recalled(fact: str, found: Stated, reply: Reply) -> str:
    if found.finding is Finding.UNREADABLE:
        return f"not scored: {fact!r}: {found.reason}"
    said = _said(found, reply)
    if found.finding is Finding.UNSUPPORTED:
        return f"missed: {fact!r}: {found.reason}" + (f" Nearest: {said}" if said else "")
    through = f", by way of {found.through}" if found.through else ""
    return f"recalled: {fact!r} by {said}{through}"


def _avoided(text: str, found: Stated, reply: Reply) -> str:
    if found.finding is Finding.UNREADABLE:
        return f"not scored: {text!r}: {found.reason}"
    said = _said(found, reply)
    if found.finding is Finding.SUPPORTED:
        return f"made: {text!r} by {said}"
    return f"avoided: {text!r}: {found.reason}" + (f" Nearest: {said}" if said else "")


def _said(found: Stated, reply: Reply) -> str:
    """The statements that are meant, with their numbers."""
    texts = ((n, reply.statements[n - 1].text) for n in found.statements)
    return "; ".join(f"[{n}] {text[:_SHOWN]}{'...' if len(text) > _SHOWN else ''}" for n, text in texts)
