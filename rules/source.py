"""Source: the view that the rule core has of a passage; whatever has these fields can be cited."""

from typing import Protocol


class Source(Protocol):
    """A passage as the core reads it. The core never learns where it was stored or how it was found."""

    @property
    def id(self) -> str: ...
    @property
    def guideline(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def heading_path(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...
