"""prompt, answer, share: the room is asked, each may answer to staff alone, and counts of enough come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Evening
from tests.chat.house import Frame, House, Visitor, running

from .company import SYSTEM, Company, entry, rows
from .scripted import alike

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded

SCALE: Frame = {"kind": "scale", "options": ["not at all", "a lot"]}
POLL: Frame = {"kind": "poll", "options": ["a walk", "music", "a friend"]}


async def test_everybody_is_asked_and_only_staff_hear_which_step_it_was(company: Company) -> None:
    ok = await company.counsellor.ask("prompt", body="What helps?", step="check-in", **POLL)
    told = await company.told()
    asked = entry(ok, "prompt", company.sam, body="What helps?", form="poll", options=POLL["options"])
    assert told.otter == told.heron == told.hare == [asked]
    assert told.volunteer == [{**asked, "step": "check-in"}]
    assert told.counsellor == [{**asked, "step": "check-in", "ref": ok["ref"]}]


async def test_it_stands_in_a_fresh_welcome_until_the_next_or_until_it_is_put_away_or_removed(company: Company) -> None:
    first = await company.counsellor.ask("prompt", body="What helps?", step="check-in", **POLL)
    assert await _prompt(company, "heron") == {
        "pos": first["pos"], "body": "What helps?", "form": "poll", "options": POLL["options"], "breathing": False,
        "counts": None, "round": None,
    }  # fmt: skip
    assert (await _prompt(company, "volunteer"))["step"] == "check-in"
    second = await company.volunteer.ask("prompt", body="Breathe in", kind="exercise", breathing=True)
    assert (await _prompt(company, "heron"))["pos"] == second["pos"]
    assert (await company.counsellor.ask("put_away", prompt=first["pos"]))["code"] == "already"
    assert (await company.counsellor.ask("put_away", prompt=second["pos"]))["type"] == "ok"
    assert await _prompt(company, "heron") is None
    third = await company.counsellor.ask("prompt", body="a slip of the pen", **POLL)
    assert await _prompt(company, "heron") is not None
    assert (await company.counsellor.ask("remove", pos=third["pos"], reason="a slip"))["type"] == "ok"
    assert await _prompt(company, "heron") is None
    again = await company.house.enter(company.house.evening.heron)
    since = await again.ask("since", stream="room", pos=0)
    assert since["type"] == "ok"
    removed = await again.entry("prompt", pos=third["pos"])
    assert removed["removed"] is True
    assert "options" not in removed
    assert "body" not in removed


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "quiz"}, {"kind": "poll", "options": ["only one"]}, {"kind": "poll", "options": ["a", "a"]},
        {"kind": "scale"}, {"kind": "text", "options": ["a", "b"]}, {**POLL, "breathing": True},
        {"kind": "poll", "options": ["a", "b\x00"]}, {"kind": "poll", "options": list("abcdefghi")}, {"step": "\x00"},
        {"body": "  "},
    ],
)  # fmt: skip
async def test_what_could_not_be_answered_is_not_asked(company: Company, wrong: Frame) -> None:
    assert (await company.counsellor.ask("prompt", **{"body": "?", **wrong}))["code"] == "bad_frame"
    assert all(not each for each in await company.told())


async def test_an_answer_goes_to_staff_and_back_to_its_author_alone(company: Company) -> None:
    pos = (await company.counsellor.ask("prompt", body="How loud is it?", **SCALE))["pos"]
    await company.told()
    ok = await company.hare.ask("answer", prompt=pos, value=0)
    told = await company.told()
    said = entry(ok, "answer", {"seat": 3}, prompt=pos, value=0)
    assert told.hare == [{**said, "ref": ok["ref"]}]
    assert told.counsellor == told.volunteer == [said]
    assert told.otter == told.heron == []


async def test_an_answer_is_of_its_prompts_own_kind(company: Company) -> None:
    poll = (await company.counsellor.ask("prompt", body="What helps?", **POLL))["pos"]
    for wrong in ({"value": 3}, {"value": -1}, {"value": "1"}, {"body": "music"}, {"value": 1, "body": "music"}, {}):
        assert (await company.hare.ask("answer", prompt=poll, **wrong))["code"] == "bad_frame"
    assert (await company.hare.ask("answer", prompt=poll, value=2))["type"] == "ok"
    assert (await company.hare.ask("answer", prompt=poll + 1, value=2))["code"] == "not_found"
    text = (await company.counsellor.ask("prompt", body="Welcome"))["pos"]
    assert (await company.hare.ask("answer", prompt=text, value=0))["code"] == "bad_frame"
    no = await company.hare.ask("answer", prompt=poll, value=1)
    assert (no["code"], bool(no["text"])) == ("already", True)


async def test_a_reflection_reaches_staff_whole_from_every_state_and_is_kept_open_until_answered(
    company: Company,
) -> None:
    words = "Flat 6, Pellow Street. 07700 900123"
    pos = (await company.counsellor.ask("prompt", body="Only for you", kind="reflection"))["pos"]
    await company.counsellor.ask("prompt", body="And on")
    await company.counsellor.ask("mode", mode="hold_all")
    await company.counsellor.ask("pause", text="a quiet minute")
    await company.counsellor.ask("mute", seat=3, seconds=60)
    await company.counsellor.ask("aside", seat=3)
    ok = await company.hare.ask("answer", prompt=pos, body=f"  {words} ")
    assert (await company.volunteer.entry("answer", pos=ok["pos"]))["body"] == words
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked"))["type"] == "ok"
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked"))["code"] == "already"


async def test_words_that_nobody_is_there_to_read_say_so_and_are_kept(evening: Evening) -> None:
    async with running(evening) as house:
        sam, hare = await house.enter(evening.counsellor), await house.enter(evening.hare)
        pos = (await sam.ask("prompt", body="Only for you", kind="reflection"))["pos"]
        assert "nobody" not in await hare.ask("answer", prompt=pos, body="all right")
        await sam.leave()
        await hare.until(lambda frame: frame["type"] == "people" and frame.get("staffed") is False)
        assert (await hare.ask("answer", prompt=pos, body="are you there?"))["nobody"] is True


async def test_counts_are_shared_from_four_up_once_and_never_say_who(company: Company) -> None:
    pos = (await company.counsellor.ask("prompt", body="What helps?", **POLL))["pos"]
    seats = [*company.seats, await company.house.enter(company.house.evening.wren)]
    for seat, value in zip(seats, (1, 1, 1, 1), strict=True):
        no = await company.counsellor.ask("share", prompt=pos)
        assert (no["code"], bool(no["text"])) == ("not_allowed", True)
        await seat.ask("answer", prompt=pos, value=value)
    assert (await company.counsellor.ask("share", prompt=pos))["code"] == "not_allowed", "all alike"
    await company.hare.ask("answer", prompt=pos, value=2)
    await company.told()
    ok = await company.counsellor.ask("share", prompt=pos)
    told = await company.told()
    shared = entry(ok, "results", SYSTEM, of=pos, counts=[0, 3, 1])
    assert told.otter == told.heron == told.hare == [shared]
    assert told.volunteer == [{**shared, "from": company.sam}]
    assert (await _prompt(company, "heron"))["counts"] == [0, 3, 1]
    await company.otter.ask("answer", prompt=pos, value=0)
    assert (await company.counsellor.ask("share", prompt=pos))["code"] == "already"


async def test_numbers_are_never_shown_to_the_room_however_many_answered(company: Company) -> None:
    """The words of such a question promise that only the facilitators see them."""
    pos = (await company.counsellor.ask("prompt", body="How full is it? Only we can see it.", **SCALE))["pos"]
    seats = [*company.seats, await company.house.enter(company.house.evening.wren)]
    for seat, value in zip(seats, (1, 9, 9, 2), strict=True):
        assert (await seat.ask("answer", prompt=pos, value=value))["type"] == "ok"
    await company.told()
    no = await company.counsellor.ask("share", prompt=pos)
    assert (no["code"], "for you and the team alone" in no["text"]) == ("not_allowed", True)
    assert all(not each for each in await company.told())


async def test_what_is_sent_takes_the_place_of_nothing_its_sender_has_not_seen(company: Company) -> None:
    """Two presses, or one that hung while the partner sent something: each said what had been sent last by then."""
    first = await company.counsellor.ask("prompt", body="Welcome", after=0)
    assert first["type"] == "ok"
    for sender, after in ((company.counsellor, 0), (company.volunteer, first["pos"] + 1)):
        no = await sender.ask("prompt", body="Welcome", after=after)
        assert (no["code"], "Have a look first" in no["text"]) == ("already", True)
    second = await company.volunteer.ask("prompt", body="What helps?", after=first["pos"], **POLL)
    assert (await company.counsellor.ask("put_away", prompt=second["pos"]))["type"] == "ok"
    assert (await company.counsellor.ask("prompt", body="Welcome", after=first["pos"]))["code"] == "already"
    assert (await company.counsellor.ask("prompt", body="And on", after=second["pos"]))["type"] == "ok"
    assert (await company.volunteer.ask("prompt", body="from a page that does not say"))["type"] == "ok"


async def test_a_request_sent_twice_asks_and_answers_once(company: Company) -> None:
    ok = await company.counsellor.ask("prompt", ref="once", body="What helps?", **POLL)
    assert await company.counsellor.ask("prompt", ref="once", body="What helps?", **POLL) == ok
    given = await company.hare.ask("answer", ref="mine", prompt=ok["pos"], value=1)
    assert await company.hare.ask("answer", ref="mine", prompt=ok["pos"], value=1) == given
    assert len(await rows(company.house.evening, kind="prompt")) == 1
    assert len(await rows(company.house.evening, kind="answer")) == 1


@pytest.mark.usefixtures("unpaced")
async def test_another_seat_is_sent_the_same_to_the_byte_whether_or_not_somebody_answers(
    an_evening: Callable[..., Any],
) -> None:
    quiet, answered = [await _asked(await an_evening("open"), answers=answers) for answers in (False, True)]
    assert "".join(answered[0]).count('"kind":"answer"') == 2, "staff hear of both"
    assert answered[1] == quiet[1]
    assert len(quiet[1]) > 3


async def _asked(evening: Evening, *, answers: bool) -> list[list[str]]:
    """What Sam and heron are sent while hare does or does not answer."""
    async with running(evening) as house:
        sam, hare = await house.enter(evening.counsellor), await house.enter(evening.hare)
        heron = await house.enter(evening.heron)
        pos = (await sam.ask("prompt", "asked", body="What helps?", **POLL))["pos"]
        for value in (0, 2) if answers else ():
            assert (await hare.ask("answer", f"answer {value}", prompt=pos, value=value))["type"] == "ok"
        again = await house.enter(evening.heron)
        for number, body in enumerate(("thank you", "good night")):
            said = await sam.ask("say", f"say {number}", body=body)
            for socket in (heron, again):
                await socket.entry("message", pos=said["pos"])
        ids = (evening.session.public_id, evening.counsellor.public_id, evening.volunteer.public_id)
        heard = [raw for socket in (heron, again) for raw in socket.raw if not raw.startswith('{"type":"people"')]
        return [sam.raw, [alike(raw, ids) for raw in heard]]


async def _prompt(company: Company, who: str) -> Any:
    """What stands in the room, as a fresh welcome tells this person."""
    house: House = company.house
    visitor: Visitor = await house.enter(getattr(house.evening, who))
    return visitor.frames[0]["room"]["prompt"]
