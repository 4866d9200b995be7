"""Suite: a named set of cases, read from a file or a folder of any known format."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from evals.case import Case
from evals.errors import CaseUnknown, SuiteUnreadable
from evals.formats import named, recognised
from evals.reading import Fault, Placed
from rules.errors import nearest

SHIPPED = Path(__file__).parent / "suites"
MOST_FAULTS = 20


@dataclass(frozen=True)
class Suite:
    """Cases in their order, each id once."""

    name: str
    cases: tuple[Case, ...]

    @cached_property
    def hash(self) -> str:
        """SHA-256, hex, of the cases sorted by id, as JSON with sorted keys and without defaults.

        The same cases have the same hash in whichever order and format they are written.
        """
        cases = sorted(self.cases, key=lambda case: case.id)
        content = [case.model_dump(mode="json", exclude_defaults=True) for case in cases]
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(canonical.encode()).hexdigest()

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag of a case, sorted."""
        return tuple(sorted({tag for case in self.cases for tag in case.tags}))

    def only(self, *, tags: Collection[str] = (), ids: Collection[str] = ()) -> "Suite":
        """The suite with those of its cases that have one of the ids, and the tags. None given: all.

        Tags with the same word before their colon are alternatives, others all have to be there:
        {"half:build", "kind:lay", "kind:typo"} keeps lay and misspelt questions of the half for building.
        Raises CaseUnknown for a tag or an id that no case has, and where no case is left.
        """
        _known("tag", tags, self.tags)
        _known("id", ids, [case.id for case in self.cases])
        wanted: dict[str, set[str]] = {}
        for tag in tags:
            wanted.setdefault(tag.split(":")[0] if ":" in tag else tag, set()).add(tag)
        kept = tuple(
            case
            for case in self.cases
            if (not ids or case.id in ids) and all(any_of & set(case.tags) for any_of in wanted.values())
        )
        if not kept:
            raise CaseUnknown(
                f"No case of {self.name} has all of these at once: {', '.join((*tags, *ids))}. Ask for fewer."
            )
        return replace(self, cases=kept)


def read_suite(source: Path | str, *, format: str | None = None) -> Suite:
    """Read a suite: the name of a shipped one, a file, or a folder.

    The format is recognised by content, or is the one named (`evals.formats.FORMATS`). A suite is named for
    its file, without the extension, or its folder.

    Raises SuiteUnreadable with every fault at once, each with file, line and field: the first 20, and how
    many more there are.
    """
    path = located(source)
    how = named(format, path) if format else recognised(path)
    return Suite(path.stem if path.is_file() else path.resolve().name, _sound(how.read(path), path))


def joined(suites: Iterable[Suite]) -> Suite:
    """Several suites as one, named "A+B". Raises SuiteUnreadable where two have a case of the same id."""
    parts = tuple(suites)
    seen: dict[str, str] = {}
    for suite in parts:
        for case in suite.cases:
            other = seen.setdefault(case.id, suite.name)
            if other != suite.name:
                raise SuiteUnreadable(
                    f"The id {case.id!r} stands in {other} and in {suite.name}. Rename one of the two."
                )
    return Suite(
        "+".join(suite.name for suite in parts), tuple(case for suite in parts for case in suite.cases)
    )


def shipped_suites() -> tuple[str, ...]:
    """The names of the suites that come with the application, sorted."""
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.jsonl")))


def located(source: Path | str) -> Path:
    """The path of a suite. A name without a folder or extension is a shipped one, if there is one."""
    if isinstance(source, str) and source in shipped_suites():
        return SHIPPED / f"{source}.jsonl"
    path = Path(source)
    if not path.exists():
        names = shipped_suites()
        raise SuiteUnreadable(
            f"No suite {str(source)!r}: it is neither a file, a folder, nor a shipped suite."
            f"{nearest(str(source), names)} Shipped: {', '.join(names) or 'none'}."
        )
    return path


def _sound(reading: Iterable[Placed | Fault], path: Path) -> tuple[Case, ...]:
    """The cases of a reading without any fault."""
    read = tuple(reading)
    placed = [one for one in read if isinstance(one, Placed)]
    faults = [*(one for one in read if isinstance(one, Fault)), *_repeated(placed)]
    if faults:
        faults.sort(key=lambda fault: (str(fault.place.file), fault.place.line))
        shown = [str(fault) for fault in faults[:MOST_FAULTS]]
        more = len(faults) - len(shown)
        raise SuiteUnreadable("\n".join([*shown, *([f"... and {more} more."] if more else [])]))
    if not placed:
        raise SuiteUnreadable(f"{path} holds no case. A suite needs at least one.")
    return tuple(one.case for one in placed)


def _repeated(placed: Iterable[Placed]) -> Iterator[Fault]:
    seen: dict[str, Placed] = {}
    for one in placed:
        before = seen.setdefault(one.case.id, one)
        if before is not one:
            what = f"{one.case.id!r} already stands at {before.place}. Rename one of the two."
            yield Fault(place=one.place, field="id", what=what)


def _known(kind: str, given: Collection[str], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            choices = ", ".join(list(known)[:MOST_FAULTS]) or "none"
            more = f" and {len(known) - MOST_FAULTS} more" if len(known) > MOST_FAULTS else ""
            raise CaseUnknown(
                f"No case has the {kind} {name!r}.{nearest(name, known)} There are: {choices}{more}."
            )
