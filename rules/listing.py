"""Listing: whether the members of a bare list are what was asked for."""

from collections.abc import Sequence

from rules.claim import Atom, Reading
from rules.lexicon import Lexicon

_NEAR = 4
"""Words between "which" and the class that it asks of."""
_OF_MORE = frozenset({"regimen", "regimens", "combination", "combinations", "containing", "based", "free"})
"""Words after a class that name what holds it and not the class."""
_SHORT = 6
"""Concepts in a line that may be taken to speak of each thing it names."""


def denies(line: Reading, member: Atom, topic: Sequence[Atom], *, negative: bool) -> bool:
    """Whether a short line says of `member` the opposite of what the question asks for."""
    if len(line.concepts) > _SHORT:
        return False
    mine = [b for b in line.atoms if b.ids & member.ids and not b.excluded]
    about = [b for t in topic for b in line.atoms if b.ids & t.ids]
    if not mine or not about or any(b.ids & t.ids for b in mine for t in topic):
        return False
    return all((b.excluded or line.segments[b.segment].negative) != negative for b in about)


def outside(reply: Reading, question: Reading, lexicon: Lexicon) -> str:
    """A drug that a list gives in reply to "Which <class of drugs> ...?" and that is not of that class; ""
    where there is none."""
    asked = _class_asked(question, lexicon)
    if asked is None:
        return ""
    for atom in reply.atoms:
        drugs = [id for id in atom.ids if id in lexicon.concepts and lexicon.concepts[id].kind == "drug"]
        out = atom.excluded or atom.against or atom.condition or reply.segments[atom.segment].negative
        if drugs and not out and not any(asked in lexicon.above(id) for id in drugs):
            return atom.words
    return ""


def _class_asked(question: Reading, lexicon: Lexicon) -> str | None:
    """The class of drugs of which a question asks for members."""
    words = [token.lower for token in question.tokens]
    if not words or words[0] not in ("which", "what"):
        return None
    for atom in question.atoms[:1]:
        follows = words[atom.last + 1 : atom.last + 2]
        for id in sorted(atom.ids):
            if id in lexicon.concepts and lexicon.concepts[id].kind == "drug_class" and atom.first <= _NEAR:
                return id if not follows or follows[0] not in _OF_MORE else None
    return None
