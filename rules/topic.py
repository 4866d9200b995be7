"""Topic: whether a sentence speaks of the thing of which a part of a statement says something."""

from rules.claim import Kind, Reading, Segment
from rules.match import Around
from rules.meaning import INTERVENTIONS, Meaning, ids_of
from rules.statement import Statement

_STATES = frozenset({"outcome", "finding"})
"""Kinds of concepts that a segment says something about only together with the thing they befall."""

_SUBJECTS = INTERVENTIONS | {"test", "procedure", "biomarker"}
"""Kinds of things that the rest of a sentence goes on to speak of."""


def on_topic(
    statement: Statement, segment: Segment, reading: Reading, around: Around, meaning: Meaning
) -> bool:
    """A segment that names no concept of its own must lie where the rest of the sentence, or where that
    names none either, the question is spoken of."""
    lexicon = meaning.lexicon
    named = [a for a in statement.reading.atoms if a.segment == segment.index and a.kind is Kind.CONCEPT]
    if any(meaning.kinds(a) - _STATES for a in named):
        return True
    here = ids_of(reading.atoms, lexicon) | around.passage | around.headings
    others = ids_of((a for a in statement.reading.atoms if a.kind is Kind.CONCEPT), lexicon)
    others -= ids_of(named, lexicon)
    things = [a for a in statement.reading.atoms if a.kind is Kind.CONCEPT and meaning.kinds(a) & _SUBJECTS]
    if named and things:
        others = ids_of(things, lexicon)
    if others:
        return bool({id for id in others if id.startswith("c:")} & here)
    if named:
        return True
    point = statement.asked.point
    senses = {id for a in point.atoms if a.kind is Kind.SENSE and not meaning.small(a) for id in a.ids}
    concepts = ids_of((a for a in statement.asked.whole.atoms if a.kind is Kind.CONCEPT), lexicon)
    asked = bool(senses & here), bool({id for id in concepts if id.startswith("c:")} & here)
    own = [a for a in statement.reading.atoms if a.segment == segment.index and a.kind is Kind.SENSE]
    return any(asked) if any(not meaning.small(a) for a in own) else all(asked)
