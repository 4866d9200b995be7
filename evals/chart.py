"""Chart: figures drawn with plotly, in a wide layout and one for narrow screens.

Text and lines get their colours from the page's style sheet, so that a chart follows light, dark and print.
Marks have colours that stand out on all of them (3 : 1), and shapes, so that colour alone says nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from unicodedata import category

from evals.comparison import MetricChange
from evals.glossary import Glossary, share
from evals.run import Figure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as Plot

BLUE, ORANGE, GREY = "#3f7fd1", "#c46a14", "#7d8590"
SCALE = ((0.0, "#f0a465"), (0.5, "#f6ecdc"), (1.0, "#8dbbf0"))
"""From poor to good, told apart by people who see no red or green, and light enough for dark numbers."""
DARK = "#14171b"
TAGS = 30
"""Tags that the chart by tag shows; the table has all."""
COLUMNS = 8
MAIN = (
    "must_recall",
    "must_not_avoided",
    "behaviour_accuracy",
    "fact_accuracy",
    "citation_recall",
    "number_exact",
    "block_rate",
    "pass_rate",
)
"""Rates that the chart by tag shows first; others fill it up."""
ROW = 34
"""Pixels a row in the wide layout."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Plots as JSON that plotly.js draws; `<` is escaped, so that it can stand in a script element.

    `width` is the least width in pixels: on narrower screens the chart is scrolled, not squeezed.
    """

    name: str
    label: str
    wide: str
    narrow: str
    width: int = 0


def forest(figures: Sequence[Figure], glossary: Glossary, *, before: Sequence[Figure] = ()) -> Chart | None:
    """Metrics between 0 and 1 with their 95 % intervals, lowest first; None where there are none.

    `before` are the baseline's, drawn as open diamonds in the same rows.
    """
    kept = sorted((f for f in figures if glossary.is_scale(f)), key=lambda f: (f.value or 0, f.metric))
    if not kept:
        return None
    earlier = {f.metric: f for f in before if glossary.is_scale(f)}
    rows = list(range(len(kept)))
    old = [(row, earlier[f.metric]) for row, f in zip(rows, kept, strict=True) if f.metric in earlier]
    labels = [f"<b>{_label(glossary.title(f.metric), 30)}</b>" for f in kept]
    notes = [_counts(f, glossary) for f in kept]

    def draw(*, narrow: bool) -> str:
        plot = _plot(len(kept), labels, notes, narrow=narrow)
        _intervals(
            plot, "this run", [(row, f.value, f.low, f.high) for row, f in zip(rows, kept, strict=True)]
        )
        if old:
            points = [(row + 0.22, f.value, f.low, f.high) for row, f in old]
            _intervals(plot, "baseline", points, earlier=True)
        plot.update_xaxes(range=[-0.01, 1.01], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
        return _json(plot)

    label = "Metrics with their 95 % intervals; the table below has the same figures."
    return Chart(name="forest", label=label, wide=draw(narrow=False), narrow=draw(narrow=True))


def shifts(differences: Sequence[MetricChange], glossary: Glossary) -> Chart | None:
    """Differences between two runs with their paired 95 % intervals, worst first; None where there are none.

    Metrics that have a unit are left to the table, as they don't share the axis.
    """
    told = [d for d in differences if d.difference is not None and not glossary.unit(d.measure.name)]
    told = [d for d in told if abs(d.difference or 0) <= 1]
    if not told:
        return None
    told.sort(
        key=lambda d: ((d.difference or 0) * (1 if glossary.rises(d.measure.name) else -1), d.measure.name)
    )
    ends = [abs(end) for d in told for end in (d.difference, d.low, d.high) if end is not None]
    reach = max(*ends, 0.05) * 1.1
    labels = [f"<b>{_label(glossary.title(d.measure.name), 30)}</b>" for d in told]
    notes = [_gap(d) for d in told]

    def draw(*, narrow: bool) -> str:
        plot = _plot(len(told), labels, notes, narrow=narrow)
        points = [(float(row), d.difference, d.low, d.high) for row, d in enumerate(told)]
        _intervals(plot, "difference", points)
        plot.update_xaxes(range=[-reach, reach], tickformat="+.0%", zeroline=True, zerolinewidth=2)
        return _json(plot)

    label = "Differences between the two runs with paired 95 % intervals; the table below has the same."
    return Chart(name="shifts", label=label, wide=draw(narrow=False), narrow=draw(narrow=True))


def by_tag(
    tags: Mapping[str, Sequence[Figure]], metrics: Sequence[str], glossary: Glossary, sizes: Mapping[str, int]
) -> Chart | None:
    """Main rates by tag as a heat map; `sizes` are cases by tag. The most frequent tags are shown."""
    from plotly.graph_objects import Figure as Plot  # noqa: PLC0415  (heavy: only a report pays for it)
    from plotly.graph_objects import Heatmap  # noqa: PLC0415

    common = sorted(tags, key=lambda tag: (-sizes.get(tag, 0), tag))[:TAGS]
    rows = sorted(common)
    table = {tag: {f.metric: f for f in tags[tag] if f.value is not None and f.total} for tag in rows}
    there = [name for name in metrics if any(name in cells for cells in table.values())]
    columns = sorted(there, key=lambda name: MAIN.index(name) if name in MAIN else len(MAIN))[:COLUMNS]
    if not rows or not columns:
        return None
    cells = [[table[tag].get(name) for name in columns] for tag in rows]
    plot = Plot(
        Heatmap(
            z=[[None if f is None else f.value for f in line] for line in cells],
            text=[["" if f is None else f"{glossary.value(f)} of {f.total}" for f in line] for line in cells],
            texttemplate="%{text}",
            textfont={"size": 12, "color": DARK},
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            zmin=0,
            zmax=1,
            colorscale=[list(stop) for stop in SCALE],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    _frame(plot, height=90 + 28 * len(rows), left=270, top=56)
    titles = [_folded(glossary.title(name)) for name in columns]
    plot.update_xaxes(
        tickvals=list(range(len(columns))), ticktext=titles, side="top", showgrid=False, tickangle=0
    )
    names = [f"{_label(tag, 30)} <i>({sizes.get(tag, 0)})</i>" for tag in rows]
    plot.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False
    )
    drawn = _json(plot)
    label = "Main metrics by tag; the table below has the same figures."
    return Chart(name="tags", label=label, wide=drawn, narrow=drawn, width=240 + 110 * len(columns))


def _plot(count: int, labels: Sequence[str], notes: Sequence[str], *, narrow: bool) -> "Plot":
    """Rows with labels at their left; on a narrow screen above each row, so that the marks keep the width."""
    from plotly.graph_objects import Figure as Plot  # noqa: PLC0415  (heavy: only a report pays for it)

    plot = Plot()
    row = 58 if narrow else ROW
    _frame(plot, height=60 + row * count, left=8 if narrow else 400)
    plot.update_yaxes(range=[count - 0.5, -0.5 - (0.2 if narrow else 0)], showgrid=False)
    if not narrow:
        texts = [f"{label}  {note}" for label, note in zip(labels, notes, strict=True)]
        plot.update_yaxes(tickvals=list(range(count)), ticktext=texts)
        return plot
    plot.update_yaxes(showticklabels=False)
    for at, (label, note) in enumerate(zip(labels, notes, strict=True)):
        plot.add_annotation(
            x=0,
            xref="paper",
            y=at,
            text=f"{label}<br>{note}",
            align="left",
            xanchor="left",
            yanchor="bottom",
            yshift=7,
            showarrow=False,
        )
    return plot


def _intervals(
    plot: "Plot",
    name: str,
    points: Sequence[tuple[float, float | None, float | None, float | None]],
    *,
    earlier: bool = False,
) -> None:
    """Draw (row, value, low, high): one bar and one mark a row. Without an interval there is no bar."""
    from plotly.graph_objects import Scatter  # noqa: PLC0415  (heavy: only a report pays for it)

    colour = ORANGE if earlier else BLUE
    values = [value for _, value, _, _ in points if value is not None]
    over = [0 if v is None or high is None else max(0.0, high - v) for _, v, _, high in points]
    under = [0 if v is None or low is None else max(0.0, v - low) for _, v, low, _ in points]
    plot.add_trace(
        Scatter(
            name=name,
            mode="markers",
            x=values,
            y=[row for row, _, _, _ in points],
            error_x={
                "type": "data",
                "array": over,
                "arrayminus": under,
                "thickness": 3,
                "width": 0,
                "color": colour,
            },
            marker={
                "symbol": "diamond-open" if earlier else "circle",
                "size": 9 if earlier else 11,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            hoverinfo="skip",
        )
    )
    plot.update_layout(showlegend=earlier)


def _frame(plot: "Plot", *, height: int, left: int, top: int = 30) -> None:
    """What all charts have in common: no background, no zooming (a finger scrolls the page), one font."""
    plot.update_layout(
        template="none",
        height=height,
        margin={"l": left, "r": 24, "t": top, "b": 30},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "system-ui, sans-serif", "size": 13, "color": GREY},
        dragmode=False,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"},
    )
    plot.update_xaxes(fixedrange=True, gridcolor=GREY, zeroline=False, ticks="")
    plot.update_yaxes(fixedrange=True, zeroline=False, ticks="")


def _counts(figure: Figure, glossary: Glossary) -> str:
    """The value, and of how many cases: "81 % · 34 cases, 2 not scored"."""
    missing = f", {figure.not_scored} not scored" if figure.not_scored else ""
    return f"{glossary.value(figure)} · {figure.cases} case{'s' if figure.cases != 1 else ''}{missing}"


def _gap(change: MetricChange) -> str:
    points = 0.0 if change.difference is None else change.difference
    plural = "" if change.cases == 1 else "s"
    signed = f"{'+' if points > 0 else ''}{share(points).removesuffix(' %')}"
    signed = signed.replace("-", "−")
    return f"{signed} points · {change.cases} case{plural}"


def _label(text: str, limit: int) -> str:
    """A name as plotly draws it: cut, without what turns the direction of writing, and with no markup."""
    visible = "".join(sign for sign in text if category(sign) not in {"Cc", "Cf"})
    cut = visible if len(visible) <= limit else visible[: limit - 1].rstrip() + "…"
    return escape(cut, quote=False)


def _folded(text: str) -> str:
    """A column's title on two lines at most, about as long as each other."""
    words = text.split()
    middle = (len(words) + 1) // 2
    return "<br>".join(_label(" ".join(part), 16) for part in (words[:middle], words[middle:]) if part)


def _json(plot: "Plot") -> str:
    written: str = plot.to_json()
    return written.replace("<", "\\u003c")
