"""ok only after the commit: what is acknowledged is stored, and nobody hears what is not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction

from chat.store import HeadRow, SavedEntry, Store
from tests.chat.house import House, Visitor, at_once
from tests.chat.live.rows import asked_for, heard, places, stored
from tests.chat.live.seams import break_commits, eventually, hold_commits, locked, until


async def test_neither_ok_nor_the_entry_is_sent_before_the_commit(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    assert (await otter.ask("say", body="first"))["type"] == "ok"
    await heron.entry("message", body="first")
    before = len(await stored(house.evening.session))
    gate = hold_commits(monkeypatch, house.workers[0])
    ref = await otter.send("say", body="not yet")
    await gate.holds()
    for visitor in (sam, otter, heron):
        assert not [frame for frame in await visitor.quiet() if frame["type"] != "people"]
    assert len(await stored(house.evening.session)) == before
    gate.open()
    assert (await otter.answer_to(ref))["type"] == "ok"
    await heron.entry("message", body="not yet")
    assert len(await stored(house.evening.session)) == before + 1


async def test_a_transaction_that_is_killed_is_busy_and_nothing_and_the_same_ref_then_works(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    with monkeypatch.context() as patch:
        break_commits(patch, house.workers[0], lambda number: True, lost=False)
        assert (await otter.ask("say", ref="mine", body="did it arrive"))["code"] == "busy"
    assert ("seat:1", "mine") not in await asked_for(house)
    assert not [entry for entry in heron.entries() if entry["kind"] == "message"]
    again = await otter.ask("say", ref="mine", body="did it arrive")
    assert again["type"] == "ok"
    assert (await heron.entry("message", body="did it arrive"))["pos"] == again["pos"]
    assert (await asked_for(house)).count(("seat:1", "mine")) == 1


@pytest.mark.parametrize("lost", [False, True], ids=["before the commit", "the commit's answer is lost"])
async def test_a_transaction_cut_once_is_done_once_and_nobody_notices(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    break_commits(monkeypatch, house.workers[0], lambda number: number == 0, lost=lost)
    answer = await otter.ask("say", ref="mine", body="once")
    assert answer["type"] == "ok"
    assert (await heron.entry("message", body="once"))["pos"] == answer["pos"]
    await heron.quiet()
    assert len([entry for entry in heron.entries() if entry["kind"] == "message"]) == 1
    assert (await asked_for(house)).count(("seat:1", "mine")) == 1


@pytest.mark.grown
async def test_a_connection_killed_in_the_middle_of_a_transaction_is_replaced(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    store, killed = house.workers[0].journal._store, [False]
    add = store.add_entries

    def add_and_die(rows: list[SavedEntry], heads: list[HeadRow]) -> None:
        add(rows, heads)
        if not killed[0]:
            killed[0] = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(store, "add_entries", add_and_die)
    assert (await otter.ask("say", ref="mine", body="through it all"))["type"] == "ok"
    assert killed[0]
    assert (await asked_for(house)).count(("seat:1", "mine")) == 1


async def test_behind_somebody_elses_lock_it_waits_and_is_then_done(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    async with locked(house.evening):
        ref = await otter.send("say", body="patience")
        # A lock is waited for one second, and on a busy machine the rest of this takes most of it.
        assert not await otter.quiet(0.2)
    assert (await otter.answer_to(ref))["type"] == "ok"
    await otter.entry("message", body="patience")


async def test_behind_a_lock_that_stays_it_is_busy_and_the_same_ref_then_works(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    async with locked(house.evening):
        assert (await otter.ask("say", ref="mine", body="too long"))["code"] == "busy"
        assert ("seat:1", "mine") not in await asked_for(house)
    assert (await otter.ask("say", ref="mine", body="too long"))["type"] == "ok"
    assert (await asked_for(house)).count(("seat:1", "mine")) == 1


async def test_all_that_was_acknowledged_is_stored_and_every_list_is_the_databases(
    brisk: None, unpaced: None, two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = two.evening
    sam = await two.enter(evening.counsellor)
    seats = [await two.enter(who, worker=number % 2) for number, who in enumerate(evening.seats)]
    with monkeypatch.context() as patch:
        break_commits(patch, two.workers[0], lambda number: number % 7 in (3, 4), lost=False)
        break_commits(patch, two.workers[1], lambda number: number % 5 == 3, lost=True)
        acknowledged = await at_once(*(_talk(seat, f"seat:{number}") for number, seat in enumerate(seats, 1)))
    everything = await asked_for(two)
    assert len(everything) == len(set(everything))
    assert {ref for refs in acknowledged for ref in refs} <= set(everything)
    room = await places(evening, "room")
    await until(lambda: all(len(heard(each.frames, "room")) >= len(room) for each in (sam, *seats)))
    for each in (sam, *seats):
        assert heard(each.frames, "room") == room


async def _talk(visitor: Visitor, person: str) -> list[tuple[str, str]]:
    """Say ten things, each until it is acknowledged."""
    done = []
    for number in range(10):
        ref = f"{person} {number}"
        await eventually(partial(_acknowledged, visitor, ref, number))
        done.append((person, ref))
    return done


async def _acknowledged(visitor: Visitor, ref: str, number: int) -> bool:
    return bool((await visitor.ask("say", ref=ref, body=f"words {number}"))["type"] == "ok")


async def test_what_django_took_back_without_a_word_is_told_as_busy_and_leaves_no_hole(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)

    def caught(_: object) -> None:
        # As after a `save()` that fails inside somebody's `try`.
        transaction.set_rollback(True)

    with monkeypatch.context() as patch:
        patch.setattr("chat.outside.tell", caught)
        assert (await otter.ask("help", ref="lost"))["code"] == "busy"
    assert (await otter.ask("say", body="two"))["type"] == "ok"
    rows = await stored(house.evening.session)
    assert [row.turn for row in rows] == [1, 2]
    assert "lost" not in {row.ref for row in rows}


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_outlives_a_power_cut_on_the_connection_that_words_are_written_by(store: str) -> None:
    asks, whole = {"embedded": ("PRAGMA synchronous", 2), "grown": ("SHOW synchronous_commit", "on")}[store]
    with ThreadPoolExecutor(1) as writer:
        assert writer.submit(_answer_of_the_journals_own, asks).result() == whole


def _answer_of_the_journals_own(asks: str) -> object:
    own = Store()
    own.own_connection()
    own.connection.ensure_connection()
    own.limit_waiting()
    with own.connection.cursor() as cursor:
        cursor.execute(asks)
        [answer] = cursor.fetchone()
    own.connection.close()
    return answer
