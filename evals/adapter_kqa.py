"""Adapter of K-QA: patients' questions with physicians' answers, and the statements that they must hold.

JSON Lines, `questions_with_answers.jsonl`: `Question`, `Free_form_answer`, `Must_have`, `Nice_to_have` and
some about the source. Manes et al., K-QA: A Real-World Medical Q&A Benchmark, BioNLP 2024;
github.com/Itaymanes/K-QA.

`Must_have` become the facts to be stated, `Free_form_answer` the reference. K-QA names no ids: a case is
"kqa-" with its line. Not carried over: `Nice_to_have`, since leaving them out is no fault (K-QA's own recall
leaves them out too); `Sources` and `ICD_10_diag`.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ConfigDict

from evals.case import Case, Frozen, Text
from evals.reading import Place, Reading, read_rows
from evals.rows import rows


class Question(Frozen):
    """A line of K-QA; fields beyond these are K-QA's own business."""

    model_config = ConfigDict(extra="ignore")

    Question: Text
    Free_form_answer: Text
    Must_have: tuple[Text, ...]


def is_kqa(_: Path, first: Mapping[str, object] | None) -> bool:
    """Whether the first object is one of K-QA."""
    return first is not None and "Question" in first and ("Must_have" in first or "Free_form_answer" in first)


def read_kqa(file: Path) -> Reading:
    """Cases of K-QA."""
    return read_rows(rows(file), Question, _case)


def _case(row: Question, place: Place) -> Case:
    return Case(
        id=f"kqa-{place.line:03}",
        question=row.Question,
        reference=row.Free_form_answer,
        must=row.Must_have,
    )
