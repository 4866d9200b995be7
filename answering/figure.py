"""Figure: a number that a question asks for, and whether a passage gives it or says that none is known."""

from enum import StrEnum

from answering.words import columns, table


class Figure(StrEnum):
    """A kind of number."""

    DOSE = "dose"
    SURVIVAL = "survival"
    INTERVAL = "interval"
    TARGET = "target"
    COST = "cost"


def figure_asked(text: str) -> Figure | None:
    """The number that a question asks for, or None."""
    asked = columns("figures")["asked"]
    return next((figure for figure in Figure if asked[figure].search(text)), None)


def gives(figure: Figure, text: str) -> bool:
    """Whether a passage answers a question for this figure; an interval also by saying that it is unknown."""
    if columns("figures")["given"][figure].search(text):
        return True
    return figure is Figure.INTERVAL and table("unknown")["unknown"].search(text) is not None
