"""Adapters of checker cases: answers written elsewhere, labelled by people, as JSON Lines.

Three formats, of the folder `shared/cases` beside the checkout, whose README defines the labels:

- `checker_single`: one or two sentences as an answer (`answer`, `expected`, `label`, `category`);
- `checker_drafts`: whole answers, labelled by sentence (`answer`, `expected`, `sentences`, `missing`);
- `grounding`: the same as single, about one document alone (`doc`, `quote`, `quote2`, `kind`).

`expected` becomes the outcome, `label` and `second_label` the verdicts, either of which is right. "missing"
is a label but no verdict of a statement: such a draft has no verdicts, and the tag "label:missing". Drafts
that leave something out have this tag too. In `grounding`, `doc` becomes the document to check against, and
`quote` and `quote2` gold places, each of which counts. `category`, `kind`, `label` and `half` become tags.

Not carried over: `fact`, `note` and `why`, which are remarks for people; the words of `missing`, since only
that something is missing is scored; `twin`, the id of the other case of a pair.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from evals.case import Case, Draft, Frozen, Gold, Labelled, Outcome, Text
from evals.reading import Place, Reading, read_rows
from evals.rows import rows
from rules.verdict import Verdict


class Label(StrEnum):
    """What people say of a statement."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    MISSING = "missing"
    NEUTRAL = "neutral"


class Half(StrEnum):
    """Whether a case may be looked at while building, or is only measured on."""

    BUILD = "build"
    MEASURE = "measure"


class Single(Frozen):
    """A line of `checker_single`."""

    id: Text
    question: Text
    answer: Text
    expected: Outcome
    label: Label
    second_label: Label | None = None
    category: Text
    fact: str | None = None
    note: str | None = None
    half: Half | None = None


class Sentence(Frozen):
    """A sentence of a draft."""

    text: Text
    label: Label
    second_label: Label | None = None


class Whole(Frozen):
    """A line of `checker_drafts`."""

    id: Text
    question: Text
    answer: Text
    expected: Outcome
    sentences: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    missing: tuple[Text, ...] = ()
    why: str | None = None
    half: Half | None = None


class Grounded(Frozen):
    """A line of `grounding`."""

    id: Text
    doc: Text
    question: Text
    answer: Text
    expected: Outcome
    label: Label
    second_label: Label | None = None
    quote: Text
    quote2: Text | None = None
    kind: Text
    why: str | None = None
    twin: str | None = None
    half: Half | None = None


def is_single(_: Path, first: Mapping[str, object] | None) -> bool:
    """Whether the first object is one of `checker_single`."""
    return first is not None and {"answer", "expected", "label", "category"} <= first.keys()


def is_drafts(_: Path, first: Mapping[str, object] | None) -> bool:
    """Whether the first object is one of `checker_drafts`."""
    return first is not None and {"answer", "expected", "sentences"} <= first.keys()


def is_grounding(_: Path, first: Mapping[str, object] | None) -> bool:
    """Whether the first object is one of `grounding`."""
    return first is not None and {"doc", "answer", "expected", "label"} <= first.keys()


def read_single(file: Path) -> Reading:
    """Cases of `checker_single`."""
    return read_rows(rows(file), Single, _single)


def read_drafts(file: Path) -> Reading:
    """Cases of `checker_drafts`."""
    return read_rows(rows(file), Whole, _whole)


def read_grounding(file: Path) -> Reading:
    """Cases of `grounding`."""
    return read_rows(rows(file), Grounded, _grounded)


def tagged(**tags: str | None) -> tuple[str, ...]:
    """Tags "name:value" of what is there, in the order given."""
    return tuple(f"{name}:{value}" for name, value in tags.items() if value)


def _single(row: Single, _: Place) -> Case:
    return Case(
        id=row.id,
        question=row.question,
        draft=Draft(text=row.answer, outcome=row.expected, verdicts=_verdicts(row.label, row.second_label)),
        tags=tagged(category=row.category, label=row.label, half=row.half),
    )


def _whole(row: Whole, _: Place) -> Case:
    sentences = tuple(
        Labelled(text=sentence.text, verdicts=_verdicts(sentence.label, sentence.second_label))
        for sentence in row.sentences
    )
    return Case(
        id=row.id,
        question=row.question,
        draft=Draft(text=row.answer, outcome=row.expected, sentences=sentences),
        tags=tagged(label=Label.MISSING if row.missing else None, half=row.half),
    )


def _grounded(row: Grounded, _: Place) -> Case:
    return Case(
        id=row.id,
        question=row.question,
        draft=Draft(text=row.answer, outcome=row.expected, verdicts=_verdicts(row.label, row.second_label)),
        document=row.doc,
        gold=tuple(Gold(document=row.doc, quote=quote) for quote in (row.quote, row.quote2) if quote),
        tags=tagged(kind=row.kind, label=row.label, half=row.half),
    )


def _verdicts(*labels: Label | None) -> tuple[Verdict, ...]:
    if Label.MISSING in labels:
        return ()
    return tuple(dict.fromkeys(Verdict(label) for label in labels if label))
