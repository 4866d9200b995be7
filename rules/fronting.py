"""Fronting: what stands before or behind its place in a clause.

What is compared with may stand in front ("to A, B is to be preferred"), an exception behind ("A alone
excepted"), and a condition may be the subject ("A is a reason for B").
"""

from collections.abc import Sequence
from dataclasses import replace

from rules.claim import Atom, Kind, Segment
from rules.lexicon import Lexicon
from rules.text import Token

_BEHIND = frozenset({"excepted", "excluded", "aside", "apart"})


def fronted(
    words: Sequence[Token], atoms: Sequence[Atom], segments: Sequence[Segment], lexicon: Lexicon
) -> list[Atom]:
    """The atoms of a sentence, with those that stand before or behind their place put right."""
    found = list(atoms)
    for segment in segments:
        here = words[segment.first : segment.last + 1]
        mine = [i for i, atom in enumerate(found) if atom.segment == segment.index]
        things = [i for i in mine if found[i].kind is Kind.CONCEPT]
        ranks = len(things) > 1 and any(_ranks(found[i], lexicon) for i in mine)
        if ranks and here[0].lower == "to":
            for i in things:
                found[i] = replace(found[i], against=i == things[0])
        for i in _reasons(words, found, mine):
            found[i] = replace(found[i], condition=True)
        said = [word.lower for word in here if word.is_word]
        if said and said[-1] in _BEHIND:
            commas = [i for i, word in enumerate(here) if word.text == ","]
            begin = segment.first + (commas[-1] if commas else 0)
            for i in things:
                if found[i].first >= begin:
                    found[i] = replace(found[i], excluded=True, condition=True, exception=True)
    return found


def _reasons(words: Sequence[Token], atoms: Sequence[Atom], mine: Sequence[int]) -> list[int]:
    """The things that a clause calls the reason for another, and so its condition: "bone pain is a reason for
    a bone scan"."""
    for i in mine:
        after = words[atoms[i].last + 1].lower if atoms[i].last + 1 < len(words) else ""
        if "s:reason" in atoms[i].ids and after in ("for", "to"):
            return [j for j in mine if j < i and atoms[j].kind is Kind.CONCEPT]
    return []


def _ranks(atom: Atom, lexicon: Lexicon) -> bool:
    return any(id in lexicon.senses and lexicon.senses[id].category == "comparison" for id in atom.ids)
