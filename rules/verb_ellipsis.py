"""Verb ellipsis: "CMF does, FAC does not" says of each what the question asks of them.

The text is rewritten with the predicate of the question in its place and then read like any other.
"""

import re
from collections.abc import Sequence

from rules.auxiliary import AUXILIARIES, PATTERN
from rules.claim import Atom, Kind, Reading
from rules.text import Token

_ASKING = frozenset({"which", "what", "who"})
_JOINING = frozenset({",", "and", "or", "/", "the", "a", "an", "of", "either", "both"})
_SHORT = re.compile(
    rf"(?P<said>\b(?:{PATTERN})(?:\s+not|n't)?)(?=\s*(?:[,.;:]|\band\b|\bbut\b|\bwhile\b|\bwhereas\b|$))"
)
"""An auxiliary that ends its clause."""


def unfolded(text: str, reading: Reading, asked: Sequence[Reading]) -> str:
    """`text` with what a question says of its things behind each auxiliary that stands alone after a thing;
    unchanged where the questions, the last first, say nothing of things that the text names too."""
    if not any(token.lower in AUXILIARIES for token in reading.tokens):
        return _fragment(text, reading, asked[0])
    cuts = [found for found in _SHORT.finditer(text) if _follows_thing(reading, found.start())]
    if not cuts:
        return text
    predicate = next((said for point in asked if (said := _predicate(point, reading))), "")
    pieces: list[str] = []
    done = 0
    for cut in cuts:
        said = _before(text[: cut.start()], cut["said"]) or predicate
        if not said:
            continue
        pieces += [text[done : cut.end()], f" {said}"]
        done = cut.end()
        if text[done:].lstrip().startswith(","):
            pieces.append(";")  # each is a clause of its own now
            done = text.index(",", done) + 1
    return "".join([*pieces, text[done:]])


def _fragment(text: str, reading: Reading, point: Reading) -> str:
    """A bare list in reply to "which of A, B and C ...?", with what is asked of them behind it."""
    words = [token.lower for token in point.tokens]
    bare = reading.atoms and all(a.kind is Kind.CONCEPT and not a.excluded for a in reading.atoms)
    if words[:2] != ["which", "of"] or not bare or any(s.negative for s in reading.segments):
        return text
    listed = any(token.is_word and token.lower not in _JOINING for token in _between(reading))
    predicate = "" if listed else _predicate(point, reading)
    return f"{text.rstrip(' .')} {predicate}." if predicate else text


def _between(reading: Reading) -> list[Token]:
    """The tokens of a fragment that name nothing."""
    named = {i for atom in reading.atoms for i in range(atom.first, atom.last + 1)}
    return [token for i, token in enumerate(reading.tokens) if i not in named]


def _before(text: str, auxiliary: str) -> str:
    """What an earlier clause says with the same auxiliary: "A is sought, B is not"."""
    verb = re.split(r"\s+not|n't", auxiliary)[0]
    earlier = re.findall(rf"\b{verb}(?:\s+not|n't)?\s+([^,;:.]+)[,;]", text)
    return earlier[-1].strip() if earlier else ""


def _follows_thing(reading: Reading, at: int) -> bool:
    """Whether the word before a place in the text names a thing."""
    return any(
        atom.kind is Kind.CONCEPT and 0 < at - reading.tokens[atom.last].end <= 1 for atom in reading.atoms
    )


def _predicate(point: Reading, reading: Reading) -> str:
    """The words of a question behind its first things: "contain an anthracycline"."""
    tokens = point.tokens
    if not tokens or tokens[0].lower not in AUXILIARIES | _ASKING:
        return ""
    first = _first_run(point)
    which = tokens[0].lower in _ASKING
    if not first or not (which or any(a.ids & b.ids for a in first for b in reading.atoms)):
        return ""
    rest = [t for t in tokens[first[-1].last + 1 :] if t.text not in "?"]
    if rest and rest[0].text in (",", ";"):
        return ""
    if which and rest and rest[0].lower in AUXILIARIES:
        rest = rest[1:]
    return _spelled(rest)


def _first_run(point: Reading) -> list[Atom]:
    """The things at the head of a question that only commas, "and" and "or" part."""
    run: list[Atom] = []
    for atom in point.atoms:
        if atom.kind is not Kind.CONCEPT:
            if run:
                break
            continue
        between = point.tokens[run[-1].last + 1 : atom.first] if run else ()
        if any(token.lower not in _JOINING for token in between):
            break
        run.append(atom)
    return run


def _spelled(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
