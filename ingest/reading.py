"""Reading: a document as its reader gives it: blocks, the text that they lie in, and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.block import Block


class Format(StrEnum):
    """What a document is, told from its content."""

    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that a reader left out, or is not sure of. `what` names the kind ("page furniture", "scanned
    page", "table without headers"), `where` the place as a person finds it, `count` how often."""

    what: str
    where: str
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One document.

    `text` is what offsets of blocks point into: the decoded source of Markdown and plain text, and for other
    formats the words in reading order, a block a line. `stated` is what the document says of itself ("title",
    "publisher", "published", "version"), as printed.
    """

    format: Format
    text: str
    blocks: tuple[Block, ...]
    stated: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[Note, ...] = ()
    doubtful: tuple[Note, ...] = ()
