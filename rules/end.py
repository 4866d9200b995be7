"""End: what a treatment is a means to in a sentence, as surgery is one way of ovarian ablation."""

from rules.claim import Kind
from rules.match import Around, Meeting
from rules.meaning import INTERVENTIONS, Meaning


def end_of(meeting: Meeting, around: Around, meaning: Meaning) -> str:
    """The words of the treatment to which the only thing that a statement advises is a means in the sentence;
    "" where there is none."""
    things = [(a, b) for a, b in meeting.pairs if a.kind is Kind.CONCEPT and not a.condition]
    if meeting.segment.force is None or len(things) != 1:
        return ""
    mine, theirs = things[0]
    if not meaning.kinds(mine) & {"modality", "procedure"}:
        return ""
    known = around.question | around.headings
    for atom in meeting.sentence.atoms:
        other = atom.segment == meeting.home.index and atom is not theirs and not atom.condition
        if not other or not meaning.kinds(atom) & INTERVENTIONS or atom.ids & known:
            continue
        if not any(meaning.related(atom, a) for a, _ in meeting.pairs) and not atom.excluded:
            return atom.words
    return ""
