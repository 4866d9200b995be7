"""Systems: from what a person writes ("local:core-off", a URL, "openai:MODEL@URL") to a system under test."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from rapidfuzz import process

from answering.parts import WHOLE, Parts
from evals.errors import SystemUnknown
from evals.prices import Prices
from evals.system import System
from retrieval.arms import Arms

SWITCHES: Mapping[str, Callable[[Parts], Parts]] = {
    "core-off": lambda parts: replace(parts, checks=False),
    "no-repair": lambda parts: replace(parts, repairs=False),
    "lexical": lambda parts: replace(parts, arms=Arms.LEXICAL),
    "dense": lambda parts: replace(parts, arms=Arms.DENSE),
}
"""What may stand behind "local:", and what it does."""

CHOICES = (
    "local, or local:SWITCH[,SWITCH] with "
    + ", ".join(SWITCHES)
    + "; http://HOST:PORT of a running Concordant; PROVIDER:MODEL[@URL] of a language model, such as "
    "openai:MODEL@http://127.0.0.1:1234/v1; run:FILE.json of a run that was kept; trec:FILE of a TREC run"
)
"""All that a system can be, for help and errors."""


def open_system(  # noqa: PLR0913  (what the kinds of systems need between them)
    spec: str,
    *,
    home: Path,
    embedder: str = "default",
    documents: Path | None = None,
    corpus: Path | None = None,
    prices: Prices | None = None,
) -> System:
    """The system that `spec` names, see CHOICES; a local one is opened by its first case.

    `home` and `embedder` are those of a local system. `documents` is the folder with the files that drafts
    are checked against, `corpus` a folder of Markdown documents (or folder and pattern) that a local system
    is asked over instead of the guidelines in `home`. `prices` are those of a language model.
    Raises SystemUnknown with the choices, DocumentsUnreadable or RunUnreadable.
    """
    kind, _, rest = spec.partition(":")
    if kind == "local":
        from evals.system_local import LocalSystem  # noqa: PLC0415  (each kind pulls in its own libraries)

        parts = read_switches(rest) if ":" in spec else WHOLE
        return LocalSystem(
            spec, home=home, embedder=embedder, parts=parts, documents=documents, corpus=corpus
        )
    if kind in {"http", "https"}:
        return _remote(spec)
    if kind in {"run", "trec"} and rest:
        return _replay(kind, Path(rest))
    from evals.system_model import Endpoint, ModelSystem  # noqa: PLC0415

    if endpoint := Endpoint.of(spec):
        return ModelSystem(spec, endpoint, prices=prices)
    raise SystemUnknown(f"There is no system {spec!r}. Choose from: {CHOICES}.")


def read_switches(text: str) -> Parts:
    """The parts that "core-off,dense" leaves on. Raises SystemUnknown with the choices."""
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in SWITCHES:
            close = process.extractOne(name, SWITCHES.keys(), score_cutoff=70)
            hint = f" Did you mean {close[0]}?" if close else ""
            raise SystemUnknown(
                f"A local system has no switch {name!r}.{hint} Choose from: {', '.join(SWITCHES)}."
            )
    if {"lexical", "dense"} <= set(names):
        raise SystemUnknown(
            "lexical and dense each leave one way of searching; with both, none is left. Choose one, or "
            "neither for both ways."
        )
    parts = WHOLE
    for name in names:
        parts = SWITCHES[name](parts)
    return parts


def _remote(url: str) -> System:
    import httpx  # noqa: PLC0415

    from evals.system_remote import RemoteSystem  # noqa: PLC0415

    try:
        host = httpx.URL(url).host
    except httpx.InvalidURL as error:
        raise SystemUnknown(f"{url!r} is not an address: {error}. Write http://HOST:PORT.") from error
    if not host:
        raise SystemUnknown(f"{url!r} names no host. Write http://HOST:PORT of a running Concordant.")
    return RemoteSystem(url)


def _replay(kind: str, file: Path) -> System:
    from evals.run import read_run  # noqa: PLC0415
    from evals.system_replay import ReplaySystem  # noqa: PLC0415

    if kind == "run":
        return ReplaySystem.of_run(read_run(file))
    from evals.adapter_trec import read_run_file  # noqa: PLC0415

    return ReplaySystem.of_ranking(file, read_run_file(file))
