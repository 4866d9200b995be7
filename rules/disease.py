"""Disease: which diseases a text is about, and whether one of them is another than a guideline's."""

from collections.abc import Iterable, Set

from rules.lexicon import Lexicon
from rules.text import tokens


class Diseases:
    """Compares diseases by their classes in one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def told_of(self, id: str) -> frozenset[str]:
        """The diseases that a concept is or tells of: a Gleason score tells of prostate cancer."""
        concept = self.lexicon.concepts.get(id)
        if concept is None:
            return frozenset()
        return frozenset({id}) if concept.kind == "disease" else concept.marks

    def of_titles(self, titles: Iterable[str], ids: Iterable[str]) -> frozenset[str]:
        """The diseases that titles with these ids name, be it as part of the name of another."""
        concepts = self.lexicon.concepts
        words = {token.stem for title in titles for token in tokens(title)}
        found = {id for id in ids if id in concepts and concepts[id].kind == "disease"}
        wider = {up for id in found for up in concepts[id].isa}
        in_title = {id for id in wider if {token.stem for token in tokens(concepts[id].name)} <= words}
        return frozenset(found | in_title)

    def akin(self, disease: str, own: Set[str]) -> bool:
        """Whether a disease is one of these, a kind of it, or what it is a kind of."""
        return bool(self.lexicon.above(disease) & own) or any(disease in self.lexicon.above(o) for o in own)

    def rival(self, disease: str, own: Set[str]) -> bool:
        """Whether a disease is of the family of these, as one solid tumor is of another's."""
        concepts = self.lexicon.concepts
        family = {up for one in own if one in concepts for up in concepts[one].isa} - own
        return not self.akin(disease, own) and bool(self.lexicon.above(disease) & family)
