"""Premise: a text that a statement may follow from, as the rule core reads it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Premise:
    """A text with the place it stands in (a `rules.source.Source`).

    `further` are sentences that follow from the text, such as the claims that a pack writes beside a passage;
    they carry a statement as the text does, and the text is what is named then.
    """

    id: str
    text: str
    guideline: str = ""
    title: str = ""
    heading_path: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
