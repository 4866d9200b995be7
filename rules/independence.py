"""Independence: whether a comma ends a clause because a full one follows, or only parts off its beginning."""

from collections.abc import Sequence

from rules.auxiliary import AUXILIARIES
from rules.text import Token

_JOINING = frozenset({"and", "but", "or", "yet"})
_PRONOUNS = frozenset({"who", "whom", "whose", "which", "that", "if", "when", "where", "to", "than", "as"})
"""Words after which a verb belongs to a clause below, or to no clause of its own."""
_ADVERBIAL = frozenset(
    {"after", "before", "during", "within", "over", "at", "on", "by", "with", "following", "across"}
)
"""Words that open a circumstance in front of its clause."""
_LOOK = 12


def follows(words: Sequence[Token], comma: int) -> bool:
    """Whether a comma is followed by "and" or "but" and a subject with a verb: ", and the gap was ..."."""
    if comma + 3 >= len(words) or words[comma + 1].lower not in _JOINING:
        return False
    ahead = words[comma + 2 : comma + 2 + _LOOK]
    for place, word in enumerate(ahead):
        if word.lower in _PRONOUNS or not (word.is_word or word.is_number):
            return False
        if word.lower in AUXILIARIES:
            return place > 0
    return False


def parts_off(words: Sequence[Token], first: int, comma: int) -> bool:
    """Whether a segment so far is only a circumstance before its clause: "After a median 17 years, ..."."""
    here = [word.lower for word in words[first:comma]]
    return bool(here) and here[0] in _ADVERBIAL and not AUXILIARIES & set(here)


def meanwhile(words: Sequence[Token], at: int) -> bool:
    """Whether "while" means "during": it does where no comma goes before it."""
    return words[at].lower in ("while", "whilst") and at > 0 and words[at - 1].text != ","
