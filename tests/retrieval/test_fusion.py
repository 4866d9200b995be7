"""Two ways of searching become one order, and neither is lost in it."""

from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import fuse
from retrieval.hit import Hit

ARM = st.dictionaries(st.integers(0, 30), st.floats(-1, 20), max_size=15).map(
    lambda scores: tuple(sorted((Hit(n, s) for n, s in scores.items()), key=lambda hit: -hit.score))
)


def order(*arms: tuple[Hit, ...]) -> list[int]:
    return [one.number for one in fuse(*arms, limit=100)]


def test_what_both_find_comes_before_what_one_finds() -> None:
    assert order((Hit(1, 9.0), Hit(2, 8.9)), (Hit(3, 0.9), Hit(2, 0.89)))[0] == 2


def test_where_one_way_finds_nothing_the_order_of_the_other_stands() -> None:
    arm = (Hit(4, 3.0), Hit(2, 2.0), Hit(9, 0.5))
    assert order(arm, ()) == order((), arm) == [4, 2, 9]


def test_not_found_is_not_zero() -> None:
    fused = {one.number: one for one in fuse((Hit(1, 2.0),), (Hit(2, 0.4),), limit=100)}
    assert (fused[1].dense, fused[2].lexical) == (None, None)


def test_equals_are_ordered_by_their_better_rank_and_then_by_number() -> None:
    assert order((Hit(7, 1.0),), (Hit(3, 0.5),)) == [3, 7]


def test_nothing_found_is_nothing() -> None:
    assert fuse((), (), limit=100) == ()


def test_what_was_cut_off_counts_from_the_last_that_was_not() -> None:
    cut_off = (Hit(1, 9.0), Hit(2, 8.9), Hit(4, 8.8))
    fused = {one.number: one.score for one in fuse(cut_off, (Hit(1, 0.5),), limit=3)}
    assert fused[4] == 0.0


@given(ARM, ARM, st.sampled_from([10, 100]))
def test_scores_lie_between_zero_and_one_and_nobody_is_lost(
    lexical: tuple[Hit, ...], dense: tuple[Hit, ...], limit: int
) -> None:
    fused = fuse(lexical, dense, limit=limit)
    assert all(0 <= one.score <= 1 for one in fused)
    assert {one.number for one in fused} == {hit.number for hit in (*lexical, *dense)}


@given(ARM)
def test_two_ways_that_agree_are_not_overruled(arm: tuple[Hit, ...]) -> None:
    assert [one.score for one in fuse(arm, arm, limit=100)] == sorted(
        (one.score for one in fuse(arm, arm, limit=100)), reverse=True
    )
    assert {one.number for one in fuse(arm, arm, limit=100)[:1]} <= {
        hit.number for hit in arm if hit.score == arm[0].score
    }
