"""note, take, flag_done, settle: what the team does among itself, and what it finishes."""

from __future__ import annotations

import pytest

from chat.guard.verdict import Outcome
from tests.chat.house import Frame, House, at_once
from tests.chat.verdicts import judged

from .company import Company, entry, move_clock
from .judge import Judge


async def test_a_note_is_for_the_team_alone(company: Company) -> None:
    ok = await company.volunteer.ask("note", body="hare has an exam tomorrow")
    told = await company.told()
    note = entry(ok, "note", company.ali, body="hare has an exam tomorrow")
    assert told.volunteer == [{**note, "ref": ok["ref"]}]
    assert told.counsellor == [note]
    assert told.otter == told.heron == told.hare == []


async def test_whoever_called_learns_who_is_there_and_nobody_else_does(company: Company) -> None:
    await company.hare.ask("help")
    flag = await company.counsellor.entry("flag")
    await company.told()
    ok = await company.counsellor.ask("take", pos=flag["pos"])
    told = await company.told()
    taken = entry(ok, "taken", company.sam, of=flag["pos"], name="Sam", staff=company.sam["staff"])
    assert ok["stream"] == "staff"
    assert told.counsellor[0] == {**taken, "ref": ok["ref"]}
    assert told.volunteer[0] == taken
    (here,) = told.hare
    assert {**here, "pos": 0} == entry({"stream": "seat:3", "pos": 0}, "taken", company.sam, name="Sam")
    assert told.otter == told.heron == []


async def test_a_taken_worry_is_told_to_no_seat(company: Company) -> None:
    await company.otter.ask("worry", about="person", seat=3)
    flag = await company.counsellor.entry("flag")
    await company.told()
    await company.counsellor.ask("take", pos=flag["pos"])
    await company.volunteer.ask("flag_done", pos=flag["pos"], outcome="talked to her")
    told = await company.told()
    assert [each["kind"] for each in told.volunteer] == ["taken", "flag_done"]
    assert told.otter == told.heron == told.hare == []


async def test_nobody_is_said_to_be_there_before_somebody_is(company: Company) -> None:
    await company.hare.ask("help")
    told = await company.told()
    assert [each["kind"] for each in told.hare] == ["help"]
    assert not any("Sam" in raw or "taken" in raw for raw in company.hare.raw[1:])


async def test_two_facilitators_take_one_call_once(two: House) -> None:
    counsellor = await two.enter(two.evening.counsellor)
    volunteer = await two.enter(two.evening.volunteer, worker=1)
    hare = await two.enter(two.evening.hare)
    await hare.ask("help")
    pos = (await counsellor.entry("flag"))["pos"]
    answers = await at_once(counsellor.ask("take", pos=pos), volunteer.ask("take", pos=pos))
    assert sorted(answer.get("code", "ok") for answer in answers) == ["already", "ok"]
    taker = (counsellor, volunteer)[answers[1]["type"] == "ok"]
    assert (await hare.entry("taken"))["name"] == taker.welcome["you"]["name"]


async def test_all_that_one_person_called_is_taken_finished_and_opened_again_by_one_request_each(
    company: Company,
) -> None:
    flags = [await _called(company, body=f"please {number}") for number in range(3)]
    pos, *also = flags
    await company.told()
    ok = await company.counsellor.ask("take", pos=pos, also=also)
    told = await company.told()
    assert ok["pos"] == told.volunteer[0]["pos"]
    assert [(each["kind"], each["of"]) for each in told.volunteer if each["stream"] == "staff"] == [
        ("taken", flag) for flag in flags
    ]
    assert [(each["kind"], each["name"]) for each in told.hare] == [("taken", "Sam")], "who is there is said once"
    for verb, kind, fields in (("flag_done", "flag_done", {"outcome": "talked"}), ("reopen", "reopened", {})):
        assert (await company.volunteer.ask(verb, pos=pos, also=also, **fields))["type"] == "ok"
        told = await company.told()
        assert [(each["kind"], each["of"]) for each in told.counsellor] == [(kind, flag) for flag in flags]
        assert told.hare == []


