"""Openers: small words that open a clause or a phrase, or end what was open."""

OPENERS = frozenset(
    {"unless", "as", "since", "because", "having", "given", "although", "though", "if", "when", "once",
     "provided"}
)  # fmt: skip
"""Words with which a clause opens that leads in another."""
PROVIDING = frozenset({"provided", "providing", "so", "as", "on"})
"""Words with which a proviso opens ("so long as")."""
RESETS = frozenset(
    {"with", "in", "on", "by", "plus", "for", "to", "as", "is", "are", "was", "were", "has", "have", "do",
     "does", "did"}
)  # fmt: skip
"""Words that end an exclusion: "without X in Y" leaves out X and not Y."""
APART = frozenset({"in", "for", "among", "as", "on", "at", "because"})
"""Words that end a comparison: "better than B in older people" compares with B alone."""
