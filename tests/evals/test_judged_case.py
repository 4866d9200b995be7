"""Judged answers are read with care, and counted without flattering anyone."""

import json
from pathlib import Path

import pytest

from evals.judged_case import Case, CasesUnreadable, Scored, Unscored, read_cases, run_cases
from evals.statistic import wilson
from evals.tally import Tally, rate, tally
from rules.context import Context
from rules.verdict import Judgement, Report, Verdict


def case(name: str, expected: str, **more: object) -> Case:
    return Case.model_validate(
        {"id": name, "question": "Q?", "answer": "One. Two.", "expected": expected} | more
    )


def report(*verdicts: Verdict) -> Report:
    spans = ((0, 4), (5, 9))
    judgements = tuple(
        Judgement(text="One. Two."[start:end], start=start, end=end, verdict=verdict, reason="because")
        for (start, end), verdict in zip(spans, verdicts, strict=False)
    )
    return Report(
        passed=all(v is Verdict.SUPPORTED for v in verdicts),
        why="because",
        judgements=judgements,
        missing=(),
        context=Context(),
        outcomes=(),
        rules_hash="0",
    )


GOOD = report(Verdict.SUPPORTED, Verdict.SUPPORTED)
BAD = report(Verdict.SUPPORTED, Verdict.CONTRADICTED)


def counted(*pairs: tuple[Case, Report]) -> Tally:
    return tally([Scored(case=case, report=report) for case, report in pairs])


def write(folder: Path, *lines: str) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_bad_answer_that_gets_through_is_a_miss() -> None:
    total = counted((case("a", "block"), GOOD), (case("b", "block"), BAD)).total
    assert (total.misses.count, total.misses.total) == (1, 2)


def test_a_good_answer_that_is_held_back_is_a_false_alarm() -> None:
    total = counted((case("a", "pass"), BAD), (case("b", "pass"), GOOD), (case("c", "block"), BAD)).total
    assert (total.false_alarms.count, total.false_alarms.total) == (1, 2)


def test_groups_stand_in_alphabetical_order() -> None:
    rows = counted((case("a", "pass", category="zeta"), GOOD), (case("b", "pass", kind="alpha"), GOOD)).rows
    assert [row.group for row in rows] == ["alpha", "zeta"]


def test_a_case_that_was_not_run_is_counted_as_such() -> None:
    results = run_cases([case("a", "pass", doc="x.md")], check=lambda _: GOOD, scorable=lambda c: c.doc)
    assert isinstance(results[0], Unscored)
    assert (tally(results).unscored, tally(results).total.false_alarms.total) == (1, 0)


def test_sentences_are_judged_where_they_stand() -> None:
    labels = [{"text": "One.", "label": "supported"}, {"text": "Two.", "label": "contradicted"}]
    row = counted((case("a", "block", sentences=labels), BAD)).sentences
    assert row is not None
    assert (row.misses.count, row.misses.total) == (0, 1)
    assert (row.false_alarms.count, row.false_alarms.total) == (0, 1)


def test_a_sentence_that_no_judgement_covers_counts_as_let_through() -> None:
    labels = [{"text": "Two.", "label": "unsupported"}]
    row = counted((case("a", "block", sentences=labels), report(Verdict.SUPPORTED))).sentences
    assert row is not None
    assert row.misses.count == 1


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (1, 34, 0.0052, 0.1492)],
)
def test_the_interval_is_that_of_the_published_formula(
    count: int, total: int, low: float, high: float
) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=1e-4)


def test_a_rate_of_nothing_has_no_interval() -> None:
    assert (rate(0, 0).low, rate(0, 0).high) == (None, None)


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "question": "q", "answer": "a", "expected": "pass"})
    with pytest.raises(CasesUnreadable, match=r"cases\.jsonl:2: not JSON"):
        read_cases(write(tmp_path, line, "{"))


def test_a_case_without_an_expectation_says_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(CasesUnreadable, match=r":1: not a case \(expected: Field required\)\. Needed: id"):
        read_cases(write(tmp_path, json.dumps({"id": "a", "question": "q", "answer": "a"})))


def test_a_labelled_sentence_has_to_stand_in_the_answer(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'Three\.' is not in the answer"):
        case("a", "block", sentences=[{"text": "Three.", "label": "supported"}])


def test_an_empty_file_holds_no_cases(tmp_path: Path) -> None:
    with pytest.raises(CasesUnreadable, match="holds no cases"):
        read_cases(write(tmp_path, ""))
