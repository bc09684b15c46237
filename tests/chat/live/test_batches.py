"""When a batch fails: who is refused, who is not, and in which order the writer tries again."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connections

from chat.facts import Facts
from chat.journal.journal import Journal
from chat.store import HeadRow, SavedEntry
from chat.verbs import Done, Request, registry
from chat.verbs.react import React
from tests.chat.house import House, at_once
from tests.chat.live.rows import asked_for
from tests.chat.live.seams import one_batch, spy_on_journeys, spy_on_writes


@pytest.fixture(autouse=True)
def mixed() -> None:
    """All come by one kind of server: on different ones two people may be heard in another order than they spoke."""


def poison(patch: pytest.MonkeyPatch, journal: Journal, *, problem: Exception) -> None:
    """Whatever transaction would store an entry with the ref `poison` fails in the database."""
    add = journal._store.add_entries

    def add_or_fail(rows: list[SavedEntry], heads: list[HeadRow]) -> None:
        if any(row.ref == "poison" for row in rows):
            raise problem
        add(rows, heads)

    patch.setattr(journal._store, "add_entries", add_or_fail)


async def test_a_verb_that_raises_refuses_itself_and_nobody_else_in_its_batch(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(facts: Facts, request: Request[Any]) -> Done:
        raise ZeroDivisionError

    await house.enter(house.evening.counsellor)
    otter, heron, hare = [await house.enter(who) for who in house.evening.seats[:3]]
    verbs: dict[Any, Any] = registry._VERBS
    monkeypatch.setitem(verbs, React, dataclasses.replace(registry._VERBS[React], decide=explode))
    begun = spy_on_writes(monkeypatch, house.workers[0])
    async with one_batch(house.workers[0], 3):
        await otter.send("say", ref="one", body="before")
        await heron.send("react", ref="two", pos=1, emoji="💜", on=True)
        await hare.send("say", ref="three", body="after")
    assert (await heron.answer_to("two"))["code"] == "busy"
    assert (await otter.answer_to("one"))["type"] == "ok"
    assert (await hare.answer_to("three"))["type"] == "ok"
    assert begun[-1] == ["one", "two", "three"], "they were one batch, and it was written once"
    await heron.entry("message", body="after")


async def test_a_failing_batch_is_tried_whole_once_more_then_by_session_then_by_request(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = house.evening
    await house.enter(evening.counsellor)
    otter, heron = [await house.enter(who) for who in evening.seats[:2]]
    lynx = await house.enter(evening.stranger, session=evening.elsewhere.public_id)
    poison(monkeypatch, house.workers[0].journal, problem=OperationalError("the disk is strange"))
    begun = spy_on_writes(monkeypatch, house.workers[0])
    async with one_batch(house.workers[0], 3):
        await otter.send("say", ref="poison", body="this row fails")
        await heron.send("say", ref="good", body="this one is fine")
        await lynx.send("whisper", ref="other", body="another room altogether")
    assert (await otter.answer_to("poison"))["code"] == "busy"
    assert (await heron.answer_to("good"))["type"] == "ok"
    assert (await lynx.answer_to("other"))["type"] == "ok"
    whole = ["poison", "good", "other"]
    assert begun == [whole, whole, ["poison", "good"], ["poison"], ["good"], ["other"]]
    assert ("seat:1", "poison") not in await asked_for(house)


async def test_what_no_database_says_is_not_tried_whole_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    poison(monkeypatch, house.workers[0].journal, problem=KeyError("a fault of our own"))
    begun = spy_on_writes(monkeypatch, house.workers[0])
    async with one_batch(house.workers[0], 2):
        await otter.send("say", ref="poison", body="this row fails")
        await heron.send("say", ref="good", body="this one is fine")
    assert (await heron.answer_to("good"))["type"] == "ok"
    assert (await otter.answer_to("poison"))["code"] == "busy"
    assert begun == [["poison", "good"], ["poison"], ["good"]]


async def test_while_the_whole_database_is_away_all_are_busy_at_once_and_nothing_is_split(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_answers() -> Any:
        raise OperationalError("nobody answers")

    await house.enter(house.evening.counsellor)
    seats = [await house.enter(who) for who in house.evening.seats[:3]]
    journal = house.workers[0].journal
    begun = spy_on_writes(monkeypatch, house.workers[0])
    with monkeypatch.context() as patch:
        async with one_batch(house.workers[0], 3):
            for number, seat in enumerate(seats):
                await seat.send("say", ref=f"ref {number}", body="anybody there")
            patch.setattr(journal._store, "now", nobody_answers)
            # Replaced under the gate, so that the batch that is being held is still committed.
            whole, journal._store.transaction = journal._store.transaction, nobody_answers  # type: ignore[method-assign]
        began = time.monotonic()
        answers = await at_once(*(seat.answer_to(f"ref {number}") for number, seat in enumerate(seats)))
        assert time.monotonic() - began < 1
        journal._store.transaction = whole  # type: ignore[method-assign]
    assert [answer["code"] for answer in answers] == ["busy"] * 3
    assert begun == [["ref 0", "ref 1", "ref 2"]] * 2
    assert (await seats[0].ask("say", ref="ref 0", body="anybody there"))["type"] == "ok"


@pytest.mark.grown
async def test_a_word_costs_two_journeys_and_no_statement_that_it_could_do_without(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    assert (await otter.ask("say", body="the first"))["type"] == "ok"
    journeys = spy_on_journeys(monkeypatch)
    assert (await otter.ask("say", body="the second"))["type"] == "ok"
    assert journeys == [["LOCK", "HEADS", "PRESENCE", "SIGN_INS"], ["ADD_ENTRIES", "COMMIT"]]


@pytest.mark.grown
async def test_a_database_that_is_really_away_is_busy_and_all_goes_on_once_it_is_back(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    assert (await otter.ask("say", body="still here"))["type"] == "ok"
    with shut_out(house):
        assert (await otter.ask("say", ref="mine", body="anybody there"))["code"] == "busy"
    assert (await otter.ask("say", ref="mine", body="anybody there"))["type"] == "ok"
    assert (await asked_for(house)).count(("seat:1", "mine")) == 1


@contextmanager
def shut_out(house: House) -> Iterator[None]:
    """The database lets nobody in, and has thrown everybody out."""
    settings = connections["default"].settings_dict
    address = {name: settings[name.upper()] for name in ("host", "port", "user", "password")}
    name = settings["NAME"]
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as other:
        other.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        try:
            journals = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"
            own = connections["default"].connection
            other.execute(journals, [name, own.info.backend_pid if own else 0])
            yield
        finally:
            other.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')
