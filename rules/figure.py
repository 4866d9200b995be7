"""Figure: the times and counts that a reading names for a thing."""

from collections.abc import Sequence

from rules.claim import Atom, Reading
from rules.mention import Mentions, within
from rules.rule import Range, Timing
from rules.units import UNITS

_LENGTHS = frozenset({"time", "cycles"})
_OPEN = frozenset({"s:unknown"})


class Figures:
    """Finds figures for named things."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions

    def length(self, reading: Reading, concepts: Sequence[str]) -> tuple[Atom, Atom] | None:
        """A thing among `concepts` with the time or number of cycles that a reading names for it."""
        for segment in reading.segments:
            atoms = [a for a in within(reading, segment) if not a.condition and not a.excluded]
            if segment.negative or segment.past or any(a.ids & _OPEN for a in atoms):
                continue
            named = next((a for a in atoms if self.mentions.any(a, concepts)), None)
            figure = next((a for a in atoms if a.quantity is not None and a.quantity.what in _LENGTHS), None)
            if named is not None and figure is not None:
                return named, figure
        return None

    def mistimed(self, reading: Reading, duty: Timing) -> Atom | None:
        """A time or count for what is due that is not the one at which it is due."""
        low, high, what = _due(duty)
        for segment in reading.segments:
            atoms = [a for a in within(reading, segment) if not a.condition and not a.excluded]
            due = any(self.mentions.names(a, duty.what) for a in atoms)
            if segment.negative or not due or not any(self.mentions.names(a, duty.after) for a in atoms):
                continue
            for atom in atoms:
                given = atom.quantity
                if given is None or given.what != what or given.bound != "=":
                    continue
                if given.low < low or given.high > high:
                    return atom
        return None


def _due(duty: Timing) -> tuple[float, float, str]:
    """From when until when something is due, in base units, and their dimension."""
    dimension, factor = UNITS.get(duty.at.unit, (duty.at.unit, 1.0))
    if isinstance(duty.at, Range):
        high = float("inf") if duty.at.high is None else duty.at.high * factor
        return duty.at.low * factor, high, dimension
    slack = duty.at.tolerance
    return (duty.at.value - slack) * factor, (duty.at.value + slack) * factor, dimension
