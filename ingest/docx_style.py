"""DOCX style: what a paragraph is and how a run looks, from itself and the styles it is based on."""

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

_OFF = {"0", "false", "off", "none"}
_NAMED_LEVEL = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|titel|kop|rubrik|otsikko|nagłówek|заголовок|overskrift)\s*(\d)",
    re.IGNORECASE,
)
_LIST_DEPTH = re.compile(r"^list (?:bullet|number|continue)?\s*(\d)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc \d|toc heading|table of figures|index \d)", re.IGNORECASE)
_BODY_LEVEL = 9
_DEEPEST = 8


@dataclass(frozen=True, kw_only=True)
class Style:
    """A paragraph or character style with the name that every language of Word stores alike."""

    name: str
    based_on: str | None
    paragraph: _Element | None
    run: _Element | None
    first_row: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """The depth of a list item from 0, and the number of the list that it is of."""

    depth: int
    of: str


class Styles:
    """The styles of one document by id."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str | None, Style] = {}
        self._default: str | None = None
        for style in () if root is None else root.iter(qn("w:style")):
            key = style.get(qn("w:styleId"))
            self._styles[key] = _style(style)
            if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph":
                self._default = key

    def name(self, paragraph: _Element) -> str:
        """The name of a paragraph's style, in lower case; "" where it has none."""
        style = self._styles.get(self._of(paragraph))
        return style.name.lower() if style else ""

    def level(self, paragraph: _Element) -> int:
        """The level of a heading from 1, 0 for any other paragraph."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None:
            return _outline(own)
        for style in self._chain(self._of(paragraph)):
            mark = style.paragraph.find(qn("w:outlineLvl")) if style.paragraph is not None else None
            if mark is not None:
                return _outline(mark)
            named = _NAMED_LEVEL.fullmatch(style.name)
            if named:
                return int(named[1])
        return 0

    def is_contents(self, paragraph: _Element) -> bool:
        """Whether it is a line of a table of contents, or its title."""
        return _CONTENTS.match(self.name(paragraph)) is not None

    def place(self, paragraph: _Element) -> Place | None:
        """Where a list item stands, None where a paragraph is none."""
        numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        for style in self._chain(self._of(paragraph)):
            if numbering is None and style.paragraph is not None:
                numbering = style.paragraph.find(qn("w:numPr"))
        if numbering is None:
            return None
        number, level = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
        # Word's subtitle has a depth but no list that it belongs to; list 0 means none.
        if number is None or number.get(qn("w:val")) == "0":
            return None
        depth = min(_number(level), _DEEPEST)
        named = _LIST_DEPTH.match(self.name(paragraph))
        return Place(
            depth=max(depth, int(named[1]) - 1) if named else depth, of=number.get(qn("w:val")) or ""
        )

    def sets_off_first_row(self, table: _Element) -> bool:
        """Whether the style of a table gives its first row a look of its own."""
        mark = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
        chain = self._chain(None if mark is None else mark.get(qn("w:val")))
        return any(style.first_row for style in chain)

    def on(self, look: str, run: _Element, paragraph: _Element) -> bool:
        """Whether a property of runs such as `w:b` is on in a run of a paragraph."""
        own = run.find(qn("w:rPr"))
        character = own.find(qn("w:rStyle")) if own is not None else None
        chains = [own]
        if character is not None:
            chains.extend(style.run for style in self._chain(character.get(qn("w:val"))))
        chains.extend(style.run for style in self._chain(self._of(paragraph)))
        for properties in chains:
            mark = properties.find(qn(look)) if properties is not None else None
            if mark is not None:
                return (mark.get(qn("w:val")) or "true").lower() not in _OFF
        return False

    def _of(self, paragraph: _Element) -> str | None:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._default if style is None else style.get(qn("w:val"))

    def _chain(self, key: str | None) -> list[Style]:
        chain: list[Style] = []
        seen: set[str] = set()
        while key is not None and key in self._styles and key not in seen:
            seen.add(key)
            chain.append(self._styles[key])
            key = self._styles[key].based_on
        return chain


def _style(style: _Element) -> Style:
    name, base = style.find(qn("w:name")), style.find(qn("w:basedOn"))
    return Style(
        name="" if name is None else name.get(qn("w:val")) or "",
        based_on=None if base is None else base.get(qn("w:val")),
        paragraph=style.find(qn("w:pPr")),
        run=style.find(qn("w:rPr")),
        first_row=any(part.get(qn("w:type")) == "firstRow" for part in style.iter(qn("w:tblStylePr"))),
    )


def _outline(mark: _Element) -> int:
    level = _number(mark)
    return level + 1 if level < _BODY_LEVEL else 0


def _number(mark: _Element | None) -> int:
    value = "" if mark is None else mark.get(qn("w:val")) or ""
    return int(value) if value.isascii() and value.isdigit() else 0
