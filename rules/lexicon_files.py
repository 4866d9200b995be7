"""Lexicon files: reads senses and concepts from YAML, and keeps them compiled beside the data home.

Reading the YAML takes seconds, reading the compiled form a fraction of one; it is made anew whenever a byte
of any file has changed.
"""

import hashlib
import marshal
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import yaml

from rules.lexicon import Concept, Lexicon, Sense
from rules.phrasebook import Phrasebook
from rules.text import stem, tokens

_HERE = Path(__file__).parent
_COMMON = _HERE / "lexicon" / "common_words.txt"
"""Ordinary English words, one for each stem (SCOWL; its licence lies beside it)."""
_FORM = "11"
"""Changes whenever the compiled form or the way words are reduced does."""
_NEGATORS = frozenset(
    {"no", "not", "never", "without", "nothing", "none", "nobody", "lack", "absence", "neither"}
)
"""A phrase that begins with one is read as a negation and the rest, so that all negations count alike."""
_KEEP_NEGATION = frozenset({"modality", "negation", "connectives", "light", "scope"})
_PARTICLES = frozenset({"away", "off", "back", "out", "alone", "down", "aside", "over", "up", "against"})
"""Particles that may stand apart from their verb: "keep relapse away"."""

Compiled = dict[str, object]
"""The compiled form: what `_compile` makes and `_restore` takes, all of it plain data."""


def load_lexicon(vocabularies: Sequence[Path] = (), *, cache: Path | None = None) -> Lexicon:
    """The shipped lexicon and vocabulary with the given packs' `vocabulary.yaml` files.

    `cache` is a folder for the compiled form; without one, or where it can't be written, the YAML is read.
    """
    files = [
        _COMMON,
        *sorted((_HERE / "lexicon").glob("*.yaml")),
        *sorted((_HERE / "vocabulary").glob("*.yaml")),
        *vocabularies,
    ]
    if cache is None:
        return _restore(_compile(files))
    compiled = cache / f"lexicon-{sys.implementation.cache_tag}-{_digest(files)[:20]}.bin"
    try:
        return _restore(marshal.loads(compiled.read_bytes()))
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError):
        content = _compile(files)
        _keep(content, compiled)
        return _restore(content)


