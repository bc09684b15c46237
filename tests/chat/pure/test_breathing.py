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
def test_shares_are_all_of_each_list_as_even_as_can_be_and_ask_no_oftener_than_they_must(
    first: list[int], second: list[int], size: int
) -> None:
    parts = shares(first, second, size=size)
    assert [thing for part in parts for thing in part[0]] == first
    assert [thing for part in parts for thing in part[1]] == second
    asked = [part[1] for part in parts if part[1]]
    for dealt in ([part[0] for part in parts], asked):
        sizes = {len(few) for few in dealt} or {0}
        assert max(sizes) - min(sizes) <= 1
    assert max(len(part[0]) for part in parts) <= size
    assert len(asked) == min(len(parts), -(-len(second) // size))


@given(st.lists(st.integers(), min_size=1), st.integers(1, 30))
def test_two_that_are_asked_about_have_parts_of_their_own_where_there_are_enough(first: list[int], size: int) -> None:
    parts = shares(first, first[: len(first) // 4], first[: len(first) // 4], size=size)
    if len(parts) > 2:
        assert not any(part[1] and part[2] for part in parts)


def test_a_visit_is_as_far_from_the_next_as_can_be() -> None:
    parts = shares(range(100), range(34), range(4))
    assert [(len(looked_at), len(asked_of)) for _, looked_at, asked_of in parts] == [
        (11, 0), (0, 4), (11, 0), (0, 0), (12, 0), (0, 0), (0, 0),
    ]  # fmt: skip


def test_with_nothing_to_share_there_is_one_empty_part() -> None:
    assert shares(list[int](), list[int]()) == [[[], []]]
