"""Room names: enough to choose from, and none of them anybody's."""

from hypothesis import given
from hypothesis import strategies as st

from cohorts import names


def test_there_are_enough_for_anybody_to_find_one() -> None:
    every = names.every()
    assert len(every) == len(set(every)) >= 600
    assert max(map(len, every)) <= names.LONGEST


def test_a_taken_name_is_not_offered_in_any_case() -> None:
    taken = [name.upper() for name in names.every()[1:]]
    assert names.generate(taken) == names.every()[0]


def test_an_offer_is_of_different_names() -> None:
    offered = names.offer(6)
    assert len(set(offered)) == 6
    assert set(offered) <= set(names.every())


@given(st.text())
def test_a_tidied_name_stays_as_it_is(name: str) -> None:
    tidied = names.tidy(name)
    assert names.tidy(tidied) == tidied
    assert tidied.isprintable()
    assert "  " not in tidied


def test_what_looks_the_same_is_the_same() -> None:
    assert names.tidy("  Teal\u200b\u00a0 Otter\n") == "Teal Otter"
    assert names.key("TEAL  otter") == names.key("Teal Otter")
