"""Shape: blocks as nested lists of words, so that a test shows what a reader made in one line."""

from collections.abc import Iterable

from ingest.block import Block, BlockKind
from ingest.reading import Reading
from ingest.structure import structured
from tests.ingest.samples import guideline

Shape = str | list["Shape"]


def shape(blocks: Iterable[Block]) -> list[Shape]:
    """A heading as `# words`, a paragraph as its words, lists and items as lists, a table as its rows."""
    return [_one(block) for block in blocks]


def texts(reading: Reading) -> list[str]:
    """The texts of the passages that a reading gives."""
    return [passage.text for passage in structured(reading.blocks, guideline())]


def paths(reading: Reading) -> dict[str, tuple[str, ...]]:
    """The headings above each passage, by its text."""
    return {passage.text: passage.heading_path for passage in structured(reading.blocks, guideline())}


def placed(reading: Reading) -> bool:
    """Whether every block with words of its own stands where its offsets say."""
    return all(
        block.text in " ".join(reading.text[block.start : block.end].split())
        for block in _all(reading.blocks)
    )


def notes(reading: Reading) -> set[str]:
    """What was left out or is not sure, by kind."""
    return {note.what for note in (*reading.dropped, *reading.doubtful)}


def _one(block: Block) -> Shape:
    if block.kind is BlockKind.HEADING:
        return f"{'#' * block.level} {block.text}"
    if block.kind in {BlockKind.LIST, BlockKind.ITEM}:
        return shape(block.children)
    if block.kind is BlockKind.TABLE:
        return [block.text, *(" | ".join(row.cells) for row in block.rows)]
    return block.text


def _all(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        yield block
        yield from _all(block.children)
