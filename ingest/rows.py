"""Rows: guidelines and passages as the record stores them, there and back."""

import hashlib
import json
import sqlite3
from datetime import date

from pydantic import TypeAdapter

from corpus.guideline import Guideline, Reference, ReviewState, Status
from ingest.passage import Grade, Kind, Passage, Recommendation

Cell = str | int | None

_RECOMMENDATIONS = TypeAdapter(tuple[Recommendation, ...])


def embedded_text(passage: Passage) -> str:
    """What stands for a passage in the indexes: title and heading path, then the text that is cited."""
    return f"{' > '.join((passage.title, *passage.heading_path))}\n{passage.text}"


def content_hash(text: str) -> str:
    """SHA-256 hex digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def guideline_row(guideline: Guideline) -> tuple[Cell, ...]:
    """The cells from `id` to `reference_list`."""
    references = [(r.n, r.title, r.authors, r.year) for r in guideline.references]
    return (
        guideline.id,
        guideline.version,
        guideline.title,
        guideline.publisher,
        _iso(guideline.published),
        _iso(guideline.retrieved),
        _iso(guideline.review_by),
        guideline.licence,
        guideline.source,
        guideline.status.value,
        guideline.superseded_by,
        guideline.review.value,
        json.dumps(references, ensure_ascii=False),
    )


def guideline_of(row: sqlite3.Row) -> Guideline:
    """A guideline from a row of `guidelines`."""
    return Guideline(
        id=row["id"],
        version=row["version"],
        title=row["title"],
        publisher=row["publisher"],
        published=_date(row["published"]),
        retrieved=_date(row["retrieved"]),
        review_by=_date(row["review_by"]),
        licence=row["licence"],
        source=row["source"],
        status=Status(row["status"]),
        superseded_by=row["superseded_by"],
        review=ReviewState(row["review"]),
        references=tuple(
            Reference(n=n, title=title, authors=authors, year=year)
            for n, title, authors, year in json.loads(row["reference_list"])
        ),
    )


def passage_row(passage: Passage, ordinal: int) -> tuple[Cell, ...]:
    """The cells from `guideline` to `recommendations`."""
    return (
        passage.guideline,
        passage.version,
        passage.id,
        ordinal,
        passage.kind.value,
        json.dumps(passage.heading_path, ensure_ascii=False),
        passage.text,
        passage.start,
        passage.end,
        passage.anchor,
        passage.page,
        _grade_cell(passage.strength),
        _grade_cell(passage.evidence),
        content_hash(embedded_text(passage)),
        _RECOMMENDATIONS.dump_json(passage.recommendations).decode() if passage.recommendations else None,
    )


def passage_of(row: sqlite3.Row) -> Passage:
    """A passage from a row of `passages` joined with the `title` of its guideline."""
    return Passage(
        id=row["id"],
        guideline=row["guideline"],
        version=row["version"],
        title=row["title"],
        kind=Kind(row["kind"]),
        heading_path=tuple(json.loads(row["heading_path"])),
        text=row["text"],
        start=row["start"],
        end=row["end"],
        anchor=row["anchor"],
        page=row["page"],
        strength=_grade(row["strength"]),
        evidence=_grade(row["evidence"]),
        recommendations=_RECOMMENDATIONS.validate_json(row["recommendations"])
        if row["recommendations"]
        else (),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _grade_cell(grade: Grade | None) -> str | None:
    return None if grade is None else json.dumps((grade.scheme, grade.value), ensure_ascii=False)


def _grade(cell: str | None) -> Grade | None:
    if cell is None:
        return None
    scheme, value = json.loads(cell)
    return Grade(scheme=scheme, value=value)
