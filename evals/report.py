"""Report: a run as one HTML file that opens offline, for a clinical lead and for who mends the failing case.

Whatever comes from a run is taken for hostile: everything is escaped, and the page's own policy runs no
script but the two that are written here, and lets nothing be fetched.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.chart import Chart, by_tag, forest, shifts
from evals.comparison import MetricChange, Movement
from evals.exhibit import Exhibit, exhibit
from evals.finding import Finding, Standing, findings, standing
from evals.glossary import Described, Glossary, number, share
from evals.run import Figure, Run
from evals.statistic import ENOUGH

PAGE = Path(__file__).parent / "page"
FIRST = 'document.documentElement.classList.add("scripted")'
"""Runs before the page is read, so that what needs no layout gets none."""
CHUNK = 64
"""Pieces of the page that are written at once."""


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One line of the table of metrics. Texts are "" where there is nothing to tell."""

    name: str
    title: str
    definition: str
    source: str
    value: str
    interval: str
    counts: str
    cases: int
    not_scored: int
    was: str
    shift: str
    verdict: str


def write_report(
    run: Run,
    file: Path,
    *,
    baseline: Run | None = None,
    metrics: Sequence[Described] = (),
    differences: Sequence[MetricChange] = (),
) -> None:
    """Write the report of a run; with a `baseline`, each case stands beside what the baseline said to it.

    `metrics` give titles, definitions and units; one that is not among them is shown by its name.
    `differences` are paired, run less baseline. The same arguments give the same bytes. The file is written
    beside and moved into place.
    """
    glossary = Glossary.of(metrics)
    pieces = _page(run, baseline, glossary, differences)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".part")
    with beside.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        out.writelines(pieces)
    beside.replace(file)


def write_comparison(
    a: Run, b: Run, file: Path, *, metrics: Sequence[Described] = (), differences: Sequence[MetricChange] = ()
) -> None:
    """Write the report of `b` beside `a`, the earlier one. `differences` are paired, `b` less `a`."""
    write_report(b, file, baseline=a, metrics=metrics, differences=differences)


