"""Mark: reference and footnote marks, told from exponents, grades and ranges, and taken out of the text.

A mark is taken out only where that is certain; a number that might be part of what is said stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBERS = r"\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})*"
_BRACKETED = re.compile(rf"\s*[\[(]\s*{_NUMBERS}\s*[\])]|\s*\[\s*{_NUMBERS}\s*\]")
_BARE = re.compile(rf"\s*\[\s*{_NUMBERS}\s*\]")
_SIGNS = re.compile(r"[*†‡§¶‖⁎]+")
_LIST = re.compile(r"\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})+")
_LETTERS = re.compile(r"[a-h](?:\s*,\s*[a-h])*")
_WORD_BEFORE = re.compile(r"(?<![\w/])[^\W\d_]{4,}\Z")
_AFTER_SENTENCE = re.compile(r"[.,;:!?”\"’]\Z")
_EXPONENTS = str.maketrans("0123456789+-−–n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ")
_LONGEST_LINKED = 12


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of text of one look.

    `raised`: it is superscript. `linked`: it leads to a place in the same document.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    raised: bool = False
    linked: bool = False


@dataclass(frozen=True, kw_only=True)
class Words:
    """`text` on one line without marks; `marks` as printed, in order."""

    text: str
    marks: tuple[str, ...] = ()


def numbers_references(text: str) -> bool:
    """Whether bare bracketed numbers such as `[3]` are reference marks in this document.

    They are where they count up from 1 and most numbers up to the highest occur; a lone "[3-6]" is a range.
    """
    found = {int(number) for match in _BARE.finditer(text) for number in re.findall(r"\d+", match[0])}
    return len(found) >= 3 and 1 in found and len(found) >= 0.6 * max(found)


def words(runs: Sequence[Run], *, bare: bool = False) -> Words:
    """The words of runs without their marks, white space folded.

    A mark is: superscript that is linked, bracketed, a sign (*, †), a list of numbers, or a number or letter
    right after a word or sentence; a bracketed number that is linked; any bracketed number where `bare`.
    Other superscript stays: as superscript digits after a digit (10⁴), as plain ones elsewhere (m2).
    """
    text, linked, marks = "", "", []
    for position, run in enumerate(_joined(runs)):
        said = run.text
        if run.raised and said.strip():
            after = "".join(later.text for later in _joined(runs)[position + 1 : position + 2])
            if _is_mark(text, said.strip(), after, linked=run.linked):
                marks.append(said.strip())
                said = " " if said[-1].isspace() else ""
            elif text[-1:].isdigit():
                said = said.translate(_EXPONENTS)
        text += said
        linked += ("1" if run.linked else "0") * len(said)
    kept, last = [], 0
    for match in _BRACKETED.finditer(text):
        digits = [linked[at] for at in range(*match.span()) if text[at].isdigit()]
        if "0" not in digits or (bare and _BARE.fullmatch(match[0])):
            marks.append(match[0].strip())
            kept.append(text[last : match.start()])
            last = match.end()
    kept.append(text[last:])
    return Words(text=" ".join("".join(kept).split()), marks=tuple(marks))


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbouring superscript runs as one, so that `1`, `,` and `2` are judged together."""
    out: list[Run] = []
    for run in runs:
        if out and out[-1].raised and run.raised:
            linked = out[-1].linked or run.linked
            out[-1] = Run(text=out[-1].text + run.text, raised=True, linked=linked)
        else:
            out.append(run)
    return out


def _is_mark(before: str, raised: str, after: str, *, linked: bool) -> bool:
    if linked:
        return len(raised) <= _LONGEST_LINKED
    if _BRACKETED.fullmatch(raised) or _SIGNS.fullmatch(raised):
        return True
    if before[-1:].isdigit() and not _LETTERS.fullmatch(raised):
        return False
    if _LIST.fullmatch(raised):
        return True
    if after[:1].isalnum():
        return False
    if raised.isdigit():
        return bool(_AFTER_SENTENCE.search(before) or _WORD_BEFORE.search(before))
    return bool(_LETTERS.fullmatch(raised)) and bool(before) and not before[-1].isspace()
