"""What the code names by id exists: a misspelt sense would make a check silently do nothing."""

import re
from pathlib import Path

from rules.reader import Reader

_NAMED = re.compile(r'"([sc]:[a-z0-9_]+)"')


def test_every_sense_and_concept_that_the_code_names_is_in_the_lexicon(reader: Reader) -> None:
    code = (Path(__file__).parents[2] / "rules").glob("*.py")
    named = {id for file in code for id in _NAMED.findall(file.read_text("utf-8"))}
    assert named - reader.lexicon.senses.keys() - reader.lexicon.concepts.keys() == set()
