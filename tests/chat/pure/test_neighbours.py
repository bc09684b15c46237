"""Who else listens to a session: nobody is taken for alone who may not be."""

from __future__ import annotations

import pytest

from chat.hub.neighbours import FORGOTTEN_AFTER, SETTLES_IN, Neighbours

ROOM, OTHER = "room", "another process"
SETTLED = SETTLES_IN + 1.0


@pytest.fixture
def mine() -> Neighbours:
    neighbours = Neighbours()
    neighbours.listen(ROOM)
    neighbours.hear_own(ROOM, 0.0)
    return neighbours


def test_whoever_has_just_begun_to_listen_is_not_alone_yet(mine: Neighbours) -> None:
    assert not mine.alone(ROOM, SETTLES_IN / 2)
    assert mine.alone(ROOM, SETTLED)


def test_whoever_has_not_heard_their_own_word_is_not_alone_as_others_may_not_have_either() -> None:
    neighbours = Neighbours()
    neighbours.listen(ROOM)
    assert not neighbours.alone(ROOM, 1_000.0)
    neighbours.hear_own(ROOM, 1_000.0)
    assert not neighbours.alone(ROOM, 1_000.0 + SETTLES_IN / 2)
    assert neighbours.alone(ROOM, 1_000.0 + SETTLED)


def test_whoever_has_not_heard_even_themselves_for_long_may_be_deaf(mine: Neighbours) -> None:
    assert mine.alone(ROOM, FORGOTTEN_AFTER)
    assert not mine.alone(ROOM, FORGOTTEN_AFTER + 1.0)
    mine.hear_own(ROOM, FORGOTTEN_AFTER + 1.0)
    assert mine.alone(ROOM, FORGOTTEN_AFTER + 1.0)


def test_own_words_that_come_back_after_leaving_are_forgotten(mine: Neighbours) -> None:
    mine.leave(ROOM)
    mine.hear_own(ROOM, SETTLED)
    assert not mine.alone(ROOM, 3 * SETTLED)


def test_a_session_nobody_here_listens_to_may_be_anybodys(mine: Neighbours) -> None:
    assert not mine.alone("elsewhere", SETTLED)


def test_whoever_says_that_they_listen_is_rung_for_until_they_leave(mine: Neighbours) -> None:
    mine.hear(ROOM, OTHER, SETTLED)
    assert not mine.alone(ROOM, SETTLED)
    mine.lose(ROOM, OTHER)
    assert mine.alone(ROOM, SETTLED)


def test_whoever_was_killed_is_forgotten_in_time(mine: Neighbours) -> None:
    mine.hear(ROOM, OTHER, 10.0)
    mine.hear_own(ROOM, 10.0 + FORGOTTEN_AFTER)
    assert not mine.alone(ROOM, 10.0 + FORGOTTEN_AFTER)
    assert mine.alone(ROOM, 11.0 + FORGOTTEN_AFTER)


def test_after_something_was_not_said_or_heard_nobody_counts_as_alone(mine: Neighbours) -> None:
    mine.doubt(SETTLED)
    mine.hear_own(ROOM, FORGOTTEN_AFTER)
    assert not mine.alone(ROOM, SETTLED + FORGOTTEN_AFTER - 1.0)
    assert mine.alone(ROOM, SETTLED + FORGOTTEN_AFTER)


def test_coming_back_to_a_room_begins_anew(mine: Neighbours) -> None:
    mine.leave(ROOM)
    mine.listen(ROOM)
    assert not mine.alone(ROOM, 100.0)
    mine.hear_own(ROOM, 100.0)
    assert not mine.alone(ROOM, 100.0)


def test_listening_still_is_not_listening_anew(mine: Neighbours) -> None:
    mine.listen(ROOM)
    mine.hear_own(ROOM, SETTLED)
    assert mine.alone(ROOM, SETTLED)
