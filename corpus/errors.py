"""Errors of the corpus. Each message says where, what is wrong, why that matters and what to do next.

CorpusError
├── PackNotFound
└── LocatedError
    ├── TextUnreadable
    ├── AnchorInvalid
    ├── AnchorRepeated
    └── FrontMatterError
        ├── FrontMatterAbsent
        ├── FrontMatterBroken
        ├── FieldMissing
        ├── FieldUnknown
        └── FieldInvalid
            └── DateInvalid
"""

from pathlib import Path


class CorpusError(Exception):
    """Something in a pack has to be mended by its author before the pack can be used."""


class PackNotFound(CorpusError):
    """The folder is not there, or it holds no guideline.md."""


class LocatedError(CorpusError):
    """An error at a line of a file; `line` counts from 1."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line


class FrontMatterError(LocatedError):
    """The front matter does not describe a guideline version."""


class FrontMatterAbsent(FrontMatterError):
    """The file does not begin with a block between two lines of three hyphens."""


class FrontMatterBroken(FrontMatterError):
    """The block is not valid YAML, or not a mapping of fields."""


class FieldMissing(FrontMatterError):
    """A required field is not written down. What is not known is written as null."""


class FieldUnknown(FrontMatterError):
    """A field that nothing reads: most often a misspelling."""


class FieldInvalid(FrontMatterError):
    """A field holds a value of the wrong type or outside the allowed choices."""


class DateInvalid(FieldInvalid):
    """A date that is not a calendar date written YYYY-MM-DD."""


class TextUnreadable(LocatedError):
    """The file is not UTF-8 text."""


class AnchorInvalid(LocatedError):
    """An anchor that can't serve as a stable id."""


class AnchorRepeated(LocatedError):
    """Two recommendations claim one anchor, so a citation of it would be ambiguous."""
