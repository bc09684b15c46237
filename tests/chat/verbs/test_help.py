"""help: a young person calls. It is written in their own stream and as a *look now* for staff, together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chat.pace import Bucket, Rate
from tests.cast import Evening
from tests.chat.house import Frame, House, running

from .company import Company, entry, rows


@pytest.mark.parametrize("body", [None, "can somebody come"])
async def test_a_call_is_heard_by_staff_at_once_and_by_no_other_seat(company: Company, body: str | None) -> None:
    ok = await company.hare.ask("help", body=body)
    assert ok == {"type": "ok", "ref": ok["ref"], "stream": "seat:3", "pos": ok["pos"]}
    told = await company.told()
    words = {} if body is None else {"body": body}
    call = entry(ok, "help", {"seat": 3}, **words)
    assert told.hare == [{**call, "ref": ok["ref"]}]
    assert told.otter == told.heron == []
    about = {
        "level": "now",
        "source": "help",
        "repeats": True,
        "by": 3,
        "seat": 3,
        "of_stream": "seat:3",
        "of_pos": ok["pos"],
    }
    flag = entry({"stream": "staff", "pos": 1}, "flag", {"seat": 3}, **about)
    assert told.counsellor == told.volunteer == [call, flag]


async def test_the_call_and_its_flag_are_one(company: Company) -> None:
    await company.hare.ask("help", ref="call")
    await company.hare.ask("help", ref="call")
    written = await rows(company.house.evening, asker="seat:3")
    assert [(row.kind, row.stream, row.ref) for row in written] == [("help", "seat:3", "call"), ("flag", "staff", "")]
    assert written[1].turn == written[0].turn + 1
    assert written[1].at == written[0].at


async def test_a_call_may_come_without_a_word_and_an_empty_word_is_none(company: Company) -> None:
    ok = await company.hare.ask("help", body="   ")
    assert "body" not in await company.counsellor.entry("help", stream="seat:3", pos=ok["pos"])


async def test_every_call_with_words_counts(company: Company) -> None:
    for _ in range(3):
        assert (await company.hare.ask("help", body="please"))["type"] == "ok"
    assert [each["kind"] for each in (await company.told()).counsellor] == ["help", "flag"] * 3


async def test_pressed_again_at_once_it_is_one_call_and_each_press_is_told_so(company: Company) -> None:
    first = await company.hare.ask("help")
    again = [await company.hare.ask("help") for _ in range(20)]
    assert again == [{**first, "ref": ok["ref"]} for ok in again]
    assert [each["kind"] for each in (await company.told()).counsellor] == ["help", "flag"]
    assert len(await rows(company.house.evening, asker="seat:3")) == 2


async def test_calls_with_words_that_no_hand_can_write_go_in_turn_and_none_is_refused_or_lost(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.pace.CALLS", Rate(3, 20.0))
    spent, spend = list[float | None](), Bucket.spend

    def noted(bucket: Bucket, now: float) -> float | None:
        wait = spend(bucket, now)
        if bucket.rate.burst == 3:
            spent.append(wait)
        return wait

    monkeypatch.setattr(Bucket, "spend", noted)
    bodies = [f"word {number}" for number in range(9)]
    refs = [await company.hare.send("help", body=body) for body in bodies]
    assert (await company.otter.ask("help", body="and me, who need not wait for them"))["type"] == "ok"
    assert [(await company.hare.answer_to(ref))["type"] for ref in refs] == ["ok"] * 9
    await company.told()
    assert [one["body"] for one in company.counsellor.entries("seat:3") if one["kind"] == "help"] == bodies
    assert spent[:3] == [None] * 3
    assert any(spent), "some had to wait"
    before = len(spent)
    assert (await company.hare.ask("help"))["type"] == "ok"
    assert len(spent) == before, "a press alone waits for nothing"


async def test_two_people_who_press_at_once_have_a_call_each(company: Company) -> None:
    for seat in company.seats:
        assert (await seat.ask("help"))["type"] == "ok"
    assert [each["kind"] for each in (await company.told()).counsellor] == ["help", "flag"] * 3


@pytest.mark.parametrize("deed", ["take", "flag_done", "settle"])
async def test_once_somebody_has_seen_to_it_the_next_press_is_a_call_of_its_own(company: Company, deed: str) -> None:
    first = await company.hare.ask("help")
    pos = (await company.counsellor.entry("flag"))["pos"]
    of_it = {"flag_done": {"pos": pos, "outcome": "talked"}, "settle": {"seat": 3, "outcome": "talked"}}
    asks: dict[str, Frame] = {"take": {"pos": pos}, **of_it}
    assert (await company.counsellor.ask(deed, **asks[deed]))["type"] == "ok"
    assert (await company.hare.ask("help"))["pos"] > first["pos"]


async def test_a_call_with_words_is_written_however_soon_and_one_without_after_some_seconds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = await Company.gather(house)
    first = await company.hare.ask("help")
    worded = await company.hare.ask("help", body="please come")
    assert worded["pos"] == first["pos"] + 1
    assert (await company.hare.ask("help"))["pos"] == first["pos"]
    monkeypatch.setattr("chat.verbs.help.SAME_CALL", timedelta(0))
    assert (await company.hare.ask("help"))["pos"] == first["pos"] + 2


async def test_staff_do_not_call(company: Company) -> None:
    for staff in (company.counsellor, company.volunteer):
        assert (await staff.ask("help"))["code"] == "not_allowed"
    assert all(not each for each in await company.told())


async def test_a_call_that_no_facilitator_is_there_to_hear_says_so_and_is_kept(evening: Evening) -> None:
    async with running(evening) as house:
        hare = await house.enter(evening.hare)
        ok = await hare.ask("help", ref="alone")
        assert ok == {"type": "ok", "ref": "alone", "stream": "seat:3", "pos": 1, "nobody": True}
        assert (await hare.entry("help"))["nobody"] is True
        sam = await house.enter(evening.counsellor)
        await sam.entry("flag", source="help", seat=3)
        assert await hare.ask("help", ref="alone") == ok, "the first answer, whatever has changed since"
        assert "nobody" not in await hare.ask("help")
