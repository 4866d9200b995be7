"""The report: everything of a run is in one file that fetches nothing, and hostile text stays text."""

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.comparison import compare
from evals.errors import SystemFailed
from evals.report import write_comparison, write_report
from evals.run import Run
from evals.runner import run_suite
from evals.suite import Suite
from tests.evals.staged import FACT, LIE, METRICS, TOLD, Staged, run, suite, wrong

HOSTILE = "</script></noscript></title><script>document.title = 'owned'</script>"
IMAGE = "<img src=x onerror=\"document.title='owned'\">"
LINK = "[a](javascript:alert(1)) javascript:alert(1)"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FETCHING = {"src", "href", "srcset", "data", "action", "formaction", "poster", "background", "cite", "ping"}


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    """The report is opened in a browser, from a file and without a network."""
    missing = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium here to open the report with")
    return pytest.mark.slow(missing(test))


class Page(HTMLParser):
    """What a browser would load, run or follow, and the text of each case."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.handlers: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.policy = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in FETCHING:
                self.targets.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "content" and "default-src" in (value or ""):
                self.policy = value or ""


def report(folder: Path, done: Run, *, baseline: Run | None = None) -> str:
    file = folder / "deep" / "report.html"
    differences = compare(baseline, done).metrics if baseline else ()
    write_report(done, file, baseline=baseline, metrics=done.metrics, differences=differences)
    return file.read_text(encoding="utf-8")


def hostile() -> Run:
    """A run in which everything that a person or a system writes is hostile."""
    cases = tuple(
        case.model_copy(
            update={
                "id": f"{case.id}{HOSTILE}",
                "question": f"{IMAGE}{HOSTILE}{LINK}",
                "tags": (f"kind:{HOSTILE}", IMAGE, LINK),
                "reference": HOSTILE,
            }
        )
        for case in suite(3).cases
    )
    says = {cases[0].id: f"{HOSTILE}{IMAGE}", cases[1].id: LINK}
    system = Staged(name=HOSTILE, says=says, raises={cases[2].id: SystemFailed(f"{HOSTILE}{IMAGE}")})
    return run_suite(Suite(HOSTILE, cases), system, METRICS)


def test_every_case_and_every_metric_is_in_it(tmp_path: Path) -> None:
    done = run(system=wrong(1))
    page = report(tmp_path, done)
    assert {f"case-{number}" for number in range(8)} <= set(Page(page).ids)
    for result in done.results:
        assert result.case.question in page
        assert result.case.id in page
    for metric in METRICS:
        assert metric.title in page
        assert metric.definition in page


def test_each_case_shows_what_was_expected_what_was_said_and_why_it_scored_so(tmp_path: Path) -> None:
    page = html.unescape(report(tmp_path, run(system=wrong(1))))
    for text in (FACT, LIE, "It is 0 for c1.", "Must say", "Must not say", "0 of 1"):
        assert text in page


def test_nothing_is_fetched_and_no_address_is_followed(tmp_path: Path) -> None:
    page = Page(report(tmp_path, run(system=wrong(1)), baseline=run()))
    assert [target for target in page.targets if not target.startswith(("#", "data:,"))] == []
    assert not {"iframe", "img", "object", "embed", "base"} & set(page.tags)
    assert "default-src 'none'" in page.policy
    assert "unsafe-eval" not in page.policy
    assert "http" not in page.policy


def test_the_policy_runs_the_scripts_of_the_page_and_no_others(tmp_path: Path) -> None:
    text = report(tmp_path, run())
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    allowed = re.search(r"script-src ([^;]*);", html.unescape(Page(text).policy))
    assert allowed is not None
    assert set(re.findall(r"'sha256-([^']*)'", allowed[1])) == hashes


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    plain, page = Page(report(tmp_path, run(count=3))), report(tmp_path, hostile())
    found = Page(page)
    assert found.handlers == []
    assert found.tags.count("script") == plain.tags.count("script")
    assert "img" not in found.tags
    assert not [target for target in found.targets if not target.startswith(("#", "data:,"))]
    assert HOSTILE not in page
    assert IMAGE in html.unescape(page)


def test_the_index_of_the_filters_holds_no_tag(tmp_path: Path) -> None:
    page = report(tmp_path, hostile())
    index = re.search(r'<script type="application/json" id="index">(.*?)</script>', page, flags=re.DOTALL)
    assert index is not None
    assert "<" not in index[1]
    assert json.loads(index[1])[0]["tags"][0] == f"kind:{HOSTILE}"


def test_a_run_in_which_nothing_was_scored_says_so_and_shows_no_zero(tmp_path: Path) -> None:
    dead = run(system=Staged(raises={f"c{number}": SystemFailed("The line is dead.") for number in range(8)}))
    page = report(tmp_path, dead)
    assert page.count("<strong>not scored</strong>") == 3
    assert "The line is dead." in page
    assert not re.search(r"<strong>0( %)?</strong>", page)


def test_a_run_without_cases_is_a_report_too(tmp_path: Path) -> None:
    empty = run().model_copy(update={"results": (), "figures": (), "by_tag": {}})
    assert "This run has no cases." in report(tmp_path, empty)


def test_a_comparison_shows_both_answers_and_which_way_each_score_went(tmp_path: Path) -> None:
    a, b = run(), run(system=wrong(3, name="later"))
    write_comparison(a, b, tmp_path / "out.html", metrics=b.metrics, differences=compare(a, b).metrics)
    page = html.unescape((tmp_path / "out.html").read_text(encoding="utf-8"))
    cards = re.findall(r'<article class="case[^>]*data-at="(\d+)"[^>]*data-change="([^"]*)"', page)
    assert {at: change for at, change in cards if change} == {"3": "text worse"}
    assert "no clear difference" in page


def test_a_change_on_too_few_cases_is_called_so(tmp_path: Path) -> None:
    page = report(tmp_path, run(count=3, system=wrong(0, 1, 2)), baseline=run(count=3))
    assert "too few cases differ" in page
    assert "Clearly worse" not in page


def test_what_fails_a_run_against_its_baseline_is_the_first_thing_to_look_at(tmp_path: Path) -> None:
    page = report(tmp_path, run(system=wrong(*range(7))), baseline=run())
    assert "<bdi>Clearly worse than the baseline: Title of told</bdi>" in page
    dead = run(system=Staged(raises={f"c{number}": SystemFailed("dead") for number in range(8)}))
    page = report(tmp_path, dead, baseline=run())
    assert "<bdi>No longer scored: Title of told</bdi>" in page


def test_cases_that_only_the_baseline_has_are_counted(tmp_path: Path) -> None:
    page = report(tmp_path, run(count=6), baseline=run())
    assert "2 cases are only in the baseline" in page


def test_a_metric_that_nobody_describes_is_shown_by_its_name(tmp_path: Path) -> None:
    write_report(run(metrics=(TOLD,)), tmp_path / "out.html")
    assert "<bdi>told</bdi>" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    done = run(system=wrong(1))
    assert report(tmp_path, done, baseline=done) == report(tmp_path, done, baseline=done)
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["report.html"]


def opened(file: Path, state: str = "") -> str:
    """The page as it stands after its scripts have run."""
    assert BROWSER is not None
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-extensions",
        "--no-first-run",
        f"--user-data-dir={file.parent / 'profile'}",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--virtual-time-budget=4000",
        "--dump-dom",
        file.as_uri() + state,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


def shown(page: str) -> list[int]:
    """The cases that are not hidden, in their order on the page."""
    cards = re.findall(r"<article ([^>]*)>", page)
    return [
        int(at[1])
        for card in cards
        if not re.search(r"\bhidden\b", card) and (at := re.search(r'data-at="(\d+)"', card))
    ]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    done = run(system=Staged(says={"c1": LIE, "c4": LIE}, raises={"c6": SystemFailed("dead")}))
    report(folder, done, baseline=run())
    return folder / "deep" / "report.html"


@in_browser
def test_charts_are_drawn_and_all_cases_shown_worst_first(file: Path) -> None:
    page = opened(file)
    assert page.count('class="main-svg"') >= 2
    assert sorted(shown(page)) == list(range(8))
    assert shown(page)[0] == 6
    assert "8 of 8 cases shown." in page


@in_browser
@pytest.mark.parametrize(
    ("state", "cases"),
    [
        ("#tag=odd&q=c3", [3]),
        ("#metric=short:told&change=worse", [1, 4]),
        ("#find=tasks_done&look=failed&metric=unscored:told", [6]),
        ("#tag=no+such+tag&sort=suite", [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_the_address_holds_the_filters(file: Path, state: str, cases: list[int]) -> None:
    found = shown(opened(file, state))
    assert (found if "sort" in state else sorted(found)) == cases


@in_browser
def test_a_link_to_a_case_opens_it(file: Path) -> None:
    page = opened(file, "#case-4")
    card = re.search(r'<article [^>]*id="case-4".*?</article>', page, flags=re.DOTALL)
    assert card is not None
    assert "<details open" in card[0]
    assert "Must not say" in card[0]


@in_browser
def test_hostile_text_runs_nothing_even_when_its_case_is_opened(tmp_path: Path) -> None:
    report(tmp_path, hostile())
    page = opened(tmp_path / "deep" / "report.html", "#case-0")
    title = re.search(r"<title>(.*?)</title>", page, flags=re.DOTALL)
    assert title is not None
    assert title[1] != "owned"
    assert "<img" not in page
    assert 'href="javascript' not in page
