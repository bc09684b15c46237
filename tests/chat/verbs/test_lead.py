"""lead: the session is handed over with what is open, and both know it at once."""

from __future__ import annotations

from channels.db import database_sync_to_async

from cohorts.models import Shift
from tests.chat.house import Frame, Visitor

from .company import Company, entry


async def _handed(company: Company) -> Frame:
    return await company.counsellor.ask("lead", staff=company.ali["staff"])


async def test_both_know_at_once_and_no_seat_hears_of_it(company: Company) -> None:
    ok = await _handed(company)
    told = await company.told()
    lead = entry(ok, "lead", company.sam, staff=company.ali["staff"], name="Ali")
    assert told.counsellor == [{**lead, "ref": ok["ref"]}]
    assert told.volunteer == [lead]
    assert told.otter == told.heron == told.hare == []


async def test_the_shift_itself_says_who_leads_and_so_does_every_welcome(company: Company) -> None:
    await _handed(company)
    who = company.house.evening
    shifts = Shift.objects.standing().filter(session=who.session)
    leading = {shift.staff_id: shift.leading async for shift in shifts}
    assert leading == {who.counsellor.pk: False, who.volunteer.pk: True}
    for staff, leads in ((who.counsellor, False), (who.volunteer, True)):
        welcome = (await company.house.enter(staff)).welcome
        assert (welcome["you"]["leading"], welcome["room"]["lead"]) == (leads, company.ali["staff"])
    assert "lead" not in (await company.house.enter(who.heron)).welcome["room"]


async def test_what_the_one_before_had_taken_is_theirs_now(company: Company) -> None:
    await company.hare.ask("help")
    flag = await company.counsellor.entry("flag")
    await company.counsellor.ask("take", pos=flag["pos"])
    await company.told()
    await _handed(company)
    told = await company.told()
    assert [(each["kind"], each.get("of"), each["staff"]) for each in told.volunteer] == [
        ("lead", None, company.ali["staff"]),
        ("taken", flag["pos"], company.ali["staff"]),
    ]
    assert told.hare == []


async def test_the_second_takes_the_lead_from_somebody_who_is_gone(company: Company) -> None:
    await company.counsellor.leave()
    assert (await company.volunteer.ask("lead", staff=company.ali["staff"]))["type"] == "ok"
    assert (await company.volunteer.ask("lead", staff=company.ali["staff"]))["code"] == "already"


async def test_nobody_leads_who_is_not_on_the_shift(company: Company) -> None:
    who = company.house.evening
    for stranger in (who.coordinator.public_id, who.hare.public_id, "nobody"):
        assert (await company.counsellor.ask("lead", staff=stranger))["code"] == "not_found"
    ended = Shift.objects.filter(session=who.session, staff=who.volunteer)
    await database_sync_to_async(ended.update)(ended_at=who.session.opens_at)
    assert (await _handed(company))["code"] == "not_found"


async def test_undone_it_takes_back_what_it_moved_and_leaves_what_the_partner_has_in_hand(company: Company) -> None:
    await _taken(company, company.volunteer, company.otter)
    moved, _ = [await _taken(company, company.counsellor, who) for who in (company.hare, company.heron)]
    handed = await _handed(company)
    await company.volunteer.ask("whisper", seat=2, body="I am here now")
    await company.told()
    undone = await company.counsellor.ask("lead", staff=company.sam["staff"], of=handed["pos"])
    told = await company.told()
    assert _who_has_what(told.volunteer) == [
        ("lead", None, company.sam["staff"]),
        ("taken", moved, company.sam["staff"]),
    ]
    assert told.otter == told.heron == told.hare == []
    again = await company.counsellor.ask("lead", staff=company.ali["staff"], of=undone["pos"])
    assert again["type"] == "ok", "an undo is undone like any other"


async def test_what_the_partner_finished_and_looks_at_again_is_theirs(company: Company) -> None:
    flag = await _taken(company, company.counsellor, company.hare)
    handed = await _handed(company)
    await company.volunteer.ask("flag_done", pos=flag, outcome="talked")
    await company.volunteer.ask("reopen", pos=flag)
    await company.told()
    await company.counsellor.ask("lead", staff=company.sam["staff"], of=handed["pos"])
    assert _who_has_what((await company.told()).volunteer) == [("lead", None, company.sam["staff"])]


async def test_a_hand_over_that_is_not_the_last_is_not_undone(company: Company) -> None:
    first = await _handed(company)
    back = await company.volunteer.ask("lead", staff=company.sam["staff"])
    assert (await company.counsellor.ask("lead", staff=company.ali["staff"], of=first["pos"]))["code"] == "already"
    assert (await company.volunteer.ask("lead", staff=company.ali["staff"], of=back["pos"]))["type"] == "ok"


async def test_a_client_that_does_not_say_what_it_undoes_is_believed(company: Company) -> None:
    flag = await _taken(company, company.volunteer, company.hare)
    await _handed(company)
    await company.told()
    await company.counsellor.ask("lead", staff=company.sam["staff"])
    assert ("taken", flag, company.sam["staff"]) in _who_has_what((await company.told()).volunteer)


async def _taken(company: Company, by: Visitor, who: Visitor) -> int:
    """The position of the flag of a call that somebody took."""
    call = await who.ask("help")
    flag = await by.entry("flag", of_stream=call["stream"], of_pos=call["pos"])
    assert (await by.ask("take", pos=flag["pos"]))["type"] == "ok"
    return int(flag["pos"])


def _who_has_what(told: list[Frame]) -> list[tuple[str, int | None, str]]:
    return [(each["kind"], each.get("of"), each["staff"]) for each in told]