async def test_what_somebody_else_took_or_finished_meanwhile_is_left_as_it_is(company: Company) -> None:
    first, second, third = [await _called(company, body=f"please {number}") for number in range(3)]
    assert (await company.volunteer.ask("take", pos=second))["type"] == "ok"
    assert (await company.volunteer.ask("flag_done", pos=third, outcome="talked"))["type"] == "ok"
    await company.told()
    assert (await company.counsellor.ask("take", pos=second, also=[first]))["code"] == "already"
    assert (await company.counsellor.ask("take", pos=first, also=[second, third, first, 999]))["type"] == "ok"
    taken = [each for each in (await company.told()).volunteer if each["stream"] == "staff"]
    assert [(each["kind"], each["of"]) for each in taken] == [("taken", first)]
    assert (await company.counsellor.ask("take", pos=first, also=[1] * 101))["code"] == "bad_frame"


@pytest.mark.parametrize("past_the_end", [False, True])
async def test_whoever_was_settled_meanwhile_does_not_read_that_somebody_is_here(
    company: Company, past_the_end: bool
) -> None:
    settled, of_otter = await _called(company), await company.otter.ask("help")
    other = await company.counsellor.entry("flag", of_stream="seat:1", of_pos=of_otter["pos"])
    if past_the_end:
        await move_clock(company.house.evening, "over")
    assert (await company.volunteer.ask("settle", seat=3, outcome="talked"))["type"] == "ok"
    await company.hare.entry("settled")
    assert (await company.counsellor.ask("take", pos=settled))["code"] == "already"
    assert (await company.counsellor.ask("take", pos=other["pos"], also=[settled]))["type"] == "ok"
    assert (await company.otter.entry("taken"))["name"] == "Sam"
    taken = [each["of"] for each in company.counsellor.entries("staff") if each["kind"] == "taken"]
    assert taken == [other["pos"]]
    assert company.hare.entries("seat:3")[-1]["kind"] == "settled"


async def test_a_call_after_they_were_settled_and_one_that_was_opened_again_are_taken_as_any(company: Company) -> None:
    first = await _called(company)
    assert (await company.counsellor.ask("flag_done", pos=first, outcome="talked"))["type"] == "ok"
    assert (await company.counsellor.ask("reopen", pos=first))["type"] == "ok"
    assert (await company.counsellor.ask("take", pos=first))["type"] == "ok"
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked"))["type"] == "ok"
    assert (await company.counsellor.ask("take", pos=await _called(company)))["type"] == "ok"


#: What somebody may call or write while the form that finishes with them is open.
MEANWHILE: dict[str, Frame] = {
    "help": {"body": "there is more"}, "whisper": {"body": "are you still there?"}, "say": {"body": "I am not fine"},
    "checkin": {"when": "out", "body": "not good"}, "answer": {"body": "I did not say all of it"},
}  # fmt: skip


@pytest.mark.parametrize("verb", MEANWHILE)
async def test_whoever_called_or_wrote_meanwhile_is_not_finished_with_unseen(company: Company, verb: str) -> None:
    asked = await company.counsellor.ask("prompt", body="Only for you", kind="reflection")
    await company.counsellor.ask("mode", mode="hold_all")
    seen = await company.hare.ask("help", body="please")
    wrote = await company.hare.ask(verb, **MEANWHILE[verb], **({"prompt": asked["pos"]} if verb == "answer" else {}))
    no = await company.counsellor.ask("settle", seat=3, outcome="talked", after=seen["pos"])
    assert (no["code"], no["text"]) == ("already", "They wrote meanwhile. Please look first.")
    assert not [each for each in company.hare.entries("seat:3") if each["kind"] == "settled"]
    call = await company.counsellor.entry("flag", of_stream="seat:3", of_pos=seen["pos"])
    assert (await company.counsellor.ask("take", pos=call["pos"]))["type"] == "ok", "the call is still there"
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked", after=wrote["pos"]))["type"] == "ok"


async def test_what_asks_for_nobody_and_our_own_words_keep_no_one_from_finishing(company: Company) -> None:
    seen = await company.hare.ask("help")
    await company.volunteer.ask("whisper", seat=3, body="I am here")
    await company.hare.ask("checkin", when="out", mood=4)
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked", after=seen["pos"]))["type"] == "ok"


