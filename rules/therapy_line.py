"""Therapy line: in which line of therapy a guideline places a drug that it names."""

from collections.abc import Callable, Iterable

from rules.claim import Reading
from rules.match import Match
from rules.meaning import LINES, ids_direct


def own_line(
    statement: Reading, best: Match | None, lines: Iterable[int], reading: Callable[[int], Reading]
) -> int | None:
    """The sentence that names a drug for which `best` takes its whole modality, and places it in another line
    of therapy than the statement does; None where there is none, or where another names it in that line."""
    mine = ids_direct(statement) & LINES
    if not mine or best is None or not best.broad:
        return None
    own = [
        line for line in lines if best.broad & ids_direct(reading(line)) and ids_direct(reading(line)) & LINES
    ]
    if any(ids_direct(reading(line)) & mine for line in own):
        return None
    return own[0] if own else None
