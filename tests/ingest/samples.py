"""Samples: a small guideline, packs of it, and an embedder without a model."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.guideline import Guideline, ReviewState, Status
from ingest.markdown import passages
from ingest.passage import Passage

FRONT = """\
---
id: {id}
version: "{version}"
title: {title}
publisher: null
published: null
retrieved: null
review_by: null
licence: CC0-1.0
source: Written for a test.
status: in_force
review: submitted
---
"""
BODY = """
# Care of the example

## Before treatment

Measure blood pressure before treatment. {#measure-pressure}

Weigh the patient.

## Treatment

Tablets in common use include:

- amlodipine once a day {#use-amlodipine}
- ramipril, which is stopped in pregnancy {#use-ramipril}
"""


def guideline(**fields: object) -> Guideline:
    """A guideline that says no more of itself than it must."""
    known: dict[str, object] = {
        "id": "example",
        "version": "1",
        "title": "Care of the example",
        "publisher": None,
        "published": None,
        "retrieved": None,
        "review_by": None,
        "licence": "CC0-1.0",
        "source": "Written for a test.",
        "status": Status.IN_FORCE,
        "superseded_by": None,
        "review": ReviewState.SUBMITTED,
    }
    return Guideline(**(known | fields))  # type: ignore[arg-type]


def cut(document: str) -> tuple[Passage, ...]:
    """The passages of a document of the sample guideline."""
    return passages(document, guideline())


def pack(folder: Path, *, id: str = "example", version: str = "1", body: str = BODY) -> Path:
    """A pack written to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    front = FRONT.format(id=id, version=version, title="Care of the example")
    (folder / "guideline.md").write_text(front + body, encoding="utf-8")
    return folder


class Bag:
    """An embedder: a text is the hashed bag of its words. It counts the texts it was given."""

    def __init__(self, name: str = "bag") -> None:
        self.name = name
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, hashlib.sha256(word.encode()).digest()[0] % 64] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, norms, out=vectors, where=norms > 0)
