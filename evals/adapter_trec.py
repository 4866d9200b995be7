"""Adapter of TREC: topics with relevance judgements (qrels), and runs of other systems.

A folder with one file of topics and one of qrels, known by their content, whatever they are called:

- topics: `ID<TAB>TEXT`, one a line; or TREC's classic form, `<top>` with `<num>` and `<title>`;
- qrels: `TOPIC ITERATION DOCUMENT RELEVANCE`, one a line (trec.nist.gov/data/qrels_eng);
- a run: `TOPIC Q0 DOCUMENT RANK SCORE TAG`, one a line. It is what a system found, not part of a suite: see
  `read_run_file`.

Qrels and runs are parsed by ir-measures. The title of a topic becomes the question, a document judged
relevant (1 or more) a gold place with that grade: a passage where its id has the form GUIDELINE:ANCHOR,
else a document. Topics without a relevant document make no case, as in TREC's own averages. Not carried over:
documents judged irrelevant, descriptions and narratives, iterations, the rank and the tag of a run.
"""

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path

from evals.case import Case, Gold
from evals.errors import SuiteUnreadable
from evals.reading import Fault, Place, Reading, Row, read_rows
from evals.response import Found
from evals.rows import lines, text

_TOP = re.compile(r"<top>(?P<body>.*?)</top>", re.DOTALL | re.IGNORECASE)
_NUM = re.compile(r"<num>\s*(?:Number:)?\s*(?P<id>[^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*(?P<text>[^<]*[^<\s])", re.IGNORECASE)
_MOST = 20


def is_trec(folder: Path, _: Mapping[str, object] | None) -> bool:
    """Whether a folder holds a file of topics and one of qrels."""
    return folder.is_dir() and {"topics", "qrels"} <= set(_parts(folder).values())


def kind_of(file: Path) -> str | None:
    """Which part of TREC's a file is, "topics", "qrels" or "run", by its first line; None: none of them."""
    try:
        line = next((line for _, line in lines(file)), "")
    except SuiteUnreadable:
        return None
    columns = line.split()
    if line.lower().startswith("<top>") or (len(line.split("\t")) == 2 and line[0] not in "{[<"):
        return "topics"
    if len(columns) == 4 and columns[3].lstrip("-").isdigit():
        return "qrels"
    if len(columns) == 6 and columns[3].isdigit():
        return "run"
    return None


def read_trec(folder: Path) -> Reading:
    """Cases of a folder. Raises SuiteUnreadable where it does not hold one file of each kind."""
    topics, qrels = (_only(folder, kind) for kind in ("topics", "qrels"))
    gold: dict[str, list[Gold]] = {}
    for judged in _judgements(qrels):
        if isinstance(judged, Fault):
            yield judged
        else:
            gold.setdefault(judged[0], []).append(judged[1])
    for topic in _topics(topics):
        if isinstance(topic, Fault):
            yield topic
        elif topic.content["id"] in gold:
            content = topic.content | {"gold": gold[str(topic.content["id"])]}
            yield from read_rows([Row(place=topic.place, content=content)], Case, lambda case, _: case)


def read_run_file(file: Path) -> Mapping[str, tuple[Found, ...]]:
    """What a system found, by id of the case, best first. Raises SuiteUnreadable with line and fault.

    Best is the highest score; of equal scores the greater document id, as trec_eval has it; the column of
    ranks is not used. A run names documents only: the id is both passage and guideline, and no text is told.
    """
    import ir_measures  # noqa: PLC0415  (loads trec_eval, which most commands never need)

    found: dict[str, dict[str, Found]] = {}
    faults: list[Fault] = []
    for place, line in lines(file):
        try:
            (doc,) = ir_measures.read_trec_run(line + "\n")  # type: ignore[no-untyped-call]
        except ValueError:
            faults.append(Fault(place=place, what="is not TOPIC Q0 DOCUMENT RANK SCORE TAG."))
            continue
        docs = found.setdefault(doc.query_id, {})
        if not isfinite(doc.score):
            faults.append(Fault(place=place, what=f"has the score {doc.score}, which ranks nothing."))
        elif doc.doc_id in docs:
            faults.append(Fault(place=place, what=f"names {doc.doc_id} for {doc.query_id} once more."))
        else:
            docs[doc.doc_id] = Found(passage_id=doc.doc_id, guideline=doc.doc_id, text=None, score=doc.score)
    if faults or not found:
        more = [f"... and {len(faults) - _MOST} more."] if len(faults) > _MOST else []
        told = "\n".join([*map(str, faults[:_MOST]), *more])
        raise SuiteUnreadable(told or f"{file} is empty. Give a TREC run: TOPIC Q0 DOCUMENT RANK SCORE TAG.")
    return {
        topic: tuple(sorted(docs.values(), key=lambda one: (one.score, one.passage_id), reverse=True))
        for topic, docs in found.items()
    }


def gold_place(document: str, grade: int) -> Gold:
    """A judged document: a passage of this project by its id, or a document."""
    if ":" in document:
        return Gold(passage=document, grade=grade)
    return Gold(document=document, grade=grade)


def _judgements(file: Path) -> Iterator[tuple[str, Gold] | Fault]:
    import ir_measures  # noqa: PLC0415  (loads trec_eval, which most commands never need)

    seen: set[tuple[str, str]] = set()
    for place, line in lines(file):
        try:
            (judged,) = ir_measures.read_trec_qrels(line + "\n")  # type: ignore[no-untyped-call]
        except ValueError:
            yield Fault(place=place, what="is not TOPIC ITERATION DOCUMENT RELEVANCE.")
            continue
        if (key := (judged.query_id, judged.doc_id)) in seen:
            yield Fault(place=place, what=f"judges {judged.doc_id} for topic {judged.query_id} once more.")
            continue
        seen.add(key)
        if judged.relevance >= 1:
            yield judged.query_id, gold_place(judged.doc_id, judged.relevance)


def _topics(file: Path) -> Iterator[Row | Fault]:
    if _TOP.search(whole := text(file)):
        for top in _TOP.finditer(whole):
            place = Place(file=file, line=whole.count("\n", 0, top.start()) + 1)
            num, title = _NUM.search(top["body"]), _TITLE.search(top["body"])
            if num and title:
                yield Row(place=place, content={"id": num["id"], "question": title["text"]})
            else:
                yield Fault(place=place, what="a <top> needs <num> and <title>.")
        return
    for place, line in lines(file):
        topic, tab, question = line.strip("\r").partition("\t")
        if tab and topic.strip() and question.strip():
            yield Row(place=place, content={"id": topic.strip(), "question": question.strip()})
        else:
            yield Fault(place=place, what="is not ID<TAB>TEXT.")


def _parts(folder: Path) -> Mapping[Path, str]:
    kinds = ((file, kind_of(file)) for file in sorted(folder.iterdir()) if file.is_file())
    return {file: kind for file, kind in kinds if kind}


def _only(folder: Path, kind: str) -> Path:
    files = [file for file, found in _parts(folder).items() if found == kind]
    if len(files) != 1:
        named = ", ".join(file.name for file in files) or "none"
        raise SuiteUnreadable(
            f"{folder}: needs one file of {kind}, and holds {named}. Put one file of topics and one of qrels "
            "into a folder of their own."
        )
    return files[0]
