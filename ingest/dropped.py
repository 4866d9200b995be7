"""Dropped: what a reader left out or is not sure of, while it reads."""

from collections import Counter

from ingest.reading import Note


class Dropped:
    """What a reader left out, counted by kind, with the place of the first of each."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._where: dict[str, str] = {}

    def add(self, what: str, where: str, count: int = 1) -> None:
        """`where` is how a person finds it, such as its first words."""
        if count:
            self._counts[what] += count
            self._where.setdefault(what, where)

    def notes(self) -> tuple[Note, ...]:
        """A note for each kind, in order of first appearance."""
        return tuple(
            Note(what=what, where=self._where[what], count=count) for what, count in self._counts.items()
        )
