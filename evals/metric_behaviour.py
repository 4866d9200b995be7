"""Behaviour: whether a system answers, asks or abstains as it should, and reads the facts of the question."""

from evals.case import Behaviour, Case, Task
from evals.instruments import Instruments
from evals.metric import Metric, Summary
from evals.response import Response
from evals.score import Score, counted, measured, not_scored
from evals.undone import undone
from rules.context import Value


def behaviour_accuracy() -> Metric:
    """Behaviour accuracy."""

    def score(case: Case, response: Response) -> Score | None:
        if case.behaviour is None:
            return None
        if response.reply is None:
            return undone("behaviour_accuracy", response, Task.ANSWER)
        did, wanted = response.reply.behaviour, case.behaviour
        why = f" ({response.reply.reason})" if response.reply.reason else ""
        reason = f"Expected {wanted.value}; the system chose {did.value}{why}."
        return counted("behaviour_accuracy", int(did is wanted), 1, reason=reason)

    return Metric(
        name="behaviour_accuracy",
        title="Behaviour",
        definition="The share of cases in which the system answers, clarifies or abstains as expected.",
        source="accuracy",
        summary=Summary.RATE,
        score=score,
    )


def abstention_auroc() -> Metric:
    """AUROC of abstention, by the similarity of the best passage."""

    def score(case: Case, response: Response) -> Score | None:
        name = "abstention_auroc"
        if case.behaviour is None:
            return None
        if response.found is None:
            return undone(name, response, Task.RETRIEVE)
        told = [(found.dense, found.passage_id) for found in response.found if found.dense is not None]
        if not told:
            return not_scored(name, "The system tells no cosine similarity of what it retrieved.")
        best, passage = max(told)
        label = case.behaviour is not Behaviour.ABSTAIN
        what = "should" if label else "should not"
        reason = f"The best passage has cosine {best:.3f} ({passage}); the question {what} be answered."
        return measured(name, best, label=label, reason=reason)

    return Metric(
        name="abstention_auroc",
        title="Abstention AUROC",
        definition=(
            "The probability that a question which should be answered (or asked back to) has a nearer best "
            "passage, by dense cosine, than one on which the system should abstain: the area under the ROC "
            "curve."
        ),
        source="Fawcett 2006, 'An introduction to ROC analysis'; sklearn.metrics.roc_auc_score",
        summary=Summary.AUROC,
        score=score,
    )


def asks_for(instruments: Instruments) -> Metric:
    """Whether one of the facts that should be asked for is."""

    def score(case: Case, response: Response) -> Score | None:
        name = "asks_for"
        if not case.asks_for:
            return None
        reply = response.reply
        if reply is None:
            return undone(name, response, Task.ANSWER)
        if reply.asks_for is None:
            return not_scored(name, "The system does not tell which facts it asks for.")
        names = {*instruments.core.variables, *reply.asks_for}
        if not names & set(case.asks_for):
            why = f"No variable on record is called {' or '.join(case.asks_for)}."
            return not_scored(name, why)
        asked = [fact for fact in reply.asks_for if fact in case.asks_for]
        did = f"asked for {', '.join(reply.asks_for)}" if reply.asks_for else "asked for nothing"
        reason = f"Expected a question for {' or '.join(case.asks_for)}; the system {did}."
        return counted(name, int(bool(asked)), 1, reason=reason)

    return Metric(
        name="asks_for",
        title="Asks for what is missing",
        definition="The share of cases in which one of the facts that should be asked for is asked for.",
        source="accuracy",
        summary=Summary.RATE,
        score=score,
    )


def fact_accuracy() -> Metric:
    """Fact-reading accuracy."""

    def score(case: Case, response: Response) -> Score | None:
        name = "fact_accuracy"
        if not case.facts:
            return None
        if response.reply is None:
            return undone(name, response, Task.ANSWER)
        told = response.reply.facts
        if told is None:
            return not_scored(name, "The system does not tell which facts it read.")
        right = {fact: _same(value, told.get(fact)) for fact, value in case.facts.items()}
        details = tuple(
            f"{'right' if right[fact] else 'wrong'}: {fact}: "
            f"expected {_shown(value)}, read {_shown(told.get(fact))}"
            for fact, value in case.facts.items()
        )
        hits = sum(right.values())
        reason = f"{hits} of {len(right)} facts are read as expected."
        return counted(name, hits, len(right), reason=reason, details=details)

    return Metric(
        name="fact_accuracy",
        title="Facts read",
        definition=(
            "Of the facts expected to be read from question and history, the share that are read with the "
            "expected value; a fact that has to stay unknown is right where it is not read."
        ),
        source="accuracy per slot, as in dialogue state tracking",
        summary=Summary.RATE,
        score=score,
    )


def _same(expected: Value | None, read: Value | None) -> bool:
    """Whether two values are the same; the order of several does not matter, and true is not 1."""
    if isinstance(expected, tuple) and isinstance(read, tuple):
        return sorted(expected) == sorted(read)
    if isinstance(expected, bool) is not isinstance(read, bool):
        return False
    return expected == read


def _shown(value: Value | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "unknown" if value is None else str(value)
