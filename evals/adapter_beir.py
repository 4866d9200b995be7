"""Adapter of BEIR: a folder with questions and relevance judgements.

`queries.jsonl` (`_id`, `text`), `qrels/SPLIT.tsv` (a header, then query-id, corpus-id and score, by tabs),
and `corpus.jsonl`, which is not needed here. Thakur et al., BEIR, NeurIPS 2021; github.com/beir-cellar/beir.

A question becomes a case for each that has a document judged 1 or more, which is a gold document with that
grade; it is tagged "split:NAME" for each file of judgements that it stands in. Questions without one make no
case, as in BEIR's own averages. Not carried over: documents judged 0, metadata, and the corpus, which a
system has to have indexed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, Field

from evals.adapter_trec import gold_place
from evals.case import Case, Frozen, Gold, Text
from evals.errors import SuiteUnreadable
from evals.reading import Fault, Place, Reading, read_rows
from evals.rows import lines, rows

_WHOLE = re.compile(r"-?[0-9]{1,9}")


class Query(Frozen):
    """A line of queries.jsonl."""

    model_config = ConfigDict(extra="ignore")

    id: Text = Field(alias="_id")
    text: Text


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A line of qrels."""

    query: str
    document: str
    grade: int
    split: str


def is_beir(folder: Path, _: Mapping[str, object] | None) -> bool:
    """Whether a folder holds queries.jsonl and a folder of qrels."""
    return (folder / "queries.jsonl").is_file() and (folder / "qrels").is_dir()


def read_beir(folder: Path) -> Reading:
    """Cases of a folder, in the order of its questions. Raises SuiteUnreadable where there are no qrels."""
    files = sorted((folder / "qrels").glob("*.tsv"))
    if not files:
        raise SuiteUnreadable(f"{folder / 'qrels'} holds no .tsv file. BEIR keeps its judgements there.")
    judged: dict[str, list[Judged]] = {}
    for file in files:
        for one in _judgements(file):
            if isinstance(one, Fault):
                yield one
            elif one.grade >= 1:
                judged.setdefault(one.query, []).append(one)

    def case(query: Query, _: Place) -> Case | None:
        found = judged.get(query.id)
        return _case(query, found) if found else None

    yield from read_rows(rows(folder / "queries.jsonl"), Query, case)


def _case(query: Query, judged: list[Judged]) -> Case:
    grades: dict[str, int] = {}
    for one in judged:
        grades[one.document] = max(one.grade, grades.get(one.document, 0))
    gold: tuple[Gold, ...] = tuple(gold_place(document, grade) for document, grade in grades.items())
    splits = dict.fromkeys(one.split for one in judged)
    return Case(id=query.id, question=query.text, gold=gold, tags=tuple(f"split:{name}" for name in splits))


def _judgements(file: Path) -> Iterator[Judged | Fault]:
    for place, line in lines(file):
        columns = [column.strip() for column in line.split("\t")]
        if place.line == 1 and columns[:1] == ["query-id"]:
            continue
        if len(columns) == 3 and columns[0] and columns[1] and _WHOLE.fullmatch(columns[2]):
            query, document, score = columns
            yield Judged(query=query, document=document, grade=int(score), split=file.stem)
        else:
            yield Fault(place=place, what="is not query-id, corpus-id and score (whole), by tabs.")
