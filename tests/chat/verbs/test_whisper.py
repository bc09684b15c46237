"""whisper: a private word between one young person and the facilitators, either way."""

from __future__ import annotations

import pytest

from .company import Company, entry


async def test_a_private_word_goes_to_staff_and_back_to_its_author_alone(company: Company) -> None:
    ok = await company.hare.ask("whisper", body="can we talk?")
    assert ok == {"type": "ok", "ref": ok["ref"], "stream": "seat:3", "pos": ok["pos"]}
    told = await company.told()
    word = entry(ok, "whisper", {"seat": 3}, body="can we talk?")
    assert told.hare == [{**word, "ref": ok["ref"]}]
    assert told.counsellor == told.volunteer == [word]
    assert told.otter == told.heron == []


async def test_staff_write_to_one_young_person_and_no_other_hears(company: Company) -> None:
    ok = await company.volunteer.ask("whisper", seat=3, body="I am here, tell me")
    told = await company.told()
    word = entry(ok, "whisper", company.ali, body="I am here, tell me")
    assert told.hare == told.counsellor == [word]
    assert told.volunteer == [{**word, "ref": ok["ref"]}]
    assert told.otter == told.heron == []


async def test_a_young_person_writes_to_staff_only_never_to_another_seat(company: Company) -> None:
    assert (await company.hare.ask("whisper", seat=1, body="psst"))["code"] == "not_allowed"
    assert (await company.hare.ask("whisper", seat=3, body="from me"))["stream"] == "seat:3"
    told = await company.told()
    assert [each["body"] for each in told.counsellor] == ["from me"]
    assert told.otter == []


async def test_staff_must_say_to_whom(company: Company) -> None:
    assert (await company.counsellor.ask("whisper", body="hello?"))["code"] == "bad_frame"
    assert all(not each for each in await company.told())


@pytest.mark.parametrize("seat", [0, 9, -1])
async def test_there_are_eight_seats_to_write_to(company: Company, seat: int) -> None:
    assert (await company.counsellor.ask("whisper", seat=seat, body="hello?"))["code"] == "bad_frame"


async def test_words_for_staff_are_never_masked_held_or_shortened(company: Company) -> None:
    body = "Flat 6, Pellow Street, I've taken them. " * 40
    await company.counsellor.ask("mode", mode="hold_all")
    ok = await company.hare.ask("whisper", body=body)
    assert "held" not in ok
    assert (await company.volunteer.entry("whisper", stream="seat:3", pos=ok["pos"]))["body"] == body.strip()


@pytest.mark.parametrize(("body", "code"), [("  ", "bad_frame"), ("x" * 2001, "too_long")])
async def test_an_empty_or_endless_word_is_refused(company: Company, body: str, code: str) -> None:
    assert (await company.hare.ask("whisper", body=body))["code"] == code
    assert (await company.counsellor.ask("whisper", seat=3, body=body))["code"] == code
