"""DOCX text: the runs of a paragraph as they are read, without deletions, hidden text and field codes."""

from collections.abc import Iterator, Mapping

from docx.oxml.ns import qn
from lxml.etree import _Element

from ingest.docx_style import Styles
from ingest.dropped import Dropped
from ingest.mark import Run

_SKIPPED = {
    qn(tag)
    for tag in (
        "w:pPr", "w:rPr", "w:del", "w:moveFrom", "w:instrText", "w:delText", "w:delInstrText", "w:object",
        "w:pict", "w:drawing", "w:annotationRef", "w:footnoteRef", "w:endnoteRef", "w:rt",
    )
}  # fmt: skip
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SPACES = {qn(tag) for tag in ("w:tab", "w:br", "w:cr", "w:ptab")}
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
# The Symbol font's own code points, of signs that change what a sentence means.
_SYMBOLS = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞",
    0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xB7: "•", 0x2D: "−", 0x61: "α", 0x62: "β", 0x63: "χ",
    0x64: "δ", 0x65: "ε", 0x67: "γ", 0x6B: "κ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x72: "ρ", 0x73: "σ",
    0x74: "τ", 0x77: "ω", 0x44: "Δ", 0x57: "Ω",
}  # fmt: skip


class Speaker:
    """Reads runs. `notes` are the words of foot- and endnotes by kind and id."""

    def __init__(self, styles: Styles, notes: Mapping[tuple[str, str], str], dropped: Dropped) -> None:
        self._styles = styles
        self._notes = notes
        self._dropped = dropped

    def runs(self, paragraph: _Element) -> Iterator[Run]:
        """The runs of a paragraph; a note's number is a raised, linked one."""
        yield from self._within(paragraph, paragraph, linked=False)

    def _within(self, element: _Element, paragraph: _Element, *, linked: bool) -> Iterator[Run]:
        for child in element:
            tag = child.tag
            if tag in {qn("w:del"), qn("w:moveFrom")}:
                self._dropped.add("tracked deletion", _quoted(child))
            elif tag in _SKIPPED or tag == _FALLBACK or not isinstance(tag, str):
                continue
            elif tag == qn("w:r"):
                yield from self._run(child, paragraph, linked=linked)
            elif tag == _MATHS:
                yield Run(text=child.text or "")
            elif tag == qn("w:sdt") and child.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
                self._dropped.add("form control", _quoted(child))
            elif tag != qn("w:sdtPr"):
                inner = linked or child.get(qn("w:anchor")) is not None
                yield from self._within(child, paragraph, linked=inner)

    def _run(self, run: _Element, paragraph: _Element, *, linked: bool) -> Iterator[Run]:
        if self._styles.on("w:vanish", run, paragraph):
            self._dropped.add("hidden text", _quoted(run))
            return
        raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        for child in run:
            note = _NOTES.get(child.tag)
            if note is not None:
                number = child.get(qn("w:id")) or ""
                self._dropped.add(note, f"note {number}")
                yield Run(text=number, raised=True, linked=True)
                continue
            said = _said(child)
            if said:
                yield Run(
                    text=said,
                    bold=self._styles.on("w:b", run, paragraph),
                    italic=self._styles.on("w:i", run, paragraph),
                    underlined=self._styles.on("w:u", run, paragraph),
                    raised=raised is not None and raised.get(qn("w:val")) == "superscript",
                    linked=linked,
                )

    def kept(self, paragraph: _Element) -> tuple[str, ...]:
        """The words of the notes that a paragraph refers to, each with its number."""
        found = []
        for tag, kind in _NOTES.items():
            for mark in paragraph.iter(tag):
                number = mark.get(qn("w:id")) or ""
                found.append(f"{number} {self._notes.get((kind, number), '')}".strip())
        return tuple(found)


def _said(child: _Element) -> str:
    if child.tag == qn("w:t"):
        return child.text or ""
    if child.tag in _SPACES:
        return " "
    if child.tag == qn("w:noBreakHyphen"):
        return "-"
    if child.tag == qn("w:sym"):
        try:
            code = int(child.get(qn("w:char")) or "0", 16) & 0xFFFF
        except ValueError:
            return ""
        if (child.get(qn("w:font")) or "").lower() == "symbol":
            return _SYMBOLS.get(code & 0xFF, chr(code & 0xFF) if code & 0xFF >= 0x20 else "")
        return chr(code) if code and not 0xE000 <= code <= 0xF8FF else " "
    return ""


def _quoted(element: _Element) -> str:
    words = " ".join("".join(part.text or "" for part in element.iter(qn("w:t"), qn("w:delText"))).split())
    return f"“{words[:60]}”"
