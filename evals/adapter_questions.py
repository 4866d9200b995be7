"""Adapters of question cases, as JSON Lines: what a system should answer, ask for, decline or find.

Three formats, of the folder `shared/cases` beside the checkout, whose README defines them:

- `questions`: end to end (`must`, `must_not`, `context`, `expect`, `ask_for`, `history`);
- `pdq_questions`: questions over a folder of documents, and what answers them (`doc`, `quotes`, `also`);
- `pdq_unanswerable`: questions that this folder does not answer.

`expect` becomes the behaviour. `context` becomes the facts to be read: a name has to be a fact of a shipped
pack that a question can tell, and the value one that it can take. Any other can't be read, and is kept as a
tag "unread:NAME", so that it shows in the breakdown. `ask_for` is carried over where it names such a fact;
else the case has the tag "unread:ask_for".

The `must` of a case that should be declined or asked back says what the system does ("says that it is not
covered"), not a fact of an answer: behaviour is scored instead, and the case has the tag "unread:must".
`pdq_questions` are answerable: their behaviour is to answer. Their `quotes` and `also` are equally good, as
the README counts hits, so they make one group.

`kind`, `style` and `half` become tags. Not carried over: `sections` and `heading`, which name parts of the
source pages; and that a question out of scope may also be answered with "not covered, but ...".
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from corpus.pack import shipped_packs
from evals.adapter_checker import Half, tagged
from evals.case import Behaviour, Case, Frozen, Gold, Text
from evals.reading import Place, Reading, read_rows
from evals.rows import rows
from rules.context import Turn, Value
from rules.variables import Variables, merged
from rules.variables_file import load_variables


class Asked(Frozen):
    """A line of `questions`."""

    id: Text
    question: Text
    kind: Text
    history: tuple[Turn, ...] = ()
    context: Mapping[str, Value] = {}
    must: tuple[Text, ...] = ()
    must_not: tuple[Text, ...] = ()
    expect: Behaviour
    ask_for: tuple[Text, ...] = ()
    sections: tuple[str, ...] = ()
    half: Half | None = None


class Also(Frozen):
    """A place that is as good as the gold quotes."""

    doc: Text
    quote: Text


class Answerable(Frozen):
    """A line of `pdq_questions`."""

    id: Text
    question: Text
    doc: Text
    heading: str | None = None
    quotes: Annotated[tuple[Text, ...], Field(min_length=1)]
    also: tuple[Also, ...] = ()
    style: Text
    answer: Text
    must: tuple[Text, ...] = ()
    half: Half | None = None


class Unanswerable(Frozen):
    """A line of `pdq_unanswerable`."""

    id: Text
    question: Text
    kind: Text
    half: Half | None = None


def is_questions(_: Path, first: Mapping[str, object] | None) -> bool:
    """Whether the first object is one of `questions`."""
    return first is not None and {"question", "expect", "kind"} <= first.keys()


def is_answerable(_: Path, first: Mapping[str, object] | None) -> bool:
    """Whether the first object is one of `pdq_questions`."""
    return first is not None and {"question", "doc", "quotes"} <= first.keys()


def is_unanswerable(_: Path, first: Mapping[str, object] | None) -> bool:
    """Whether the first object is one of `pdq_unanswerable`."""
    return (
        first is not None and {"id", "question", "kind"} <= first.keys() <= Unanswerable.model_fields.keys()
    )


def read_questions(file: Path) -> Reading:
    """Cases of `questions`."""
    return read_rows(rows(file), Asked, _asked)


def read_answerable(file: Path) -> Reading:
    """Cases of `pdq_questions`."""
    return read_rows(rows(file), Answerable, _answerable)


def read_unanswerable(file: Path) -> Reading:
    """Cases of `pdq_unanswerable`."""
    return read_rows(rows(file), Unanswerable, _unanswerable)


@cache
def _variables() -> Variables:
    return merged([load_variables(folder) for folder in shipped_packs()])


def _asked(row: Asked, _: Place) -> Case:
    facts = {name: value for name, value in row.context.items() if _readable(name, value)}
    asks_for = tuple(name for name in row.ask_for if name in _variables())
    answers = row.expect is Behaviour.ANSWER
    unread = [name for name in row.context if name not in facts]
    unread += ["ask_for"] if len(asks_for) < len(row.ask_for) else []
    unread += ["must"] if row.must and not answers else []
    return Case(
        id=row.id,
        question=row.question,
        history=row.history,
        must=row.must if answers else (),
        must_not=row.must_not,
        behaviour=row.expect,
        facts=facts,
        asks_for=asks_for,
        tags=(*tagged(kind=row.kind, half=row.half), *(f"unread:{name}" for name in unread)),
    )


def _readable(name: str, value: Value) -> bool:
    known = _variables().get(name)
    return known is not None and not known.internal and known.admits(value)


def _answerable(row: Answerable, _: Place) -> Case:
    places = [(row.doc, quote) for quote in row.quotes] + [(also.doc, also.quote) for also in row.also]
    return Case(
        id=row.id,
        question=row.question,
        reference=row.answer,
        must=row.must,
        behaviour=Behaviour.ANSWER,
        gold=tuple(Gold(document=doc, quote=quote, same="answer") for doc, quote in places),
        tags=tagged(style=row.style, half=row.half),
    )


def _unanswerable(row: Unanswerable, _: Place) -> Case:
    return Case(
        id=row.id,
        question=row.question,
        behaviour=Behaviour.ABSTAIN,
        tags=tagged(kind=row.kind, half=row.half),
    )
