"""The database falls back to an earlier state while workers live, as when a copy that lagged takes over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from chat import chain
from chat.herald import Herald
from chat.models import EntryRow, Head, PresenceRow
from chat.store import SavedEntry
from cohorts.models import Session
from tests.cast import Evening
from tests.chat.house import House, Visitor, running
from tests.chat.live.rows import heard, in_database, places, sockets, stored
from tests.chat.live.seams import eventually

NEVER = 10**9


@pytest.fixture
def unlooking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hub looks at the database by itself. Ask for it before a house."""
    monkeypatch.setattr("chat.hub.hub.TICK", NEVER)


async def fall_back(house: House, turn: int) -> None:
    """All that was written after this turn is gone."""
    await in_database(lambda: _cut(house.evening.session, turn))


def _cut(session: Session, turn: int) -> None:
    EntryRow.objects.filter(session=session, turn__gt=turn).delete()
    last = EntryRow.objects.get(session=session, turn=turn)
    Head.objects.filter(session=session).update(turn=turn, digest=last.digest, at=last.at)


async def three_words(house: House) -> tuple[Visitor, Visitor]:
    """The room opens at turn 1; three messages come after it, heard by all."""
    await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron, worker=-1)
    for body in ("one", "two", "three"):
        assert (await otter.ask("say", body=body))["type"] == "ok"
        await heron.entry("message", body=body)
    return otter, heron


async def test_everybody_comes_back_to_what_the_database_has_and_hears_what_is_said_from_then_on(
    brisk: None, two: House
) -> None:
    await three_words(two)
    await fall_back(two, 2)
    assert [await each.closed() for each in two.visitors] == [1012] * 3
    otter, heron = await two.enter(two.evening.otter), await two.enter(two.evening.heron, worker=1)
    assert (await otter.ask("say", body="after"))["type"] == "ok"
    await heron.entry("message", body="after")
    assert [entry["body"] for entry in heron.entries() if entry["kind"] == "message"] == ["one", "after"]
    assert heard(heron.frames) == await places(two.evening, "room")


