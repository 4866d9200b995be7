"""Pack: one guideline's folder, read from disk and checked, with its text as written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import AnchorInvalid, AnchorRepeated, PackNotFound, TextUnreadable
from corpus.front_matter import read_front_matter
from corpus.guideline import Guideline

GUIDELINE_FILE = "guideline.md"
_ANCHOR = re.compile(r"[ \t]\{#(?P<anchor>[^}\n]*)\}[ \t]*\r?$", re.MULTILINE)
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A guideline with its folder and text.

    `source` is the guideline file; `document` is all of it and `text` the Markdown body after the front
    matter. Offsets of passages are code points into `document`.
    """

    guideline: Guideline
    folder: Path
    source: Path
    document: str
    text: str

    @property
    def anchors(self) -> tuple[str, ...]:
        """The anchors of all recommendations, in document order."""
        return tuple(match["anchor"] for match in _ANCHOR.finditer(self.text))


def load_pack(folder: Path) -> Pack:
    """Read the pack in `folder`. Raises a CorpusError that names file, line, fault and remedy."""
    source = folder / GUIDELINE_FILE
    if not source.is_file():
        raise PackNotFound(
            f"{folder} holds no {GUIDELINE_FILE}, so it is not a pack. Give a folder that does; shipped are "
            f"{', '.join(str(known) for known in shipped_packs()) or 'none'}."
        )
    document = read_text(source)
    front = read_front_matter(document, source)
    _check_anchors(document, source)
    return Pack(
        guideline=front.guideline,
        folder=folder,
        source=source,
        document=document,
        text=document[front.body_start :],
    )


def shipped_packs() -> tuple[Path, ...]:
    """The folders of the packs that come with the application, in order of name."""
    return tuple(sorted(file.parent for file in Path(__file__).parent.glob(f"*/{GUIDELINE_FILE}")))


def read_text(source: Path) -> str:
    """The text of a UTF-8 file, without its byte order mark. Raises TextUnreadable."""
    data = source.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TextUnreadable(
            source,
            line,
            f"byte {error.start} is not UTF-8, so the text can't be quoted exactly. Save as UTF-8.",
        ) from error


def _check_anchors(document: str, source: Path) -> None:
    seen: dict[str, int] = {}
    for anchor, line in _anchors(document):
        if not _KEBAB.fullmatch(anchor):
            raise AnchorInvalid(
                source,
                line,
                f"anchor '{anchor}' can't be used as an id. Write lower-case words joined by hyphens, "
                "such as {#her2-cardiac-monitoring}.",
            )
        if anchor in seen:
            raise AnchorRepeated(
                source,
                line,
                f"anchor '{anchor}' already stands on line {seen[anchor]}, so a citation of it would be "
                "ambiguous. Rename one of the two.",
            )
        seen[anchor] = line


def _anchors(document: str) -> Iterator[tuple[str, int]]:
    for match in _ANCHOR.finditer(document):
        yield match["anchor"], document.count("\n", 0, match.start()) + 1
