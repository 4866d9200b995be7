"""Auxiliary: the verbs of English that carry tense, force or negation for another verb."""

_BE = frozenset({"is", "are", "was", "were"})
_HAVE = frozenset({"has", "have", "had"})
_DO = frozenset({"do", "does", "did"})
_MODAL = frozenset({"can", "could", "may", "might", "must", "should", "will", "would"})

FINITE = _BE | _HAVE | _DO | {"will"}
"""Those that make a full sentence and give it no force."""
AUXILIARIES = FINITE | _MODAL
PATTERN = "|".join(sorted(AUXILIARIES))
"""All of them as alternatives of a regular expression."""
