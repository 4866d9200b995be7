"""Provenance: what an answer depends on, as digests, and the id that follows from them."""

import hashlib
import json
from functools import cache
from pathlib import Path

from answering.answer import Provenance
from answering.ask import Ask
from corpus.guideline import Guideline


@cache
def composer_hash() -> str:
    """SHA-256 of this package's source and tables: without a model they stand where a prompt would."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for file in sorted([*here.glob("*.py"), *here.glob("tables/*.yaml")]):
        digest.update(file.relative_to(here).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def provenance(
    *, ask: Ask, corpus_hash: str, rules_hash: str, guidelines: tuple[Guideline, ...]
) -> Provenance:
    """The digests behind an answer; guidelines are named `id@version`."""
    return Provenance(
        corpus_hash=corpus_hash,
        rules_hash=rules_hash,
        prompt_hash=composer_hash(),
        model=ask.model,
        guidelines=tuple(f"{guideline.id}@{guideline.version}" for guideline in guidelines),
    )


def answer_id(ask: Ask, origin: Provenance) -> str:
    """32 hex digits: the same question over the same corpus, rules and composer has the same id."""
    inputs = {
        "question": ask.question,
        "history": [[turn.role, turn.content] for turn in ask.history],
        "guidelines": sorted(ask.guidelines),
        "audience": ask.audience.value,
        "as_of": ask.as_of.isoformat() if ask.as_of else None,
        "model": ask.model,
        "corpus": origin.corpus_hash,
        "rules": origin.rules_hash,
        "prompt": origin.prompt_hash,
    }
    canonical = json.dumps(inputs, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]
