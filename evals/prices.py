"""Prices: what a language model's tokens cost."""

from dataclasses import dataclass

MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Prices for a million tokens, in any one currency; None: not known.

    `sent` is for tokens that the model reads, `written` for those that it writes.
    """

    sent: float | None = None
    written: float | None = None

    def cost(self, *, sent: int | None, written: int | None) -> float | None:
        """The cost of so many tokens; None unless both prices and both numbers are known."""
        if self.sent is None or self.written is None or sent is None or written is None:
            return None
        return (sent * self.sent + written * self.written) / MILLION
