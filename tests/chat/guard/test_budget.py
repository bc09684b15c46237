"""What takes too long is held; a pause that had nothing to do with the words is not."""

from __future__ import annotations

import time
from functools import partial
from itertools import chain, count, repeat

import pytest

from chat.guard import HOLD, PASS, Guard, shipped

#: A look is not enough: names stand beside such words.
WORDS = "my name was on the list"


@pytest.fixture(scope="module")
def guard() -> Guard:
    return shipped()


def clock(monkeypatch: pytest.MonkeyPatch, *, waited: bool, worked: bool) -> None:
    """Whether a second went by between any two steps, and whether the thread itself worked for a second."""
    monkeypatch.setattr(time, "perf_counter", partial(next, count(0, waited)))
    monkeypatch.setattr(time, "thread_time", partial(next, count(0, worked)))


@pytest.mark.parametrize(
    ("waited", "worked", "verdict"), [(False, True, PASS), (True, False, PASS), (True, True, HOLD)]
)
def test_a_pause_is_nobodys_fault_and_two_readings_that_took_long_are_held(
    guard: Guard, monkeypatch: pytest.MonkeyPatch, waited: bool, worked: bool, verdict: object
) -> None:
    clock(monkeypatch, waited=waited, worked=worked)
    found = guard.read(WORDS)
    monkeypatch.undo()
    assert found == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [(WORDS, PASS), (WORDS + ", and we had tea with it" * 8, HOLD), (WORDS + "\U0001f389\U0001f388" * 20, HOLD)],
)
def test_where_each_step_has_to_wait_for_memory_a_short_message_is_read_all_the_same(
    guard: Guard, monkeypatch: pytest.MonkeyPatch, words: str, verdict: object
) -> None:
    assert guard.read(words) == PASS
    for name in ("perf_counter", "thread_time"):
        monkeypatch.setattr(time, name, partial(next, count(0, 0.003)))
    found = guard.read(words)
    monkeypatch.undo()
    assert found == verdict


def test_without_any_budget_everything_is_held_that_takes_more_than_a_look() -> None:
    hurried = shipped().within(-1)
    assert hurried.read(WORDS) == HOLD
    assert hurried.read("what a week " * 30) == HOLD


@pytest.mark.parametrize("look", range(14))
def test_a_pause_at_any_step_takes_no_offer_away(guard: Guard, monkeypatch: pytest.MonkeyPatch, look: int) -> None:
    words = "ring me on 07700 900123 ok"
    offered = guard.read(words)
    walls = (at + (200.0 if at > look else 0.0) for at in count(0))
    monkeypatch.setattr(time, "perf_counter", lambda: next(walls) / 10_000)
    monkeypatch.setattr(time, "thread_time", lambda: 0.0)
    found = guard.read(words)
    monkeypatch.undo()
    assert (offered.outcome, found) == ("mask", offered)


@pytest.mark.parametrize(("looks", "outcome"), [(1, "hold"), (2, "divert"), (3, "divert")])
def test_danger_right_now_is_answered_once_it_is_found_however_late(
    guard: Guard, monkeypatch: pytest.MonkeyPatch, looks: int, outcome: str
) -> None:
    calm, danger = (
        "my sister took a load of photos of mossy.frog",
        "i want to kill myself tonight and have the pills here",
    )
    assert (guard.read(calm).outcome, guard.read(danger).outcome) == ("pass", "divert")
    found = []
    for words in (calm, danger):
        # After so many looks at either clock the time is up.
        for name in ("perf_counter", "thread_time"):
            times = chain([0.0] * (looks + 1), repeat(100.0))
            monkeypatch.setattr(time, name, partial(next, times))
        found.append(guard.read(words))
        monkeypatch.undo()
    assert found[0] == HOLD
    assert (found[1].outcome, found[1] == HOLD) == (outcome, outcome == "hold")


def test_hundreds_of_pictures_with_long_names_are_held_before_they_are_looked_for(guard: Guard) -> None:
    looked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "_part", lambda words, *_: looked.append(words))
        found = guard.read("\U0001fba9\U0001fba8" * 1000)
    assert (found, looked) == (HOLD, [])


def test_many_pictures_of_one_kind_are_only_cheerful(guard: Guard) -> None:
    assert guard.read("we won " + "\U0001f389" * 1900).outcome == "pass"
