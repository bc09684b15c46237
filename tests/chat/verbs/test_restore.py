"""restore: a message that was taken away by a slip is back where it stood, for everybody."""

from __future__ import annotations

from tests.chat.house import Frame

from .company import SYSTEM, Company, entry, rows

WORDS = "I went swimming today"


async def _slip(company: Company) -> Frame:
    said = await company.hare.ask("say", body=WORDS, heads_up="a hard week")
    assert (await company.counsellor.ask("remove", pos=said["pos"], reason="a slip"))["type"] == "ok"
    await company.told()
    return said


async def test_the_words_are_back_for_everybody_and_seats_read_no_name(company: Company) -> None:
    said = await _slip(company)
    ok = await company.volunteer.ask("restore", pos=said["pos"])
    told = await company.told()
    back = entry(ok, "restored", SYSTEM, of=said["pos"], body=WORDS, heads_up="a hard week")
    assert told.otter == told.heron == told.hare == [back]
    assert told.counsellor == [{**back, "from": company.ali}]
    assert told.volunteer == [{**back, "from": company.ali, "ref": ok["ref"]}]
    (row,) = await rows(company.house.evening, kind="restored")
    assert row.asker == f"staff:{company.ali['staff']}"


async def test_whoever_comes_later_reads_it_where_it_stood(company: Company) -> None:
    said = await _slip(company)
    await company.counsellor.ask("restore", pos=said["pos"])
    again = await company.house.enter(company.house.evening.heron)
    message = await again.entry("message", pos=said["pos"])
    assert (message["body"], message.get("removed")) == (WORDS, None)


async def test_taken_away_once_more_it_reaches_no_seat_by_any_way(company: Company) -> None:
    said = await _slip(company)
    await company.counsellor.ask("restore", pos=said["pos"])
    await company.counsellor.ask("remove", pos=said["pos"], reason="no slip")
    again = await company.house.enter(company.house.evening.heron)
    assert (await again.entry("restored"))["removed"] is True
    assert not any(WORDS in raw for raw in again.raw)
    heard = len(company.otter.raw)
    await company.otter.ask("since", stream="room", pos=0)
    assert not any(WORDS in raw for raw in company.otter.raw[heard:])


async def test_only_what_was_taken_away_can_come_back(company: Company) -> None:
    said = await _slip(company)
    assert (await company.counsellor.ask("restore", pos=said["pos"]))["type"] == "ok"
    assert (await company.counsellor.ask("restore", pos=said["pos"]))["code"] == "already"
    assert (await company.counsellor.ask("restore", pos=999))["code"] == "not_found"
    assert (await company.hare.ask("restore", pos=said["pos"]))["code"] == "not_allowed"
