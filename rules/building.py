"""Building: makes much that stays, without looking through it for garbage on the way."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def building() -> Iterator[None]:
    """Puts off the search for garbage: a third of the time goes into it where hundreds of thousands of
    objects are made of which none is dropped."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
