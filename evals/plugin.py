"""Plugin: `pytest --suite my.jsonl` runs each case of a suite as a test.

A test is named for its case, and `-k` chooses by id and tag. It fails where a rate of the case is not
perfect, or is beyond its `--suite-fail-under`; it is skipped, with the reason, where nothing was scored.
Without paths, pytest collects the suites alone. Without `--suite`, nothing here is loaded.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.case import Case
    from evals.examination import Examination, Examined
    from evals.score import Score
    from evals.suite import Suite

_SUITES: pytest.StashKey[dict[Path, Suite]] = pytest.StashKey()
_EXAMINATION: pytest.StashKey[Examination] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options; all begin with `--suite`."""
    group = parser.getgroup("concordant", "suites of cases, each case a test")
    group.addoption(
        "--suite",
        action="append",
        default=[],
        metavar="SUITE",
        help="Run the cases of this suite: a shipped one, a file or a folder. May be repeated.",
    )
    group.addoption(
        "--suite-system",
        default="local",
        metavar="SPEC",
        help="What is asked, as in `concordant eval --system`. Default: local.",
    )
    group.addoption(
        "--suite-home",
        type=Path,
        metavar="FOLDER",
        help="The data home. Default: CONCORDANT_HOME, or .concordant.",
    )
    group.addoption(
        "--suite-documents",
        type=Path,
        metavar="FOLDER",
        help="Where the documents lie that drafts are checked against.",
    )
    group.addoption(
        "--suite-fail-under",
        action="append",
        default=[],
        metavar="METRIC=VALUE",
        help="A case fails below this (above it, where lower is better). Rates have to be perfect otherwise. "
        "May be repeated.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Read the suites and open the system, before the first test. Raises UsageError with what is wrong."""
    config = session.config
    sources: list[str] = config.getoption("suite")
    if not sources:
        return
    from corpus.errors import CorpusError  # noqa: PLC0415  (only where there is a suite, here and below)
    from evals.errors import EvalsError  # noqa: PLC0415
    from ingest.errors import IngestError  # noqa: PLC0415
    from rules.errors import RulesError  # noqa: PLC0415

    try:
        config.stash[_SUITES] = _read(sources)
        if not config.getoption("collectonly"):
            config.stash[_EXAMINATION] = _opened(config)
    except (EvalsError, IngestError, CorpusError, RulesError) as error:
        raise pytest.UsageError(str(error)) from error
    _collect(config, config.stash[_SUITES])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the system."""
    examination = config.stash.get(_EXAMINATION, None)
    if examination is not None:
        examination.system.close()


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Which suites are run on what."""
    sources: list[str] = config.getoption("suite")
    return [f"suites: {', '.join(sources)}, on {config.getoption('suite_system')}"] if sources else []


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A suite that is a file."""
    suite = _suite(parent.config, file_path)
    return SuiteFile.from_parent(parent, path=file_path, nodeid=_id(parent, file_path)) if suite else None


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A suite that is a folder."""
    suite = _suite(parent.config, path)
    return SuiteFolder.from_parent(parent, path=path, nodeid=_id(parent, path)) if suite else None


class SuiteFile(pytest.File):
    """A suite in a file."""

    def collect(self) -> Iterator[CaseItem]:
        """A test for each case, in their order."""
        return _items(self)


class SuiteFolder(pytest.Directory):
    """A suite in a folder."""

    def collect(self) -> Iterator[CaseItem]:
        """A test for each case, in their order."""
        return _items(self)


class CaseItem(pytest.Item):
    """One case as a test."""

    case: Case

    def runtest(self) -> None:
        """Put the case to the system. Raises CaseMissed, or skips."""
        examination = self.config.stash[_EXAMINATION]
        examined = examination.examine(self.case)
        if examined.missed:
            raise CaseMissed(_told(examined, examination))
        if not examined.counted:
            pytest.skip(_unscored(examined))

    def repr_failure(  # type: ignore[override]  # as in pytest's own example of items
        self, excinfo: pytest.ExceptionInfo[BaseException], style: str | None = None
    ) -> object:
        """What was asked and said, and each score with its reason; a traceback only for our own errors."""
        if isinstance(excinfo.value, CaseMissed):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case comes from."""
        return self.path, None, self.name


class CaseMissed(Exception):
    """A case with a score beyond its bound; the message is for the person who runs the suite."""


def _read(sources: list[str]) -> dict[Path, Suite]:
    from evals.suite import located, read_suite  # noqa: PLC0415

    return {located(source).resolve(): read_suite(source) for source in sources}


def _opened(config: pytest.Config) -> Examination:
    from evals.examination import Examination  # noqa: PLC0415

    home = config.getoption("suite_home") or Path(os.environ.get("CONCORDANT_HOME", ".concordant"))
    return Examination.open(
        config.getoption("suite_system"),
        home=home,
        embedder=os.environ.get("CONCORDANT_EMBEDDER", "default"),
        documents=config.getoption("suite_documents"),
        thresholds=config.getoption("suite_fail_under"),
    )


def _collect(config: pytest.Config, suites: dict[Path, Suite]) -> None:
    """Have pytest collect the suites: alone where no path was given, else beside the paths."""
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args = []
    named = {(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args}
    config.args += [str(path) for path in suites if path not in named]


def _suite(config: pytest.Config, path: Path) -> Suite | None:
    """The suite that lies at this path, if it was asked for."""
    suites = config.stash.get(_SUITES, None)
    return suites.get(path.resolve()) if suites else None


def _id(parent: pytest.Collector, path: Path) -> str:
    """Where a suite lies, seen from the root: pytest names nothing that lies outside of it."""
    return Path(os.path.relpath(path, parent.config.rootpath)).as_posix()


def _items(node: SuiteFile | SuiteFolder) -> Iterator[CaseItem]:
    suite = _suite(node.config, node.path)
    for case in suite.cases if suite else ():
        item = CaseItem.from_parent(node, name=case.id)
        item.case = case
        item.extra_keyword_matches.update(case.tags)
        yield item


def _told(examined: Examined, examination: Examination) -> str:
    """A case that failed, in lines."""
    lines = list(_asked(examined))
    for score in sorted(examined.result.scores, key=lambda score: score not in examined.missed):
        mark = "MISSED " if score in examined.missed else ""
        lines.append(f"{mark}{score.metric} {_value(score)}{_asked_for(score, examination)}: {score.reason}")
        lines += [f"    {detail}" for detail in score.details if score in examined.missed]
    return "\n".join(lines)


def _asked(examined: Examined) -> Iterator[str]:
    case, response = examined.result.case, examined.result.response
    yield from (f"{turn.role}: {turn.content}" for turn in case.history)
    yield f"question: {case.question}"
    if case.draft is not None:
        yield f"draft: {case.draft.text}"
    if response.reply is not None:
        yield f"said ({response.reply.behaviour.value}): {response.reply.text}"
    if response.check is not None:
        yield f"checked: {'passed' if response.check.passed else 'blocked'}: {response.check.why}"
    yield from (f"failed to {task.value}: {why}" for task, why in response.failed.items())
    yield ""


def _value(score: Score) -> str:
    if score.value is None:
        return "not scored"
    return f"{score.value:.4g}" if score.total is None else f"{score.hits} of {score.total}"


def _asked_for(score: Score, examination: Examination) -> str:
    bound = examination.bound(score.metric)
    return f" (asked for: {bound})" if bound and score.value is not None else ""


def _unscored(examined: Examined) -> str:
    """Why nothing of a case was counted."""
    scores = examined.result.scores
    reasons = dict.fromkeys(score.reason for score in scores if score.value is None)
    others = [score.metric for score in scores if score.value is not None and score.total is None]
    if others:
        return f"No rate was scored. To hold it to something else: --suite-fail-under {others[0]}=VALUE"
    return "; ".join(reasons) or "The case expects nothing that is scored."
