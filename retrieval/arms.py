"""Arms: which ways of searching are asked."""

from enum import StrEnum


class Arms(StrEnum):
    """An arm that is not asked finds nothing; its score is then None, which is not 0."""

    BOTH = "both"
    LEXICAL = "lexical"
    DENSE = "dense"
