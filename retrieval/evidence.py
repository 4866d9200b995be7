"""Evidence: a passage that bears on a query, with its scores and who found it."""

from dataclasses import dataclass

from ingest.passage import Passage


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A retrieved passage.

    `score` is the fused score in [0, 1]. `lexical` (BM25, higher is better) and `dense` (cosine
    similarity in [-1, 1]) are None where that arm did not find the passage: not found is not zero.
    """

    passage: Passage
    score: float
    lexical: float | None
    dense: float | None
