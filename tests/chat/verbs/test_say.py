"""say: what becomes of words for the room, and what each audience is sent of them."""

from __future__ import annotations

import pytest

from chat import guard
from chat.guard import Verdict
from chat.protocol.asks import BODY_LIMIT
from tests.chat.verdicts import judged

from .company import Company, entry, rows

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


async def test_what_a_young_person_says_everybody_hears_and_only_they_see_their_ref(company: Company) -> None:
    ok = await company.otter.ask("say", body="it was a hard week")
    assert ok == {"type": "ok", "ref": ok["ref"], "stream": "room", "pos": ok["pos"]}
    told = await company.told()
    message = entry(ok, "message", {"seat": 1}, body="it was a hard week")
    assert told.otter == [{**message, "ref": ok["ref"]}]
    assert told.heron == told.hare == told.counsellor == told.volunteer == [message]


async def test_what_staff_say_is_from_their_room_name_and_keeps_their_ref_from_others(company: Company) -> None:
    ok = await company.volunteer.ask("say", body="welcome, all")
    told = await company.told()
    message = entry(ok, "message", company.ali, body="welcome, all")
    assert told.volunteer == [{**message, "ref": ok["ref"]}]
    assert told.otter == told.heron == told.hare == told.counsellor == [message]


async def test_an_answer_and_a_heads_up_travel_with_the_words(company: Company) -> None:
    first = await company.otter.ask("say", body="how was it?")
    ok = await company.heron.ask("say", body="at home it was loud", heads_up="family", reply_to=first["pos"])
    told = await company.told()
    about = {"body": "at home it was loud", "heads_up": "family", "reply_to": first["pos"]}
    assert told.hare[-1] == entry(ok, "message", {"seat": 2}, **about)


async def test_only_a_message_that_still_stands_can_be_answered(company: Company) -> None:
    said = await company.otter.ask("say", body="hello")
    reaction = await company.heron.ask("react", pos=said["pos"], emoji="💜", on=True)
    for pos in (reaction["pos"], 999):
        assert (await company.hare.ask("say", body="what?", reply_to=pos))["code"] == "not_found"
    await company.counsellor.ask("remove", pos=said["pos"], reason="a name")
    assert (await company.hare.ask("say", body="what?", reply_to=said["pos"]))["code"] == "not_found"


async def test_a_body_is_trimmed_and_may_be_as_long_as_promised(company: Company) -> None:
    longest = "ä" * BODY_LIMIT
    ok = await company.otter.ask("say", body=f"  \n{longest}\t ")
    assert ok["type"] == "ok"
    assert (await company.heron.entry("message", pos=ok["pos"]))["body"] == longest


async def test_a_body_that_is_too_long_or_empty_is_refused_and_costs_nothing_else(company: Company) -> None:
    assert (await company.otter.ask("say", body="x" * (BODY_LIMIT + 1)))["code"] == "too_long"
    for _ in range(4):
        assert (await company.otter.ask("say", body=" \n "))["code"] == "bad_frame"
    assert (await company.otter.ask("say", body="still here"))["type"] == "ok"
    assert [each["body"] for each in (await company.told()).heron] == ["still here"]


async def test_words_kept_as_written_are_held_for_a_facilitator(company: Company) -> None:
    ok = await company.otter.ask("say", body="as I wrote it", as_is=True)
    assert ok == {"type": "ok", "ref": ok["ref"], "stream": "seat:1", "pos": ok["pos"], "held": True}
    told = await company.told()
    held = entry(ok, "held", {"seat": 1}, body="as I wrote it")
    assert told.otter == [{**held, "ref": ok["ref"]}]
    assert told.heron == told.hare == []
    assert told.counsellor == told.volunteer == [{**held, "why": told.counsellor[0]["why"]}]


async def test_the_rule_that_holds_words_is_told_to_staff_alone(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "read", lambda words: judged("hold", "meet: where"))
    ok = await company.otter.ask("say", body="shall we meet?", heads_up="plans")
    assert ok["held"]
    told = await company.told()
    assert told.heron == told.hare == []
    assert told.otter == [entry(ok, "held", {"seat": 1}, ref=ok["ref"], body="shall we meet?", heads_up="plans")]
    assert told.counsellor[0]["why"] == "meet: where"
    assert not any("meet: where" in raw for seat in company.seats for raw in seat.raw)


@pytest.mark.parametrize(
    ("mode", "verdict"), [("open", judged("hold")), ("hold_flagged", judged("pass", level="soon"))]
)
async def test_a_guard_that_names_no_rule_holds_all_the_same(
    company: Company, monkeypatch: pytest.MonkeyPatch, mode: str, verdict: Verdict
) -> None:
    monkeypatch.setattr(guard, "read", lambda words: verdict)
    await company.counsellor.ask("mode", mode=mode)
    assert (await company.otter.ask("say", body="only words"))["held"]
    assert (await company.volunteer.entry("held"))["why"]


async def test_a_guard_that_fails_holds_and_says_nothing_of_it_to_the_author(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(words: str) -> Verdict:
        raise ValueError(words)

    monkeypatch.setattr(guard, "read", broken)
    ok = await company.otter.ask("say", body="only words")
    assert ok["held"]
    told = await company.told()
    assert told.heron == []
    assert told.otter == [entry(ok, "held", {"seat": 1}, ref=ok["ref"], body="only words")]
    assert await rows(company.house.evening, kind="message") == []


async def test_what_staff_say_is_never_held(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "read", lambda words: judged("hold", "any"))
    await company.counsellor.ask("mode", mode="hold_all")
    assert (await company.volunteer.ask("say", body="let us breathe"))["stream"] == "room"
