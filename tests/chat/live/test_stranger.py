"""A stranger, at the next table: holds a seat of another cohort, and must see nothing of this one."""

from __future__ import annotations

from chat.models import PresenceRow
from tests.chat.house import House
from tests.chat.live.rows import heard, in_database, places
from tests.chat.live.seams import until

LOUD = ("say", "whisper", "help")


async def test_a_stranger_hears_nothing_of_a_room_that_is_loud(brisk: None, unpaced: None, two: House) -> None:
    evening = two.evening
    lynx = [await two.enter(evening.stranger, session=evening.elsewhere.public_id, worker=worker) for worker in (0, 1)]
    await lynx[0].quiet()
    already = [len(each.frames) for each in lynx]
    sam, otter = await two.enter(evening.counsellor), await two.enter(evening.otter, worker=1)
    for number in range(5):
        for verb in LOUD:
            assert (await otter.ask(verb, body=f"canary {number}"))["type"] == "ok"
        assert (await sam.ask("note", body=f"canary note {number}"))["type"] == "ok"
    assert (await sam.ask("mute", seat=2, seconds=60, reason="canary reason"))["type"] == "ok"
    await until(lambda: len(heard(sam.frames)) >= 27)
    assert heard(sam.frames, "room") == await places(evening, "room"), "the room did hear something"
    assert len(heard(otter.frames, "room", "seat:1")) >= 16
    for each, before in zip(lynx, already, strict=True):
        await each.quiet()
        assert each.frames[before:] == []
        assert "canary" not in "".join(each.raw)
        assert evening.session.public_id not in "".join(each.raw)


async def test_what_a_stranger_does_is_heard_by_nobody_here(brisk: None, two: House) -> None:
    evening = two.evening
    sam, otter = await two.enter(evening.counsellor), await two.enter(evening.otter, worker=1)
    lynx = await two.enter(evening.stranger, session=evening.elsewhere.public_id)
    await sam.quiet()
    already = len(sam.frames), len(otter.frames)
    for verb in ("whisper", "help"):
        assert (await lynx.ask(verb, body="canary"))["type"] == "ok"
    await lynx.entry("help", body="canary")
    for each, before in zip((sam, otter), already, strict=True):
        await each.quiet()
        assert each.frames[before:] == []


async def test_a_stranger_at_the_door_leaves_no_trace_inside(brisk: None, two: House) -> None:
    evening = two.evening
    sam = await two.enter(evening.counsellor)
    await sam.quiet()
    already = len(sam.frames)
    for who in (evening.stranger, evening.coordinator, evening.lead, None):
        for query in ("", "room=0&staff=0&seat:1=0", f"as={evening.as_id(evening.otter)}"):
            refused = await two.enter(who, query=query)
            assert refused.close_code in {4401, 4404}
            assert refused.frames == []
    await sam.quiet()
    assert sam.frames[already:] == []
    rows = PresenceRow.objects.filter(session=evening.session)
    assert await in_database(rows.count) == 1
