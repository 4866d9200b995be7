"""Line and Outline: an answer before it is checked. Each line knows the place that carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rules.verdict import Grounds


@dataclass(frozen=True, kw_only=True)
class Line:
    """One statement to be. `rule` is the rule whose sentence it is, or None for a guideline's own words.

    `facts` are the names of the patient facts that brought it here. `instead` says the same in more, plainer
    lines, should the core not be able to follow this one.
    """

    text: str
    grounds: tuple[Grounds, ...]
    rule: str | None = None
    facts: tuple[str, ...] = ()
    instead: tuple["Line", ...] = ()

    @property
    def passage_ids(self) -> tuple[str, ...]:
        """The passages that carry this line."""
        return tuple(ground.passage_id for ground in self.grounds)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A titled group of lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Outline:
    """Bottom line first, then blocks in reading order. `lead` is said before it, without clinical content."""

    bottom_line: tuple[Line, ...]
    blocks: tuple[Block, ...] = ()
    lead: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in reading order."""
        return self.bottom_line + tuple(line for block in self.blocks for line in block.lines)

    def replacing(self, swaps: Mapping[Line, tuple[Line, ...]]) -> "Outline":
        """The same outline with each line in `swaps` replaced; one replaced by nothing goes, as does a
        block left empty."""

        def swapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
            return tuple(new for line in lines for new in swaps.get(line, (line,)))

        blocks = (replace(block, lines=swapped(block.lines)) for block in self.blocks)
        return replace(
            self,
            bottom_line=swapped(self.bottom_line),
            blocks=tuple(block for block in blocks if block.lines),
        )

    def distinct(self) -> "Outline":
        """The same outline without lines that say again what one before them says."""
        first: dict[str, Line] = {}
        for line in self.lines:
            first.setdefault(line.text, line)
        kept = set(first.values())
        return self.replacing({line: () for line in self.lines if line not in kept})

    def led(self) -> "Outline":
        """The same outline; one whose bottom line is gone begins with its first line."""
        if self.bottom_line or not self.blocks:
            return self
        head, *tail = self.blocks
        rest = (replace(head, lines=head.lines[1:]),) if len(head.lines) > 1 else ()
        return replace(self, bottom_line=head.lines[:1], blocks=(*rest, *tail))
