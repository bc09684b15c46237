"""worry: somebody should look. Whom it is about never learns of it; one about staff goes past staff."""

from __future__ import annotations

import pytest

from tests.chat.house import Frame

from .company import Company, entry, rows


async def _sealed_away(company: Company) -> list[tuple[str, str, str]]:
    """What lies in the lead's stream, by kind, author and asker."""
    return [(row.kind, row.author, row.asker) for row in await rows(company.house.evening, stream="lead")]


async def test_a_worry_about_somebody_is_for_staff_alone_and_its_answer_is_bare(company: Company) -> None:
    ok = await company.otter.ask("worry", about="person", seat=3, body="she sounds low")
    assert ok == {"type": "ok", "ref": ok["ref"]}
    told = await company.told()
    assert told.otter == told.heron == told.hare == []
    said = {"level": "now", "source": "worry", "by": 1, "about": "person", "seat": 3, "body": "she sounds low"}
    assert (
        told.counsellor
        == told.volunteer
        == [
            entry({"stream": "staff", "pos": 1}, "flag", {"seat": 1}, **said),
        ]
    )


async def test_a_worry_about_a_message_names_its_place_and_its_author(company: Company) -> None:
    message = await company.hare.ask("say", body="this isn't OK")
    await company.told()
    assert set(await company.otter.ask("worry", about="message", pos=message["pos"])) == {"type", "ref"}
    told = await company.told()
    assert told.otter == told.heron == told.hare == []
    (flag,) = told.counsellor
    assert (flag["about"], flag["of_stream"], flag["of_pos"], flag["seat"]) == ("message", "room", message["pos"], 3)


async def test_a_worry_without_a_name_or_a_word_is_still_one(company: Company) -> None:
    await company.otter.ask("worry", about="person")
    (flag,) = (await company.told()).counsellor
    assert "seat" not in flag
    assert "body" not in flag


@pytest.mark.parametrize("named", [True, False])
async def test_a_worry_about_a_facilitator_is_with_the_lead_and_no_socket_hears_it(
    company: Company, *, named: bool
) -> None:
    who: Frame = {"staff": company.house.evening.volunteer.public_id} if named else {}
    ok = await company.otter.ask("worry", about="facilitator", body="he asked where I live", **who)
    assert ok == {"type": "ok", "ref": ok["ref"]}
    assert all(not each for each in await company.told())
    assert await _sealed_away(company) == [("flag", "seat:1", "seat:1")]
    assert not any("where I live" in raw for each in company.everyone for raw in each.raw)


async def test_what_names_a_facilitator_in_any_way_goes_past_them(company: Company) -> None:
    message = await company.volunteer.ask("say", body="you should all meet me")
    fields: Frame
    for fields in (
        {"about": "person", "staff": company.house.evening.volunteer.public_id},
        {"about": "message", "pos": message["pos"]},
        {"about": "facilitator", "seat": 3},
    ):
        assert set(await company.otter.ask("worry", **fields)) == {"type", "ref"}
    told = await company.told()
    assert [each["kind"] for each in told.counsellor] == ["message"]
    assert len(await _sealed_away(company)) == 3


async def test_the_answer_is_the_same_wherever_the_worry_went(company: Company) -> None:
    one = await company.otter.ask("worry", ref="a", about="person", seat=3)
    other = await company.otter.ask("worry", ref="b", about="facilitator")
    assert {**one, "ref": "b"} == other
    assert await company.otter.ask("worry", ref="b", about="facilitator") == other


async def test_nobody_can_ask_for_the_leads_stream_nor_see_that_it_grew(company: Company) -> None:
    before = (await company.house.enter(company.house.evening.volunteer, query="lead=0")).welcome["streams"]
    await company.otter.ask("worry", about="facilitator")
    for who in company.everyone:
        assert (await who.ask("since", stream="lead", pos=0))["code"] == "not_found"
    after = (await company.house.enter(company.house.evening.volunteer, query="lead=0")).welcome["streams"]
    assert len(await _sealed_away(company)) == 1
    assert before == after
    assert "lead" not in after


async def test_what_a_worry_names_must_be_there(company: Company) -> None:
    for about in ("person", "message"):
        assert (await company.otter.ask("worry", about=about, pos=999))["code"] == "not_found"
    assert all(not each for each in await company.told())


async def test_a_worry_about_a_facilitator_who_was_taken_off_is_kept_all_the_same(company: Company) -> None:
    ok = await company.otter.ask("worry", about="facilitator", staff="gone-since", body="something he wrote")
    assert ok == {"type": "ok", "ref": ok["ref"]}
    assert len(await _sealed_away(company)) == 1
    assert all(not each for each in await company.told())


async def test_staff_have_other_ways(company: Company) -> None:
    assert (await company.counsellor.ask("worry", about="person", seat=3))["code"] == "not_allowed"
