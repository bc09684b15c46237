"""mute, unmute: a breather that the server keeps, seen by the young person and staff alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.chat.house import Frame

from .company import SYSTEM, Company, entry


async def _breather(company: Company, seconds: int = 300, **fields: Any) -> Frame:
    return await company.counsellor.ask("mute", seat=3, seconds=seconds, reason="shouting", **fields)


async def test_a_breather_is_seen_by_that_young_person_and_staff_alone(company: Company) -> None:
    ok = await _breather(company, text="Back in five minutes")
    told = await company.told()
    until = told.hare[0]["until"]
    assert told.hare == [entry(ok, "muted", SYSTEM, until=until, text="Back in five minutes")]
    assert told.otter == told.heron == []
    for_staff = entry(ok, "muted", company.sam, until=until, reason="shouting", text="Back in five minutes")
    assert told.counsellor == [{**for_staff, "ref": ok["ref"]}]
    assert told.volunteer == [for_staff]


async def test_whoever_has_a_breather_is_told_until_when_and_the_others_speak_on(company: Company) -> None:
    muted = await _breather(company)
    no = await company.hare.ask("say", body="one more thing")
    until = (await company.hare.entry("muted", pos=muted["pos"]))["until"]
    assert (no["type"], no["code"], no["until"]) == ("no", "muted", until)
    assert "breather" in no["text"]
    assert (await company.otter.ask("say", body="I can"))["type"] == "ok"


async def test_a_reason_in_staffs_own_words_is_kept_whole_and_heard_by_staff_alone(
    company: Company,
) -> None:
    own = "joking 💜" * 25
    asked: list[tuple[str, dict[str, Any]]] = [("mute", {"seconds": 60}), ("aside", {}), ("eject", {})]
    for verb, more in asked:
        assert (await company.counsellor.ask(verb, seat=3, reason=own, **more))["type"] == "ok", verb
    for each in company.staff:
        for kind in ("muted", "aside", "eject"):
            assert (await each.entry(kind))["reason"] == own
    assert (await company.hare.entry("aside"))["kind"] == "aside"
    assert not any("joking" in raw for one in company.seats for raw in one.raw)


async def test_a_breather_takes_reactions_away_too(company: Company) -> None:
    message = await company.otter.ask("say", body="hello")
    await _breather(company)
    no = await company.hare.ask("react", pos=message["pos"], emoji="💜", on=True)
    assert no["code"] == "muted"


async def test_a_breather_ends_by_itself(company: Company) -> None:
    await _breather(company, seconds=1)
    first = await company.hare.ask("say", body="too early")
    assert first["code"] == "muted"
    ends = datetime.fromisoformat(first["until"])
    while (answer := await company.hare.ask("say", ref="later", body="now"))["type"] == "no":
        assert answer["code"] in {"muted", "too_fast"}
        await company.hare.quiet(0.2)
    said = await company.hare.entry("message", body="now")
    assert datetime.fromisoformat(said["at"]) >= ends


async def test_a_second_breather_sets_a_new_end(company: Company) -> None:
    await _breather(company, seconds=3600)
    await _breather(company, seconds=60)
    told = await company.told()
    first, second = (datetime.fromisoformat(each["until"]) for each in told.hare)
    assert second < first
    no = await company.hare.ask("say", body="and now?")
    assert datetime.fromisoformat(no["until"]) == second


async def test_no_breather_outlasts_the_session(company: Company) -> None:
    await _breather(company, seconds=24 * 3600)
    muted = await company.hare.entry("muted")
    assert muted["until"] == company.hare.welcome["session"]["closes_at"]


async def test_a_volunteer_gives_five_minutes_at_most_and_a_counsellor_more(company: Company) -> None:
    no = await company.volunteer.ask("mute", seat=3, seconds=301, reason="shouting")
    assert no["code"] == "not_allowed"
    assert "5 minutes at most" in no["text"]
    assert (await company.told()).hare == []
    assert (await company.volunteer.ask("mute", seat=3, seconds=300, reason="shouting"))["type"] == "ok"
    assert (await company.counsellor.ask("mute", seat=3, seconds=301, reason="shouting"))["type"] == "ok"


async def test_a_breather_can_be_ended_early_and_only_once(company: Company) -> None:
    await _breather(company)
    await company.told()
    ok = await company.volunteer.ask("unmute", seat=3)
    told = await company.told()
    assert told.hare == [entry(ok, "unmuted", SYSTEM)]
    assert told.otter == told.heron == []
    assert told.counsellor == [entry(ok, "unmuted", company.ali)]
    assert (await company.hare.ask("say", body="thank you"))["type"] == "ok"
    assert (await company.counsellor.ask("unmute", seat=3))["code"] == "already"


async def test_nobody_is_given_a_breather_who_has_none_to_end(company: Company) -> None:
    assert (await company.counsellor.ask("unmute", seat=2))["code"] == "already"


async def test_the_breather_is_in_the_welcome_of_that_young_person_alone(company: Company) -> None:
    await _breather(company)
    told = await company.told()
    who, house = company.house.evening, company.house
    assert (await house.enter(who.hare)).welcome["you"]["muted_until"] == told.hare[0]["until"]
    others = await house.enter(who.heron)
    assert others.welcome["you"]["muted_until"] is None
    assert all("muted_until" not in line for line in others.welcome["people"])
    lines = (await house.enter(who.volunteer)).welcome["people"]
    assert {line["seat"]: line.get("muted_until") for line in lines}[3] == told.hare[0]["until"]
