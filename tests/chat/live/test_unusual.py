"""Evenings that go otherwise than planned (care.md §6): each row by the clock, on the real store."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts.actions.acts import record
from cohorts.actions.backing import stand_behind
from cohorts.actions.shifts import decline
from cohorts.actions.staffing import leave_staff
from cohorts.lost_evenings import LOST
from cohorts.models import Session, Shift
from tests.chat.house import House, running
from tests.chat.live.clock import Clock
from tests.chat.live.rows import in_database, stored
from tests.chat.live.seams import announced

SECOND = timedelta(seconds=1)


@pytest.fixture
async def lobby(clock: Clock, an_evening: Callable[..., Any]) -> AsyncIterator[House]:
    """A lobby whose room asks for two facilitators."""
    evening = await an_evening("lobby")
    await in_database(lambda: Session.objects.filter(pk=evening.session.pk).update(least_staff=2))
    async with running(evening) as house:
        yield house


@pytest.fixture
def minutes_in(lobby: House, clock: Clock) -> Callable[[float], Any]:
    """Put the clock so many minutes after the start, and let the herald look round."""

    async def wait(minutes: float) -> None:
        await clock.to(lobby.evening.session.starts_at + timedelta(minutes=minutes) + SECOND)
        for _ in range(2):
            await announced(*lobby.workers)

    return wait


async def outcome(house: House) -> str:
    """How the evening came out, as the session says."""
    fresh: Session = await in_database(lambda: Session.objects.get(pk=house.evening.session.pk))
    return fresh.outcome


async def doors(house: House) -> list[str]:
    """What was said of the doors, and to staff of the evening itself."""
    return [row.kind for row in await stored(house.evening.session) if row.kind in {"phase", "mode", "unusual"}]


async def observes(house: House, who: Any) -> None:
    """Somebody of the team watches tonight and is not counted."""
    shifts = Shift.objects.filter(session=house.evening.session, staff=who)
    assert await in_database(lambda: shifts.update(leading=False, watching=True))


async def test_none_at_the_start_is_called_off_a_quarter_of_an_hour_later_and_nobody_opens_it_then(
    lobby: House, minutes_in: Callable[[float], Any]
) -> None:
    otter = await lobby.enter(lobby.evening.otter)
    await minutes_in(13.9)
    await minutes_in(14.9)
    assert await doors(lobby) == []
    assert (await otter.ask("say", body="hello"))["code"] == "not_open"
    assert (await otter.ask("whisper", body="is anybody there?"))["type"] == "ok"
    await minutes_in(15)
    shut = await otter.entry("phase")
    assert (shut["phase"], shut["help"], shut["cancelled"]) == ("closing", True, True)
    assert await outcome(lobby) == "not_held"
    sam, ali = await lobby.enter(lobby.evening.counsellor), await lobby.enter(lobby.evening.volunteer)
    assert (await sam.ask("open"))["code"] == "not_allowed"
    await minutes_in(16)
    assert await doors(lobby) == ["phase"]
    assert (await ali.ask("whisper", seat=1, body="I am here now, just for you"))["type"] == "ok"
    assert (await otter.entry("whisper", body="I am here now, just for you"))["from"] != {"system": True}


async def test_a_house_that_was_away_over_the_start_calls_nothing_off_before_its_facilitators_could_come_back(
    lobby: House, minutes_in: Callable[[float], Any]
) -> None:
    await minutes_in(16)
    assert await doors(lobby) == [], "the quarter of an hour is over at its first look"
    await minutes_in(16.8)
    assert await doors(lobby) == []
    for who in (lobby.evening.otter, lobby.evening.heron, lobby.evening.counsellor, lobby.evening.volunteer):
        await lobby.enter(who)
    await minutes_in(17.1)
    assert await doors(lobby) == ["phase"]
    assert await outcome(lobby) == ""


async def test_what_nobody_came_back_to_within_that_minute_is_called_off(
    lobby: House, minutes_in: Callable[[float], Any]
) -> None:
    await minutes_in(16)
    await minutes_in(17.1)
    assert await doors(lobby) == ["phase"]
    assert await outcome(lobby) == "not_held"


async def test_a_clock_that_jumps_over_the_quarter_of_an_hour_calls_nothing_off_before_leases_are_renewed(
    lobby: House, minutes_in: Callable[[float], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    await minutes_in(14)
    monkeypatch.setattr("chat.herald.SETTLED_AFTER", 60.0)
    await minutes_in(16)
    assert await doors(lobby) == []
    lobby.workers[0].herald._unsettled_until = time.monotonic()
    await announced(*lobby.workers)
    assert await doors(lobby) == ["phase"]


async def test_an_evening_that_was_on_when_a_backup_came_back_is_not_noted_as_one_that_nobody_held(
    lobby: House, minutes_in: Callable[[float], Any]
) -> None:
    @transaction.atomic
    def note() -> None:
        record(None, LOST, session=lobby.evening.session)

    await in_database(note)
    await minutes_in(16)
    await minutes_in(17.1)
    assert await doors(lobby) == ["phase"], "nobody is there, so that it ends as any other"
    assert await outcome(lobby) == "", "but no letter says so to those who were there"


async def test_one_alone_opens_only_once_somebody_stands_behind_them_and_every_word_is_held_then(
    lobby: House, minutes_in: Callable[[float], Any]
) -> None:
    evening = lobby.evening
    otter, sam = await lobby.enter(evening.otter), await lobby.enter(evening.counsellor)
    await lobby.enter(evening.heron)
    assert (await sam.ask("open"))["code"] == "not_allowed"
    await minutes_in(1)
    assert await doors(lobby) == []
    await in_database(lambda: stand_behind(evening.lead, evening.session))
    await minutes_in(2)
    assert await doors(lobby) == ["phase", "mode"]
    assert (await sam.entry("mode"))["mode"] == "hold_all"
    assert (await otter.ask("say", body="it was a hard week"))["held"]
    assert (await sam.ask("mode", mode="open"))["type"] == "ok", "and this can be undone like anything else"
    await minutes_in(20)
    assert await doors(lobby) == ["phase", "mode", "mode"], "a room that is held is not called off"
    assert await outcome(lobby) == ""


async def test_an_observer_is_not_counted_as_the_second_and_a_facilitator_who_comes_is(
    lobby: House, minutes_in: Callable[[float], Any]
) -> None:
    evening = lobby.evening
    await observes(lobby, evening.counsellor)
    await lobby.enter(evening.counsellor)
    ali = await lobby.enter(evening.volunteer)
    await minutes_in(1)
    assert await doors(lobby) == []
    assert (await ali.ask("open"))["code"] == "not_allowed"
    await in_database(lambda: Shift.objects.filter(session=evening.session).update(watching=False))
    await minutes_in(2)
    assert await doors(lobby) == ["phase"], "two open it by themselves, and nothing is held"


async def test_two_open_early_and_the_second_to_come_opens_a_room_whose_hour_has_come(
    lobby: House, clock: Clock
) -> None:
    sam = await lobby.enter(lobby.evening.counsellor)
    await clock.to(lobby.evening.session.starts_at + SECOND)
    await lobby.enter(lobby.evening.volunteer)
    await sam.entry("phase", phase="open")
    assert await doors(lobby) == ["phase"]


async def test_one_who_came_alone_is_told_to_staff_after_ten_minutes_and_never_to_anybody_in_a_seat(
    lobby: House, minutes_in: Callable[[float], Any]
) -> None:
    sam, otter = await lobby.enter(lobby.evening.counsellor), await lobby.enter(lobby.evening.otter)
    await lobby.enter(lobby.evening.volunteer)
    await minutes_in(9)
    assert await doors(lobby) == ["phase"]
    for minutes in (10, 12, 16):
        await minutes_in(minutes)
    assert await doors(lobby) == ["phase", "unusual"]
    told = await sam.entry("unusual")
    assert (told["what"], told["seat"]) == ("one_came", 1)
    assert (await sam.ask("close"))["type"] == "ok"
    await otter.entry("phase", phase="closing")
    assert not [frame for frame in otter.frames if frame.get("kind") == "unusual"]
    assert await outcome(lobby) == ""


async def test_nobody_who_came_is_told_to_staff_after_a_quarter_of_an_hour_and_they_close_it_as_that(
    lobby: House, minutes_in: Callable[[float], Any]
) -> None:
    sam = await lobby.enter(lobby.evening.counsellor)
    await lobby.enter(lobby.evening.volunteer)
    for minutes in (1, 14, 15, 17):
        await minutes_in(minutes)
    assert await doors(lobby) == ["phase", "unusual"]
    assert (await sam.entry("unusual"))["what"] == "nobody_came"
    assert (await sam.ask("close"))["type"] == "ok"
    assert await outcome(lobby) == "nobody_came"
    otter = await lobby.enter(lobby.evening.otter)
    assert (await sam.ask("open"))["type"] == "ok", "somebody who is late is still welcome"
    assert (await otter.ask("say", body="sorry, I am late"))["type"] == "ok"
    assert (await sam.ask("close"))["type"] == "ok"
    assert await outcome(lobby) == ""


async def test_an_evening_whose_lobby_was_closed_by_a_slip_counts_as_held_once_it_is_opened_after_all(
    lobby: House,
) -> None:
    sam = await lobby.enter(lobby.evening.counsellor)
    await lobby.enter(lobby.evening.volunteer)
    assert (await sam.ask("close"))["type"] == "ok"
    assert await outcome(lobby) == "not_held"
    assert (await sam.ask("open"))["type"] == "ok"
    assert await outcome(lobby) == ""


async def test_whoever_stands_behind_one_alone_does_so_no_longer_once_they_hold_it_leave_or_cannot_be_there(
    lobby: House,
) -> None:
    evening = lobby.evening
    await observes(lobby, evening.volunteer)
    sam = await lobby.enter(evening.counsellor)
    await in_database(lambda: stand_behind(evening.volunteer, evening.session))
    assert (await sam.ask("open"))["type"] == "ok"
    assert (await sam.ask("close"))["type"] == "ok"
    assert (await sam.ask("lead", staff=evening.volunteer.public_id))["type"] == "ok"
    assert (await sam.ask("open"))["code"] == "not_allowed", "nobody stands behind themselves"
    await in_database(lambda: stand_behind(evening.lead, evening.session))
    assert (await sam.ask("open"))["type"] == "ok"
    assert (await sam.ask("close"))["type"] == "ok"
    await in_database(lambda: leave_staff(evening.lead, timezone.now()))
    assert (await sam.ask("open"))["code"] == "not_allowed", "nor does somebody who has left"
    await observes(lobby, evening.volunteer)
    await in_database(lambda: stand_behind(evening.volunteer, evening.session))
    mine = Shift.objects.filter(session=evening.session, staff=evening.volunteer)
    await in_database(lambda: decline(evening.volunteer, mine.get()))
    assert (await sam.ask("open"))["code"] == "not_allowed", "nor who cannot be there"


async def test_a_herald_that_slept_through_it_all_still_notes_that_nobody_held_it(lobby: House, clock: Clock) -> None:
    session = lobby.evening.session
    await clock.to(session.closes_at + SECOND)
    await announced(*lobby.workers)
    rows: list[Any] = await stored(session)
    assert [row.kind for row in rows] == ["phase"]
    assert await outcome(lobby) == "not_held"
