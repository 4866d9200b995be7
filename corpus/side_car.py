"""Side-car: a YAML file beside a document that says what the document does not say of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.fields import Fields
from corpus.front_matter import check_successor, read_fields
from corpus.guideline import Status
from corpus.pack import read_text

SIDE_CAR = ".guideline.yaml"
"""What the name of a side-car ends with: `asthma.pdf` has `asthma.guideline.yaml`."""

_DATES = ("published", "retrieved", "review_by")
_TEXTS = ("version", "title", "publisher", "licence", "source", "superseded_by")


@dataclass(frozen=True, kw_only=True)
class SideCar:
    """What a side-car says. A field that it does not name is not in `texts` or `dates`."""

    texts: Mapping[str, str | None]
    dates: Mapping[str, date | None]
    status: Status | None


def side_car_of(document: Path) -> Path | None:
    """The side-car of a document, or None where it has none."""
    file = document.with_name(document.stem + SIDE_CAR)
    return file if file.is_file() else None


def read_side_car(file: Path) -> SideCar:
    """Read a side-car. Every field may be left out; an unknown one is refused with the nearest that is known.

    Raises a CorpusError that names file, line, field and allowed choices.
    """
    fields: Fields = read_fields(read_text(file), file)
    fields.check_names(required=(), optional=(*_TEXTS, *_DATES, "status"))
    status = fields.choice("status", Status) if "status" in fields.values else None
    check_successor(fields, status or Status.IN_FORCE, fields.text_or_none("superseded_by"))
    return SideCar(
        texts={name: fields.text_or_none(name) for name in _TEXTS if name in fields.values},
        dates={name: fields.date_or_none(name) for name in _DATES if name in fields.values},
        status=status,
    )
