"""Long documents that others wrote and a converter made: nothing breaks, nothing loses its place."""

from pathlib import Path

import pytest

from ingest.passage import Kind
from ingest.plain import plain
from tests.ingest.samples import cut

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "pdq"
SOME = sorted(FOLDER.glob("*.md"))[::60]


@pytest.mark.skipif(not SOME, reason="the folder shared/data/pdq does not lie beside the checkout")
@pytest.mark.parametrize("file", SOME, ids=lambda file: file.stem[:40])
def test_every_passage_of_a_real_document_can_be_found_in_it(file: Path) -> None:
    document = file.read_bytes().decode("utf-8")
    found = cut(document)
    assert len({passage.id for passage in found}) == len(found) > 10
    for passage in found:
        source = document[passage.start : passage.end]
        assert passage.text.endswith(plain(source)) or passage.kind is Kind.TABLE_ROW
        assert "#cit/" not in passage.text
