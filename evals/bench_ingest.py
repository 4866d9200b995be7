"""Bench of the readers: what they find of headings, tables and recommendations that people marked by eye.

Run by `python -m evals.bench_ingest GOLD DOCUMENTS...`: a folder of `headings.jsonl`, `tables.jsonl`,
`recommendations.jsonl` and `furniture.jsonl`, and folders that hold the documents they name.

Texts are compared after NFKC without white space, hyphens, dashes and control characters, quotation marks
made equal.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rich.console import Console
from rich.table import Table

from corpus.guideline import Guideline, ReviewState, Status
from ingest.block import Block, BlockKind
from ingest.document import read_document
from ingest.errors import IngestError
from ingest.reading import Reading
from ingest.structure import structured

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`", "'"))


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One thing that was looked for: the metric it counts in, its document, and whether it was found."""

    metric: str
    document: str
    wanted: str
    hit: bool


@dataclass(frozen=True, kw_only=True)
class Found:
    """A document as it was read: headings with their parents, the texts of passages, and both folded."""

    kind: str
    headings: frozenset[tuple[str, str]]
    texts: tuple[str, ...]
    passages: tuple[str, ...]

    def holds(self, *parts: str) -> bool:
        """Whether one passage, its headings before it, holds every part."""
        return any(all(part in passage for part in parts) for passage in self.passages)


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """A text as it is compared."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    kept = (char for char in text if unicodedata.category(char) not in {"Pd", "Cc", "Cf", "Zs"})
    return re.sub(r"[\s−]", "", "".join(kept))


def found(file: Path) -> Found:
    """A document read and cut. Raises IngestError where it can't be read."""
    reading = read_document(file.read_bytes(), file.name)
    cut = structured(reading.blocks, _guideline(file.stem))
    return Found(
        kind=reading.format.value,
        headings=frozenset(_headings(reading)),
        texts=tuple(folded(passage.text) for passage in cut),
        passages=tuple(folded("".join(passage.heading_path) + passage.text) for passage in cut),
    )


def marks(gold: Path, documents: Iterable[Path]) -> Iterator[Mark]:
    """What was looked for in every document that is there."""
    files = {file.name: file for folder in documents for file in sorted(folder.rglob("*")) if file.is_file()}
    read: dict[str, Found | None] = {}
    for metric in ("headings", "tables", "recommendations", "furniture"):
        for line in (gold / f"{metric}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            name = case["doc"]
            if name not in files:
                continue
            if name not in read:
                read[name] = _found_or_none(files[name])
            document = read[name]
            kind = document.kind if document else files[name].suffix[1:]
            wanted = case.get("heading") or case.get("text") or case.get("string") or " | ".join(case["row"])
            hit = document is not None and _hit(metric, case, document)
            yield Mark(metric=f"{metric} {kind}", document=name, wanted=wanted, hit=hit)


def table(found_marks: Sequence[Mark]) -> Table:
    """Hits of each metric and format."""
    total, hits = (
        Counter(mark.metric for mark in found_marks),
        Counter(m.metric for m in found_marks if m.hit),
    )
    shown = Table("metric", "format", box=None, pad_edge=False)
    for column in ("hits", "total", "share"):
        shown.add_column(column, justify="right")
    for metric in sorted(total):
        name, kind = metric.split()
        share = hits[metric] / total[metric]
        shown.add_row(_NAMES[name], kind, str(hits[metric]), str(total[metric]), f"{share:.3f}")
    return shown


_NAMES = {
    "headings": "headings with the right parent",
    "tables": "table rows with headers",
    "recommendations": "recommendations whole in one passage",
    "furniture": "furniture in no passage",
}


def main() -> None:
    """Print the table, and what was missed."""
    if len(sys.argv) < 3:
        raise SystemExit("bench_ingest: give the folder of gold, and one or more folders of documents")
    found_marks = list(marks(Path(sys.argv[1]), map(Path, sys.argv[2:])))
    console = Console(width=140, highlight=False)
    console.print(table(found_marks), "")
    for mark in found_marks:
        if not mark.hit:
            console.print(f"missed: {mark.metric}, {mark.document}: {mark.wanted[:160]}", markup=False)


def _found_or_none(file: Path) -> Found | None:
    try:
        return found(file)
    except (IngestError, ImportError) as error:
        print(f"bench_ingest: {error}", file=sys.stderr)  # noqa: T201  (a command of its own)
        return None


def _hit(metric: str, case: dict[str, object], document: Found) -> bool:
    if metric == "headings":
        parent = folded(str(case["parent"] or ""))
        return (folded(str(case["heading"])), parent) in document.headings
    if metric == "tables":
        headers, cells = _strings(case["headers"]), _strings(case["row"])
        parts = [folded(f"{header}: {cell}") for header, cell in zip(headers, cells, strict=True) if cell]
        return document.holds(*parts, folded(str(case["caption"] or "")))
    if metric == "recommendations":
        return any(folded(str(case["text"])) in text for text in document.texts)
    return not document.holds(folded(str(case["string"])))


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _headings(reading: Reading) -> Iterator[tuple[str, str]]:
    """Each heading with the nearest above it of a lower level; "" where there is none."""
    above: list[tuple[int, str]] = []
    for block in _all(reading.blocks):
        if block.kind is BlockKind.HEADING:
            while above and above[-1][0] >= block.level:
                above.pop()
            yield folded(block.text), above[-1][1] if above else ""
            above.append((block.level, folded(block.text)))


def _all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.children)


def _guideline(name: str) -> Guideline:
    """A guideline that says nothing of itself."""
    return Guideline(
        id=re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
        version="1",
        title=name,
        publisher=None,
        published=None,
        retrieved=None,
        review_by=None,
        licence="",
        source=name,
        status=Status.IN_FORCE,
        superseded_by=None,
        review=ReviewState.SUBMITTED,
    )


if __name__ == "__main__":
    main()
