"""Finding: something in a run that a person should look at, in words, with the cases that show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evals.case import Behaviour
from evals.glossary import Glossary
from evals.run import Result, Run
from evals.score import Score


class Standing(StrEnum):
    """Where a case stands, worst first."""

    WRONG = "wrong"
    """Something left that should not have, or is not true to its source."""
    FAILED = "failed"
    """The system did not do its work."""
    SHORT = "short"
    """Something is missing, or was refused or blocked without need."""
    UNSCORED = "unscored"
    """Nothing was short, and something could not be scored. Time and cost don't count here."""
    FULL = "full"
    """Nothing to look at."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`words` count and name what is found; `cases` are indices into the run's results."""

    name: str
    standing: Standing
    words: str
    cases: tuple[int, ...]


@dataclass(frozen=True)
class _Kind:
    """What a score that is short of full marks means. `one` and `many` follow the count of cases."""

    standing: Standing
    one: str
    many: str


_KINDS: Mapping[str, _Kind] = {
    "must_not_avoided": _Kind(
        Standing.WRONG,
        "answer says something that it must not say",
        "answers say something they must not say",
    ),
    "block_rate": _Kind(
        Standing.WRONG,
        "draft that should be blocked was let out",
        "drafts that should be blocked were let out",
    ),
    "unwarranted_answer": _Kind(
        Standing.WRONG,
        "question was answered that should not have been",
        "questions were answered that should not have been",
    ),
    "number_exact": _Kind(
        Standing.WRONG,
        "answer has a number that its citations do not hold",
        "answers have numbers that their citations do not hold",
    ),
    "quote_exact": _Kind(
        Standing.WRONG,
        "answer quotes what is not in its source",
        "answers quote what is not in their source",
    ),
    "tasks_done": _Kind(
        Standing.FAILED, "case on which the system failed", "cases on which the system failed"
    ),
    "unwarranted_refusal": _Kind(
        Standing.SHORT,
        "question was refused that the guideline answers",
        "questions were refused that the guideline answers",
    ),
    "behaviour_accuracy": _Kind(
        Standing.SHORT,
        "question got another kind of reply than expected",
        "questions got another kind of reply than expected",
    ),
    "must_recall": _Kind(
        Standing.SHORT,
        "answer leaves out a fact that it must state",
        "answers leave out facts they must state",
    ),
    "citation_recall": _Kind(
        Standing.SHORT,
        "answer has a statement that its citations do not carry",
        "answers have statements that their citations do not carry",
    ),
    "fact_accuracy": _Kind(
        Standing.SHORT,
        "question had its facts misread",
        "questions had their facts misread",
    ),
    "pass_rate": _Kind(Standing.SHORT, "good draft was blocked", "good drafts were blocked"),
    "asks_for": _Kind(
        Standing.SHORT,
        "reply does not ask for the fact that decides",
        "replies do not ask for the fact that decides",
    ),
    "sentence_agreement": _Kind(
        Standing.SHORT,
        "draft has a sentence that was judged otherwise than people judge it",
        "drafts have sentences that were judged otherwise than people judge them",
    ),
    "citation_precision": _Kind(
        Standing.SHORT,
        "answer cites what does not bear on its statement",
        "answers cite what does not bear on their statements",
    ),
    "recall_at_20": _Kind(
        Standing.SHORT,
        "question whose passage was not among the first 20 found",
        "questions whose passages were not among the first 20 found",
    ),
}
"""In the order in which they are told. Other metrics are told by their title, after these."""

_QUIET = frozenset(
    {"ndcg_at_10", "mrr_at_10", "recall_at_1", "recall_at_5", "right_document_at_5", "label_agreement"}
)
"""Short for many a good case: `recall_at_20` and `sentence_agreement` speak for them."""


def findings(run: Run, glossary: Glossary) -> tuple[Finding, ...]:
    """What to look at, worst first. Each names the cases once, in their order."""
    found: dict[str, list[int]] = {}
    for index, result in enumerate(run.results):
        for name in _names(result, glossary):
            found.setdefault(name, []).append(index)
    order = [name for name in _KINDS if name in found]
    order += [name for name in found if name not in _KINDS]
    named = [_finding(name, tuple(found[name]), glossary) for name in order]
    return tuple(sorted(named, key=lambda finding: list(Standing).index(finding.standing)))


def standing(result: Result, glossary: Glossary) -> Standing:
    """Where one case stands: the worst that its scores say of it."""
    found = [_KINDS[name].standing if name in _KINDS else Standing.SHORT for name in _names(result, glossary)]
    if any(score.value is None and not glossary.unit(score.metric) for score in result.scores):
        found.append(Standing.UNSCORED)
    return min(found, key=list(Standing).index, default=Standing.FULL)


def worst_first(result: Result, glossary: Glossary) -> tuple[Score, ...]:
    """A result's scores: what is wrong, what is short, what was not scored, the rest."""

    def rank(score: Score) -> int:
        if glossary.is_short(score):
            kind = _KINDS.get(_name(score, result))
            return list(Standing).index(kind.standing if kind else Standing.SHORT)
        return len(Standing) - (score.value is None)

    return tuple(sorted(result.scores, key=rank))


def _names(result: Result, glossary: Glossary) -> tuple[str, ...]:
    """The kinds of findings that a result shows, each once."""
    short = [score for score in result.scores if glossary.is_short(score) and score.metric not in _QUIET]
    names = [_name(score, result) for score in short]
    if result.response.failed:
        names.append("tasks_done")
    return tuple(dict.fromkeys(names))


def _name(score: Score, result: Result) -> str:
    """The kind of finding that a short score is: for behaviour, which way it was missed."""
    if score.metric != "behaviour_accuracy":
        return score.metric
    expected, reply = result.case.behaviour, result.response.reply
    if expected is not None and reply is not None:
        if reply.behaviour is Behaviour.ANSWER:
            return "unwarranted_answer"
        if expected is Behaviour.ANSWER and reply.behaviour is Behaviour.ABSTAIN:
            return "unwarranted_refusal"
    return score.metric


def _finding(name: str, cases: tuple[int, ...], glossary: Glossary) -> Finding:
    kind = _KINDS.get(name)
    count = len(cases)
    if kind is None:
        noun = "case is" if count == 1 else "cases are"
        words = f"{count} {noun} short of full marks: {glossary.title(name)}"
        return Finding(name=name, standing=Standing.SHORT, words=words, cases=cases)
    words = f"{count} {kind.one if count == 1 else kind.many}"
    return Finding(name=name, standing=kind.standing, words=words, cases=cases)
