"""Label: the few words before a colon that name what follows, as in "First line: fulvestrant"."""

from collections.abc import Sequence

from rules.auxiliary import AUXILIARIES
from rules.claim import Atom
from rules.lexicon import Lexicon
from rules.text import Token

_LONGEST = 5


def labels(words: Sequence[Token], atoms: Sequence[Atom], lexicon: Lexicon) -> bool:
    """Whether the words before a colon, with what they name, are a label. An aim or setting is none: it says
    something by itself ("Curative intent: ...")."""
    kinds = {lexicon.concepts[id].kind for atom in atoms for id in atom.ids if id in lexicon.concepts}
    spoken = {word.lower for word in words}
    return len(words) <= _LONGEST and spoken.isdisjoint(AUXILIARIES) and kinds != {"setting"}
