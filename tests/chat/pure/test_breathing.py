"""What has to be done for every room is done for a few at a time, and none is forgotten or hurried."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from chat.hub.breathing import Rota, handfuls, shares


@given(st.lists(st.integers()), st.integers(1, 30))
def test_handfuls_are_everything_in_order_and_none_is_too_large(things: list[int], size: int) -> None:
    parts = list(handfuls(things, size))
    assert [thing for few in parts for thing in few] == things
    assert all(1 <= len(few) <= size for few in parts)


def test_what_is_let_go_of_meanwhile_does_not_disturb_the_handfuls() -> None:
    rooms = {number: str(number) for number in range(60)}
    seen = []
    for few in handfuls(rooms):
        seen += few
        rooms.clear()
    assert seen == list(range(60))


@given(st.integers(0, 200), st.integers(1, 40))
def test_each_room_has_its_turn_once_a_round_and_never_all_at_once(rooms: int, every: int) -> None:
    rota: Rota[int] = Rota()
    turns = [rota.due(range(rooms), every, 1, tick) for tick in range(4 * every)]
    assert all(
        Counter(room for due in turns[start : start + every] for room in due).total() == rooms
        for start in range(0, 4 * every, every)
    )
    assert set(Counter(room for due in turns for room in due).values()) <= {4}
    assert max(map(len, turns)) <= -(-rooms // every)


def test_a_slow_clock_hurries_nobody_and_who_comes_in_a_round_waits_for_the_next() -> None:
    rota: Rota[str] = Rota()
    assert rota.due(["a", "b"], 2, 1, now=0) == ["a"]
    assert rota.due(["a", "b", "c"], 2, 1, now=50) == ["b"]
    assert rota.due(["a", "b", "c"], 2, 1, now=51) == ["a", "b"]
    assert rota.due(["a", "b", "c"], 2, 1, now=51.5) == ["c"]
    assert rota.due(["a", "b", "c"], 2, 1, now=52) == [], "a round is no shorter than it should be"


def test_a_round_begins_with_whoever_comes_first() -> None:
    rota: Rota[str] = Rota()
    assert rota.due([], 30, 1, now=0) == []
    assert rota.due(["a"], 30, 1, now=1) == ["a"]


@given(st.lists(st.integers()), st.lists(st.integers()), st.integers(1, 30))
def test_shares_are_all_of_each_list_in_order_and_as_even_as_can_be(
    first: list[int], second: list[int], size: int
) -> None:
    parts = shares(first, second, size=size)
    assert [thing for part in parts for thing in part[0]] == first
    assert [thing for part in parts for thing in part[1]] == second
    for number in range(2):
        sizes = {len(part[number]) for part in parts}
        assert max(sizes) - min(sizes) <= 1
    assert max(len(part[0]) for part in parts) <= size


def test_with_nothing_to_share_there_is_one_empty_part() -> None:
    assert shares(list[int](), list[int]()) == [[[], []]]
