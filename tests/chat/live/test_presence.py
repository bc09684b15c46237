"""Who is here: from leases, for staff in full, and for seats only that somebody came."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chat.models import Lease
from tests.chat.house import Frame, House, Visitor
from tests.chat.live.rows import in_database, worker_silent_since
from tests.chat.live.seams import eventually, until

Line = dict[str, Any]


def lines(frames: list[Frame], seat: int | None = None) -> list[Line]:
    """The lines of a seat, or of everybody, in the people frames among these, in order."""
    people = [line for frame in frames if frame["type"] == "people" for line in frame["people"]]
    return [line for line in people if seat is None or line["seat"] == seat]


async def told(visitor: Visitor, seat: int, **how: object) -> Line:
    """The first people line of a seat that says so."""

    def says(frame: Frame) -> bool:
        return any(_fits(line, how) for line in lines([frame], seat))

    frame = await visitor.until(says)
    return next(line for line in lines([frame], seat) if _fits(line, how))


def _fits(line: Line, how: dict[str, object]) -> bool:
    return all(line.get(name) == value for name, value in how.items())


async def test_a_minute_for_oneself_is_told_to_staff_alone(brisk: None, house: House) -> None:
    sam, ali = await house.enter(house.evening.counsellor), await house.enter(house.evening.volunteer)
    otter, tab, heron = [await house.enter(who) for who in (house.evening.otter,) * 2 + (house.evening.heron,)]
    await told(heron, 2, present=True)
    before = [len(each.frames) for each in (otter, tab, heron)]
    assert await otter.ask("away", ref="a") == {"type": "ok", "ref": "a"}
    for staff in (sam, ali):
        await told(staff, 1, present=True, away=True)
    assert (await otter.ask("back", ref="b"))["type"] == "ok"
    for staff in (sam, ali):
        assert (await told(staff, 1, away=False))["present"]
    for each, already in zip((tab, heron), before[1:], strict=True):
        assert lines(each.frames[already:]) == []
    assert [frame["type"] for frame in otter.frames[before[0] :]] == ["ok", "ok"]


async def test_nobodys_leaving_is_announced_to_seats_and_staff_see_since_when(brisk: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    await told(heron, 2, present=True)
    already = len(heron.frames)
    before = datetime.now(UTC)
    await otter.leave()
    gone = await told(sam, 1, present=False)
    assert before - timedelta(seconds=1) < datetime.fromisoformat(gone["gone_since"]) < datetime.now(UTC)
    await heron.quiet()
    assert heron.frames[already:] == []
    hare = await house.enter(house.evening.hare)
    assert [line["present"] for line in hare.welcome["people"] if line["seat"] == 1] == [True]
    ali = await house.enter(house.evening.volunteer)
    (line,) = [line for line in ali.welcome["people"] if line["seat"] == 1]
    assert (line["present"], line["gone_since"]) == (False, gone["gone_since"])
    back = await house.enter(house.evening.otter)
    assert (await told(ali, 1, present=True))["gone_since"] is None
    assert back.close_code is None
    await heron.quiet()
    assert not lines(heron.frames[already:], 1), "nor that they came back"


async def test_a_seat_that_never_came_is_not_in_a_seats_list(brisk: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    heron = await house.enter(house.evening.heron)
    await told(heron, 2, present=True)
    assert {line["seat"] for line in heron.welcome["people"] + lines(heron.frames)} == {None, 2}
    assert {line["seat"] for line in sam.welcome["people"] if line["seat"]} == set(range(1, 9))
    assert not {"away", "gone_since", "flags", "mode", "held", "mood"} & {
        name for line in heron.welcome["people"] + lines(heron.frames) for name in line
    }


async def test_a_facilitators_leaving_is_not_announced_to_seats_either(brisk: None, house: House) -> None:
    sam, ali = await house.enter(house.evening.counsellor), await house.enter(house.evening.volunteer)
    heron = await house.enter(house.evening.heron)
    await told(heron, 2, present=True)
    already = len(heron.frames)
    await sam.leave()
    await ali.until(lambda frame: [line for line in lines([frame]) if line["name"] == "Sam" and not line["present"]])
    await heron.quiet()
    assert heron.frames[already:] == []


async def test_a_handed_over_lead_leaves_everybody_where_they_are(brisk: None, house: House) -> None:
    sam, ali = await house.enter(house.evening.counsellor), await house.enter(house.evening.volunteer)
    await house.enter(house.evening.otter)
    for staff in (sam, ali):
        await told(staff, 1, present=True)
    already = [len(staff.frames) for staff in (sam, ali)]
    assert (await sam.ask("lead", staff=house.evening.volunteer.public_id))["type"] == "ok"
    await ali.entry("lead")
    for staff, before in zip((sam, ali), already, strict=True):
        await staff.quiet()
        assert lines(staff.frames[before:]) == []


async def test_one_tab_closed_of_two_is_nobodys_leaving(brisk: None, two: House) -> None:
    sam = await two.enter(two.evening.counsellor)
    first, second = await two.enter(two.evening.otter), await two.enter(two.evening.otter, worker=1)
    await told(sam, 1, present=True)
    await first.leave()
    await sam.quiet()
    assert lines(sam.frames, 1)[-1]["present"]
    await second.leave()
    await told(sam, 1, present=False)


@pytest.mark.parametrize("dies", ["its lease lapses", "its journal is gone"])
async def test_a_worker_that_shows_no_sign_of_life_takes_its_people_with_it(
    brisk: None, two: House, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    evening = two.evening
    sam, heron = await two.enter(evening.counsellor), await two.enter(evening.heron)
    await two.enter(evening.otter, worker=1)
    await told(sam, 1, present=True)
    await told(heron, 1, present=True)
    already = len(heron.frames)
    journal = two.workers[1].journal
    if dies == "its journal is gone":
        journal._stopping = True
        monkeypatch.setattr(journal._store, "renew", lambda worker, *, stopped=False: None)
        with journal._bell:
            journal._bell.notify()
        await until(lambda: journal._thread is not None and not journal._thread.is_alive())
    else:
        monkeypatch.setattr(journal._store, "renew", lambda worker, *, stopped=False: None)
    silent = datetime.now(UTC) - timedelta(seconds=16)
    await worker_silent_since(two.workers[1].name, silent)
    assert datetime.fromisoformat((await told(sam, 1, present=False))["gone_since"]) == silent
    await heron.quiet()
    assert lines(heron.frames[already:]) == []


async def test_a_worker_renews_its_lease_while_nothing_happens(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.journal.journal.RENEW_EVERY", timedelta(seconds=0.2))
    await house.enter(house.evening.otter)
    name, long_ago = house.workers[0].name, datetime.now(UTC) - timedelta(hours=1)
    await worker_silent_since(name, long_ago)
    await eventually(lambda: _seen_since(name, long_ago + timedelta(minutes=30)))


async def test_people_are_told_at_most_once_a_second_and_only_what_changed(unpaced: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    await told(sam, 2, present=True)
    await sam.quiet(1.2)
    already, began = len(sam.frames), time.monotonic()
    for _ in range(10):
        for verb in ("away", "back"):
            assert (await otter.ask(verb))["type"] == "ok"
        await sam.quiet(0.2)
    await sam.quiet(1.2)
    people = [frame for frame in sam.frames[already:] if frame["type"] == "people"]
    assert len(people) <= time.monotonic() - began + 1
    assert {line["seat"] for line in lines(people)} <= {1}
    assert not any("away" in line for line in lines(heron.frames))


async def _seen_since(name: str, moment: datetime) -> bool:
    return await in_database(lambda: Lease.objects.filter(worker=name, renewed_at__gt=moment).exists())
