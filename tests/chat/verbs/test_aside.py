"""aside and readmit: out of the room's stream, with the own stream and help kept; and back again."""

from __future__ import annotations

from tests.chat.house import Frame, House, Visitor

from .company import SYSTEM, Company, entry


async def _aside(company: Company) -> Frame:
    return await company.counsellor.ask("aside", seat=3, reason="hurt somebody", text="Let's talk, just us")


def _bodies(visitor: Visitor) -> list[str]:
    return [each["body"] for each in visitor.entries() if each["kind"] == "message"]


async def test_who_is_set_aside_reads_why_in_kind_words_and_the_room_reads_nothing(company: Company) -> None:
    ok = await _aside(company)
    told = await company.told()
    assert told.hare == [entry(ok, "aside", SYSTEM, text="Let's talk, just us")]
    assert told.otter == told.heron == []
    for_staff = entry(ok, "aside", company.sam, reason="hurt somebody", text="Let's talk, just us")
    assert told.counsellor == [{**for_staff, "ref": ok["ref"]}]
    assert told.volunteer == [for_staff]


async def test_somebody_set_aside_neither_hears_the_room_nor_is_heard_in_it(company: Company) -> None:
    before = await company.otter.ask("say", body="before")
    await company.hare.entry("message", pos=before["pos"])
    await _aside(company)
    await company.told()
    await company.otter.ask("say", body="meanwhile")
    assert (await company.hare.ask("say", body="me"))["code"] == "aside"
    assert (await company.hare.ask("react", pos=before["pos"], emoji="💜", on=True))["code"] == "aside"
    told = await company.told()
    assert told.hare == []
    assert [each["body"] for each in told.heron] == ["meanwhile"]
    assert (await company.hare.ask("since", stream="room", pos=0))["code"] == "not_found"


async def test_a_private_word_still_goes_both_ways(company: Company) -> None:
    await _aside(company)
    await company.told()
    mine = await company.hare.ask("whisper", body="sorry")
    theirs = await company.volunteer.ask("whisper", seat=3, body="tell me more")
    told = await company.told()
    assert [each["pos"] for each in told.hare] == [mine["pos"], theirs["pos"]]
    assert (await company.hare.ask("since", stream="seat:3", pos=0))["type"] == "ok"


async def test_whoever_comes_in_aside_is_welcomed_to_their_own_stream_alone(company: Company) -> None:
    await company.otter.ask("say", body="not for you now")
    await company.counsellor.ask("pause", text="quiet, please")
    await _aside(company)
    again = await company.house.enter(company.house.evening.hare)
    assert again.welcome["you"]["aside"] is True
    assert set(again.welcome["streams"]) == {"seat:3"}
    assert again.welcome["room"] == {"paused": None, "slow": 0, "prompt": None, "agreement": None, "staffed": True}
    assert again.entries("room") == []
    assert again.entries("seat:3")[-1]["kind"] == "aside"


async def test_on_readmit_what_was_missed_comes_in_order_and_once(company: Company) -> None:
    await company.otter.ask("say", body="before")
    await _aside(company)
    for number in range(3):
        await company.otter.ask("say", body=f"missed {number}")
    await company.told()
    assert _bodies(company.hare) == ["before"]
    ok = await company.volunteer.ask("readmit", seat=3, reason="all is well", text="Welcome back")
    await company.heron.ask("say", body="after")
    await company.hare.entry("message", body="after")
    assert _bodies(company.hare) == ["before", "missed 0", "missed 1", "missed 2", "after"]
    assert [each["pos"] for each in company.hare.entries()] == list(range(1, len(company.hare.entries()) + 1))
    told = await company.told()
    assert entry(ok, "readmit", SYSTEM, text="Welcome back") in told.hare
    assert entry(ok, "readmit", company.ali, reason="all is well", text="Welcome back") in told.counsellor
    assert not any(each["kind"] == "readmit" for each in told.otter + told.heron)


async def test_what_was_missed_comes_on_the_other_worker_too(two: House) -> None:
    who = two.evening
    counsellor = await two.enter(who.counsellor)
    hare = await two.enter(who.hare, worker=1)
    await counsellor.ask("aside", seat=3, reason="a word")
    await hare.entry("aside")
    missed = await counsellor.ask("say", body="missed")
    await counsellor.ask("readmit", seat=3)
    await hare.entry("message", pos=missed["pos"])
    assert _bodies(hare) == ["missed"]


async def test_what_was_removed_meanwhile_comes_without_its_body(company: Company) -> None:
    await _aside(company)
    gone = await company.otter.ask("say", body="my full name")
    await company.counsellor.ask("remove", pos=gone["pos"], reason="a name")
    await company.counsellor.ask("readmit", seat=3)
    message = await company.hare.entry("message", pos=gone["pos"])
    assert message["removed"] is True
    assert not any("my full name" in raw for raw in company.hare.raw)


async def test_somebody_readmitted_speaks_again(company: Company) -> None:
    await _aside(company)
    await company.counsellor.ask("readmit", seat=3)
    assert (await company.hare.ask("say", body="I am back"))["type"] == "ok"


async def test_in_and_out_is_done_once_each(company: Company) -> None:
    assert (await company.counsellor.ask("readmit", seat=3))["code"] == "already"
    await _aside(company)
    assert (await company.volunteer.ask("aside", seat=3, reason="again"))["code"] == "already"
    await company.counsellor.ask("readmit", seat=3)
    assert (await company.volunteer.ask("readmit", seat=3))["code"] == "already"


async def test_an_undo_brings_nobody_back_whom_somebody_else_took_out_since(company: Company) -> None:
    first = await _aside(company)
    await company.volunteer.ask("readmit", seat=3)
    second = await company.volunteer.ask("aside", seat=3, reason="again")
    assert (await company.counsellor.ask("readmit", seat=3, of=first["pos"]))["code"] == "already"
    assert (await company.hare.ask("say", body="me"))["code"] == "aside"
    assert (await company.volunteer.ask("readmit", seat=3, of=second["pos"]))["type"] == "ok"


async def test_the_others_list_of_people_stays_as_it_is(company: Company) -> None:
    before = (await company.house.enter(company.house.evening.heron)).welcome["people"]
    await _aside(company)
    assert (await company.house.enter(company.house.evening.heron)).welcome["people"] == before
    staff = await company.house.enter(company.house.evening.volunteer)
    assert {line["seat"]: line.get("aside") for line in staff.welcome["people"]}[3] is True
