"""Premise: a reason in an answer that only says again what the question tells of the patient."""

from rules.claim import Reading, Segment
from rules.entailment import Entailer
from rules.match import Around
from rules.statement import Statement

_REASONS = frozenset({"since", "because", "as", "given", "seeing", "considering"})
_REPORTED = frozenset(
    {"says", "say", "said", "claims", "thinks", "think", "believes", "insists", "suggests", "told", "read",
     "heard", "argues", "wants", "asks", "proposes", "proposed", "recommended", "advised"}
)  # fmt: skip
"""Words by which a question passes on what somebody holds, which is no fact of the patient."""
_NOTHING = Around(frozenset(), frozenset(), frozenset())


def told(sentence: Reading, text: str) -> bool:
    """Whether a sentence of a question tells something of the patient, and asks or reports nothing."""
    return not text.rstrip().endswith("?") and _REPORTED.isdisjoint(t.lower for t in sentence.tokens)


def repeats(statement: Statement, segment: Segment, entailer: Entailer) -> bool:
    """Whether a segment gives a reason ("since ...") that the question itself carries."""
    tokens = statement.reading.tokens[segment.first : segment.first + 3]
    words = [token.lower for token in tokens if token.is_word]
    reason = bool(words) and (words[0] in _REASONS or words[:2] == ["now", "that"])
    if not reason or segment.force is not None:
        return False
    return any(
        entailer.match(statement.reading, segment, sentence, _NOTHING).entailed
        for sentence in statement.asked.told
    )