def _keep(content: Compiled, file: Path) -> None:
    """Writes the compiled form in one step and drops older ones; a home that can't be written just stays
    slow."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(marshal.dumps(content))
        part.replace(file)
        for old in file.parent.glob("lexicon-*.bin"):
            if old != file:
                old.unlink(missing_ok=True)
    except OSError:
        return


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256(_FORM.encode())
    for name in ("text.py", "phrasebook.py", "lexicon_files.py"):
        digest.update((_HERE / name).read_bytes())
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _compile(files: Iterable[Path]) -> Compiled:
    books = {name: Phrasebook() for name in ("concept", "sense", "light")}
    senses: dict[str, object] = {}
    concepts: dict[str, object] = {}
    phrasal: dict[str, list[str]] = {}
    ambiguous: dict[str, list[list[object]]] = {}
    common: list[str] = []
    composed: list[list[object]] = []
    ordinary: list[str] = []
    for file in files:
        if file == _COMMON:
            ordinary = file.read_text("utf-8").split()
            common = [stem(word) for word in ordinary]
            continue
        content = _read(file)
        for phrase in content.get("light", ()):
            books["light"].add(str(phrase), "light")
        for phrase, meant in content.get("thesaurus", {}).items():
            for id in meant:
                books["light" if id == "light" else "sense"].add(
                    phrase, "light" if id == "light" else f"s:{id}"
                )
        for id, entry in content.get("senses", {}).items():
            senses[f"s:{id}"] = _sense(f"s:{id}", entry, file.stem, books["sense"], phrasal)
        for id, entry in content.get("concepts", {}).items():
            concepts[f"c:{id}"] = _concept(f"c:{id}", entry, books["concept"], ambiguous)
            if "composed" in entry:
                composed.append([f"c:{id}", *_stems(entry["composed"])])
    return {
        "senses": senses,
        "concepts": concepts,
        "books": {name: list(book.parts) for name, book in books.items()},
        "phrasal": phrasal,
        "ambiguous": ambiguous,
        "common": common,
        "composed": composed,
        "spelled": [
            " ".join(sorted(books["concept"].written)),
            " ".join(sorted({*ordinary, *books["sense"].written, *books["light"].written})),
        ],
    }


def _sense(
    id: str, entry: Mapping[str, object], category: str, book: Phrasebook, phrasal: dict[str, list[str]]
) -> list[object]:
    for phrase in _texts(entry, "words"):
        words = phrase.split()
        if len(words) > 1 and words[0] in _NEGATORS and category not in _KEEP_NEGATION:
            continue
        book.add(phrase, id)
        if len(words) == 2 and words[1] in _PARTICLES:
            phrasal.setdefault(f"{tokens(words[0])[0].base} {words[1]}", []).append(id)
    related = [[f"s:{other}" for other in _texts(entry, key)] for key in ("opposite", "negates", "implies")]
    return [category, *related, entry.get("force"), bool(entry.get("faint"))]


def _concept(
    id: str, entry: Mapping[str, object], book: Phrasebook, ambiguous: dict[str, list[list[object]]]
) -> list[object]:
    names = _texts(entry, "names")
    single: list[str] = []
    for phrase in [*names, *_texts(entry, "brands")]:
        book.add(phrase, id)
        found = tokens(phrase)
        if len(found) == 1:
            single.append(found[0].stem)
    for short in _texts(entry, "abbreviations"):
        book.add(short, id, exact=short.isupper() and short.isalnum() and len(short) < 7)
    choices = entry.get("ambiguous", {})
    if isinstance(choices, dict):
        for short, near in choices.items():
            context = sorted({token.stem for word in near for token in tokens(str(word)) if token.is_word})
            ambiguous.setdefault(str(short).replace("-", ""), []).append([id, context])
    isa, made_of, without, holding, marks, says = (
        [other if other.startswith("s:") else f"c:{other}" for other in _texts(entry, key)]
        for key in ("isa", "made_of", "without", "holding", "marks", "says")
    )
    name = names[0] if names else id.removeprefix("c:").replace("_", " ")
    return [str(entry.get("kind", "")), isa, made_of, name, single, without, holding, marks, says]


def _restore(compiled: Compiled) -> Lexicon:
    senses, concepts, books = compiled["senses"], compiled["concepts"], compiled["books"]
    phrasal, ambiguous, common = compiled["phrasal"], compiled["ambiguous"], compiled["common"]
    composed, spelled = compiled["composed"], compiled["spelled"]
    assert isinstance(spelled, list)
    assert isinstance(common, list)
    assert isinstance(composed, list)
    assert isinstance(senses, dict)
    assert isinstance(concepts, dict)
    assert isinstance(books, dict)
    assert isinstance(phrasal, dict)
    assert isinstance(ambiguous, dict)
    return Lexicon(
        senses={
            id: Sense(
                id,
                entry[0],
                frozenset(entry[1]),
                frozenset(entry[2]),
                frozenset(entry[3]),
                entry[4],
                entry[5],
            )
            for id, entry in senses.items()
        },
        concepts={
            id: Concept(
                id,
                entry[0],
                frozenset(entry[1]),
                frozenset(entry[2]),
                entry[3],
                frozenset(entry[4]),
                frozenset(entry[5]),
                frozenset(entry[6]),
                frozenset(entry[7]),
                frozenset(entry[8]),
            )
            for id, entry in concepts.items()
        },
        concept_phrases=Phrasebook(*books["concept"]),
        sense_phrases=Phrasebook(*books["sense"]),
        light_phrases=Phrasebook(*books["light"]),
        common=frozenset(common),
        spelled=(spelled[0], spelled[1]),
        composed=tuple((id, frozenset(thing), frozenset(act)) for id, thing, act in composed),
        phrasal={key: frozenset(ids) for key, ids in phrasal.items()},
        ambiguous={
            key: tuple((id, frozenset(context)) for id, context in choices)
            for key, choices in ambiguous.items()
        },
    )


def _stems(lists: object) -> list[list[str]]:
    """The stems of the words of each list."""
    assert isinstance(lists, list)
    return [sorted({token.stem for word in words for token in tokens(str(word))}) for words in lists]


def _texts(entry: Mapping[str, object], key: str) -> list[str]:
    value = entry.get(key) or ()
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _read(path: Path) -> Mapping[str, dict[str, dict[str, object]]]:  # the shape is held by the schema tests
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: Mapping[str, dict[str, dict[str, object]]] = (
        yaml.load(path.read_text("utf-8"), Loader=loader) or {}
    )
    return content
