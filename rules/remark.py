"""Remark: sentences without clinical content, such as a greeting, a heading, a restated question, a
disclaimer."""

from rules.auxiliary import FINITE
from rules.claim import Atom, Kind, Reading
from rules.lexicon import Lexicon
from rules.meaning import ids_direct
from rules.talk import opens

_THINGS = frozenset(
    {"drug", "drug_class", "regimen", "procedure", "test", "biomarker", "substance", "modality", "toxicity"}
)
"""Kinds of concepts about which every word is a claim."""
_DRUGS = frozenset({"drug", "drug_class", "regimen", "test", "substance"})
_TALK = frozenset(
    [
        "thank",
        "thanks",
        "hello",
        "hi",
        "dear",
        "sorry",
        "glad",
        "happy",
        "hope",
        "regards",
        "question",
        "ask",
        "asked",
        "asking",
        "hear",
        "letter",
        "know",
        "team",
        "doctor",
        "doctors",
        "nurse",
        "clinician",
        "pharmacist",
        "formulary",
        "consult",
        "discuss",
        "talk",
        "speak",
        "contact",
        "please",
        "colleague",
        "colleagues",
        "note",
        "summary",
        "overview",
        "answer",
        "information",
        "disclaimer",
        "advice",
        "professional",
        "judgment",
        "judgement",
        "local",
        "protocol",
        "policy",
        "welcome",
        "feel",
        "free",
        "further",
        "detail",
        "details",
        "clinic",
        "sure",
    ]
)
_SOURCE = frozenset(
    [
        "guideline",
        "guidelines",
        "guidance",
        "page",
        "document",
        "text",
        "source",
        "recommendation",
        "recommendations",
        "passage",
    ]
)
TELLS = frozenset(
    [
        "state",
        "states",
        "stated",
        "say",
        "says",
        "said",
        "give",
        "gives",
        "given",
        "gave",
        "cover",
        "covers",
        "covered",
        "mention",
        "mentions",
        "mentioned",
        "address",
        "addresses",
        "addressed",
        "specify",
        "specifies",
        "specified",
        "provide",
        "provides",
        "provided",
        "contain",
        "contains",
        "name",
        "names",
        "named",
        "recommend",
        "recommends",
        "quote",
        "quotes",
        "list",
        "lists",
        "include",
        "includes",
        "set",
        "sets",
        "define",
        "defines",
        "comment",
        "comments",
    ]
)
_HEADING_WORDS = 5
_VERBS = FINITE | {"give", "use", "start", "stop", "prefer", "avoid"}
"""Verbs that make a sentence of a heading: finite ones, and those that open an order."""
_TELLING = frozenset({"s:proven", "s:survive", "s:not_recur", "s:respond"})
_TURNS = frozenset({"but", "however", "so", "because", "although", "therefore"})
"""Words after which a polite sentence goes on to say something."""


def silence(reading: Reading) -> bool:
    """Whether a sentence says that the guideline does not say something."""
    words = [token.lower for token in reading.tokens]
    for index, word in enumerate(words):
        if word in _SOURCE:
            near = words[index + 1 : index + 6]
            near = near[: near.index(",")] if "," in near else near
            if any(w in TELLS for w in near) and any(w in ("no", "not", "nothing", "nowhere") for w in near):
                return True
    return False


def remark(text: str, reading: Reading, lexicon: Lexicon, *, alone: bool = False) -> bool:
    """Whether a sentence makes no clinical claim: nothing that is given, done or measured, no number, no
    advice on care; only talk, a heading or a question. `alone`: it stands on a line of its own above other
    text."""
    stripped = text.strip().strip("*_#").strip()
    if stripped.endswith("?"):
        return True
    if _talk(stripped, reading, lexicon):
        return True
    modal = any(s.force is not None or s.negative for s in reading.segments)
    words = [token.lower for token in reading.tokens if token.is_word]
    if any(atom.kind is Kind.WORD and atom.words.lower() not in _TALK for atom in reading.atoms):
        return False  # what is not understood may be anything
    bold = text.startswith("**") and text.count("**") in (1, 2) and text.rstrip("*. ").count("**") == 1
    if bold and words and (words[0].endswith("ing") or not (modal or _speaks(reading, lexicon))):
        return True  # a bold "Delaying X." is a heading: it names a topic and says nothing of it
    if (
        alone
        and len(words) <= _HEADING_WORDS
        and not modal
        and stripped[-1:] not in (".", "!")
        and not _names(reading, lexicon, _DRUGS)
    ):
        whole = any(word in _VERBS for word in words)
        return not whole if text.lstrip().startswith("#") else not _speaks(reading, lexicon)
    if any(_is_thing(id, lexicon) for atom in reading.atoms if atom.kind is Kind.CONCEPT for id in atom.ids):
        return False
    if any(atom.kind is Kind.QUANTITY for atom in reading.atoms) and not set(words) & _TALK:
        return False
    if stripped.endswith(":") and not modal:
        return True
    if len(words) <= _HEADING_WORDS and not modal and not stripped.endswith("."):
        return not _speaks(reading, lexicon)
    talk = set(words) & _TALK
    claims = any(atom.kind is Kind.CONCEPT or _tells(atom) for atom in reading.atoms)
    return bool(talk) and not claims and ("your" in words or "you" in words or "i" in words or "me" in words)


def _tells(atom: Atom) -> bool:
    """Whether a word tells what was shown or what became of patients."""
    return bool(atom.ids & _TELLING)


def _talk(text: str, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a sentence is courtesy, a disclaimer or says the question again; one that names what could be
    given or done says more than that, unless it only repeats the question."""
    if any(sign in text.rstrip(".!:,") for sign in (";", ":")) or any(
        token.lower in _TURNS for token in reading.tokens
    ):
        return False
    if opens(text, "restating"):
        return True
    if not any(opens(text, kind) for kind in ("courtesy", "closing", "disclaimer")):
        return False
    return not _names(reading, lexicon, _DRUGS | {"procedure", "modality"}) and not any(
        atom.kind is Kind.QUANTITY for atom in reading.atoms
    )


_HEADS = frozenset(
    {
        "s:treat",
        "s:intervention",
        "s:monitor",
        "s:assess",
        "s:favorable",
        "s:support",
        "s:plan",
    }
)


def _speaks(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a text has a word that says something of what it names."""
    return any(
        lexicon.senses[id].category in ("acts", "effect", "comparison", "change", "verbs")
        for id in ids_direct(reading)
        if id in lexicon.senses and id not in _HEADS
    )


def _names(reading: Reading, lexicon: Lexicon, kinds: frozenset[str]) -> bool:
    return any(id in lexicon.concepts and lexicon.concepts[id].kind in kinds for id in reading.concepts)


def _is_thing(id: str, lexicon: Lexicon) -> bool:
    concept = lexicon.concepts.get(id)
    return concept is not None and concept.kind in _THINGS
