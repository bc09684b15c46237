"""Frames of clients, as they come: whole, in halves, many at once; read as the library reads them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from server.frames import frame_at, is_small_talk
from server.limits import FRAME_BYTES

SIZES = st.sampled_from([0, 1, 125, 126, 127, 300, FRAME_BYTES]) | st.integers(0, 400)
KINDS = st.sampled_from([Opcode.TEXT] * 4 + [Opcode.BINARY, Opcode.CONT, Opcode.PING, Opcode.CLOSE])


@st.composite
def frames(draw: st.DrawFn) -> tuple[bytes, bytes | None]:
    """A frame as a client sends it, and what is said in it if that is a whole message of text."""
    kind, fin, mask = draw(KINDS), draw(st.booleans()), draw(st.sampled_from([True, True, True, False]))
    if kind in (Opcode.PING, Opcode.CLOSE):
        return Frame(kind, b"\x03\xe8" * draw(st.integers(0, 60))).serialize(mask=mask), None
    size = draw(SIZES)
    said = draw(st.binary(min_size=1, max_size=4)) * size
    frame = Frame(kind, said[:size], fin=fin).serialize(mask=mask)
    return frame, said[:size] if kind is Opcode.TEXT and fin and mask else None


@settings(deadline=None)
@given(st.lists(frames(), max_size=6), st.binary(max_size=3))
def test_each_frame_is_found_with_its_words_whatever_stands_around_it(
    row: list[tuple[bytes, bytes | None]], before: bytes
) -> None:
    data, at = before + b"".join(frame for frame, _ in row), len(before)
    for frame, said in row:
        assert frame_at(data, at) == (at + len(frame), said)
        at += len(frame)
    assert frame_at(data, at) is None


@settings(deadline=None)
@given(frames(), st.data())
def test_nothing_is_said_of_a_frame_before_all_of_it_has_come(
    one: tuple[bytes, bytes | None], data: st.DataObject
) -> None:
    frame, _ = one
    assert frame_at(frame[: data.draw(st.integers(0, len(frame) - 1))], 0) is None


@pytest.mark.parametrize("length", [FRAME_BYTES + 1, 1 << 16, 1 << 40])
def test_a_frame_that_is_too_long_is_known_by_its_beginning(length: int) -> None:
    size = bytes([0xFE]) + length.to_bytes(2) if length < 1 << 16 else bytes([0xFF]) + length.to_bytes(8)
    beginning = bytes([0x81]) + size
    assert frame_at(beginning, 0) == (len(beginning), None)


@settings(deadline=None)
@given(frames(), st.binary(max_size=3))
def test_a_goodbye_is_told_from_what_else_is_small(one: tuple[bytes, bytes | None], before: bytes) -> None:
    frame, _ = one
    kind, size = Opcode(frame[0] & 0x0F), frame[1] & 0x7F
    assert is_small_talk(before + frame, len(before)) is (kind is not Opcode.CLOSE and size <= 125)
