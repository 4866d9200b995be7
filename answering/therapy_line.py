"""Therapy line: which line of treatment a text speaks of, as the rules name lines."""

from functools import lru_cache

from answering.words import table


@lru_cache(maxsize=65536)
def lines_in(text: str) -> frozenset[str]:
    """Some of "first", "second", "third", "beyond_third"; empty where the text names no line."""
    found = frozenset(line for line, pattern in table("lines").items() if pattern.search(text))
    return found - {"third"} if "beyond_third" in found else found
