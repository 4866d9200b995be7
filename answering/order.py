"""Order: passages in reading order, by score, by section, and lists kept whole."""

from collections.abc import Iterable, Sequence

from answering.quoting import lead_in
from answering.ranking import Ranked

BOTTOM_LINES = 3
AS_GOOD = 0.75
"""A second passage joins the bottom line from this share of the best score."""


def in_order(found: Iterable[Ranked]) -> list[Ranked]:
    """Document order."""
    return sorted(found, key=lambda one: one.position)


def best_first(found: Iterable[Ranked]) -> list[Ranked]:
    """By score; ties in document order."""
    return sorted(found, key=lambda one: (-one.score, one.position))


def near_best(found: Iterable[Ranked]) -> list[Ranked]:
    """The best, and those nearly as good: as many as a bottom line has room for."""
    best = best_first(found)
    return [one for one in best if one.score >= AS_GOOD * best[0].score][:BOTTOM_LINES]


def by_section(found: Sequence[Ranked]) -> list[Ranked]:
    """Sections by their best passage, passages within a section in document order."""
    rank: dict[tuple[str, ...], int] = {}
    for index, one in enumerate(found):
        rank.setdefault(one.passage.heading_path, index)
    return sorted(found, key=lambda one: (rank[one.passage.heading_path], one.position))


def with_mates(leads: Iterable[Ranked], found: Sequence[Ranked]) -> list[Ranked]:
    """Each lead with the other items of its list."""
    return unique(each for lead in leads for each in (lead, *in_order(list_mates([lead], found))))


def unique(found: Iterable[Ranked]) -> list[Ranked]:
    """Each passage once, where it stands first."""
    return list({one.passage.id: one for one in found}.values())


def list_mates(chosen: Sequence[Ranked], usable: Sequence[Ranked]) -> list[Ranked]:
    """The other items of a list of which an item is chosen: half a list misleads."""
    lists = {_list(one) for one in chosen} - {None}
    return [one for one in usable if _list(one) in lists]


def _list(one: Ranked) -> tuple[tuple[str, ...], str] | None:
    lead = lead_in(one.passage)
    return (one.passage.heading_path, lead) if lead else None
