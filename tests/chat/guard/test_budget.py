"""What takes too long is held; a pause that had nothing to do with the words is not."""

from __future__ import annotations

import time
from itertools import chain, count, repeat

import pytest

from chat.guard import HOLD, PASS, Guard
from chat.guard.lexicon import shipped

WORDS = "we had pancakes and it was alright"


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(shipped())


def clock(monkeypatch: pytest.MonkeyPatch, *, pauses: int) -> None:
    """Seconds as a thread worked them, in which the reader is kept from its words so many times."""
    ticks = chain(*([at, at + 1.0] for at in range(pauses)), repeat(float(pauses + 1)))
    walls = count(0, 1)
    monkeypatch.setattr(time, "thread_time", lambda: next(ticks))
    monkeypatch.setattr(time, "perf_counter", lambda: next(walls))


@pytest.mark.parametrize(("pauses", "verdict"), [(0, PASS), (1, PASS), (2, HOLD)])
def test_one_pause_is_nobodys_fault_and_two_are_held(
    guard: Guard, monkeypatch: pytest.MonkeyPatch, pauses: int, verdict: object
) -> None:
    clock(monkeypatch, pauses=pauses)
    found = guard.read(WORDS)
    monkeypatch.undo()
    assert found == verdict


def test_without_any_budget_everything_is_held() -> None:
    assert Guard(shipped(), budget=-1).read(WORDS) == HOLD
