"""Grade: a strength or level of evidence as a guideline prints it, found in text and never converted.

The forms of each scheme, with their sources, are in `grades.yaml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from ingest.passage import Grade

_FILE = Path(__file__).with_name("grades.yaml")
_BRACKETS = re.compile(r"\[(?P<square>(?:[^\[\]]|\[[^\[\]]*\])*)\]|\((?P<round>(?:[^()]|\([^()]*\))*)\)")
_BEHIND = re.compile(r"\s*(?:$|[.;,:\[(]|[A-Z●•*])")
_LETTER = re.compile(r"(?<=[.;)])\s*(?P<letter>[A-E])\s*$")
_STOP = re.compile(r"(?<=[.;:)])\s+(?=[A-Z])")
_LONGEST = 200
_CODE = 9
"""Code points: what is longer than a code has words that hint at a grade."""
_FOR = re.compile(r"\bfor\b", re.IGNORECASE)
_AGAINST = re.compile(r"\bagainst\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class PrintedGrade:
    """A strength, a level of evidence or both, and where they are printed: code points into the text,
    brackets included, end exclusive."""

    strength: Grade | None
    evidence: Grade | None
    start: int
    end: int

    @property
    def against(self) -> bool | None:
        """Whether the printed strength names a direction ("Weak against"), and if so whether against."""
        said = self.strength.value if self.strength else ""
        if bool(_FOR.search(said)) == bool(_AGAINST.search(said)):
            return None
        return _AGAINST.search(said) is not None


@dataclass(frozen=True, kw_only=True)
class _Scheme:
    name: str
    where: str
    forms: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, kw_only=True)
class _Schemes:
    schemes: tuple[_Scheme, ...]
    hints: re.Pattern[str]
    strength_columns: re.Pattern[str]
    evidence_columns: re.Pattern[str]
    recommendation_columns: re.Pattern[str]
    evidence_label: re.Pattern[str]


@lru_cache(maxsize=512)
def printed_grades(text: str) -> tuple[PrintedGrade, ...]:
    """The grades printed in a text, in order: in brackets behind a sentence or a part of one, on the whole
    text, as a labelled sentence at its end, or as a single letter behind its last full stop."""
    found = [grade for grade in _in_brackets(text) if grade is not None]
    if not found:
        last = _labelled_end(text) or _letter(text)
        found = [last] if last else []
    return tuple(found)


@lru_cache(maxsize=512)
def whole_grade(text: str) -> PrintedGrade | None:
    """The grade that makes up the whole of a text, brackets or not, such as a line of its own."""
    said = text.strip()
    match = _BRACKETS.fullmatch(said)
    inner = (match["square"] or match["round"] or "") if match else said.removesuffix(".")
    where = {"square"} if match and match["square"] is not None else set[str]()
    return _fitting(inner, where=where, start=0, end=len(text))


def closing_grade(text: str) -> PrintedGrade | None:
    """The grade of a line that only closes what stands above it: a grade, or notes in brackets and one."""
    parts = list(_BRACKETS.finditer(text))
    if len(parts) > 1 and not _BRACKETS.sub("", text).strip(" ."):
        return whole_grade(parts[-1][0])
    return whole_grade(text)


def cell_grade(cell: str, header: str) -> Grade | None:
    """The grade in a table cell whose column header says that it holds strengths or levels of evidence.

    The value is the cell as printed; its scheme is the one whose form it fits, else the header.
    """
    said = cell.strip().strip("()[]")
    if not said or len(said) > 60 or column(header) not in {"strength", "evidence"}:
        return None
    known = _fitting(said, where={"square"}, start=0, end=0)
    part = (known.strength or known.evidence) if known else None
    return Grade(scheme=part.scheme if part else header.strip(), value=said)


def column(header: str) -> str | None:
    """What a column holds by its header: "strength", "evidence" or "recommendation"; None if none of them."""
    said = header.strip(" :*").split(" > ")[-1]
    data = _schemes()
    for name, pattern in (
        ("evidence", data.evidence_columns),
        ("strength", data.strength_columns),
        ("recommendation", data.recommendation_columns),
    ):
        if pattern.fullmatch(said):
            return name
    return None


def told_evidence(text: str) -> Grade | None:
    """What a paragraph labelled "Quality of evidence:" says, in its own words; None for other paragraphs."""
    match = _schemes().evidence_label.fullmatch(text.strip())
    return Grade(scheme=match["label"], value=match["said"]) if match else None


def _in_brackets(text: str) -> Iterator[PrintedGrade | None]:
    for match in _BRACKETS.finditer(text):
        start, end = match.span()
        if not text[:start].strip() or not _BEHIND.match(text, end):
            # "[A] recommends" and "(B) if ..." count, they don't grade.
            continue
        where = {"square"} if match["square"] is not None else set[str]()
        if not text[end:].strip(" ."):
            where.add("end")
        inner = match["square"] if match["square"] is not None else match["round"]
        yield _fitting(inner, where=where, start=start, end=end)


def _labelled_end(text: str) -> PrintedGrade | None:
    """A grade without brackets behind a full stop: "... Grade of recommendation: A."."""
    for stop in _STOP.finditer(text, max(0, len(text) - 200)):
        behind = text[stop.end() :].strip()
        if len(behind) > 160 or (":" not in behind and " " not in behind):
            continue
        found = _fitting(behind.removesuffix("."), where=set(), start=stop.end(), end=len(text.rstrip()))
        if found:
            return found
    return None


def _letter(text: str) -> PrintedGrade | None:
    match = _LETTER.search(text)
    if match is None:
        return None
    start, end = match.span("letter")
    return _fitting(match["letter"], where={"end"}, start=start, end=end)


def _fitting(said: str, *, where: set[str], start: int, end: int) -> PrintedGrade | None:
    """The grade that a stretch is as a whole. `where` are the special places that it stands in."""
    if len(said) > _LONGEST or (len(said) > _CODE and not _schemes().hints.search(said)):
        return None
    said = " ".join(said.split())
    for scheme in _schemes().schemes:
        if scheme.where and scheme.where not in where:
            continue
        for form in scheme.forms:
            match = form.fullmatch(said)
            if match:
                parts = {name: value for name, value in match.groupdict().items() if value}
                grades = {name: Grade(scheme=scheme.name, value=value) for name, value in parts.items()}
                return PrintedGrade(
                    strength=grades.get("strength"), evidence=grades.get("evidence"), start=start, end=end
                )
    return None


@cache
def _schemes() -> _Schemes:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    schemes = tuple(
        _Scheme(
            name=scheme["name"],
            where=scheme.get("where", ""),
            forms=tuple(_pattern(form) for form in scheme["forms"]),
        )
        for scheme in data["schemes"]
    )
    return _Schemes(
        schemes=schemes,
        hints=_pattern(data["hints"]),
        strength_columns=_pattern(data["strength_columns"]),
        evidence_columns=_pattern(data["evidence_columns"]),
        recommendation_columns=_pattern(data["recommendation_columns"]),
        evidence_label=_pattern(data["evidence_label"]),
    )


def _pattern(form: str) -> re.Pattern[str]:
    spaced = form.replace("<->", r"(?:\s*[-‐‑–—]\s*|\s+)").replace(", ", r"\s*[,;/]\s*")
    return re.compile(spaced.replace("? ", r"?\s*").replace(" ", r"\s+"), re.IGNORECASE | re.DOTALL)
