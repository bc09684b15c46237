"""Asked again, whatever worker it is and whatever befell it, a request gets its first answer and is done once."""

from __future__ import annotations

from typing import Any

import pytest

from chat.chain import NOTHING
from chat.models import EntryRow
from tests.chat.house import House, Visitor
from tests.chat.live.rows import asked_for, in_database
from tests.chat.live.seams import spy_on_journeys

ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("said", "say", {"body": "in the room"}),
    ("whispered", "whisper", {"body": "in a stream of one's own"}),
    ("called", "help", {}),
    ("reacted", "react", {"pos": 2, "emoji": "💜", "on": True}),
]


async def asks_everything(visitor: Visitor) -> list[dict[str, Any]]:
    """Each of these, by its own ref."""
    return [await visitor.ask(verb, ref=ref, **fields) for ref, verb, fields in ASKED]


async def test_whatever_worker_is_asked_again_gives_the_first_answer(two: House) -> None:
    await two.enter(two.evening.counsellor)
    here, there = await two.enter(two.evening.otter), await two.enter(two.evening.otter, worker=1)
    heron = await two.enter(two.evening.heron, worker=1)
    first = await asks_everything(here)
    assert [answer["type"] for answer in first] == ["ok"] * len(ASKED)
    assert await asks_everything(there) == first, "this one has only read what the other wrote"
    assert (await heron.ask("say", ref="said", body="a ref is one's own"))["pos"] != first[0]["pos"]
    beside = await there.ask("say", ref="by the other", body="written by the second")
    assert await here.ask("say", ref="by the other", body="written by the second") == beside
    assert await asks_everything(here) == first
    asked = await asked_for(two)
    assert len(asked) == len({*asked})


async def test_a_worker_that_has_forgotten_its_rooms_or_begins_anew_knows_what_was_answered(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    first = await asks_everything(otter)
    house.workers[0].journal._rooms.clear()
    assert await asks_everything(otter) == first


async def test_what_was_erased_since_was_answered_all_the_same(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    first = await otter.ask("say", ref="erased", body="erased since")
    rows = EntryRow.objects.filter(session=house.evening.session, ref="erased")
    assert await in_database(lambda: rows.update(sealed=NOTHING))
    house.workers[0].journal._rooms.clear()
    again = await otter.ask("say", ref="erased", body="erased since")
    assert (again["type"], again["pos"]) == ("ok", first["pos"])


@pytest.mark.grown
async def test_only_what_may_have_been_answered_before_is_looked_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    journeys = spy_on_journeys(monkeypatch)
    await otter.ask("say", ref="once", body="new")
    assert not [names for names in journeys if "REPEATS" in names]
    before = len(journeys)
    await otter.ask("say", ref="once", body="new")
    assert journeys[before:] == [["LOCK", "HEADS", "PRESENCE", "SIGN_INS"], ["REPEATS"], ["COMMIT"]]
