"""help, whisper and worry in every state: nothing a room or a person can be set to stands in their way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.chat.house import Frame, Visitor, running

from .company import Company, move_clock, rows

#: Whoever is too fast stays so for as long as a test needs.
pytestmark = pytest.mark.usefixtures("clock")

#: In this order, so that nothing is open with them yet where a worry is told.
REACHES_STAFF: dict[str, Frame] = {
    "worry": {"about": "person", "seat": 1, "body": "please come"},
    "worry about staff": {"about": "facilitator", "body": "please come"},
    "whisper": {"body": "please come"},
    "checkin": {"when": "in", "mood": 2, "body": "please come"},
    "help": {"body": "please come"},
}
Setting = Callable[[Company], Awaitable[Any]]


async def _slowed(company: Company) -> None:
    await company.counsellor.ask("slow", seconds=600)
    await company.hare.ask("say", body="my turn")


async def _held(company: Company) -> None:
    await company.counsellor.ask("mode", mode="hold_all")
    await company.counsellor.ask("mode", mode="hold_all", seat=3)


async def _with_words_held(company: Company) -> None:
    await company.hare.ask("say", body="read this first", as_is=True)
    await _held(company)


async def _too_fast(company: Company) -> None:
    answers = [await company.hare.ask("say", body=str(number)) for number in range(6)]
    assert answers[-1]["code"] == "too_fast"


async def _alone(company: Company) -> None:
    """No facilitator is there to be seen; the words are there when one comes back."""
    await company.counsellor.leave()
    await company.volunteer.leave()


async def _everything(company: Company) -> None:
    await _with_words_held(company)
    await _slowed(company)
    for setting in ("muted", "paused", "aside"):
        await SETTINGS[setting](company)


SETTINGS: dict[str, Setting] = {
    "open": lambda company: company.told(),
    "muted": lambda company: company.counsellor.ask("mute", seat=3, seconds=600, reason="x"),
    "aside": lambda company: company.counsellor.ask("aside", seat=3, reason="x"),
    "held": _held,
    "with words held": _with_words_held,
    "paused": lambda company: company.counsellor.ask("pause"),
    "slowed": _slowed,
    "too fast": _too_fast,
    "away": lambda company: company.hare.ask("away"),
    "closed by staff": lambda company: company.counsellor.ask("close"),
    "stay-behind": lambda company: move_clock(company.house.evening, "closing"),
    "no facilitator here": _alone,
    "all of it": _everything,
}
SILENCES = {
    "muted": "muted",
    "aside": "aside",
    "paused": "paused",
    "slowed": "slow",
    "too fast": "too_fast",
    "closed by staff": "not_open",
    "stay-behind": "not_open",
    "lobby": "not_open",
    "all of it": "aside",
}


@pytest.fixture
async def lobby(an_evening: Callable[..., Any]) -> AsyncIterator[Company]:
    async with running(await an_evening("lobby")) as house:
        yield await Company.gather(house)


async def _reach(visitor: Visitor, way: str) -> Frame:
    return await visitor.ask(way.partition(" ")[0], ref=_ref(way), **REACHES_STAFF[way])


def _ref(way: str) -> str:
    return f"by {way}"


async def _reaches_staff(company: Company, setting: str) -> None:
    """By every way: what is asked is answered as ever, lies in the right stream, and staff who are there hear it."""
    if (code := SILENCES.get(setting)) is not None:
        assert (await company.hare.ask("say", body="for the room"))["code"] == code
    for way in REACHES_STAFF:
        await _reaches_staff_by(company, way, setting)


async def _reaches_staff_by(company: Company, way: str, setting: str) -> None:
    ok = await _reach(company.hare, way)
    where = {"worry": "staff", "worry about staff": "lead"}.get(way, "seat:3")
    if where == "seat:3":
        assert (ok["type"], ok["stream"]) == ("ok", "seat:3"), way
        assert (await company.hare.entry(way, pos=ok["pos"]))["body"] == "please come"
    else:
        assert ok == {"type": "ok", "ref": _ref(way)}
    (row,) = await rows(company.house.evening, ref=_ref(way))
    assert (row.stream, row.asker) == (where, "seat:3"), way
    if where != "lead" and setting != "no facilitator here":
        for staff in company.staff:
            assert (await staff.entry(row.kind, stream=where, pos=row.pos))["body"] == "please come"


@pytest.mark.parametrize("setting", SETTINGS)
async def test_staff_are_reached_by_every_way(company: Company, setting: str) -> None:
    await SETTINGS[setting](company)
    await _reaches_staff(company, setting)


async def test_staff_are_reached_in_the_lobby(lobby: Company) -> None:
    await _reaches_staff(lobby, "lobby")


async def test_staff_are_reached_past_the_end_while_something_is_open(company: Company) -> None:
    await company.hare.ask("whisper", body="are you there?")
    await move_clock(company.house.evening, "over")
    for way in REACHES_STAFF:
        assert (await _reach(company.heron, way))["code"] == "over", way
    await _reaches_staff(company, "over")


async def test_before_the_lobby_nobody_reads_and_so_nothing_is_taken(company: Company) -> None:
    await move_clock(company.house.evening, "waiting")
    for way in REACHES_STAFF:
        no = await _reach(company.hare, way)
        assert no["code"] == "not_open", way
        assert "still write to us" not in no["text"]


@pytest.mark.parametrize("setting", ["muted", "aside", "paused", "slowed", "closed by staff", "stay-behind"])
async def test_staff_reach_a_young_person_in_every_state(company: Company, setting: str) -> None:
    await SETTINGS[setting](company)
    ok = await company.volunteer.ask("whisper", seat=3, body="I am with you")
    assert (await company.hare.entry("whisper", pos=ok["pos"]))["body"] == "I am with you"
