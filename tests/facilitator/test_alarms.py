"""An alarm nobody answers becomes a duty in the transaction of its flag; whoever takes it in the room answers it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chat import guard, outside
from chat.models import EntryRow
from chat.outside import Heard
from facilitator.safeguarding.duties import answer
from facilitator.safeguarding.models import Duty, Kind, Level
from tests.chat.house import House, Visitor, running
from tests.chat.live.clock import Clock
from tests.chat.live.rows import in_database
from tests.chat.live.seams import eventually, one_batch
from tests.chat.verdicts import judged
from tests.facilitator.conftest import Make

pytestmark = pytest.mark.django_db(transaction=True)
TWO = timedelta(minutes=2)


@pytest.fixture
async def room(clock: Clock, an_evening: Make) -> AsyncIterator[House]:
    """An open room, held by the counsellor, under a clock that can be put forward."""
    async with running(await an_evening("open")) as house:
        yield house


async def _duties() -> list[Duty]:
    found = Duty.objects.select_related("session", "seat", "answered_by", "about_staff").order_by("pk")
    return await in_database(lambda: list(found))


async def _open() -> list[Duty]:
    return [duty for duty in await _duties() if duty.answered_at is None]


async def _flag(staff: Visitor, **fields: Any) -> int:
    return int((await staff.entry("flag", **fields))["pos"])


async def test_a_call_for_help_is_told_of_two_minutes_later_unless_somebody_takes_it(room: House) -> None:
    sam, robin = await room.enter(room.evening.counsellor), await room.enter(room.evening.robin)
    await robin.ask("help", body="canary please")
    (duty,) = await _duties()
    assert (duty.kind, duty.level, duty.session, duty.seat) == (
        Kind.ALARM, Level.NOW, room.evening.session, room.evening.robin,
    )  # fmt: skip
    assert duty.due_at == duty.raised_at + TWO
    assert await sam.ask("take", pos=await _flag(sam))
    taken, back = await _duties()
    assert (taken.answered_by, back.answered_at) == (room.evening.counsellor, None)
    assert taken.answered_at
    assert back.due_at == taken.answered_at + 2 * TWO, "it comes back if nobody writes, and then others hear of it"
    await sam.ask("whisper", seat=6, body="I am here")
    assert not await _open()


async def test_one_young_person_is_one_alarm_whatever_they_press(room: House, clock: Clock) -> None:
    sam, robin = await room.enter(room.evening.counsellor), await room.enter(room.evening.robin)
    hare = await room.enter(room.evening.hare)
    for _ in range(5):
        await robin.ask("help")
    await hare.ask("help")
    assert len(await _open()) == 2
    await sam.ask("take", pos=await _flag(sam, seat=6))
    await sam.ask("whisper", seat=6, body="I am here")
    (of_hare,) = await _open()
    assert of_hare.seat == room.evening.hare
    await robin.ask("help")
    more = (await _open())[-1]
    assert more.due_at == more.raised_at + 2 * TWO, "whoever is with them has heard that too, and writes soon"
    await clock.forward(minutes=3)
    await robin.ask("help")
    assert [one.pk for one in await _open()] == [of_hare.pk, more.pk]


async def test_whoever_has_it_outside_hears_of_what_is_said_after_that(room: House, clock: Clock) -> None:
    sam, robin = await room.enter(room.evening.counsellor), await room.enter(room.evening.robin)
    hare, lead = await room.enter(room.evening.hare), room.evening.lead
    await robin.ask("help", body="please")
    await clock.forward(minutes=3)
    (duty,) = await _open()
    # The clock of the machine on which it was answered is ahead.
    assert await in_database(partial(answer, duty, lead, clock.now + timedelta(minutes=9)))
    await hare.ask("help")
    (of_hare,) = await _open()
    assert of_hare.seat == room.evening.hare, "nothing new was said by robin"
    await clock.forward(minutes=3)
    for _ in range(3):
        await robin.ask("help", body="I have taken them")
    more = [one for one in await _open() if one.seat == room.evening.robin]
    assert [(one.level, one.due_at - one.raised_at) for one in more] == [(Level.NOW, TWO)], "one at a time"
    await sam.ask("take", pos=await _flag(sam, seat=3))
    await sam.ask("whisper", seat=3, body="I am here")
    assert await _open() == more, "what is over for another is not over for robin"
    await sam.ask("settle", seat=6, outcome="talked")
    assert not await _open()


async def test_done_or_settled_it_is_told_to_nobody(room: House) -> None:
    sam, robin = await room.enter(room.evening.counsellor), await room.enter(room.evening.robin)
    hare = await room.enter(room.evening.hare)
    await robin.ask("help")
    await hare.ask("help")
    await sam.ask("flag_done", pos=await _flag(sam, seat=6), outcome="talked")
    await sam.ask("settle", seat=3, outcome="talked")
    assert not await _open()
    await sam.ask("reopen", pos=await _flag(sam, seat=6))
    (again,) = await _open()
    assert again.seat == room.evening.robin


async def test_imminent_words_ring_as_a_call_does_and_another_look_now_is_urgent(
    room: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.enter(room.evening.counsellor)
    otter, hare = await room.enter(room.evening.otter), await room.enter(room.evening.hare)
    heron = await room.enter(room.evening.heron)
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="meet", level="soon"))
    await heron.ask("say", body="soon is no alarm")
    monkeypatch.setattr(guard, "read", lambda _: judged("divert", kind="imminent", level="now", reply="plan"))
    await otter.ask("say", body="tonight")
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="meet", level="now"))
    await hare.ask("say", body="meet me")
    assert [(one.level, one.seat) for one in await _open()] == [
        (Level.NOW, room.evening.otter), (Level.URGENT, room.evening.hare),
    ]  # fmt: skip


@pytest.mark.parametrize("decides", ["release", "return"])
async def test_whoever_decides_on_held_words_has_looked(
    room: House, monkeypatch: pytest.MonkeyPatch, decides: str
) -> None:
    sam, hare = await room.enter(room.evening.counsellor), await room.enter(room.evening.hare)
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="meet", level="now"))
    held = await hare.ask("say", body="meet me")
    assert len(await _open()) == 1
    words = {"body": "not here, please"} if decides == "return" else {}
    assert (await sam.ask(decides, stream="seat:3", pos=held["pos"], **words))["type"] == "ok"
    assert not await _open()


async def test_held_words_that_went_back_as_the_room_closed_have_been_looked_at_by_nobody(
    room: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam, hare = await room.enter(room.evening.counsellor), await room.enter(room.evening.hare)
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="disclosure", level="now"))
    await hare.ask("say", body="he hurts me")
    (duty,) = await _open()
    assert (await sam.ask("close"))["type"] == "ok"
    assert [entry["kind"] for entry in hare.entries("seat:3")] == ["held", "returned"]
    assert await _open() == [duty], "whoever closed the room has not looked"
    await sam.ask("take", pos=await _flag(sam, seat=3))
    await sam.ask("whisper", seat=3, body="I read it. I am here.")
    assert not await _open()


async def test_a_worry_about_a_facilitator_names_them_to_nobody_but_the_lead(room: House) -> None:
    who = room.evening
    sam, fox = await room.enter(who.counsellor), await room.enter(who.fox)
    said = (await sam.ask("say", body="hello"))["pos"]
    await fox.ask("worry", about="facilitator", staff=who.volunteer.public_id, body="canary")
    await fox.ask("worry", about="message", pos=said)
    await fox.ask("worry", about="facilitator")
    found = await _open()
    assert [(one.kind, one.level, one.about_staff) for one in found] == [
        (Kind.ADULT, Level.URGENT, who.volunteer), (Kind.ADULT, Level.URGENT, who.counsellor),
        (Kind.ADULT, Level.URGENT, None),
    ]  # fmt: skip
    await sam.ask("whisper", seat=7, body="anything else?")
    assert len(await _open()) == 3, "nothing that happens in the room answers it"


async def test_with_no_facilitator_there_it_goes_straight_to_the_ladder(room: House, clock: Clock) -> None:
    sam, robin = await room.enter(room.evening.counsellor), await room.enter(room.evening.robin)
    await robin.ask("help")
    (before,) = await _open()
    await sam.leave()

    async def sooner() -> bool:
        (now,) = await _open()
        return now.due_at < before.due_at

    await eventually(sooner)
    (after,) = await _open()
    assert after.due_at <= clock.now + timedelta(seconds=60), "but for a lost line"
    hare = await room.enter(room.evening.hare)
    await clock.forward(minutes=5)
    await hare.ask("help")
    late = (await _open())[-1]
    assert (late.seat, late.due_at) == (room.evening.hare, late.raised_at)


async def test_a_facilitator_who_is_back_after_a_lost_line_has_the_time_there_always_is(
    room: House, clock: Clock
) -> None:
    who = room.evening
    sam, robin = await room.enter(who.counsellor), await room.enter(who.robin)
    hare = await room.enter(who.hare)
    await robin.ask("help")
    await hare.ask("help", body="please")
    told, waits = await _open()
    assert await in_database(partial(answer, waits, who.lead, waits.due_at))
    await hare.ask("help", body="once more")
    ever = {one.pk: one.due_at for one in await _open()}
    assert len(ever) == 2, "robin's, and what hare said after somebody outside had theirs"
    await sam.leave()

    async def due() -> dict[int, datetime]:
        return {one.pk: one.due_at for one in await _open()}

    async def sooner() -> bool:
        return all(now < before for now, before in zip((await due()).values(), ever.values(), strict=True))

    await eventually(sooner)
    await clock.forward(seconds=20)
    sam = await room.enter(who.volunteer)
    assert await due() == ever
    assert await in_database(lambda: Duty.objects.filter(pk=told.pk).update(round=0, round_at=clock.now))
    await sam.leave()
    await eventually(sooner)
    sam, before = await room.enter(who.counsellor), ever.pop(told.pk)
    now = await due()
    assert now.pop(told.pk) < before, "of whom others have been told, they have been told"
    assert now == ever


async def test_in_a_lobby_that_nobody_holds_yet_too(an_evening: Make) -> None:
    async with running(await an_evening("lobby")) as house:
        robin = await house.enter(house.evening.robin)
        await robin.ask("help")
        (duty,) = await _open()
        assert duty.due_at == duty.raised_at


async def test_flag_and_duty_are_kept_together_or_not_at_all(room: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.enter(room.evening.counsellor)
    robin = await room.enter(room.evening.robin)

    def fails(_: Sequence[Heard]) -> None:
        raise RuntimeError

    monkeypatch.setattr(outside, "_HEARERS", [*outside._HEARERS, fails])
    assert (await robin.ask("help", "one"))["code"] == "busy"
    assert not await _duties()
    assert not await in_database(lambda: EntryRow.objects.filter(kind__in=["help", "flag"]).exists())
    monkeypatch.undo()
    assert (await robin.ask("help", "one"))["type"] == "ok"
    assert len(await _open()) == 1


async def test_others_hear_once_a_batch_and_never_of_talk(room: House, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Sequence[Heard]] = []
    sam, robin = await room.enter(room.evening.counsellor), await room.enter(room.evening.robin)
    hare = await room.enter(room.evening.hare)
    monkeypatch.setattr(outside, "_HEARERS", [heard.append])
    for visitor in (robin, hare, sam):
        await visitor.ask("say", body="just talk")
    await sam.ask("whisper", seat=6, body="hello")
    await robin.ask("whisper", body="hello")
    assert heard == []
    async with one_batch(room.workers[0], 2):
        refs = [(who, await who.send("help")) for who in (robin, hare)]
    for who, ref in refs:
        await who.answer_to(ref)
    ((one,),) = heard
    assert {alarm.seat for alarm in one.began} == {3, 6}


async def test_no_young_person_is_sent_anything_else_for_it(room: House) -> None:
    await room.enter(room.evening.counsellor)
    robin, heron = await room.enter(room.evening.robin), await room.enter(room.evening.heron)
    before = len(heron.raw)
    await robin.ask("help")
    assert len(await _open()) == 1
    assert [entry["kind"] for entry in robin.entries("seat:6")] == ["help"]
    assert [frame["type"] for frame in heron.frames[before:]] in ([], ["people"])
