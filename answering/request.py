"""Request: takes instructions to the service out of a question, so that only the clinical part is read."""

from dataclasses import dataclass

from answering.words import table
from rules.text import sentences


@dataclass(frozen=True, kw_only=True)
class Request:
    """A question with what it asks of the service itself taken out.

    `clinical` may be empty. `instructs` tells that instructions were found, `elsewhere` that something is
    asked for which no guideline serves, such as booking a visit.
    """

    clinical: str
    instructs: bool
    elsewhere: bool
    deceives: bool = False


def read_request(question: str) -> Request:
    """Part a question into its clinical text and what is addressed to the service."""
    patterns = table("requests")
    spans = [span.text for span in sentences(question)]
    kept = [text for text in spans if not patterns["instructs"].search(text)]
    instructs = len(kept) < len(spans)
    return Request(
        clinical=" ".join(kept) if instructs else question,
        instructs=instructs,
        elsewhere=patterns["elsewhere"].search(question) is not None,
        deceives=patterns["deceives"].search(question) is not None,
    )
