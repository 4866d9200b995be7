"""PDF page: the glyphs and drawn rules of a page, as the file places them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that the file draws without saying which it is."""

_THIN = 3.0
"""What is drawn thinner than this is a rule, in points."""

_DOT = (1.5, 5.0)
"""The height of a disc or square that is drawn as a bullet, in points."""

_MANY_DOTS = 80
"""A page with more of them has a chart."""

_LONG_PATH = 400
"""A path of more strokes is a drawing."""

_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC = ("italic", "oblique")


@dataclass(slots=True)
class Glyph:
    """One printed character. Points from the top left corner of the page; `size` is the height of its type.

    `artifact`: the file itself marks it as a running header, footer or the like.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    artifact: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line, level or upright, in points from the top left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def level(self) -> bool:
        """It runs from left to right."""
        return self.right - self.left >= self.bottom - self.top

    @property
    def length(self) -> float:
        """From end to end, in points."""
        return max(self.right - self.left, self.bottom - self.top)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page, turned so that most of its text is upright; `number` counts from 1.

    `turned` are the glyphs that stand at another angle, which are left out; `images` the pictures it shows.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    turned: int = 0
    images: int = 0


@dataclass(slots=True)
class _Canvas:
    """What is drawn on a page, from its lower left corner; each glyph with its quarter turn, or -1."""

    glyphs: list[tuple[int, float, float, float, float, Glyph]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    dots: list[tuple[float, float, float, float]] = field(default_factory=list)
    images: int = 0


class PageDevice(PDFTextDevice):
    """Takes down glyphs and rules. It does no layout: pdfminer's own costs more than all else."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self._canvas = _Canvas()
        self._styles: dict[int, tuple[bool, bool]] = {}
        self._tags: list[bool] = []

    def taken(self, *, number: int, width: float, height: float) -> Page:
        """The page drawn since the last call. `width` and `height` are of the page as drawn."""
        canvas, self._canvas, self._tags = self._canvas, _Canvas(), []
        if len(canvas.dots) <= _MANY_DOTS:
            canvas.glyphs.extend(_bullet(*dot) for dot in canvas.dots)
        turns = Counter(turn for turn, *_, glyph in canvas.glyphs if not glyph.text.isspace())
        turn = max(turns, key=lambda value: (turns[value], -value)) if turns else 0
        turn = max(turn, 0)
        glyphs = []
        for own, x, y, end_x, end_y, glyph in canvas.glyphs:
            if own != turn:
                continue
            left, baseline = _upright(turn, x, y, width, height)
            right, _ = _upright(turn, end_x, end_y, width, height)
            glyph.left, glyph.right, glyph.baseline = min(left, right), max(left, right), baseline
            glyphs.append(glyph)
        corners = (
            (*_upright(turn, x0, y0, width, height), *_upright(turn, x1, y1, width, height))
            for x0, y0, x1, y1 in canvas.rules
        )
        wide, high = (height, width) if turn in {1, 3} else (width, height)
        return Page(
            number=number,
            width=wide,
            height=high,
            glyphs=tuple(
                glyph for glyph in glyphs if -1 <= glyph.left <= wide and 0 <= glyph.baseline <= high
            ),
            rules=tuple(
                Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for x0, y0, x1, y1 in corners
            ),
            turned=sum(count for own, count in turns.items() if own != turn),
            images=canvas.images,
        )

    def render_char(  # noqa: PLR0913, PLR0917  (the signature is pdfminer's)
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: object,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Takes down one character and gives its advance in text space."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance: float = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        x, y = c * rise + e, d * rise + f
        if abs(b) <= 0.05 * abs(a):
            turn = 0 if a > 0 else 2
        elif abs(a) <= 0.05 * abs(b):
            turn = 1 if b > 0 else 3
        else:
            turn = -1
        bold, italic = self._style(font)
        size = abs(fontsize) * (c * c + d * d) ** 0.5
        glyph = Glyph(text, 0.0, 0.0, 0.0, size, bold, italic or abs(c) > 0.1 * abs(d) > 0, any(self._tags))
        self._canvas.glyphs.append((turn, x, y, a * advance + x, b * advance + y, glyph))
        return advance

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        """Takes down the straight lines and rectangles of a path."""
        if not (stroke or fill) or len(path) > _LONG_PATH or self.ctm is None:
            return
        shape: list[tuple[float, float]] = []
        curved = False
        for kind, *numbers in path:
            if kind == "m":
                self._shape(shape, stroke=stroke, curved=curved)
                shape, curved = [], False
            elif kind == "h":
                if shape:
                    shape.append(shape[0])
                continue
            elif kind != "l":
                curved = True
            x, y = (float(number) for number in numbers[-2:])
            shape.append(apply_matrix_pt(self.ctm, (x, y)))
        self._shape(shape, stroke=stroke, curved=curved)

    def _shape(self, points: Sequence[tuple[float, float]], *, stroke: bool, curved: bool) -> None:
        """A thin shape is one rule, however drawn; of a larger one every edge that is drawn is one."""
        if len(points) < 2:
            return
        x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
        y0, y1 = min(y for _, y in points), max(y for _, y in points)
        wide, high = x1 - x0, y1 - y0
        if _DOT[0] <= high <= _DOT[1] and 0.85 <= wide / high <= 1.15:
            self._canvas.dots.append((x0, y0, x1, y1))
        elif curved:
            return
        elif min(wide, high) <= _THIN:
            if max(x1 - x0, y1 - y0) > _THIN:
                level = x1 - x0 >= y1 - y0
                middle = (y0 + y1) / 2 if level else (x0 + x1) / 2
                self._canvas.rules.append((x0, middle, x1, middle) if level else (middle, y0, middle, y1))
        elif stroke:
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ax - bx) < 0.5 or abs(ay - by) < 0.5:
                    self._canvas.rules.append((ax, ay, bx, by))

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Counts a picture."""
        self._canvas.images += 1

    def begin_tag(self, tag: PSLiteral, props: object = None) -> None:
        """Enters marked content: what is paged furniture says so of itself."""
        kind = resolve1(props.get("Type")) if isinstance(props, Mapping) else None
        self._tags.append(_name(tag) == "Artifact" and _name(kind) == "Pagination")

    def end_tag(self) -> None:
        """Leaves marked content."""
        if self._tags:
            self._tags.pop()

    def _style(self, font: PDFFont) -> tuple[bool, bool]:
        known = self._styles.get(id(font))
        if known is None:
            name = _name(font.fontname).casefold()
            weight = resolve1(font.descriptor.get("FontWeight", 0))
            bold = any(word in name for word in _BOLD) or (isinstance(weight, int) and weight >= 600)
            italic = any(word in name for word in _ITALIC) or bool(font.italic_angle)
            known = self._styles[id(font)] = (bold, italic)
        return known


def _bullet(x0: float, y0: float, x1: float, y1: float) -> tuple[int, float, float, float, float, Glyph]:
    """A drawn dot as the character that it stands for; letters beside it are some three times as high."""
    size = 3 * (y1 - y0)
    level = (y0 + y1) / 2 - 0.3 * size
    return 0, x0, level, x1, level, Glyph("•", 0.0, 0.0, 0.0, size, False, False)


def _name(value: object) -> str:
    name = value.name if isinstance(value, PSLiteral) else value
    return name.decode("latin-1") if isinstance(name, bytes) else str(name or "")


def _upright(turn: int, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A point in a page turned by quarters so that its text runs to the right, from the top left corner."""
    if turn == 1:
        return y, x
    if turn == 2:
        return width - x, y
    if turn == 3:
        return height - y, width - x
    return x, height - y
