"""A search finds what bears on the query, in the guidelines named, in the state that is on record."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from ingest.errors import VectorsMissing
from ingest.home import Home
from ingest.pipeline import ingest
from retrieval.dense import Approximate, Dense, Exact
from retrieval.errors import EmptyQuery, UnknownGuideline
from retrieval.search import Retriever
from tests.ingest.samples import BODY, Bag, pack

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    ingest([pack(tmp_path / "a"), pack(tmp_path / "b", id="other")], home=home, embedder=Bag())
    return home


@pytest.fixture(params=[Dense.EXACT, Dense.CHROMA])
def retriever(home: Home, request: pytest.FixtureRequest) -> Iterator[Retriever]:
    opened = Retriever.open(home, Bag(), dense=request.param)
    yield opened
    opened.close()


def test_the_passage_that_bears_on_the_query_comes_first(retriever: Retriever) -> None:
    first = retriever.search("Is ramipril stopped in pregnancy?", k=1)[0]
    assert first.passage.anchor == "use-ramipril"
    assert first.score == 1.0


def test_evidence_tells_who_found_it(retriever: Retriever) -> None:
    first = retriever.search("ramipril in pregnancy", k=1)[0]
    assert first.lexical is not None
    assert first.dense is not None


def test_words_that_nothing_shares_leave_the_lexical_score_unknown(retriever: Retriever) -> None:
    assert {one.lexical for one in retriever.search("zzz")} == {None}


def test_a_filter_keeps_to_the_guidelines_named(retriever: Retriever) -> None:
    found = retriever.search("blood pressure", guidelines=["other"])
    assert {one.passage.guideline for one in found} == {"other"}


def test_an_unknown_guideline_is_refused_with_the_choices(retriever: Retriever) -> None:
    with pytest.raises(UnknownGuideline, match="Choose from: example, other"):
        retriever.search("blood pressure", guidelines=["exmaple"])


def test_an_empty_query_is_refused(retriever: Retriever) -> None:
    with pytest.raises(EmptyQuery):
        retriever.search(" \n")


def test_no_more_than_k_come_back_and_they_are_in_order(retriever: Retriever) -> None:
    scores = [one.score for one in retriever.search("treatment", k=3)]
    assert (len(scores), scores) == (3, sorted(scores, reverse=True))


def test_the_end_of_a_very_long_query_still_counts_for_meaning(retriever: Retriever) -> None:
    vignette = "She is well and has no complaints. " * 60
    with_end, without = (
        next(
            one.dense
            for one in retriever.search(vignette + end, k=20)
            if one.passage.anchor == "use-ramipril"
        )
        for end in ("Is ramipril stopped in pregnancy?", "")
    )
    assert with_end is not None
    assert without is not None
    assert with_end > without


def test_the_same_query_gives_the_same_evidence(retriever: Retriever) -> None:
    assert retriever.search("blood pressure") == retriever.search("blood pressure")


def test_a_guideline_ingested_meanwhile_is_found(retriever: Retriever, home: Home, tmp_path: Path) -> None:
    body = BODY.replace("blood pressure", "serum potassium")
    ingest([pack(tmp_path / "c", id="third", body=body)], home=home, embedder=Bag())
    assert retriever.search("serum potassium", k=1)[0].passage.guideline == "third"


def test_several_threads_search_at_once(retriever: Retriever) -> None:
    found: list[str] = []
    threads = [
        Thread(target=lambda: found.append(retriever.search("ramipril in pregnancy")[0].passage.anchor))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["use-ramipril"] * 4


def test_both_ways_of_searching_by_meaning_agree(home: Home) -> None:
    exact, chroma = (Retriever.open(home, Bag(), dense=way) for way in (Dense.EXACT, Dense.CHROMA))
    for query in ("blood pressure", "tablets once a day", "zzz"):
        one, other = exact.search(query, k=20), chroma.search(query, k=20)
        assert [e.passage.id for e in one] == [e.passage.id for e in other]
        assert [e.dense for e in one] == pytest.approx([e.dense for e in other], abs=1e-5)
    chroma.close()


def test_a_model_that_never_embedded_this_record_is_refused(home: Home) -> None:
    with pytest.raises(VectorsMissing, match="Ingest again"):
        Retriever.open(home, Bag("other"))


def test_a_small_corpus_is_searched_exactly_unless_chroma_is_asked_for(home: Home) -> None:
    small = Retriever.open(home, Bag())
    asked = Retriever.open(home, Bag(), dense=Dense.CHROMA)
    assert isinstance(small.neighbours, Exact)
    assert isinstance(asked.neighbours, Approximate)
    asked.close()


def test_a_search_goes_on_while_the_index_is_away_and_takes_it_up_again(home: Home) -> None:
    retriever = Retriever.open(home, Bag(), dense=Dense.CHROMA)
    pointer = home.index / "current.json"
    kept = pointer.read_bytes()
    pointer.unlink()
    assert retriever.search("ramipril in pregnancy", k=1)[0].passage.anchor == "use-ramipril"
    assert isinstance(retriever.neighbours, Exact)
    pointer.write_bytes(kept)
    assert isinstance(retriever.neighbours, Approximate)
    retriever.close()
