"""Strength: force, scope and exclusivity that a statement has beyond its passage."""

from rules.claim import Reading, Segment
from rules.match import Flaw, Meeting
from rules.restriction import but_for, restricted

_MAY, _WEAK, _STRONG, _MUST = 2, 3, 4, 5
_HEDGES = frozenset({"according", "seem", "seems", "seemed", "appears", "apparently", "reportedly"})
"""Words by which a claim is laid at someone's door."""


def strength(meeting: Meeting) -> Flaw:
    """Force, scope and exclusivity beyond what the sentence has."""
    segment, home, sentence = meeting.segment, meeting.home, meeting.sentence
    forces = [other.force for other in meeting.statement.segments if other.force is not None]
    force = segment.force if segment.force is not None else min(forces, default=_STRONG)
    if segment.force is None and any(t.lower in _HEDGES for t in meeting.statement.tokens):
        force = min(force, _WEAK)
    conditional = all(a.condition for a, _ in meeting.pairs)
    if home.force is not None and not home.negative:
        if not conditional and home.force <= _WEAK and force > home.force:
            return Flaw.FORCE
        if home.force == _MUST and segment.force is not None and segment.force <= _WEAK:
            return Flaw.WEAK
    told = home.past or (home.force is None and _reason(sentence, home))
    if segment.force is not None and segment.force >= _STRONG and told:
        return Flaw.FORCE
    exclusive = any(s.exclusive for s in sentence.segments) or restricted(sentence)
    if segment.exclusive and not exclusive and not but_for(meeting):
        return Flaw.SCOPE
    if home.negative and home.universal and home.force == _MAY and segment.negative and not segment.universal:
        return Flaw.SCOPE  # "not for all" is not "not"
    if (
        segment.universal
        and not home.universal
        and not any("s:routine" in a.ids for a in sentence.atoms)
        and ((home.force or _MUST) <= _WEAK or _limited(sentence) or _in_any_case(meeting))
    ):
        return Flaw.SCOPE
    return Flaw.NONE


def _limited(sentence: Reading) -> bool:
    return any(atom.condition for atom in sentence.atoms)


def _reason(sentence: Reading, segment: Segment) -> bool:
    """Whether a clause only tells why: "..., because she has never had it"."""
    return sentence.tokens[segment.first].lower in ("because", "since")


def _in_any_case(meeting: Meeting) -> bool:
    """Whether a segment says outright that a condition does not matter."""
    segment = meeting.segment
    said = {token.lower for token in meeting.statement.tokens[segment.first : segment.last + 1]}
    return bool(said & {"irrespective", "regardless"}) or {"whether", "or", "not"} <= said
