"""Pace: never more than a burst and what time allows, whoever asks, from however many tabs."""

import asyncio
from datetime import timedelta
from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from chat.pace import CALLS, FRAMES, OF_STAFF, TALK, TO_STAFF, Bucket, Paces, Rate
from chat.protocol.replies import No, Ok
from chat.verbs import verb_for
from chat.verbs.help import Help
from chat.verbs.pace import Slow
from chat.verbs.say import Say
from chat.verbs.whisper import Whisper
from tests.bounds import evenings

from .paper import SAM, SEATS
from .steps import begun

RATES = st.sampled_from([TALK, TO_STAFF, OF_STAFF]) | st.builds(Rate, st.integers(1, 40), st.floats(0.05, 50))
GAPS = st.lists(st.just(0.0) | st.floats(0, 0.2) | st.floats(0, 30), min_size=1, max_size=60)
SAY, WHISPER, HELP, SLOW = map(verb_for, (Say("r", body="b"), Whisper("r", body="b"), Help("r"), Slow("r", seconds=0)))


@evenings(500)
@given(RATES, GAPS, st.floats(0, 1e6))
def test_no_stretch_of_time_lets_more_through_than_a_burst_and_its_rate(
    rate: Rate, gaps: list[float], start: float
) -> None:
    times = list(accumulate(gaps, initial=start))
    bucket = Bucket(rate, start)
    passed = [now for now in times if bucket.spend(now) is None]
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            allowed = rate.burst + (passed[last] - passed[first]) * rate.per_second
            assert last - first + 1 <= allowed + 1e-6


@evenings(500)
@given(RATES, GAPS, st.floats(0, 1e6))
def test_whoever_waits_as_long_as_they_were_told_is_let_through(rate: Rate, gaps: list[float], start: float) -> None:
    bucket, now = Bucket(rate, start), start
    for gap in gaps:
        now += gap
        if (wait := bucket.spend(now)) is not None:
            assert 0 < wait <= 1 / rate.per_second + 0.01
            now += wait
            assert bucket.spend(now) is None


@evenings(300)
@given(RATES, st.floats(0, 1e6))
def test_a_burst_is_never_refused_after_a_rest(rate: Rate, start: float) -> None:
    bucket = Bucket(rate, start)
    rested = start + rate.burst / rate.per_second + 1
    assert [bucket.spend(at) for at in [start] * rate.burst + [rested] * rate.burst] == [None] * 2 * rate.burst


@given(st.integers(1, 200))
def test_a_call_for_help_is_never_paced(times: int) -> None:
    paces = Paces()
    assert not any(paces.over("s", SEATS[0], HELP, 0.0) for _ in range(times))


@given(st.integers(1, 200))
def test_calls_with_words_wait_no_longer_than_their_turn(times: int) -> None:
    paces, now, began = Paces(), [0.0], list[float]()

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    async def call() -> None:
        for _ in range(times):
            await paces.turn_to_call("s", SEATS[0], clock=lambda: now[0], sleep=sleep)
            began.append(now[0])

    asyncio.run(call())
    assert began[: CALLS.burst] == [0.0] * min(times, CALLS.burst), "by hand nobody waits"
    assert all(then - one <= 1 / CALLS.per_second + 0.02 for one, then in pairwise(began))


def test_whoever_wrote_much_to_staff_calls_without_a_wait_and_the_other_way_round() -> None:
    """The two rates are alike in their numbers and are not one."""
    assert (CALLS.burst, CALLS.per_second) == (TO_STAFF.burst, TO_STAFF.per_second)
    paces = Paces()
    for _ in range(TO_STAFF.burst):
        assert paces.over("s", SEATS[0], WHISPER, 0.0) is None

    async def sleep(seconds: float) -> None:
        raise AssertionError(f"a call waited {seconds} s")

    async def call() -> None:
        for _ in range(CALLS.burst):
            await paces.turn_to_call("s", SEATS[0], clock=lambda: 0.0, sleep=sleep)

    asyncio.run(call())
    assert paces.over("s", SEATS[0], WHISPER, 0.0) is not None


def test_being_told_to_ask_again_costs_no_pace() -> None:
    paces = Paces()
    for _ in range(3 * TALK.burst):
        assert paces.over("s", SEATS[0], SAY, 0.0) is None
        paces.give_back("s", SEATS[0], SAY)
    allowed = [paces.over("s", SEATS[0], SAY, 0.0) is None for _ in range(2 * TALK.burst)]
    assert allowed.count(True) == TALK.burst, "and it gains none"
    paces.give_back("s", SEATS[0], HELP)
    assert paces.over("s", SEATS[0], SAY, 0.0) is not None


def test_more_frames_than_hands_can_make_are_a_flood_and_rest_ends_it() -> None:
    paces = Paces()
    assert [paces.floods("s", SEATS[0], 0.0) for _ in range(FRAMES.burst + 2)] == [False] * FRAMES.burst + [True] * 2
    assert not paces.floods("s", SEATS[1], 0.0)
    assert not paces.floods("t", SEATS[0], 0.0)
    assert paces.over("s", SEATS[0], SAY, 0.0) is None, "it is no talk"
    assert [paces.floods("s", SEATS[0], 1.0) for _ in range(31)] == [False] * 30 + [True]
    paces.forget(1000.0)
    assert not paces._buckets


def test_talking_uses_up_nothing_of_what_reaches_staff_nor_of_anybody_else_s_pace() -> None:
    paces = Paces()
    for _ in range(TALK.burst):
        paces.over("s", SEATS[0], SAY, 0.0)
    assert paces.over("s", SEATS[0], SAY, 0.0) is not None
    assert paces.over("s", SEATS[0], WHISPER, 0.0) is None
    assert paces.over("s", SEATS[1], SAY, 0.0) is None
    assert paces.over("t", SEATS[0], SAY, 0.0) is None
    assert paces.over("s", SAM, SLOW, 0.0) is None


@given(st.integers(1, 600), st.integers(0, 700_000))
def test_in_slow_mode_whoever_waits_as_long_as_they_were_told_is_heard(seconds: int, gap: int) -> None:
    paper = begun()
    paper.ask(SAM, Slow("1", seconds=seconds))
    assert isinstance(paper.ask(SEATS[0], Say("1", body="first")), Ok)
    paper.wait(timedelta(milliseconds=gap))
    answer = paper.ask(SEATS[0], Say("2", body="second"))
    if isinstance(answer, No):
        assert (answer.code, gap < seconds * 1000) == ("slow", True)
        paper.wait(timedelta(seconds=answer.retry_after or 0))
        answer = paper.ask(SEATS[0], Say("2", body="second"))
    assert isinstance(answer, Ok)


@given(st.floats(0, 1200), st.floats(0, 1200))
def test_forgetting_those_who_rested_gives_nobody_more(first: float, then: float) -> None:
    kept, cleared = Paces(), Paces()
    for paces in (kept, cleared):
        for _ in range(TALK.burst):
            paces.over("s", SEATS[0], SAY, 0.0)
    kept.over("s", SEATS[0], SAY, first)
    cleared.over("s", SEATS[0], SAY, first)
    cleared.forget(first + then)
    assert cleared.over("s", SEATS[0], SAY, first + then) == kept.over("s", SEATS[0], SAY, first + then)
