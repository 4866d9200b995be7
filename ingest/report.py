"""Report: what an ingest did, for whoever started it."""

from dataclasses import dataclass
from enum import StrEnum


class IndexState(StrEnum):
    """What happened to the vector index."""

    KEPT = "kept"
    BUILT = "built"
    REBUILT = "rebuilt from the record"


@dataclass(frozen=True, kw_only=True)
class IngestReport:
    """Counts are of the guidelines that were given, unless said otherwise.

    `changed` and `unchanged` name them as "id version". `embedded` counts the texts that went through the
    model, `reused` the passages whose vector was on record. `seconds` is wall-clock time.
    """

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    withdrawn: tuple[str, ...]
    passages: int
    recommendations: int
    embedded: int
    reused: int
    index: IndexState
    notices: tuple[str, ...]
    seconds: float
