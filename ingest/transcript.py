"""Transcript: the words of a document in reading order, a block a line; offsets of blocks point into it."""

from ingest.block import Block, BlockKind


class Transcript:
    """Lines in reading order. Readers add a line for each block that has words of its own."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0

    @property
    def end(self) -> int:
        """Where the next line will begin, in code points."""
        return self._length

    @property
    def text(self) -> str:
        """Every line, each with its line end."""
        return "".join(self._lines)

    def line(self, words: str) -> tuple[int, int]:
        """Add a line; its start and its end without the line end."""
        start = self._length
        self._lines.append(words + "\n")
        self._length += len(words) + 1
        return start, start + len(words)

    def gathered(self, kind: BlockKind, children: tuple[Block, ...]) -> Block:
        """A block of one or more children, placed from the start of the first to the end of the last."""
        return Block(kind=kind, start=children[0].start, end=children[-1].end, children=children)
