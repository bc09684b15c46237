"""The ladder, whatever the clock, the post and the rota do: nobody is told past an answer, and nothing is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.safeguarding.clocks import Clocks
from facilitator.safeguarding.ladder import (
    SLACK,
    Call,
    Rota,
    Standing,
    Tell,
    Way,
    called,
    groups,
    next_round,
    tellings,
)

pytestmark = pytest.mark.embedded

CLOCKS = Clocks()
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LEAD, DEPUTY, ON_CALL, TRUSTEE, SAM, OTHER, KIT, ADA = range(1, 9)
WHOLE = Rota(LEAD, DEPUTY, ON_CALL, TRUSTEE, (SAM,), (SAM,), (LEAD, OTHER), (KIT,), (ADA,))
WAYS: tuple[Way, ...] = ("email", "webhook")
LEVELS = ("now", "urgent", "concern")
KINDS = ("concern", "alarm", "adult", "left", "opened", "follow_up")

people = st.none() | st.integers(1, 9)
some = st.lists(st.integers(1, 9), max_size=3, unique=True).map(tuple)
rotas = st.builds(Rota, people, people, people, people, some, some, some, some, some)
reaches = st.dictionaries(st.integers(1, 9), st.lists(st.sampled_from(WAYS), max_size=2, unique=True), max_size=9)
moments = st.integers(0, 500 * 86_400).map(lambda seconds: NOON + timedelta(seconds=seconds))
jumps = st.integers(-200_000, 200_000).map(lambda seconds: timedelta(seconds=seconds))
standings = st.builds(
    lambda kind, level, raised, wait, about, perhaps: Standing(
        kind, level, raised, CLOCKS.begins(level, raised + wait), about=frozenset(about), perhaps=frozenset(perhaps)
    ),
    st.sampled_from(KINDS), st.sampled_from(LEVELS), moments, st.sampled_from((0 * MINUTE, 2 * MINUTE)), some, some,
)  # fmt: skip
LONGEST = {"now": 2 * MINUTE, "urgent": 30 * MINUTE, "concern": 26 * HOUR}


@dataclass
class Loop:
    """A loop as it is, without its rows: makes the rounds that are due and the calls they ask for."""

    standing: Standing
    rota: Rota
    reach: dict[int, Sequence[Way]]
    made: list[Call] = field(default_factory=list)
    rounds: list[datetime] = field(default_factory=list)
    told: list[tuple[int, Tell]] = field(default_factory=list)

    def look(self, now: datetime) -> None:
        """One look at a moment."""
        coming = next_round(self.standing, now, CLOCKS)
        if coming is not None and coming.at <= now:
            self.standing = replace(self.standing, round=coming.number, round_at=now)
            self.made.clear()
            self.rounds.append(now)
        for tell in tellings(self.standing, self.rota, self.reach, self.made, now, CLOCKS):
            self.made.append(Call(tell.who, tell.way, now, told=tell.way == "screen"))
            self.told.append((self.standing.round or 0, tell))

    def fail(self) -> None:
        """Nothing that was begun goes through."""
        self.made[:] = [replace(call, failed=True) if not call.told else call for call in self.made]


@given(standings, rotas, reaches, st.lists(jumps, max_size=12), moments)
def test_nobody_is_told_past_an_answer(
    standing: Standing, rota: Rota, reach: dict[int, Sequence[Way]], steps: list[timedelta], answered: datetime
) -> None:
    loop, now = Loop(standing, rota, reach), standing.raised
    loop.look(now)
    loop.standing = replace(loop.standing, answered=answered)
    before = len(loop.told)
    for step in steps:
        now += step
        loop.look(now)
        assert next_round(loop.standing, now, CLOCKS) is None
    assert len(loop.told) == before


@given(standings, rotas, reaches, st.lists(jumps, max_size=12))
def test_it_is_never_dropped_whatever_the_clock_does(
    standing: Standing, rota: Rota, reach: dict[int, Sequence[Way]], steps: list[timedelta]
) -> None:
    loop, now = Loop(standing, rota, reach), standing.raised
    for step in [0 * SECOND, *steps]:
        now += step
        loop.look(now)
        coming = next_round(loop.standing, now, CLOCKS)
        assert coming is not None
        assert coming.at <= max(now, standing.begins) + LONGEST[standing.level] + SLACK
        if loop.standing.round is not None:
            assert coming.number > loop.standing.round, "a round is never made twice"


@given(standings, rotas, reaches, st.lists(jumps, max_size=12))
def test_nobody_is_told_twice_in_a_round_by_one_way_or_of_themselves(
    standing: Standing, rota: Rota, reach: dict[int, Sequence[Way]], steps: list[timedelta]
) -> None:
    loop, now = Loop(standing, rota, reach), standing.raised
    for step in [0 * SECOND, *steps]:
        now += step
        for _ in range(3):
            loop.look(now)
            loop.fail()
    once = [(number, tell.who, tell.way) for number, tell in loop.told]
    assert len(once) == len(set(once))
    assert not {tell.who for _, tell in loop.told} & set(standing.about)
    assert not called(loop.standing, rota, now, CLOCKS) & set(standing.about)


@given(standings, rotas, reaches)
def test_while_everything_fails_everybody_is_tried_by_every_way_without_waiting(
    standing: Standing, rota: Rota, reach: dict[int, Sequence[Way]]
) -> None:
    loop, now = Loop(standing, rota, reach), standing.begins
    for _ in range(40):
        loop.look(now)
        loop.fail()
    everybody = {who for group in groups(standing, rota) for who in group}
    tried = {(tell.who, tell.way) for _, tell in loop.told if tell.way != "screen"}
    assert tried == {(who, way) for who in everybody for way in reach.get(who, ())}
    assert len(loop.rounds) == 1


@given(st.sampled_from(KINDS), rotas, reaches, st.lists(jumps, max_size=12), moments)
def test_a_concern_pages_nobody_at_night(
    kind: str, rota: Rota, reach: dict[int, Sequence[Way]], steps: list[timedelta], raised: datetime
) -> None:
    loop = Loop(Standing(kind, "concern", raised, CLOCKS.begins("concern", raised)), rota, reach)
    now = raised
    for step in [0 * SECOND, loop.standing.begins - raised, *steps]:
        now += step
        loop.look(now)
    for moment in loop.rounds:
        assert time(9) <= moment.astimezone(CLOCKS.zone).time() < time(18)


@given(st.lists(st.integers(1, 3600), max_size=40))
def test_it_climbs_on_time_however_often_a_loop_looks(pauses: list[int]) -> None:
    for level, beats in (("now", [0, 2, 4, 6, 8]), ("urgent", [0, 30, 35, 40, 45])):
        loop, now = Loop(Standing("concern", level, NOON, NOON), WHOLE, {}), NOON
        loop.look(now)
        for pause in pauses:
            now += timedelta(seconds=pause)
            loop.look(now)
            due = sum(NOON + beat * MINUTE <= now for beat in beats) - 1
            assert (loop.standing.round or 0) >= due
            if now < NOON + beats[-1] * MINUTE:
                assert loop.standing.round == due


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("now", [{LEAD, DEPUTY, ON_CALL}, {LEAD, DEPUTY, ON_CALL, SAM, OTHER}]),
        ("urgent", [{LEAD}, {LEAD, DEPUTY}, {LEAD, DEPUTY, ON_CALL}]),
        ("concern", [{LEAD}, {LEAD, DEPUTY}, {LEAD, DEPUTY, ON_CALL}]),
    ],
)
def test_who_comes_in_with_each_round(level: str, expected: list[set[int]]) -> None:
    loop, now = Loop(Standing("concern", level, NOON, NOON), WHOLE, {LEAD: WAYS, DEPUTY: WAYS, SAM: WAYS}), NOON
    for there in expected:
        while len(loop.rounds) < 1 + expected.index(there):
            loop.look(now)
            now += SECOND
        assert {tell.who for number, tell in loop.told if number == loop.standing.round} == there


def test_now_goes_by_every_way_at_once_and_less_by_one_after_another() -> None:
    for level, ways in (("now", {"screen", "email", "webhook"}), ("urgent", {"screen", "email"})):
        loop = Loop(Standing("concern", level, NOON, NOON), WHOLE, {LEAD: WAYS})
        loop.look(NOON)
        assert {tell.way for _, tell in loop.told if tell.who == LEAD} == ways


def test_one_that_hangs_is_given_up_within_seconds_and_one_that_went_through_is_not() -> None:
    for went, more in ((False, {("webhook", LEAD)}), (True, set())):
        loop = Loop(Standing("concern", "urgent", NOON, NOON), WHOLE, {LEAD: WAYS, DEPUTY: WAYS})
        loop.look(NOON)
        before = len(loop.told)
        loop.made[:] = [replace(call, told=call.told or went) for call in loop.made]
        loop.look(NOON + CLOCKS.patience - SECOND)
        assert len(loop.told) == before
        loop.look(NOON + CLOCKS.patience)
        assert {(tell.way, tell.who) for _, tell in loop.told[before:]} == more


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        ("2026-07-01T09:30+01:00", "2026-07-01T09:30+01:00"),
        ("2026-07-01T17:59+01:00", "2026-07-01T17:59+01:00"),
        ("2026-07-01T18:00+01:00", "2026-07-02T09:00+01:00"),
        ("2026-07-02T03:00+01:00", "2026-07-02T09:00+01:00"),
        # The night on which the clocks go back.
        ("2026-10-24T22:00+01:00", "2026-10-25T09:00+00:00"),
    ],
)
def test_a_concern_is_told_the_same_day_or_by_ten_the_next_by_the_clock_of_the_house(raised: str, told: str) -> None:
    assert CLOCKS.begins("concern", datetime.fromisoformat(raised)) == datetime.fromisoformat(told)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("2026-07-01T09:30+01:00", "2026-07-01T09:30+01:00"),
        ("2026-07-01T17:59+01:00", "2026-07-01T17:59+01:00"),
        ("2026-07-01T18:00+01:00", "2026-07-01T17:59+01:00"),
        ("2026-07-01T21:00+01:00", "2026-07-01T17:59+01:00"),
        ("2026-07-02T08:59+01:00", "2026-07-01T17:59+01:00"),
        # The night on which the clocks go back.
        ("2026-10-25T03:00+00:00", "2026-10-24T17:59+01:00"),
    ],
)
def test_what_must_be_told_by_a_time_at_night_is_told_before_that_day_ends(by: str, told: str) -> None:
    assert CLOCKS.by_day_before(datetime.fromisoformat(by)) == datetime.fromisoformat(told)


@given(moments)
def test_by_day_before_is_by_day_not_later_and_the_last_such_moment(moment: datetime) -> None:
    told = CLOCKS.by_day_before(moment)
    assert told <= moment
    assert CLOCKS.by_day(told) == told
    assert CLOCKS.by_day(told + MINUTE) > moment


def test_a_worry_about_the_lead_goes_to_deputy_and_trustee_together() -> None:
    of = Standing("adult", "urgent", NOON, NOON)
    assert groups(of, WHOLE) == [(LEAD,), (DEPUTY, TRUSTEE), (OTHER,)]
    assert groups(replace(of, about={LEAD}), WHOLE) == [(DEPUTY, TRUSTEE), (OTHER,)]


def test_a_worry_about_an_adult_that_would_come_to_nobody_goes_to_those_who_run_the_house() -> None:
    of, alone = Standing("adult", "urgent", NOON, NOON, about={LEAD}), Rota(LEAD, leads=(LEAD,), counsellors=(SAM,))
    assert groups(of, replace(alone, leads=(LEAD, OTHER), coordinators=(KIT,))) == [(), (OTHER,)]
    run = replace(alone, coordinators=(KIT,), administrators=(ADA,))
    assert groups(of, run) == [(KIT,), (ADA,)]
    assert groups(replace(of, about={ADA}), run) == [(LEAD,), (), ()], "never while there is a lead it is not about"
    assert groups(of, alone) == [(), ()], "whomever it names is not told in any case"


def test_a_worry_that_names_nobody_comes_to_whom_it_may_be_about_only_if_there_is_nobody_else() -> None:
    of, alone = Standing("adult", "urgent", NOON, NOON, perhaps={LEAD, SAM}), Rota(LEAD, leads=(LEAD,))
    assert groups(of, WHOLE) == [(DEPUTY, TRUSTEE), (OTHER,)]
    assert groups(of, replace(alone, coordinators=(KIT,))) == [(KIT,), ()]
    assert groups(of, alone) == [(LEAD,), ()]


def test_what_follows_a_worry_about_an_adult_comes_to_its_owner_first_and_then_to_those_the_worry_came_to() -> None:
    of = Standing("adult", "concern", NOON, NOON, to=OTHER)
    assert groups(of, WHOLE) == [(OTHER,), (LEAD,), (DEPUTY, TRUSTEE), ()]
    assert groups(replace(of, to=TRUSTEE), WHOLE) == [(TRUSTEE,), (LEAD,), (DEPUTY,), (OTHER,)]
    assert groups(replace(of, to=LEAD), WHOLE) == [(LEAD,), (DEPUTY, TRUSTEE), (OTHER,)]
    for apart in (replace(of, about={OTHER}), replace(of, perhaps={OTHER})):
        assert groups(apart, WHOLE) == [(LEAD,), (DEPUTY, TRUSTEE), ()], "never to whom it is about, or may be"


def test_what_follows_one_that_came_to_those_who_run_the_house_comes_to_the_rest_of_them_after_its_owner() -> None:
    of = Standing("adult", "concern", NOON, NOON, about={LEAD}, to=ADA)
    run = Rota(LEAD, leads=(LEAD,), counsellors=(SAM,), coordinators=(KIT,), administrators=(ADA,))
    assert groups(of, run) == [(ADA,), (KIT,)]
    assert groups(replace(of, about={SAM}), run) == [(ADA,), (LEAD,), (), ()], "where a lead is left, to none of them"
