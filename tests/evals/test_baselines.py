"""The figures that are kept: what counts as worse, and whether the project still has them. Slow."""

import re
from pathlib import Path

import pytest

from evals import baselines
from evals.baseline import Baseline, OfSystem, Way, changes, read_baseline
from evals.baselines import FOLDER, SHARED, Declared, declared, held, measure
from evals.run import Figure

ROOT = Path(__file__).parents[2]
SUITES = {one.name: one for one in declared()}


def kept(metric: str = "block_rate", *, hits: int | None = 9, suite_hash: str = "a") -> Baseline:
    value = None if hits is None else hits / 10
    figure = Figure(
        metric=metric, value=value, low=None, high=None, hits=hits, total=10, cases=10, not_scored=0
    )
    lower = ("refused",) if metric == "refused" else ()
    systems = {"local": OfSystem(figures=(figure,))}
    return Baseline(suite="small", suite_hash=suite_hash, cases=10, lower=lower, systems=systems)


def ways(was: Baseline, now: Baseline) -> list[Way]:
    return [change.way for change in changes(was, now)]


def test_the_same_figures_are_no_change() -> None:
    assert ways(kept(), kept()) == []


def test_any_drop_is_worse_and_any_gain_is_better() -> None:
    assert ways(kept(hits=9), kept(hits=8)) == [Way.WORSE]
    assert ways(kept(hits=8), kept(hits=9)) == [Way.BETTER]


def test_less_is_better_where_a_metric_says_so() -> None:
    assert ways(kept("refused", hits=9), kept("refused", hits=8)) == [Way.BETTER]


def test_a_figure_that_is_not_scored_any_more_or_gone_is_worse() -> None:
    assert ways(kept(), kept(hits=None)) == [Way.WORSE]
    assert Way.WORSE in ways(kept(), kept("pass_rate"))


def test_figures_of_other_cases_are_not_compared() -> None:
    assert ways(kept(hits=9), kept(hits=1, suite_hash="b")) == [Way.OTHER]


def test_other_cases_of_a_shipped_suite_ask_for_new_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baselines, "FOLDER", tmp_path)
    (tmp_path / "small.json").write_text(kept(suite_hash="b").to_json(), encoding="utf-8")
    assert "make baselines" in held(Declared(name="small", suite="small"), kept()).worse[0]
    assert held(Declared(name="small", shared="small.jsonl"), kept()).worse == ()


def test_a_floor_holds_whatever_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "FOLDER", tmp_path)
    (tmp_path / "small.json").write_text(kept().to_json(), encoding="utf-8")
    one = Declared(name="small", suite="small", floors={"block_rate": 0.95, "quote_exact": 1})
    assert len(held(one, kept()).worse) == 2


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "small.json").write_text(kept().to_json(), encoding="utf-8")
    assert read_baseline(tmp_path / "small.json") == kept()


def test_each_declared_suite_has_its_figures_and_no_other_has() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(SUITES)


def test_the_table_of_the_readme_is_what_was_measured() -> None:
    systems = read_baseline(SUITES["checker_drafts"].file).systems
    figures = {name: {f.metric: f for f in told.figures} for name, told in systems.items()}
    for row, metric in (("unsafe, went out", "block_rate"), ("good, held back", "pass_rate")):
        measured = [figures[name][metric] for name in ("local:core-off", "local")]
        cells = " | ".join(f"{(f.total or 0) - (f.hits or 0)} of {f.total}" for f in measured)
        assert f"| {row} | {cells} |" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_text_of_a_case_is_kept() -> None:
    for file in FOLDER.glob("*.json"):
        words = re.findall(r'": "([^"]*)"', file.read_text(encoding="utf-8"))
        assert not [word for word in words if "?" in word or "/" in word]


@pytest.mark.slow
@pytest.mark.parametrize("name", SUITES)
def test_no_figure_is_worse_than_the_one_kept(name: str, home: Path) -> None:
    if why := SUITES[name].missing(SHARED):
        pytest.skip(f"not measured: {why}")
    assert held(SUITES[name], measure(SUITES[name], home=home)).worse == ()
