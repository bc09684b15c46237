"""The ref: what was done is done once and answered the same again; what was refused may be asked anew."""

from __future__ import annotations

import pytest

from tests.chat.house import Frame, House, at_once

from .company import Company, move_clock, rows
from .judge import SWAP, Judge

SAYS: Frame = {"body": "only once"}


async def _times_said(house: House, ref: str = "same") -> int:
    return len(await rows(house.evening, ref=ref))


@pytest.mark.parametrize("workers", [(0, 0), (0, 1)])
async def test_the_same_ref_many_times_at_once_is_done_once(two: House, workers: tuple[int, int]) -> None:
    await two.enter(two.evening.counsellor)
    tabs = [await two.enter(two.evening.otter, worker=worker) for worker in workers]
    asked = (tab.ask("say", ref="same", **SAYS) for tab in (*tabs, *tabs))
    for tab in tabs:
        await tab.send("say", ref="same", **SAYS)
    answers = await at_once(*(tab.answer_to("same") for tab in tabs), *asked)
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["type"] == "ok"
    assert await _times_said(two) == 1


async def test_with_other_text_it_is_still_the_first(company: Company) -> None:
    first = await company.otter.ask("say", ref="same", body="one")
    assert await company.otter.ask("say", ref="same", body="two") == first
    assert await company.otter.ask("whisper", ref="same", body="three") == first
    assert [each["body"] for each in (await company.told()).heron] == ["one"]


async def test_after_a_cut_socket_and_on_another_worker(two: House) -> None:
    await two.enter(two.evening.counsellor)
    otter = await two.enter(two.evening.otter)
    await otter.send("say", ref="same", **SAYS)
    await otter.leave()
    back = await two.enter(two.evening.otter, worker=1)
    again = await back.ask("say", ref="same", **SAYS)
    assert again["type"] == "ok"
    assert (await back.entry("message", pos=again["pos"]))["ref"] == "same"
    assert await back.ask("say", ref="same", **SAYS) == again
    assert await _times_said(two) == 1


@pytest.mark.parametrize("since", ["mute", "pause", "slow", "close", "aside", "hold", "over"])
async def test_whatever_has_changed_since(company: Company, since: str) -> None:
    first = await company.hare.ask("say", ref="same", **SAYS)
    await _change(company, since)
    assert (await company.hare.ask("say", ref="new", **SAYS)).get("stream") != "room"
    again = await company.hare.ask("say", ref="same", **SAYS)
    bare = since in {"aside", "over"}
    assert again == ({"type": "ok", "ref": "same"} if bare else first)
    assert await _times_said(company.house) == 1


async def _change(company: Company, what: str) -> None:
    asks: dict[str, tuple[str, Frame]] = {
        "mute": ("mute", {"seat": 3, "seconds": 600, "reason": "x"}),
        "pause": ("pause", {}),
        "slow": ("slow", {"seconds": 600}),
        "close": ("close", {}),
        "aside": ("aside", {"seat": 3, "reason": "x"}),
        "hold": ("mode", {"mode": "hold_all"}),
    }
    if what == "over":
        await move_clock(company.house.evening, "over")
    else:
        verb, fields = asks[what]
        assert (await company.counsellor.ask(verb, **fields))["type"] == "ok"


async def test_what_was_held_is_answered_as_held_even_after_its_release(company: Company) -> None:
    first = await company.hare.ask("say", ref="same", as_is=True, **SAYS)
    await company.counsellor.ask("release", stream="seat:3", pos=first["pos"])
    assert await company.hare.ask("say", ref="same", as_is=True, **SAYS) == first
    assert first["held"]


async def test_a_no_may_be_asked_anew_with_the_same_ref(company: Company) -> None:
    await company.counsellor.ask("mute", seat=3, seconds=600, reason="x")
    assert (await company.hare.ask("say", ref="same", body="first try"))["code"] == "muted"
    await company.counsellor.ask("unmute", seat=3)
    assert (await company.hare.ask("say", ref="same", body="second try"))["type"] == "ok"
    assert (await company.heron.entry("message"))["body"] == "second try"
    assert await _times_said(company.house) == 1


async def test_two_people_may_use_the_same_ref(company: Company) -> None:
    answers = [await who.ask("say", ref="same", **SAYS) for who in company.everyone]
    assert len({answer["pos"] for answer in answers}) == len(answers)
    assert await _times_said(company.house) == len(answers)


@pytest.mark.parametrize(
    ("verb", "fields"),
    [("mute", {"seat": 3, "seconds": 60, "reason": "x"}), ("aside", {"seat": 3, "reason": "x"}), ("close", {})],
)
async def test_what_staff_do_is_done_once_too(company: Company, verb: str, fields: Frame) -> None:
    first = await company.counsellor.ask(verb, ref="same", **fields)
    assert first["type"] == "ok"
    assert await company.counsellor.ask(verb, ref="same", **fields) == first
    assert await _times_said(company.house) == 1


async def test_a_lost_no_that_is_asked_again_is_told_of_once(two: House, judge: Judge) -> None:
    judge(SWAP)
    sam = await two.enter(two.evening.counsellor)
    tabs = [await two.enter(two.evening.otter, worker=worker) for worker in (0, 1)]
    answers = [await tab.ask("say", ref="same", body="my words") for tab in (*tabs, *tabs)]
    assert all(answer == answers[0] for answer in answers)
    assert [row.kind for row in await rows(two.evening, stream="staff")] == ["stopped", "flag"]
    await tabs[1].ask("say", ref="same", body="other words")
    await sam.entry("stopped", body="other words")
