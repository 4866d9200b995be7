"""A small suite on a stage: cases, a system that says what a test has written for it, and plain metrics."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep

from evals.case import Behaviour, Case, Task
from evals.journal import Journal
from evals.metric import Better, Metric, Summary
from evals.response import Check, Found, Reply, Response, Said, Usage
from evals.run import Run, write_run
from evals.runner import run_suite
from evals.score import Score, counted, measured
from evals.suite import Suite
from evals.system import DEPTH
from evals.undone import undone

FACT = "Give trastuzumab."
LIE = "Give nothing."
Works = Callable[[Case], str]


def suite(count: int = 8, *, name: str = "small") -> Suite:
    """Cases c0, c1, ... that all expect one fact; even ones are tagged "even", the first "first" too."""
    cases = (
        Case(
            id=f"c{number}",
            question=f"Question {number}?",
            must=(FACT,),
            must_not=(LIE,),
            tags=(("first",) if number == 0 else ()) + (("even",) if number % 2 == 0 else ("odd",)),
        )
        for number in range(count)
    )
    return Suite(name, tuple(cases))


@dataclass(frozen=True, kw_only=True)
class Staged:
    """Says `says[id]`, or the fact; what is in `raises` is raised. Writes down whom it was asked for."""

    name: str = "staged"
    says: Mapping[str, str] = field(default_factory=dict)
    raises: Mapping[str, Exception] = field(default_factory=dict)
    made_of: str = "one"
    pause: Callable[[Case], None] = lambda _: None
    asked: list[str] = field(default_factory=list)

    def parts(self) -> Mapping[str, str]:
        return {"code": self.made_of}

    def why_not(self, case: Case, task: Task) -> str | None:
        return None if task is Task.ANSWER else "It only answers."

    def answer(self, case: Case) -> tuple[Reply, Usage | None]:
        self.asked.append(case.id)
        self.pause(case)
        if case.id in self.raises:
            raise self.raises[case.id]
        said = Said(text=self.says.get(case.id, FACT))
        return Reply(behaviour=Behaviour.ANSWER, statements=(said,)), None

    def check(self, case: Case) -> Check:
        raise NotImplementedError

    def retrieve(self, case: Case, *, k: int = DEPTH) -> tuple[Found, ...]:
        raise NotImplementedError

    def close(self) -> None: ...


def metric(
    name: str, score: Callable[[Case, str], float | None], *, summary: Summary, better: Better, unit: str = ""
) -> Metric:
    """A metric over the text of a reply; a case for which `score` gives None expects nothing of it."""

    def scored(case: Case, response: Response) -> Score | None:
        if response.reply is None:
            return undone(name, response, Task.ANSWER)
        value = score(case, response.reply.text)
        if value is None:
            return None
        if summary is Summary.RATE:
            return counted(name, int(value), 1, reason=f"It is {value:g} for {case.id}.")
        return measured(name, value, reason=f"It is {value:g}.")

    return Metric(
        name=name,
        title=f"Title of {name}",
        definition=f"Definition of {name}.",
        source="a test",
        summary=summary,
        score=scored,
        better=better,
        unit=unit,
    )


TOLD = metric("told", lambda _, text: FACT in text, summary=Summary.RATE, better=Better.HIGHER)
LIED = metric("lied", lambda _, text: LIE in text, summary=Summary.RATE, better=Better.LOWER)
LENGTH = metric(
    "length", lambda _, text: len(text), summary=Summary.MEAN, better=Better.LOWER, unit="letters"
)
SLOW = metric("slow", lambda _, text: len(text), summary=Summary.MEDIAN, better=Better.LOWER, unit="s")
METRICS = (TOLD, LIED, LENGTH)


def run(
    *, count: int = 8, metrics: Sequence[Metric] = METRICS, workers: int = 1, system: Staged | None = None
) -> Run:
    """The small suite on a system, without a journal."""
    return run_suite(suite(count), system or Staged(), metrics, workers=workers)


def wrong(*numbers: int, name: str = "staged", said: str = LIE) -> Staged:
    """A system that is wrong on these cases."""
    return Staged(name=name, says={f"c{number}": said for number in numbers})


def timeless(run: Run) -> str:
    """A run as JSON without what may differ from one time to the next."""
    text = run.model_copy(update={"started": ""}).model_dump_json(indent=1)
    return re.sub(r'("answer": )[0-9.e-]+', r"\1", text)


def journalled(folder: Path, system: Staged, **options: object) -> Run:
    """Run with a journal in `folder`, which is discarded at the end."""
    said: list[str] = []
    with Journal(folder / "run.part.jsonl", say=said.append) as journal:
        done = run_suite(suite(), system, METRICS, journal=journal, **options)  # type: ignore[arg-type]
        journal.discard()
    return done


def main() -> None:
    """Run in a process of its own, and wait for ever at case c5, to be killed there."""

    def stop(case: Case) -> None:
        if case.id == "c5":
            sys.stdout.write("at c5\n")
            sys.stdout.flush()
            sleep(600)

    folder = Path(sys.argv[1])
    write_run(journalled(folder, Staged(pause=stop)), folder / "run.json")


if __name__ == "__main__":
    main()
