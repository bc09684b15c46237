"""Room names: enough to choose from, and none of them anybody's."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts import likeness, names, naming
from cohorts.naming import Why

pytestmark = pytest.mark.embedded


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
    assert not any(likeness.alike(one, [other]) for one, other in pairwise(offered))
    with pytest.raises(IndexError):
        names.offer(1, names.every())


@given(st.text())
def test_a_tidied_name_stays_as_it_is(name: str) -> None:
    tidied = names.tidy(name)
    assert names.tidy(tidied) == tidied
    assert tidied.isprintable()
    assert "  " not in tidied


def test_what_looks_the_same_is_the_same() -> None:
    assert names.tidy("  Teal\u200b\u00a0 Otter\n") == "Teal Otter"
    assert names.key("TEAL  otter") == names.key("Teal Otter")


def test_every_name_we_offer_may_be_had() -> None:
    assert [name for name in names.every() if naming.why_not(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "Sam",
        "Zoë",
        "İpek",
        "Żółw",
        "Robin Red",
        "Quiet Storm",
        "Noodle Soup",
        "Spider-Man",
        "not telling",
        "Just Me",
        "李",
        "x",
    ],
)
def test_a_name_that_tells_nothing_may_be_had(name: str) -> None:
    assert naming.why_not(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *[(name, Why.FULL) for name in ("Sam Smith", "samsmith", "SamSmith", "John S", "Émilie Dupont", "Mary-Jane")],
        *[(name, Why.FULL) for name in ("Priya Raghunathan", "Oluwaseun Adeyemi", "Rose Smith", "ｓａｍ ｓｍｉｔｈ")],
        *[("@otter", Why.HANDLE), ("otter_xo", Why.HANDLE), ("Otter 2009", Why.NUMBER), ("Otter ½", Why.NUMBER)],
        *[
            ("otter.example", Why.LINK),
            ("www otter", Why.LINK),
            ("find me on insta", Why.PLACE),
            ("s n a p", Why.PLACE),
        ],
        *[("Оtter", Why.LETTERS), ("🦦", Why.LETTERS), ("--", Why.LETTERS)],
        *[("Facilitator", Why.STAFF), ("Staff Sam", Why.STAFF), ("", Why.EMPTY), ("x" * 31, Why.LONG)],
    ],
)
def test_a_name_that_tells_too_much_is_refused_with_the_reason(name: str, why: Why) -> None:
    assert naming.why_not(name) is why


@pytest.mark.parametrize(
    "other",
    [
        "teal otter",
        "Teal-Otter",
        "TealOtter",
        "TeaI Otter",
        "Теаl Оttеr",
        "Téal Öttêr",
        "Teal Ottter",
        "Tael Otter",
        "Teal Ottar",
    ],
)
def test_what_would_be_mixed_up_is_alike(other: str) -> None:
    assert likeness.alike("Teal Otter", ["Golden Moth", other])


def test_what_is_told_apart_is_not_alike() -> None:
    assert not likeness.alike("Teal Otter", [name for name in names.every() if name != "Teal Otter"])
    assert not likeness.alike("Sam", ["Pam", "Samir", "Am"])


@given(st.text(), st.text())
def test_likeness_goes_both_ways_and_nothing_breaks_it(one: str, other: str) -> None:
    assert likeness.alike(one, [one])
    assert likeness.alike(one, [other]) == likeness.alike(other, [one])
    naming.why_not(one)
