"""One room that cannot be held harms itself alone: who is read, looked at or told together with it goes on as ever."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DataError

from chat.facts import Facts
from chat.hub.live import LiveRoom
from chat.hub.reader import Reader
from chat.models import EntryRow
from chat.protocol.closing import Gone
from chat.store import Store
from chat.verbs.announce import Announce
from cohorts.models import Session
from tests.chat.house import House, Visitor
from tests.chat.live.rows import heard, in_database
from tests.chat.live.seams import announced, until

NEVER = 10**9
#: The first turn at which one's own word stands, after the room was opened.
FIRST = 2


async def next_door(house: House, worker: int = 0) -> Visitor:
    return await house.enter(house.evening.stranger, session=house.evening.elsewhere.public_id, worker=worker)


def out_of_order(session: Session, turn: int = FIRST) -> None:
    """Two entries stand in each other's turn: they open, and do not follow one another."""
    with transaction.atomic():
        for was, becomes in ((turn, NEVER), (turn + 1, turn), (NEVER, turn + 1)):
            assert EntryRow.objects.filter(session=session, turn=was).update(turn=becomes)


async def says(visitor: Visitor, *bodies: str) -> None:
    for body in bodies:
        assert (await visitor.ask("whisper", body=body))["type"] == "ok"


@pytest.fixture
def unlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look finds what a ring did not tell. Ask for it before a house."""
    monkeypatch.setattr("chat.hub.hub.Hub._due_for_a_look", lambda hub: set())


@pytest.fixture
def asked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether they may is asked once a second of everybody who listens. Ask for it before a house."""
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", 1)


async def said_unheard(two: House, patch: pytest.MonkeyPatch) -> tuple[Visitor, Visitor]:
    """By way of the first worker words are said in two rooms; the second worker holds both and hears of none."""
    await two.enter(two.evening.counsellor)
    writing = await two.enter(two.evening.otter), await next_door(two)
    reading = await two.enter(two.evening.otter, worker=1), await next_door(two, worker=1)
    with patch.context() as deaf:
        deaf.setattr(two.workers[1].hub._doorbell, "_on_ring", lambda kind, message: None)
        await says(writing[0], "one", "two")
        await says(writing[1], "canary")
        await reading[0].quiet()
    assert not heard(reading[1].frames, "seat:1")
    return reading


def _catches_up(house: House) -> None:
    """Both rooms of the second worker are behind at once, the broken one first."""
    for session in (house.evening.session, house.evening.elsewhere):
        house.workers[1].hub._fell_behind(session.public_id)


async def test_words_of_the_next_room_come_though_those_read_with_them_do_not_follow(
    unlooked: None, two: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    otter, lynx = await said_unheard(two, monkeypatch)
    await in_database(lambda: out_of_order(two.evening.session))
    _catches_up(two)
    await lynx.entry("whisper", body="canary")
    assert await otter.closed() == 1011, "the page comes back by itself, and finds the room once it is mended"
    assert f"session {two.evening.session.public_id} failed at turn" in caplog.text
    assert "canary" not in caplog.text


async def test_words_of_the_next_room_come_though_those_asked_for_with_them_make_the_reading_fail(
    unlooked: None, two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    otter, lynx = await said_unheard(two, monkeypatch)
    _breaks(monkeypatch, two.workers[1].hub._reader, "entries_after", two.evening.session.pk)
    _catches_up(two)
    await lynx.entry("whisper", body="canary")
    assert not heard(otter.frames, "seat:1")


def _breaks(patch: pytest.MonkeyPatch, reader: Reader, name: str, pk: int) -> None:
    """A statement of this reader finds something it cannot make sense of, wherever this session is among the asked."""
    store: Store = reader._store
    whole = getattr(store, name)

    def fails(asked: Any) -> Any:
        if pk in asked:
            raise DataError("a page that is no page")
        return whole(asked)

    patch.setattr(store, name, fails)


async def test_whoever_comes_to_the_next_room_is_let_in_though_the_one_read_with_it_cannot_be_folded(
    two: House,
) -> None:
    await two.enter(two.evening.counsellor)
    await says(await two.enter(two.evening.otter), "one", "two")
    await says(await next_door(two), "canary")
    await in_database(lambda: out_of_order(two.evening.session))
    rooms = two.workers[1].hub._rooms
    sessions = (two.evening.session.public_id, two.evening.elsewhere.public_id)
    for _ in range(2):
        bad, good = await asyncio.gather(*map(rooms.find, sessions), return_exceptions=True)
        assert isinstance(bad, Gone)
        assert bad.code == 1011
        assert isinstance(good, LiveRoom)
        del rooms[good.id]
    lynx = await next_door(two, worker=1)
    assert [entry["body"] for entry in lynx.entries("seat:1")] == ["canary"]


async def test_a_session_that_is_no_more_keeps_nobody_from_being_seen_or_asked_again(
    brisk: None, asked_often: None, two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = two.workers[0].hub
    otter, lynx = await two.enter(two.evening.otter), await next_door(two)
    look, asked = hub._reader.look, list[set[str]]()

    async def without_otters(*arguments: Any, **more: Any) -> Any:
        news = await look(*arguments, **more)
        cards = {pk: card for pk, card in news.cards.items() if card.id != two.evening.session.public_id}
        return replace(news, cards=cards)

    authorise = hub._authorise

    async def noted(sessions: Any) -> None:
        asked.append(set(sessions))
        await authorise(asked[-1])

    monkeypatch.setattr(hub, "_authorise", noted)
    monkeypatch.setattr(hub._reader, "look", without_otters)
    assert await otter.closed() == 1011, "who comes back then hears that there is none"
    await until(lambda: any(two.evening.elsewhere.public_id in sessions for sessions in asked))
    assert lynx.close_code is None


async def test_the_herald_speaks_in_the_next_room_though_one_that_runs_beside_it_cannot_be_folded(
    two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two.enter(two.evening.counsellor)
    await says(await two.enter(two.evening.otter), "one", "two")
    await says(await next_door(two), "canary")
    herald, bad = two.workers[1].herald, two.evening.session.public_id
    await announced(two.workers[1])
    assert set(herald._watched) == {bad, two.evening.elsewhere.public_id}
    spoken: list[str] = []

    def due(facts: Facts) -> list[Announce]:
        if facts.meeting.id == bad:
            raise KeyError(bad)
        spoken.append(facts.meeting.id)
        return []

    monkeypatch.setattr("chat.herald.due", due)
    await announced(two.workers[1])
    assert spoken == [two.evening.elsewhere.public_id]
