"""The search for garbage is put off while a core is built, and never for longer."""

import gc

import pytest

from rules.building import building


def test_the_search_is_put_off_and_taken_up_again() -> None:
    with building():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_taken_up_again_where_building_fails() -> None:
    with pytest.raises(ValueError, match="a broken file"), building():
        raise ValueError("a broken file")
    assert gc.isenabled()


def test_one_building_inside_another_leaves_the_search_to_the_outer_one() -> None:
    with building():
        with building():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
