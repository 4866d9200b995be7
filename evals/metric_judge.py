"""Metrics of the language-model judge, and how far it agrees with the deterministic ones."""

import math
from collections.abc import Iterable

from evals.case import Case, Task
from evals.entailment import Finding
from evals.instruments import Instruments
from evals.judge import Judge, Opinion
from evals.metric import Metric, Summary
from evals.response import Reply, Response
from evals.score import Score, counted, not_scored
from evals.stated import makes, states
from evals.undone import undone


def judge_metrics(instruments: Instruments, judge: Judge) -> tuple[Metric, ...]:
    """The metrics of a judge."""
    return (_must_recall(judge), _must_not_avoided(judge), _agreement(instruments, judge))


def kappa(instruments: Instruments, judge: Judge, results: Iterable[tuple[Case, Response]]) -> float | None:
    """Cohen's kappa of judge and deterministic metrics over all facts that both scored, from -1 to 1.

    None where it is not defined: nothing was scored by both, or both gave one label alone throughout. Answers
    that were judged already are not sent to the model again. Cohen 1960; `sklearn.metrics.cohen_kappa_score`.
    """
    pairs = [
        (mine, theirs)
        for case, response in results
        if response.reply is not None
        for _, mine, theirs in _pairs(instruments, judge, case, response.reply)
    ]
    if len({label for pair in pairs for label in pair}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score  # noqa: PLC0415  (takes a second)

    value = float(cohen_kappa_score([mine for mine, _ in pairs], [theirs for _, theirs in pairs]))
    return None if math.isnan(value) else value


def _must_recall(judge: Judge) -> Metric:
    def score(case: Case, response: Response) -> Score | None:
        return _shares("judge_must_recall", judge, case, response, wanted=True)

    return Metric(
        name="judge_must_recall",
        title="Must facts stated (judge)",
        definition="Of the facts that the answer has to state, the share that a language model finds stated.",
        source="K-QA (Manes et al. 2024), comprehensiveness, judged by a model",
        summary=Summary.RATE,
        score=score,
    )


def _must_not_avoided(judge: Judge) -> Metric:
    def score(case: Case, response: Response) -> Score | None:
        return _shares("judge_must_not_avoided", judge, case, response, wanted=False)

    return Metric(
        name="judge_must_not_avoided",
        title="Must-not statements avoided (judge)",
        definition="The share of statements that may not be made which a language model finds not stated.",
        source="K-QA (Manes et al. 2024), hallucination rate turned to a share avoided, judged by a model",
        summary=Summary.RATE,
        score=score,
    )


def _agreement(instruments: Instruments, judge: Judge) -> Metric:
    def score(case: Case, response: Response) -> Score | None:
        name = "judge_agreement"
        if not case.must and not case.must_not:
            return None
        if response.reply is None:
            return undone(name, response, Task.ANSWER)
        pairs = _pairs(instruments, judge, case, response.reply)
        if not pairs:
            return not_scored(name, "No fact was scored by both the judge and the rule core.")
        hits = sum(mine is theirs for _, mine, theirs in pairs)
        details = tuple(
            f"{'agree' if mine is theirs else 'differ'}: {fact!r}: "
            f"rule core {_word(mine)}, judge {_word(theirs)}"
            for fact, mine, theirs in pairs
        )
        reason = f"Judge and rule core agree on {hits} of {len(pairs)} facts."
        return counted(name, hits, len(pairs), reason=reason, details=details)

    return Metric(
        name="judge_agreement",
        title="Judge agrees with rule core",
        definition=(
            "Of the must and must-not facts that both scored, the share on which judge and rule core agree "
            "whether the answer states them."
        ),
        source="raw agreement; Cohen's kappa over the run: evals/metric_judge.py (kappa)",
        summary=Summary.RATE,
        score=score,
    )


def _shares(name: str, judge: Judge, case: Case, response: Response, *, wanted: bool) -> Score | None:
    """The share of must facts that are stated (`wanted`), or of must-not statements that are not."""
    facts = case.must if wanted else case.must_not
    if not facts:
        return None
    if response.reply is None:
        return undone(name, response, Task.ANSWER)
    opinion = judge.opinion(case.question, response.reply.text, facts)
    ruled = [stated for stated in opinion.stated if stated is not None]
    details = tuple(
        f"{'not scored' if stated is None else _word(stated)}: {fact!r}: {why}"
        for fact, stated, why in zip(facts, opinion.stated, opinion.why, strict=True)
    )
    if not ruled:
        return not_scored(name, _why(opinion), details=() if opinion.failed else details)
    hits = sum(stated is wanted for stated in ruled)
    left = f"; it did not say of {len(facts) - len(ruled)}" if len(ruled) < len(facts) else ""
    what = "stated" if wanted else "not stated"
    reason = f"The judge finds {hits} of {len(ruled)} {what}{left}."
    return counted(name, hits, len(ruled), reason=reason, details=details)


def _pairs(instruments: Instruments, judge: Judge, case: Case, reply: Reply) -> list[tuple[str, bool, bool]]:
    """Each fact that both scored, with what the rule core and the judge say of it: stated or not."""
    asked = instruments.entailer.asked(case.question, case.history)
    pairs = []
    for facts, find in ((case.must, states), (case.must_not, makes)):
        if not facts:
            continue
        theirs = judge.opinion(case.question, reply.text, facts).stated
        for fact, stated in zip(facts, theirs, strict=True):
            mine = find(instruments, asked, reply, fact).finding
            if stated is not None and mine is not Finding.UNREADABLE:
                pairs.append((fact, mine is Finding.SUPPORTED, stated))
    return pairs


def _why(opinion: Opinion) -> str:
    if opinion.failed:
        return opinion.failed[0].upper() + opinion.failed[1:] + "."
    return "The judge did not say of any fact whether it is stated."


def _word(stated: bool) -> str:
    return "stated" if stated else "not stated"
