"""The chain: any change to any field, or to what came before, shows."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cohorts import chain

pytestmark = pytest.mark.embedded

KEY, OTHER = b"c" * 32, b"h" * 32
FIELDS = st.lists(st.binary(max_size=40), max_size=12)


def test_a_link_never_changes_between_releases() -> None:
    """Digests are kept for years: the same entry must always give the same one."""
    first = chain.link(KEY, b"", b"1", b"room")
    assert first.hex() == "bd1d487ca172bc326155153827ec77f84a8a3daaad3a3c53213012b8f4a95bb9"
    assert (
        chain.head_seal(OTHER, "abcdefghijkl", 1, first).hex()
        == "0b0b04eda3f58796ca682b3e0e23e19928b7047bc984b0d0a95803e4b8d7486f"
    )


@given(st.binary(max_size=32), FIELDS, st.binary(max_size=32), FIELDS)
def test_two_entries_never_share_a_digest(
    previous: bytes, fields: list[bytes], other_previous: bytes, other: list[bytes]
) -> None:
    assume((previous, fields) != (other_previous, other))
    assert chain.link(KEY, previous, *fields) != chain.link(KEY, other_previous, *other)


@given(st.binary(min_size=1), st.binary(min_size=1))
def test_words_moved_from_one_field_to_the_next_show(one: bytes, other: bytes) -> None:
    apart, together = chain.link(KEY, b"", one, other), chain.link(KEY, b"", one + other)
    assert len({apart, together, chain.link(KEY, b"", one + other, b"")}) == 3


def test_without_the_key_nothing_can_be_linked_or_sealed() -> None:
    assert chain.link(KEY, b"", b"a") != chain.link(OTHER, b"", b"a")
    assert chain.head_seal(KEY, "s", 1, b"d") != chain.head_seal(OTHER, "s", 1, b"d")


def test_a_head_seal_fits_one_session_one_turn_and_one_digest() -> None:
    seals = {
        chain.head_seal(KEY, session, turn, digest)
        for session in ("a", "b")
        for turn in (1, 2)
        for digest in (b"x", b"y")
    }
    assert len(seals) == 8


def test_a_link_is_not_a_head_seal() -> None:
    parts = (b"s", (1).to_bytes(8), b"d")
    assert chain.link(KEY, parts[0], *parts[1:]) != chain.head_seal(KEY, "s", 1, b"d")
