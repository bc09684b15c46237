"""Who else listens to a session: nobody is taken for alone who may not be."""

from __future__ import annotations

import pytest

from chat.hub.neighbours import FORGOTTEN_AFTER, SETTLES_IN, Neighbours

ROOM, OTHER = "room", "another process"
SETTLED = SETTLES_IN + 1.0


@pytest.fixture
def mine() -> Neighbours:
    neighbours = Neighbours()
    neighbours.listen(ROOM, 0.0)
    return neighbours


def test_whoever_has_just_begun_to_listen_is_not_alone_yet(mine: Neighbours) -> None:
    assert not mine.alone(ROOM, SETTLES_IN / 2)
    assert mine.alone(ROOM, SETTLED)


def test_a_session_nobody_here_listens_to_may_be_anybodys(mine: Neighbours) -> None:
    assert not mine.alone("elsewhere", SETTLED)


def test_whoever_says_that_they_listen_is_rung_for_until_they_leave(mine: Neighbours) -> None:
    mine.hear(ROOM, OTHER, SETTLED)
    assert not mine.alone(ROOM, SETTLED)
    mine.lose(ROOM, OTHER)
    assert mine.alone(ROOM, SETTLED)


def test_whoever_was_killed_is_forgotten_in_time(mine: Neighbours) -> None:
    mine.hear(ROOM, OTHER, 10.0)
    assert not mine.alone(ROOM, 10.0 + FORGOTTEN_AFTER)
    assert mine.alone(ROOM, 11.0 + FORGOTTEN_AFTER)


def test_after_something_was_not_said_or_heard_nobody_counts_as_alone(mine: Neighbours) -> None:
    mine.doubt(SETTLED)
    assert not mine.alone(ROOM, SETTLED + FORGOTTEN_AFTER - 1.0)
    assert mine.alone(ROOM, SETTLED + FORGOTTEN_AFTER)


def test_coming_back_to_a_room_begins_anew(mine: Neighbours) -> None:
    mine.leave(ROOM)
    mine.listen(ROOM, 100.0)
    assert not mine.alone(ROOM, 100.0)


def test_listening_still_is_not_listening_anew(mine: Neighbours) -> None:
    mine.listen(ROOM, SETTLED)
    assert mine.alone(ROOM, SETTLED)
