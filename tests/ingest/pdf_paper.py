"""Paper: small PDF files written by the tests, glyph by glyph in the fonts that every reader knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 612, 792
_FONTS = {"": "Helvetica", "b": "Helvetica-Bold", "i": "Helvetica-Oblique"}


@dataclass(kw_only=True)
class Sheet:
    """One page; places are in points from its top left corner."""

    drawn: list[str] = field(default_factory=list)

    def say(self, text: str, *, at: tuple[float, float], size: float = 10, style: str = "") -> "Sheet":
        """Print a line of text with its first letter at a place."""
        said = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        x, y = at
        self.drawn.append(f"BT /F{list(_FONTS).index(style)} {size} Tf {x} {HEIGHT - y} Td ({said}) Tj ET")
        return self

    def lines(self, *texts: str, at: tuple[float, float], size: float = 10, style: str = "") -> "Sheet":
        """Print lines below each other, 12 points apart for type of 10."""
        for index, text in enumerate(texts):
            self.say(text, at=(at[0], at[1] + index * size * 1.2), size=size, style=style)
        return self

    def rule(self, *ends: float) -> "Sheet":
        """Draw a line from one place to another."""
        x0, y0, x1, y1 = ends
        self.drawn.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> "Sheet":
        """Draw the rules of a table."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self


def paper(*sheets: Sheet) -> bytes:
    """A PDF file of the sheets."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    fonts = " ".join(f"/F{index} {index + 3} 0 R" for index in range(len(_FONTS)))
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for name in _FONTS.values()
    ]
    kids = []
    for sheet in sheets:
        content = "\n".join(sheet.drawn)
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << {fonts} >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + tail).encode()
