"""A one-to-one welcome: a room of one seat and its facilitator, into which a partner and the lead alone may look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from cohorts.actions import open_for
from cohorts.actions.welcomes import look_in, offer_welcomes, pick_welcome
from cohorts.models import Role, Session
from tests import cast
from tests.cast import Evening, Person
from tests.chat.house import Frame, running
from tests.chat.live.rows import in_database
from tests.chat.live.seams import until

POWERS: dict[str, Frame] = {
    "mute": {"seat": 1, "seconds": 60, "reason": "unkind"}, "eject": {"seat": 1, "reason": "unkind"},
    "aside": {"seat": 1, "reason": "unkind"}, "remove": {"pos": 1, "reason": "unkind"}, "pause": {}, "close": {},
    "open": {}, "mode": {"mode": "hold_all"}, "settle": {"seat": 1, "outcome": "talked"},
}  # fmt: skip


def picked(evening: Evening) -> Session:
    """A welcome the counsellor offered and otter picked, on now."""
    now = timezone.now()
    (slot,) = offer_welcomes(evening.coordinator, evening.cohort, evening.counsellor, [now + timedelta(hours=2)], 20)
    pick_welcome(evening.otter, slot, now)
    return begun(slot)


def begun(slot: Session) -> Session:
    """The same welcome, on now."""
    now = timezone.now()
    opens, starts, ends, closes = (now + timedelta(minutes=each) for each in (-10, -5, 15, 20))
    Session.objects.filter(pk=slot.pk).update(opens_at=opens, starts_at=starts, ends_at=ends, closes_at=closes)
    slot.refresh_from_db()
    return slot


@pytest.fixture
async def slot(evening: Evening) -> Session:
    """The welcome of otter, on now."""
    return await in_database(lambda: picked(evening))


async def test_it_is_a_room_of_the_two_of_them_with_a_title_of_its_own(evening: Evening, slot: Session) -> None:
    async with running(evening) as house:
        sam = await house.enter(evening.counsellor, session=slot.public_id)
        otter = await house.enter(evening.otter, session=slot.public_id)
        card = otter.welcome["session"]
        assert (card["kind"], card["title"]) == ("welcome", "One-to-one welcome")
        assert [line["name"] for line in otter.welcome["people"]] == ["Teal Otter", "Sam"]
        assert (await otter.ask("say", body="hello"))["type"] == "ok"
        assert (await sam.entry("message", body="hello"))["from"] == {"seat": 1}
        there = await house.enter(evening.otter)
        assert there.welcome["session"]["kind"] == "group"
        assert [entry["kind"] for entry in there.entries()] == [], "and nothing of it is in the room of the cohort"


async def test_no_other_seat_and_nobody_who_has_not_looked_in_finds_it(evening: Evening, slot: Session) -> None:
    async with running(evening) as house:
        assert (await house.enter(evening.otter, session=slot.public_id)).close_code is None, "it is there"
        staff = (evening.volunteer, evening.lead, evening.coordinator)
        others: tuple[Person, ...] = (*evening.seats[1:], evening.stranger, *staff)
        for who in others:
            visitor = await house.enter(who, session=slot.public_id)
            assert (visitor.close_code, visitor.frames) == (4404, [])


async def test_a_partner_and_the_lead_who_look_in_are_seen_by_the_young_person(evening: Evening, slot: Session) -> None:
    async with running(evening) as house:
        otter = await house.enter(evening.otter, session=slot.public_id)
        for who in (evening.volunteer, evening.lead):
            await in_database(partial(look_in, who, slot))
            visitor = await house.enter(who, session=slot.public_id)
            assert visitor.close_code is None
            await otter.until(partial(shows, who.name))


def shows(name: str, frame: Frame) -> bool:
    """Whether a frame tells that this person is here."""
    return frame["type"] == "people" and any(line["name"] == name and line["present"] for line in frame["people"])


async def test_who_looked_into_a_welcome_is_let_into_no_evening_for_it(evening: Evening, slot: Session) -> None:
    await in_database(lambda: look_in(evening.lead, slot))
    await in_database(lambda: cast.shift(evening.session, evening.lead))
    async with running(evening) as house:
        assert (await house.enter(evening.lead, session=slot.public_id)).close_code is None
        assert (await house.enter(evening.lead)).close_code == 4404


async def test_a_time_that_nobody_has_picked_is_no_room_for_any_seat(evening: Evening) -> None:
    def empty() -> Session:
        now = timezone.now()
        times = [now + timedelta(hours=2)]
        return begun(offer_welcomes(evening.coordinator, evening.cohort, evening.counsellor, times, 20)[0])

    slot = await in_database(empty)
    async with running(evening) as house:
        for seat in evening.seats[:2]:
            assert (await house.enter(seat, session=slot.public_id)).close_code == 4404


async def test_who_only_looks_in_may_write_there_and_has_no_powers(evening: Evening, slot: Session) -> None:
    noor = await in_database(lambda: cast.staff("Noor", Role.COUNSELLOR))
    await in_database(lambda: cast.shift(evening.session, noor))
    opened = {**evening.opened, noor.public_id: await in_database(lambda: open_for(noor, timezone.now()))}
    async with running(replace(evening, opened=opened)) as house:
        sam = await house.enter(evening.counsellor, session=slot.public_id)
        assert (await sam.ask("mute", seat=1, seconds=60, reason="unkind"))["type"] == "ok", "there is somebody to mute"
        for who in (noor, evening.lead):
            await in_database(partial(look_in, who, slot))
            there = await house.enter(who, session=slot.public_id)
            assert there.welcome["you"]["role"] == "watcher"
            for verb, fields in POWERS.items():
                assert (await there.ask(verb, **fields))["code"] == "not_allowed", verb
            for verb in ("say", "note"):
                assert (await there.ask(verb, body="hello"))["type"] == "ok"
            assert (await there.ask("whisper", seat=1, body="hello"))["type"] == "ok"


async def test_a_room_into_which_somebody_looks_is_held_by_nobody(evening: Evening, slot: Session) -> None:
    await in_database(lambda: look_in(evening.lead, slot))
    async with running(evening) as house:
        jo = await house.enter(evening.lead, session=slot.public_id)
        otter = await house.enter(evening.otter, session=slot.public_id)
        assert [line["role"] for line in otter.welcome["people"] if line["present"]] == ["seat", "watcher"]
        assert otter.welcome["room"]["staffed"] is False
        assert (await otter.ask("say", body="hello"))["code"] == "not_open", "their coming has not opened it"
        assert (await otter.ask("help"))["nobody"] is True
        sam = await house.enter(evening.counsellor, session=slot.public_id)
        assert (await otter.ask("say", body="hello"))["type"] == "ok"
        await jo.until(lambda frame: frame.get("staffed") is True)
        await sam.leave()
        await jo.until(lambda frame: frame.get("staffed") is False)


async def test_a_room_that_somebody_looks_into_does_not_read_its_names_again_at_every_look(
    brisk: None, evening: Evening, slot: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_database(partial(look_in, evening.lead, slot))
    async with running(evening) as house:
        otter = await house.enter(evening.otter, session=slot.public_id)
        await house.enter(evening.lead, session=slot.public_id)
        await otter.until(partial(shows, evening.lead.name))
        reader, looks, read = house.workers[0].hub._reader, list[int](), list[int]()
        look, rosters = reader.look, reader.rosters

        async def looked(*arguments: Any, **more: Any) -> Any:
            looks.append(1)
            return await look(*arguments, **more)

        async def spied(pks: Any) -> Any:
            read.append(1)
            return await rosters(pks)

        monkeypatch.setattr(reader, "look", looked)
        monkeypatch.setattr(reader, "rosters", spied)
        await until(lambda: len(looks) > 3)
        assert len(read) <= 1, "once, as it is asked whether they may"