async def test_one_look_that_finds_less_than_is_here_closes_nothing(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    otter, _ = await three_words(house)
    standing = house.workers[0].hub._standing
    session = house.evening.session.public_id
    here = house.workers[0].hub._rooms[session].reading.stands
    assert here[0] == 4
    assert [standing.found(session, stands, stood=here) for stands in ((2, None), here, (2, None))] == [False] * 3
    assert standing.found(session, (2, None), stood=here)
    await otter.quiet()
    assert otter.close_code is None


async def test_words_that_are_written_where_others_stood_reach_everybody_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.LOOK_EVERY", NEVER)
    otter, heron = await three_words(house)
    await fall_back(house, 2)
    await otter.send("say", body="in the place of two")
    assert await heron.closed() == 1012
    heron = await house.enter(house.evening.heron)
    assert [entry["body"] for entry in heron.entries() if entry["kind"] == "message"] == ["one", "in the place of two"]


async def test_a_herald_reads_anew_what_it_knew_too_much_of(house: House) -> None:
    await three_words(house)
    worker, session = house.workers[0], house.evening.session.public_id
    herald = Herald(worker._reader, worker.journal, near=lambda _: None)
    await herald.round()
    assert herald._watched[session].fold.turn == 4
    await fall_back(house, 2)
    for _ in range(2):
        await herald.round()
    assert herald._watched[session].fold.turn == 2


async def regrown(house: House, *bodies: str) -> None:
    """After a fall back to turn 2 another worker writes these words where others stood."""
    await fall_back(house, 2)
    for turn, body in enumerate(bodies, 3):
        hare = await house.enter(house.evening.hare, worker=1)
        await hare.send("say", body=body)
        await eventually(partial(_stand, house.evening.session, turn))


async def _stand(session: Session, turns: int) -> bool:
    return len(await stored(session)) == turns


async def is_chained(session: Session) -> bool:
    """Whether each row follows the one before it, and the head the last."""
    found, digest = await stored(session), chain.START
    for row in found:
        fields = SavedEntry(session.pk, *(getattr(row, name) for name in SavedEntry._fields[1:]))
        digest = chain.digest_after(digest, session.public_id, fields._replace(hash=bytes(row.hash)))
        if bytes(row.digest) != digest:
            return False
    head = await in_database(lambda: Head.objects.get(session=session))
    return (head.turn, bytes(head.digest)) == (found[-1].turn, digest)


@pytest.mark.parametrize("bodies", [("other two", "other three"), ("other two", "other three", "and a fourth")])
async def test_what_a_worker_writes_after_others_grew_the_room_again_is_chained_to_what_they_wrote(
    unlooking: None, two: House, bodies: tuple[str, ...]
) -> None:
    otter, _ = await three_words(two)
    await regrown(two, *bodies)
    await otter.send("say", body="after")
    await eventually(partial(_stand, two.evening.session, 3 + len(bodies)))
    assert await is_chained(two.evening.session)
    messages = two.workers[0].journal._rooms[two.evening.session.public_id].fold.messages
    assert [messages[pos].author for pos in (3, 4)] == ["seat:3"] * 2, "Hare wrote these, where Otter had"


async def test_words_before_one_s_own_are_heard_though_others_stood_in_their_place(unlooking: None, two: House) -> None:
    otter, _ = await three_words(two)
    await regrown(two, "other two", "other three")
    await otter.send("say", body="after")
    assert await otter.closed() == 1012
    await hears_what_is_there(two, "one", "other two", "other three", "after")


async def test_a_look_finds_other_words_where_a_room_stands(unlooking: None, two: House) -> None:
    otter, _ = await three_words(two)
    await regrown(two, "other two", "other three")
    await two.workers[0].hub._look([two.evening.session.public_id])
    assert await otter.closed() == 1012
    await hears_what_is_there(two, "one", "other two", "other three")


async def hears_what_is_there(house: House, *bodies: str) -> None:
    """Whoever comes in by the first worker is sent these words and no others."""
    heron = await house.enter(house.evening.heron)
    assert [entry["body"] for entry in heron.entries() if entry["kind"] == "message"] == [*bodies]


async def test_a_herald_reads_anew_where_other_words_stand(unlooking: None, two: House) -> None:
    await three_words(two)
    worker, session = two.workers[0], two.evening.session.public_id
    herald = Herald(worker._reader, worker.journal, near=lambda _: None)
    await herald.round()
    known = herald._watched[session]
    assert known.fold.turn == 4
    await regrown(two, "other two", "other three")
    for _ in range(2):
        await herald.round()
    assert herald._watched[session].fold.turn == 4
    assert herald._watched[session].fold.last_at != known.fold.last_at


async def _loses_the_coming_of(house: House, person: str) -> None:
    rows = PresenceRow.objects.filter(session=house.evening.session, person=person)
    assert (await in_database(rows.delete))[0]


async def test_whose_coming_was_lost_comes_in_anew_and_nobody_else_does(brisk: None, two: House) -> None:
    sam, heron = await two.enter(two.evening.counsellor), await two.enter(two.evening.heron, worker=1)
    otter = await two.enter(two.evening.otter)
    await _loses_the_coming_of(two, "seat:1")
    assert await otter.closed() == 1012
    already = len(sam.frames)
    await two.enter(two.evening.otter)
    await sam.until(
        lambda frame: any(line["seat"] == 1 and line["present"] for line in frame.get("people", ())), already
    )
    await heron.quiet()
    assert (sam.close_code, heron.close_code) == (None, None)


async def test_one_look_that_does_not_find_somebody_closes_nothing(unlooking: None, house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    await _loses_the_coming_of(house, "seat:1")
    await house.workers[0].hub._look([house.evening.session.public_id])
    await otter.quiet()
    assert otter.close_code is None
    await house.workers[0].hub._look([house.evening.session.public_id])
    assert await otter.closed() == 1012


async def test_before_the_lobby_opens_nobody_is_looked_for(
    brisk: None, an_evening: Callable[..., Awaitable[Evening]]
) -> None:
    async with running(await an_evening("waiting")) as house:
        there = [await house.enter(who) for who in (house.evening.counsellor, house.evening.otter)]
        await there[0].quiet(1)
        assert [one.close_code for one in there] == [None, None]


async def test_whose_going_was_lost_is_gone_once_more(brisk: None, house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    here = partial(sockets, house.evening, f"staff:{house.evening.counsellor.public_id}")

    async def gone() -> bool:
        return not await here()

    await sam.leave()
    await eventually(gone)
    rows = PresenceRow.objects.filter(session=house.evening.session, person__startswith="staff:")
    assert await in_database(partial(rows.update, left_at=None)) == 1
    await eventually(gone)
    await otter.quiet()
    assert otter.close_code is None
