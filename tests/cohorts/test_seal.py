"""Sealing: only the right key opens a blob, and only in its own row."""

import base64

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cohorts.seal import Ring, RingUnreadable, Unsealable, closed_by, new_data_key, seal, unseal

pytestmark = pytest.mark.embedded

KEY = new_data_key()
RING = Ring.fresh()


@given(st.binary(max_size=4096), st.binary(max_size=64))
def test_what_was_sealed_opens(plain: bytes, row: bytes) -> None:
    sealed = seal(KEY, plain, row)
    assert unseal(KEY, sealed, row) == plain
    assert len(sealed) == len(plain) + 29


@given(st.binary(max_size=64), st.binary(max_size=64), st.binary(max_size=64))
def test_a_blob_moved_to_another_row_stays_shut(plain: bytes, row: bytes, other: bytes) -> None:
    assume(row != other)
    with pytest.raises(Unsealable):
        unseal(KEY, seal(KEY, plain, row), other)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Unsealable):
        unseal(new_data_key(), seal(KEY, b"words", b"row"), b"row")


@given(st.data())
def test_a_changed_or_cut_blob_stays_shut(data: st.DataObject) -> None:
    sealed = seal(KEY, b"words", b"row")
    place = data.draw(st.integers(0, len(sealed) - 1))
    flipped = bytes([*sealed[:place], sealed[place] ^ data.draw(st.integers(1, 255)), *sealed[place + 1 :]])
    for blob in (flipped, sealed[:place], sealed + b"x"):
        with pytest.raises(Unsealable):
            unseal(KEY, blob, b"row")


@given(st.binary(max_size=200))
def test_rubbish_stays_shut_and_says_nothing(blob: bytes) -> None:
    with pytest.raises(Unsealable) as first:
        unseal(KEY, blob, b"row")
    with pytest.raises(Unsealable) as second:
        RING.unwrap(blob, b"row")
    assert str(first.value) == str(second.value) == "a sealed value could not be opened"


def test_the_same_words_never_look_the_same() -> None:
    assert seal(KEY, b"words", b"row") != seal(KEY, b"words", b"row")


def test_a_wrapped_key_opens_for_its_row_alone() -> None:
    wrapped = RING.wrap(KEY, b"session:a")
    assert RING.unwrap(wrapped, b"session:a") == KEY
    with pytest.raises(Unsealable):
        RING.unwrap(wrapped, b"session:b")
    with pytest.raises(Unsealable):
        Ring.fresh().unwrap(wrapped, b"session:a")


def test_a_ring_key_seals_no_words() -> None:
    """What was wrapped cannot be passed off as something sealed, even under one key."""
    ring_key = RING.keys[-1][1]
    sealed = seal(ring_key, KEY, b"row")
    name = RING.keys[-1][0].encode()
    with pytest.raises(Unsealable):
        RING.unwrap(b"\x01" + bytes([len(name)]) + name + sealed[1:], b"row")


def test_rotation_keeps_what_was_wrapped_and_moves_on() -> None:
    old = RING.wrap(KEY, b"row")
    knows = RING.with_coming()
    assert closed_by(knows.wrap(KEY, b"row")) == closed_by(old) == RING.current, "a key that is coming closes nothing"
    ring = knows.moved_on()
    moved = ring.rewrap(old, b"row")
    newest = ring.without(RING.current)
    assert closed_by(moved) == ring.current == newest.current != RING.current
    assert [one.unwrap(moved, b"row") for one in (knows, ring, newest)] == [KEY] * 3
    assert ring.unwrap(old, b"row") == KEY
    with pytest.raises(Unsealable):
        newest.unwrap(old, b"row")


def test_a_ring_reads_what_it_writes() -> None:
    knows = RING.with_coming()
    for ring in (RING, knows, knows.moved_on(), knows.moved_on().with_coming()):
        assert Ring.parse(ring.text()) == ring
    assert knows.ids == (RING.current, knows.moved_on().current)
    assert closed_by(b"rubbish") == closed_by(b"") == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a:",
        "a:not base64!",
        "a:" + base64.b64encode(b"short").decode(),
        ":" + base64.b64encode(KEY).decode(),
        "\n".join([f"a:{base64.b64encode(KEY).decode()}"] * 2),
        f"a:{base64.b64encode(KEY).decode()}:next",
        "\n".join(f"{name}:{base64.b64encode(KEY).decode()}:next" for name in "ab"),
    ],
)
def test_an_unusable_ring_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(RingUnreadable) as refused:
        Ring.parse(text)
    assert base64.b64encode(KEY).decode() not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_ring_shows_no_key() -> None:
    assert repr(RING) == "Ring()"
