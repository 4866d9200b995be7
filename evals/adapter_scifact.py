"""Adapter of SciFact: scientific claims with the abstracts that were cited for them.

JSON Lines, `claims_*.jsonl`: `id`, `claim`, `cited_doc_ids` and `evidence`, by abstract, each with a label
SUPPORT or CONTRADICT. Wadden et al., Fact or Fiction: Verifying Scientific Claims, EMNLP 2020;
github.com/allenai/scifact.

The claim becomes the question, the cited abstracts gold documents of grade 1: the same judgements as in
BEIR's version of SciFact. A claim is tagged "evidence:support", "evidence:contradict" or "evidence:none".
Not carried over: which sentences are the evidence, and the corpus, which a system has to have indexed.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import ConfigDict

from evals.case import Case, Frozen, Gold, Text
from evals.reading import Place, Reading, read_rows
from evals.rows import rows


class Stance(StrEnum):
    """What an abstract says of a claim."""

    SUPPORT = "SUPPORT"
    CONTRADICT = "CONTRADICT"


class Rationale(Frozen):
    """Sentences of one abstract that decide."""

    model_config = ConfigDict(extra="ignore")

    label: Stance


class Claim(Frozen):
    """A line of SciFact; the claims of its test set have no evidence and no cited abstracts."""

    model_config = ConfigDict(extra="ignore")

    id: int
    claim: Text
    cited_doc_ids: tuple[int, ...] = ()
    evidence: Mapping[str, tuple[Rationale, ...]] = {}


def is_scifact(_: Path, first: Mapping[str, object] | None) -> bool:
    """Whether the first object is a claim of SciFact."""
    return first is not None and {"id", "claim", "evidence", "cited_doc_ids"} <= first.keys()


def read_scifact(file: Path) -> Reading:
    """Cases of a file of claims."""
    return read_rows(rows(file), Claim, _case)


def _case(row: Claim, _: Place) -> Case:
    stances = {rationale.label.lower() for found in row.evidence.values() for rationale in found}
    return Case(
        id=str(row.id),
        question=row.claim,
        gold=tuple(Gold(document=str(doc)) for doc in row.cited_doc_ids),
        tags=tuple(f"evidence:{stance}" for stance in sorted(stances) or ["none"]),
    )