def _page(
    run: Run, baseline: Run | None, glossary: Glossary, differences: Sequence[MetricChange]
) -> Iterator[str]:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  (only reports pay)
    from markupsafe import Markup  # noqa: PLC0415
    from plotly.offline import get_plotlyjs  # noqa: PLC0415  (heavy, 5 MB)

    environment = Environment(
        loader=FileSystemLoader(PAGE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    charts = _charts(run, baseline, glossary, differences)
    scripts = [FIRST, *([get_plotlyjs()] if charts else []), _read("report.js")]
    found = findings(run, glossary)
    names = _names(run, baseline)
    stream = environment.get_template("report.html.j2").stream(
        run=run,
        baseline=baseline,
        names=names,
        policy=_policy(scripts),
        style=Markup(_read("report.css")),
        scripts=[Markup(script) for script in scripts],
        charts={chart.name: chart for chart in charts},
        drawings=[(chart.name, Markup(chart.wide), Markup(chart.narrow)) for chart in charts],
        rows=_rows(run, baseline, glossary, differences),
        tags=_tags(run),
        tag_columns=[f.metric for f in run.figures if f.total is not None or glossary.is_scale(f)],
        glossary=glossary,
        findings=found,
        enough=ENOUGH,
        unscored=sum(score.value is None for result in run.results for score in result.scores),
        shifted=_shifted(differences, glossary),
        index=Markup(_index(run, baseline, glossary, found)),
        exhibits=_exhibits(run, baseline, glossary, names),
        groups=_groups(run),
        left_out=_left_out(run, baseline),
    )
    stream.enable_buffering(CHUNK)
    return stream


def _names(run: Run, baseline: Run | None) -> tuple[str, ...]:
    """The systems' names, told apart by the date where they are the same."""
    if baseline is None:
        return (run.manifest.system,)
    names = (baseline.manifest.system, run.manifest.system)
    if names[0] != names[1]:
        return names
    return tuple(f"{name}, {each.started}" for name, each in zip(names, (baseline, run), strict=True))


def _charts(
    run: Run, baseline: Run | None, glossary: Glossary, differences: Sequence[MetricChange]
) -> tuple[Chart, ...]:
    sizes = dict.fromkeys(run.by_tag, 0)
    for result in run.results:
        for tag in result.case.tags:
            sizes[tag] = sizes.get(tag, 0) + 1
    names = [figure.metric for figure in run.figures]
    drawn = (
        forest(run.figures, glossary, before=baseline.figures if baseline else ()),
        shifts(differences, glossary),
        by_tag(run.by_tag, names, glossary, sizes),
    )
    return tuple(chart for chart in drawn if chart)


def _exhibits(run: Run, baseline: Run | None, glossary: Glossary, names: Sequence[str]) -> Iterator[Exhibit]:
    """Cases, worst first, and in the suite's order among equals."""
    before = {result.case.id: result for result in baseline.results} if baseline else {}
    ranks = list(Standing)
    order = sorted(
        range(len(run.results)), key=lambda at: (ranks.index(standing(run.results[at], glossary)), at)
    )
    for at in order:
        result = run.results[at]
        yield exhibit(result, index=at, names=names, glossary=glossary, baseline=before.get(result.case.id))


def _rows(
    run: Run, baseline: Run | None, glossary: Glossary, differences: Sequence[MetricChange]
) -> tuple[FigureRow, ...]:
    moved = {shift.measure.name: shift for shift in differences}
    return tuple(
        _row(figure, baseline.figure(figure.metric) if baseline else None, moved.get(figure.metric), glossary)
        for figure in run.figures
    )


def _row(figure: Figure, was: Figure | None, shift: MetricChange | None, glossary: Glossary) -> FigureRow:
    metric = glossary.metrics.get(figure.metric)
    return FigureRow(
        name=figure.metric,
        title=glossary.title(figure.metric),
        definition=metric.definition if metric else "",
        source=metric.source if metric else "",
        value=glossary.value(figure),
        interval=glossary.interval(figure),
        counts="" if figure.total is None else f"{figure.hits} of {figure.total}",
        cases=figure.cases,
        not_scored=figure.not_scored,
        was=glossary.value(was) if was else "",
        shift=_shift(shift, figure, glossary),
        verdict=shift.movement.value if shift else "",
    )


def _shift(shift: MetricChange | None, figure: Figure, glossary: Glossary) -> str:
    if shift is None or shift.difference is None:
        return ""
    rate = figure.total is not None

    def signed(value: float) -> str:
        text = share(value).removesuffix(" %") if rate else number(value, "")
        return f"+{text}" if value > 0 else text.replace("-", "−")

    unit = " points" if rate else f" {glossary.unit(figure.metric)}".rstrip()
    if shift.low is None or shift.high is None:
        return f"{signed(shift.difference)}{unit}"
    return f"{signed(shift.difference)}{unit} ({signed(shift.low)} to {signed(shift.high)})"


def _shifted(differences: Sequence[MetricChange], glossary: Glossary) -> tuple[str, ...]:
    """What fails a run against its baseline, in words."""
    words = {Movement.WORSE: "Clearly worse than the baseline", Movement.LOST: "No longer scored"}
    return tuple(
        f"{words[shift.movement]}: {glossary.title(shift.measure.name)}"
        for shift in differences
        if shift.is_regression
    )


def _left_out(run: Run, baseline: Run | None) -> int:
    """Cases that only the baseline has."""
    here = {result.case.id for result in run.results}
    return sum(result.case.id not in here for result in baseline.results) if baseline else 0


def _tags(run: Run) -> Mapping[str, Mapping[str, Figure]]:
    return {tag: {f.metric: f for f in run.by_tag[tag]} for tag in sorted(run.by_tag)}


def _groups(run: Run) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Tags with their counts for the filter, grouped by what stands before a colon."""
    counts: dict[str, int] = {}
    for result in run.results:
        for tag in dict.fromkeys(result.case.tags):
            counts[tag] = counts.get(tag, 0) + 1
    groups: dict[str, list[tuple[str, int]]] = {}
    for tag in sorted(counts):
        head, colon, _ = tag.partition(":")
        groups.setdefault(head if colon and head.isidentifier() else "tag", []).append((tag, counts[tag]))
    return {head: tuple(members) for head, members in sorted(groups.items())}


def _index(run: Run, baseline: Run | None, glossary: Glossary, found: Iterable[Finding]) -> str:
    """What the filters need of each case, in the suite's order, as JSON for a script element."""
    names: list[list[str]] = [[] for _ in run.results]
    for finding in found:
        for at in finding.cases:
            names[at].append(finding.name)
    cases = [
        {
            "tags": result.case.tags,
            "short": [score.metric for score in result.scores if glossary.is_short(score)],
            "unscored": [score.metric for score in result.scores if score.value is None],
            "found": names[at],
        }
        for at, result in enumerate(run.results)
    ]
    return json.dumps(cases, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


def _policy(scripts: Iterable[str]) -> str:
    """A content security policy: these scripts and no others, and nothing from elsewhere."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _read(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")
