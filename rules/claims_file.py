"""Claims written beside a pack's recommendations: sentences that follow from a passage, in plain wording.

They let the core recognise a fact said in another way; what is quoted is always the passage itself.
"""

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from corpus.pack import load_pack
from rules.errors import RulesError
from rules.marked import LOADER

CLAIMS_FILE = "claims.yaml"
_SHAPE = TypeAdapter(dict[str, tuple[str, ...]])


class ClaimsInvalid(RulesError):
    """A claims file that can't be read, or that names an anchor the pack does not have."""


def claims(folders: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """The claims of all packs by passage id (`<guideline>:<anchor>`). Raises ClaimsInvalid."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        file = folder / CLAIMS_FILE
        if not file.is_file():
            continue
        pack = load_pack(folder)
        try:
            content = _SHAPE.validate_python(yaml.load(file.read_text("utf-8"), LOADER) or {})
        except (yaml.YAMLError, ValidationError) as error:
            raise ClaimsInvalid(
                f"{file} can't be read: {error}. Needed: a mapping from anchors to lists of sentences."
            ) from error
        unknown = sorted(set(content) - set(pack.anchors))
        if unknown:
            raise ClaimsInvalid(
                f"{file} has claims for {', '.join(unknown)}, which {pack.source.name} does not hold. "
                f"Anchors there: {', '.join(pack.anchors)}."
            )
        found |= {f"{pack.guideline.id}:{anchor}": said for anchor, said in content.items()}
    return found
