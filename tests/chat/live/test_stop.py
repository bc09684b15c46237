"""Leaving and coming back: what was asked is answered, sockets are told, and the chain goes on unbroken."""

from __future__ import annotations

import asyncio
import time
from functools import partial

import pytest

from chat.journal import Answer, Asked
from chat.models import EntryRow, Head
from chat.protocol.replies import No, Ok
from chat.verbs.whisper import Whisper
from chat.verify import verify
from chat.worker import Worker
from cohorts.access import Badge
from tests.cast import Evening
from tests.chat.house import Frame, House, at_once, running
from tests.chat.live.rows import asked_for, in_database, sockets
from tests.chat.live.seams import break_commits, hold_commits, until


def badge(evening: Evening) -> Badge:
    return Badge(evening.as_id(evening.otter), evening.token(evening.otter))


async def test_every_socket_is_told_that_the_server_comes_back(two: House) -> None:
    sam, otter = await two.enter(two.evening.counsellor), await two.enter(two.evening.otter)
    heron = await two.enter(two.evening.heron, worker=1)
    assert (await otter.ask("say", body="before"))["type"] == "ok"
    await two.workers[0].stop()
    assert [sam.close_code, otter.close_code, heron.close_code] == [1012, 1012, None]
    again = await two.enter(two.evening.otter, worker=1, query="room=2")
    assert again.entries() == []
    assert (await again.ask("say", body="after"))["type"] == "ok"
    await heron.entry("message", body="after")
    two.workers[0] = Worker()
    await two.workers[0].start(herald=False)


async def test_what_was_asked_before_the_stop_is_written_and_answered_and_nothing_after(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        worker, answers = house.workers[0], dict[str, Answer]()

        def ask(ref: str) -> None:
            asked = Asked(
                evening.session.public_id,
                badge(evening),
                Whisper(ref, "words"),
                lambda answer: answers.update({ref: answer}),
            )
            worker.journal.ask(asked)

        gate = hold_commits(monkeypatch, worker)
        for number in range(200):
            ask(f"ref {number}")
        await gate.holds()
        stopping = asyncio.create_task(worker.stop())
        await until(lambda: house.visitors[0].close_code)
        gate.open()
        await stopping
        ask("too late")
        await until(lambda: len(answers) == 201)
        assert {type(answers[f"ref {number}"]) for number in range(200)} == {Ok}
        refused = answers["too late"]
        assert isinstance(refused, No)
        assert refused.code == "busy"
        stored = [ref for _, ref in await asked_for(house)]
        assert sorted(stored) == sorted(f"ref {number}" for number in range(200))
        house.workers.clear()


async def test_a_request_cut_off_by_a_stop_is_done_once_when_it_is_sent_again(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        otter = await house.enter(evening.otter)
        with monkeypatch.context() as patch:
            gate = hold_commits(patch, house.workers[0])
            await otter.send("say", ref="mine", body="did it arrive")
            await gate.holds()
            stopping = asyncio.create_task(house.workers[0].stop())
            assert await otter.closed() == 1012
            gate.open()
            await stopping
        assert not [frame for frame in otter.frames if frame.get("ref") == "mine" and frame["type"] == "ok"]
        house.workers[0] = Worker()
        await house.workers[0].start(herald=False)
        again = await house.enter(evening.otter)
        first = (await again.entry("message", body="did it arrive"))["pos"]
        answer = await again.ask("say", ref="mine", body="did it arrive")
        assert (answer["type"], answer["pos"]) == ("ok", first)
        assert (await asked_for(house)).count(("seat:1", "mine")) == 1


async def test_whoever_comes_to_the_door_while_it_shuts_is_told_to_come_back(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(evening) as house:
        gate = hold_commits(monkeypatch, house.workers[0])
        entering = asyncio.create_task(house.enter(evening.otter))
        await gate.holds()
        began = time.monotonic()
        stopping = asyncio.create_task(house.workers[0].stop())
        await asyncio.sleep(0.1)
        gate.open()
        otter = await entering
        assert await otter.closed() == 1012
        await stopping
        assert time.monotonic() - began < 4, "nobody is waited for who is not there"
        late = await house.enter(evening.heron)
        assert late.close_code in {1011, 1012}
        house.workers.clear()


async def test_a_worker_that_has_stopped_leaves_nobody_behind(two: House) -> None:
    evening = two.evening
    sam = await two.enter(evening.counsellor)
    otter, hare = await at_once(two.enter(evening.otter, worker=1), two.enter(evening.hare, worker=1))
    await two.workers[1].stop()
    for seat, person in ((1, "seat:1"), (3, "seat:3")):
        await sam.until(partial(_tells_gone, seat))
        assert await sockets(evening, person) == []
    assert {otter.close_code, hare.close_code} == {1012}
    two.workers.pop()


def _tells_gone(seat: int, frame: Frame) -> bool:
    people = frame["people"] if frame["type"] == "people" else []
    return any(line["seat"] == seat and not line["present"] for line in people)


async def test_the_chain_goes_on_through_restarts_other_workers_and_broken_transactions(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    for evening_hour in range(3):
        async with running(evening, workers=2) as house:
            await house.enter(evening.counsellor, worker=evening_hour % 2)
            otter, heron = await house.enter(evening.otter), await house.enter(evening.heron, worker=1)
            with monkeypatch.context() as patch:
                break_commits(patch, house.workers[0], lambda number: number % 3 == 1, lost=False)
                break_commits(patch, house.workers[1], lambda number: number % 3 == 1, lost=True)
                for number in range(4):
                    await at_once(
                        otter.ask("whisper", body=f"{evening_hour} {number}"),
                        heron.ask("say", body=f"{evening_hour} {number}"),
                    )
    walked, broken = await in_database(lambda: verify(evening.session))
    assert broken is None
    assert walked == await in_database(EntryRow.objects.filter(session=evening.session).count) > 20
    assert (await in_database(lambda: Head.objects.get(session=evening.session))).turn == walked


async def test_stopping_never_waits_for_a_doorbell_that_is_just_ringing(evening: Evening) -> None:
    began = time.monotonic()
    for _ in range(10):
        async with running(evening, workers=2) as house:
            await at_once(house.enter(evening.otter), house.enter(evening.heron, worker=1))
    assert time.monotonic() - began < 20


async def test_stopping_ends_a_doorbell_that_will_not_be_told(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    ringing, told = asyncio.Event(), asyncio.Event()

    async def deaf(*arguments: object) -> None:
        ringing.set()
        try:
            await asyncio.sleep(0.5)
        except asyncio.CancelledError:
            told.set()

    async with running(evening) as house:
        monkeypatch.setattr(house.workers[0].hub._doorbell._layer, "group_send", deaf, raising=False)
        otter = await house.enter(evening.otter)
        await ringing.wait()
        async with asyncio.timeout(4):
            await house.workers[0].stop()
        assert told.is_set()
        assert otter.close_code == 1012
        house.workers.clear()
