"""Draft: whether a check blocks and passes drafts, and judges their sentences, as people do."""

from collections.abc import Iterator

from evals.case import Case, Labelled, Outcome, Task
from evals.judged_case import PASSING
from evals.metric import Metric, Summary
from evals.response import Check, Judged, Response
from evals.score import Score, counted, not_scored
from evals.undone import undone
from rules.verdict import Verdict


def block_rate() -> Metric:
    """Bad drafts that are blocked."""
    return Metric(
        name="block_rate",
        title="Bad drafts blocked",
        definition="Of the drafts that must not leave, the share that the check blocks.",
        source="sensitivity",
        summary=Summary.RATE,
        score=lambda case, response: _decided("block_rate", Outcome.BLOCK, case, response),
    )


def pass_rate() -> Metric:
    """Good drafts that pass."""
    return Metric(
        name="pass_rate",
        title="Good drafts passed",
        definition="Of the drafts that may leave, the share that the check passes.",
        source="specificity",
        summary=Summary.RATE,
        score=lambda case, response: _decided("pass_rate", Outcome.PASS, case, response),
    )


def sentence_agreement() -> Metric:
    """Sentences on which check and people agree whether they may leave."""

    def score(case: Case, response: Response) -> Score | None:
        if case.draft is None or not case.draft.sentences:
            return None
        check = response.check
        if check is None:
            return undone("sentence_agreement", response, Task.CHECK)
        if not check.sentences:
            return not_scored("sentence_agreement", "The system judges no single sentences.")
        lines = []
        for labelled, judged in _beside(case.draft.text, case.draft.sentences, check):
            leaves = all(one.verdict in PASSING for one in judged)
            agree = leaves in {verdict in PASSING for verdict in labelled.verdicts}
            lines.append((agree, _compared(labelled, judged, agree=agree)))
        hits = sum(agree for agree, _ in lines)
        reason = f"Check and people agree on {hits} of {len(lines)} sentences whether they may leave."
        details = tuple(line for _, line in lines)
        return counted("sentence_agreement", hits, len(lines), reason=reason, details=details)

    return Metric(
        name="sentence_agreement",
        title="Sentences: may leave",
        definition=(
            "Of the sentences that people labelled, the share on which the check agrees whether they may "
            "leave (supported or neutral). Where people accept either, both agree."
        ),
        source="raw agreement; evals/judged_case.py (Scored.sentences)",
        summary=Summary.RATE,
        score=score,
    )


def label_agreement() -> Metric:
    """Verdicts that are among those people accept."""

    def score(case: Case, response: Response) -> Score | None:
        draft = case.draft
        if draft is None or not (draft.sentences or draft.verdicts):
            return None
        check = response.check
        if check is None:
            return undone("label_agreement", response, Task.CHECK)
        if not check.sentences:
            return not_scored("label_agreement", "The system judges no single sentences.")
        lines = []
        for labelled, judged in _beside(draft.text, draft.sentences, check):
            agree = _worst(judged) in labelled.verdicts
            lines.append((agree, _compared(labelled, judged, agree=agree)))
        if draft.verdicts:
            verdict = _of_draft(check)
            accepted = " or ".join(draft.verdicts)
            agree = verdict in draft.verdicts
            said = verdict.value if verdict else "something is missing"
            lines.append((agree, f"{_mark(agree)}: the draft as a whole: {said}; people: {accepted}"))
        hits = sum(agree for agree, _ in lines)
        reason = f"{hits} of {len(lines)} verdicts are among those that people accept."
        details = tuple(line for _, line in lines)
        return counted("label_agreement", hits, len(lines), reason=reason, details=details)

    return Metric(
        name="label_agreement",
        title="Verdicts",
        definition=(
            "Of the labelled sentences, and of drafts labelled as a whole, the share whose verdict is among "
            "those that people accept. A sentence that is judged in parts, and a draft, has the verdict of "
            "its first part that may not leave; else supported, where any part is; else neutral."
        ),
        source="raw agreement",
        summary=Summary.RATE,
        score=score,
    )


def _decided(name: str, outcome: Outcome, case: Case, response: Response) -> Score | None:
    """Whether a draft of one kind met the outcome that people want."""
    if case.draft is None or case.draft.outcome is not outcome:
        return None
    check = response.check
    if check is None:
        return undone(name, response, Task.CHECK)
    hit = check.passed is (outcome is Outcome.PASS)
    details = tuple(f"{one.verdict.value}: {one.text!r}: {one.reason}" for one in check.sentences)
    details += tuple(f"missing: {say}" for say in check.missing)
    return counted(name, int(hit), 1, reason=check.why, details=details)


def _beside(
    text: str, labelled: tuple[Labelled, ...], check: Check
) -> Iterator[tuple[Labelled, tuple[Judged, ...]]]:
    """Each labelled sentence with the judged ones that lie within it; the same words are met in order."""
    at = 0
    for sentence in labelled:
        start = text.find(sentence.text, at)
        start = text.index(sentence.text) if start < 0 else start
        at = start + len(sentence.text)
        yield sentence, tuple(one for one in check.sentences if one.start < at and start < one.end)


def _worst(judged: tuple[Judged, ...]) -> Verdict:
    """The verdict of the first sentence that may not leave; else supported if any is; else neutral."""
    verdicts = [one.verdict for one in judged]
    bad = [verdict for verdict in verdicts if verdict not in PASSING]
    return bad[0] if bad else Verdict.SUPPORTED if Verdict.SUPPORTED in verdicts else Verdict.NEUTRAL


def _compared(labelled: Labelled, judged: tuple[Judged, ...], *, agree: bool) -> str:
    said = "; ".join(f"{one.verdict.value} ({one.reason})" for one in judged) or "not judged"
    return f"{_mark(agree)}: {labelled.text!r}: {said}; people: {' or '.join(labelled.verdicts)}"


def _mark(agree: bool) -> str:
    return "agree" if agree else "differ"


def _of_draft(check: Check) -> Verdict | None:
    """The verdict of a draft as a whole; None where it is blocked only for what it leaves out."""
    verdict = _worst(check.sentences)
    return None if check.missing and verdict in PASSING else verdict