@pytest.mark.parametrize("outcome", ["block", "pass"])
async def test_whoever_wrote_meanwhile_what_stands_in_no_stream_of_theirs_is_not_finished_with_unseen(
    company: Company, judge: Judge, outcome: Outcome
) -> None:
    seen = await company.hare.ask("help", body="please")
    call = await company.counsellor.entry("flag", source="help")
    judge(judged(outcome, "encourage: x", kind="encourage", level="now"))
    await company.hare.ask("say", body="who does it with me")
    wrote = await company.counsellor.entry("flag", source="guard")
    settle = {"seat": 3, "outcome": "talked", "after": seen["pos"]}
    no = await company.counsellor.ask("settle", **settle, after_staff=call["pos"])
    assert (no["code"], no["text"]) == ("already", "They wrote meanwhile. Please look first.")
    assert (await company.volunteer.ask("take", pos=wrote["pos"]))["type"] == "ok", "it is still there for all"
    assert (await company.counsellor.ask("settle", **settle, after_staff=wrote["pos"]))["type"] == "ok"


async def test_what_others_call_and_the_team_writes_keeps_no_one_from_finishing(company: Company) -> None:
    seen = await company.hare.ask("help")
    call = await company.counsellor.entry("flag")
    await company.otter.ask("help", body="it is about hare")
    await company.otter.ask("worry", about="person", seat=3)
    await company.volunteer.ask("take", pos=call["pos"])
    await company.volunteer.ask("note", body="I am with hare")
    settle = {"seat": 3, "outcome": "talked", "after": seen["pos"], "after_staff": call["pos"]}
    assert (await company.counsellor.ask("settle", **settle))["type"] == "ok"


async def test_a_client_that_does_not_say_how_far_it_had_heard_is_believed(company: Company) -> None:
    await company.hare.ask("help")
    await company.hare.ask("whisper", body="are you still there?")
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked"))["type"] == "ok"


async def _called(company: Company, **fields: str) -> int:
    """The position of the flag of one call of hare's."""
    call = await company.hare.ask("help", **fields)
    flag = await company.counsellor.entry("flag", of_stream="seat:3", of_pos=call["pos"])
    return int(flag["pos"])


async def test_what_came_of_a_flag_is_said_once_and_to_staff_alone(company: Company) -> None:
    await company.hare.ask("help")
    flag = await company.counsellor.entry("flag")
    await company.told()
    ok = await company.counsellor.ask("flag_done", pos=flag["pos"], outcome="we talked; she is safe")
    told = await company.told()
    done = entry(ok, "flag_done", company.sam, of=flag["pos"], outcome="we talked; she is safe")
    assert told.volunteer == [done]
    assert told.counsellor == [{**done, "ref": ok["ref"]}]
    assert told.otter == told.heron == told.hare == []
    assert (await company.volunteer.ask("flag_done", pos=flag["pos"], outcome="x"))["code"] == "already"
    assert (await company.volunteer.ask("take", pos=flag["pos"]))["code"] == "already"


@pytest.mark.parametrize("verb", ["take", "flag_done"])
async def test_only_a_flag_can_be_looked_at(company: Company, verb: str) -> None:
    note = await company.counsellor.ask("note", body="no flag")
    fields = {"outcome": "x"} if verb == "flag_done" else {}
    for pos in (note["pos"], 99):
        assert (await company.counsellor.ask(verb, pos=pos, **fields))["code"] == "not_found"
    assert (await company.counsellor.ask(verb, pos=0, **fields))["code"] == "bad_frame"


async def test_a_flag_finished_too_early_is_open_again(company: Company) -> None:
    await company.otter.ask("worry", about="person", seat=3)
    flag = await company.counsellor.entry("flag")
    assert (await company.counsellor.ask("reopen", pos=flag["pos"]))["code"] == "already"
    await company.counsellor.ask("flag_done", pos=flag["pos"], outcome="fine")
    assert await _flags(company) == 0
    await company.told()
    ok = await company.volunteer.ask("reopen", pos=flag["pos"])
    told = await company.told()
    assert told.counsellor == [entry(ok, "reopened", company.ali, of=flag["pos"])]
    assert told.otter == told.heron == told.hare == []
    assert await _flags(company) == 1


async def test_open_flags_are_counted_for_staff_until_they_are_done(company: Company) -> None:
    await company.otter.ask("worry", about="person", seat=3)
    flag = await company.counsellor.entry("flag")
    assert await _flags(company) == 1
    await company.counsellor.ask("flag_done", pos=flag["pos"], outcome="fine")
    assert await _flags(company) == 0


async def _flags(company: Company) -> int:
    again = await company.house.enter(company.house.evening.volunteer)
    found: int = {line["seat"]: line for line in again.welcome["people"]}[3]["flags"]
    return found
