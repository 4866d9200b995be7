"""Identity: which guideline a plain document is, from what it says of itself and from its side-car."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.guideline import Guideline, ReviewState, Status
from corpus.side_car import SideCar, read_side_car
from ingest.reading import Note

UNKNOWN = "unknown"
"""What stands for a version or a licence that nobody states."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A guideline, and where document and side-car say different things of it."""

    guideline: Guideline
    differences: tuple[Note, ...]


def identified(stated: Mapping[str, str], *, id: str, file: Path, side_car: Path | None) -> Identity:
    """The identity of a document. The side-car wins over what the document states; a difference is reported.

    What neither says stays unknown, as does what the side-car says is null; the title is then the file's
    name. A date that the document states counts only where it is written YYYY-MM-DD. Raises a CorpusError
    for a faulty side-car.
    """
    said = read_side_car(side_car) if side_car else SideCar(texts={}, dates={}, status=None)
    texts = {**stated, **said.texts}
    dates = {**_dates(stated), **said.dates}
    guideline = Guideline(
        id=id,
        version=texts.get("version") or UNKNOWN,
        title=texts.get("title") or file.stem,
        publisher=texts.get("publisher") or None,
        published=dates.get("published"),
        retrieved=dates.get("retrieved"),
        review_by=dates.get("review_by"),
        licence=texts.get("licence") or UNKNOWN,
        source=texts.get("source") or file.name,
        status=said.status or Status.IN_FORCE,
        superseded_by=texts.get("superseded_by"),
        review=ReviewState.SUBMITTED,
    )
    return Identity(guideline=guideline, differences=tuple(_differences(stated, said)))


def _dates(stated: Mapping[str, str]) -> Mapping[str, date]:
    found: dict[str, date] = {}
    for name in ("published", "retrieved", "review_by"):
        written = stated.get(name, "")
        try:
            # Python also takes 20240312 and 2024-W10-2, which may well be meant as something else.
            found[name] = date.fromisoformat(written if _DAY.fullmatch(written) else "")
        except ValueError:
            continue
    return found


def _differences(stated: Mapping[str, str], said: SideCar) -> list[Note]:
    told = {
        **said.texts,
        **{name: day.isoformat() if day else None for name, day in said.dates.items()},
    }
    return [
        Note(
            what="side-car and document differ",
            where=f"{name}: the document says {stated[name]!r}, the side-car "
            f"{'null' if text is None else repr(text)}, which holds",
        )
        for name, text in told.items()
        if name in stated and stated[name] != text
    ]
