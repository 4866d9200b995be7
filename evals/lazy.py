"""Lazy: a value that is made when it is first asked for, once, whichever thread asks."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """Call it for the value. Where making it fails, the next call tries again."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: tuple[T] | None = None

    def __call__(self) -> T:
        made = self._made
        if made is None:
            with self._lock:
                made = self._made = self._made or (self._make(),)
        return made[0]

    @property
    def made(self) -> T | None:
        """The value if it has been made, else None."""
        return self._made[0] if self._made else None
