"""Rewording: two texts word by word, with what changed between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LIMIT = 2_000
"""Words. Longer texts are compared line by line, as the time grows with the square of the length."""

_END = "\x1e"
"""Stands between lines, as a line may hold line ends of its own."""
_WORD = re.compile(rf"{_END}|[^\W_]+[^\S{_END}]*|[^\S{_END}]+|[^\w\s]|_")
_LINE = re.compile(rf"[^{_END}]*{_END}|[^{_END}]+")


@dataclass(frozen=True)
class Piece:
    """A run of text; `changed` where the other text has something else or nothing."""

    text: str
    changed: bool = False


def reworded(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[tuple[Piece, ...], ...], ...]:
    """Both texts, given as lines, each as the pieces of its lines: (before, after).

    Joined, the pieces of a line are the line. Where one text is empty nothing is marked: all of it is other.
    """
    if not before or not after or list(before) == list(after):
        return tuple(tuple((Piece(line),) for line in text) for text in (before, after))
    old, new = (_END.join(line.replace(_END, " ") for line in text) for text in (before, after))
    cut = _WORD if max(len(_WORD.findall(text)) for text in (old, new)) <= LIMIT else _LINE
    ours, theirs = cut.findall(old), cut.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        left.append(Piece("".join(ours[a:b]), tag != "equal"))
        right.append(Piece("".join(theirs[c:d]), tag != "equal"))
    return _lines(left, len(before)), _lines(right, len(after))


def _lines(pieces: Sequence[Piece], count: int) -> tuple[tuple[Piece, ...], ...]:
    """Cut pieces where lines end; `count` lines, so that a text without lines gives none."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split(_END)
        lines[-1].append(Piece(first, piece.changed))
        lines.extend([Piece(text, piece.changed)] for text in others)
    return tuple(tuple(piece for piece in line if piece.text) for line in lines)[:count]
