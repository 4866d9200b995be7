"""Bench: what this machine takes to start, index, answer and check, each beside the raw encoder's time.

Run by `make bench`. Every row is measured in this run, in a data home of its own, and set against a
baseline of the same run: a slower machine moves both, a slower program moves one. An aim is printed
as met or missed; it is not a test, since a busy machine misses it too.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from evals import probes
from evals.server import serving

ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One row: `value` and `baseline` in the same `unit`; `aim`, in that unit, is an upper bound or None."""

    name: str
    value: float
    unit: str
    baseline: float
    aim: float | None = None

    def cells(self) -> tuple[str, ...]:
        """The row as text: name, value, aim, ratio."""
        aim = "" if self.aim is None else f"{'met' if self.value <= self.aim else 'MISSED'}, {self.aim:g}"
        return (
            self.name,
            f"{self.value:,.{1 if self.value < 100 else 0}f} {self.unit}",
            aim,
            f"{self.value / self.baseline:,.2f}",
        )


@dataclass(frozen=True, kw_only=True)
class Raw:
    """The baseline: seconds for one passage and for all, their number, and MiB, of the encoder by itself."""

    one: float
    every: float
    passages: float
    resident: float

    def ms(self, name: str, taken: float, *, aim: float | None = None) -> Figure:
        """Milliseconds against one passage."""
        return Figure(name=name, value=taken * 1000, unit="ms", baseline=self.one * 1000, aim=aim)

    def s(self, name: str, taken: float, *, aim: float | None = None) -> Figure:
        """Seconds against all passages."""
        return Figure(name=name, value=taken, unit="s", baseline=self.every, aim=aim)


def probe(name: str, home: Path) -> Mapping[str, float]:
    """Run one probe in a Python of its own."""
    found: Mapping[str, float] = json.loads(_python("-m", "evals.probes", name, home=home))
    return found


def long(raw: Raw, home: Path) -> Iterator[Figure]:
    """What is measured in seconds."""
    index = probe("index", home)
    yield raw.s("index the shipped packs from nothing", index["first"])
    asked = [
        probes.seconds(lambda: _python("-m", "api.cli", "ask", probes.QUESTION, home=home))
        for _ in range(ROUNDS)
    ]
    yield raw.s("concordant ask, process start to output, warm, median of 5", median(asked), aim=3.0)


def short(raw: Raw, home: Path) -> Iterator[Figure]:
    """What is measured in milliseconds."""
    yield raw.ms("index with nothing changed", probe("index", home)["unchanged"])
    core = [probe("core", home) for _ in range(ROUNDS)]
    yield raw.ms("import the rule core", median(run["imported"] for run in core))
    yield raw.ms("load vocabulary and rules, read a question", median(run["loaded"] for run in core), aim=400)
    check = probe("check", home)
    yield raw.ms(f"check {check['sentences']} sentences, p50", check["p50"])
    yield raw.ms(f"check {check['sentences']} sentences, p95", check["p95"], aim=25)
    with serving(home) as server:
        taken = server.answers(probes.questions())
        yield raw.ms("answer over HTTP, 200 questions, p50", probes.quantile(taken, 50))
        yield raw.ms("answer over HTTP, 200 questions, p95", probes.quantile(taken, 95), aim=60)
        memory = server.resident()
    yield Figure(name="memory of the server after them", value=memory, unit="MiB", baseline=raw.resident)


def table(figures: Iterable[Figure], against: str) -> Table:
    """Figures as they are printed; `against` names the baseline of the ratios."""
    shown = Table("figure", box=None, pad_edge=False)
    for column in ("value", "aim", f"ratio to {against}"):
        shown.add_column(column, justify="right", no_wrap=True)
    for figure in figures:
        shown.add_row(*figure.cells())
    return shown


def machine(raw: Raw) -> str:
    """Two lines: the machine, and how fast the encoder is on it by itself, in sentence-transformers."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n"
        f"raw encoder: {raw.passages / raw.every:,.0f} passages/s; all {raw.passages:.0f} passages "
        f"{raw.every:.2f} s; one alone {raw.one * 1000:.1f} ms; {raw.resident:.0f} MiB\n"
    )


def main() -> None:
    """Measure everything and print it."""
    console = Console(width=120, highlight=False)
    with tempfile.TemporaryDirectory(prefix="concordant-bench-") as folder:
        home = Path(folder)
        raw = Raw(**probe("encoder", home))
        console.print(machine(raw))
        console.print(table(long(raw, home), "all passages"), "")
        console.print(table(short(raw, home), "one passage"), "")
        console.print("The memory's ratio is to the memory of the raw encoder.")


def _python(*arguments: str, home: Path) -> str:
    """What a Python of its own prints. Exits with its errors where it fails."""
    environment = os.environ | {"CONCORDANT_HOME": str(home)}
    run = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(f"bench: python {' '.join(arguments)} failed:\n{run.stderr}")
    return run.stdout


if __name__ == "__main__":
    main()
