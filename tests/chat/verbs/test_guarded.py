"""What the guard holds, marks or cannot read, as its author, staff and the others are told."""

from __future__ import annotations

import pytest
from channels.db import database_sync_to_async

from chat import guard
from chat.guard import HOLD, Hit, Verdict
from chat.guard.verdict import Kind, Level, Outcome
from chat.words import HEADS_UP, HELD
from cohorts.models import Course
from tests.cast import Evening
from tests.chat.house import House, running
from tests.chat.verdicts import judged

from .company import Company, entry, rows
from .judge import PLAN, SWAP, Judge, flag_of

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


@pytest.mark.parametrize(("kind", "told"), [("disclosure", True), ("bullying", True), ("meet", False)])
async def test_what_the_author_of_held_words_reads_is_kind_and_never_a_class(
    company: Company, judge: Judge, kind: Kind, *, told: bool
) -> None:
    judge(judged("hold", f"{kind}: x", kind=kind, level="now"))
    ok = await company.otter.ask("say", body="words")
    own = await company.otter.entry("held", pos=ok["pos"])
    assert own.get("text") == (str(HELD[kind]) if told else None)
    flag = await company.counsellor.entry("flag", of_pos=ok["pos"])
    assert (flag["level"], flag.get("repeats"), flag.get("diverted")) == ("now", None, None)
    await company.counsellor.ask("take", pos=flag["pos"])
    assert not [each for each in (await company.told()).otter if each["kind"] == "taken"]
    assert not any(kind in raw for seat in company.seats for raw in seat.raw)


@pytest.mark.parametrize("level", ["soon", "note"])
async def test_words_that_pass_are_said_and_marked_for_staff(company: Company, judge: Judge, level: Level) -> None:
    verdict = judged("pass", "low: x", kind="low", level=level)
    judge(verdict)
    ok = await company.otter.ask("say", body="it is all too much")
    assert ok == {"type": "ok", "ref": ok["ref"], "stream": "room", "pos": ok["pos"]}
    told = await company.told()
    message = entry(ok, "message", {"seat": 1}, body="it is all too much")
    assert told.heron == told.hare == [message]
    assert told.counsellor == told.volunteer == [message, flag_of(1, verdict, "room", ok["pos"])]


async def test_a_heads_up_is_read_too_and_what_is_seen_there_points_into_no_body(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Verdict("swap", "tool", "note", (Hit("tool: x", 2, 9, "x"),), "family")
    monkeypatch.setattr(guard, "read", lambda words: seen if words == "x and y" else guard.PASS)
    ok = await company.otter.ask("say", body="home was loud", heads_up="x and y")
    assert ok["held"], "its other way to be said is not one of the whole message"
    held = await company.counsellor.entry("held")
    assert held["spans"] == [{"rule": "tool: x", "start": 0, "end": 0, "form": "x"}]


@pytest.mark.parametrize(
    ("before", "label", "body"),
    [(None, "my snap is", "pebblemoss"), ("my snap", "is", "pebblemoss"), ("my snap is", "pebblemoss", "hello")],
)
async def test_what_a_heads_up_begins_and_the_words_under_it_end_waits_for_a_facilitator(
    company: Company, monkeypatch: pytest.MonkeyPatch, before: str | None, label: str, body: str
) -> None:
    def joined(words: str) -> Verdict:
        start = words.find("my snap is pebblemoss")
        hit = Hit("contact.handle", start + 11, start + 21, "pebblemoss")
        return guard.PASS if start < 0 else Verdict("mask", "contact", "note", (hit,))

    monkeypatch.setattr(guard, "read", lambda words: guard.PASS)
    monkeypatch.setattr(guard, "read_joined", joined)
    if before is not None:
        assert (await company.otter.ask("say", body=before))["stream"] == "room"
    assert (await company.otter.ask("say", body=body, heads_up=label)).get("held")
    held = await company.counsellor.entry("held")
    assert (held["heads_up"], held["body"]) == (label, body)
    assert all((span["start"], span["end"]) == (0, 0) for span in held["spans"])


async def test_a_heads_up_that_the_page_offers_is_taken_as_it_is(
    unpaced: None, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "read", lambda words: guard.PASS if words.startswith("it was loud") else HOLD)
    monkeypatch.setattr(guard, "read_joined", lambda words: guard.PASS if words.startswith("it was loud") else HOLD)
    for number, label in enumerate(HEADS_UP):
        ok = await company.otter.ask("say", body=f"it was loud {'so ' * number}", heads_up=str(label))
        assert ok["stream"] == "room", label


async def test_a_guard_that_fails_holds_is_told_to_staff_and_logs_no_word(
    company: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(words: str) -> Verdict:
        raise ValueError(words)

    monkeypatch.setattr(guard, "read", broken)
    assert (await company.otter.ask("say", body="a secret thing"))["held"]
    assert (await company.otter.ask("whisper", body="a secret thing"))["stream"] == "seat:1"
    await company.told()
    flags = [frame for frame in company.counsellor.entries("staff") if frame["kind"] == "flag"]
    assert [(flag["level"], flag["why"]) for flag in flags] == [("now", HOLD.rule)] * 2
    assert "the guard failed: ValueError" in caplog.text
    assert "secret" not in caplog.text
    assert await rows(company.house.evening, kind="message") == []


KEPT_OUT = (
    PLAN,
    SWAP,
    judged("block", "tips: x", kind="tips", level="soon"),
    judged("hold", "meet: x", kind="meet", level="now"),
)


@pytest.mark.parametrize("verdict", KEPT_OUT, ids=lambda verdict: verdict.outcome)
async def test_the_seven_others_receive_nothing(evening: Evening, judge: Judge, verdict: Verdict) -> None:
    async with running(evening) as house:
        sam, otter, *others = await house.everyone()
        await sam.ask("say", body="so far")
        for each in others:
            await each.entry("message", body="so far")
        before = [list(each.raw) for each in others]
        judge(verdict)
        await otter.ask("say", body="only mine")
        await otter.ask("whisper", body="only mine")
        judge(guard.PASS)
        await sam.ask("say", body="and on")
        for each in others:
            await each.entry("message", body="and on")
        for each, so_far in zip(others, before, strict=True):
            news = [raw for raw in each.raw[len(so_far) :] if not raw.startswith('{"type":"people"')]
            assert len(news) == 1
            assert "only mine" not in news[0]


async def test_staff_are_told_when_one_person_asks_others_again_and_the_author_is_not(
    company: Company, judge: Judge
) -> None:
    judge(judged("hold", "meet: x", kind="meet", level="now"))
    first = await company.otter.ask("say", body="after this, you and me")
    again = await company.otter.ask("say", body="you too then")
    of_heron = await company.heron.ask("say", body="see you there")
    flags = {flag["by"]: flag for flag in [await company.counsellor.entry("flag", of_pos=again["pos"], by=1)]}
    flags[2] = await company.counsellor.entry("flag", of_pos=of_heron["pos"], by=2)
    once = await company.counsellor.entry("flag", of_pos=first["pos"], by=1)
    assert (flags[1].get("pattern"), flags[1].get("many")) == ("asks_again", 2)
    assert not {"pattern", "many"} & (once.keys() | flags[2].keys())
    assert not any("asks_again" in raw for seat in company.seats for raw in seat.raw)


async def test_staff_are_told_how_many_a_dare_has_reached(company: Company, judge: Judge) -> None:
    judge(judged("block", "encourage: x", kind="encourage", level="now"))
    await company.otter.ask("say", body="who does it")
    await company.heron.ask("say", body="me next")
    flag = await company.counsellor.entry("flag", by=2)
    assert (flag["pattern"], flag["many"]) == ("goes_round", 2)


@pytest.mark.parametrize("kind", ["meet", "encourage"])
@pytest.mark.parametrize("outcome", ["hold", "block"])
async def test_whoever_tells_a_facilitator_what_was_asked_of_them_is_not_counted_with_those_who_ask(
    company: Company, judge: Judge, kind: Kind, outcome: Outcome
) -> None:
    judge(judged(outcome, f"{kind}: x", kind=kind, level="now"))
    await company.otter.ask("whisper", body="they want me to meet them")
    again = await company.otter.ask("whisper", body="and to do it with them")
    await company.heron.ask("worry", about="person", seat=1, body="they want to meet")
    await company.heron.ask("help", body="they ask and ask")
    told = await company.counsellor.entry("flag", of_pos=again["pos"], by=1)
    await company.heron.ask("say", body="after this, you and me")
    said = await company.counsellor.entry("flag", source="guard", by=2)
    assert not {"pattern", "many"} & (told.keys() | said.keys())


@pytest.mark.parametrize(
    "verdict", [judged("pass", "low: x", kind="low", level="soon"), SWAP], ids=["would pass", "would be offered anew"]
)
async def test_a_course_can_have_a_facilitator_read_first_what_the_guard_alone_would_not_hold(
    house: House, judge: Judge, verdict: Verdict
) -> None:
    reads_first = Course.objects.filter(pk=house.evening.cohort.course_id).update
    await database_sync_to_async(reads_first)(read_first=["low", "tool"])
    company = await Company.gather(house)
    judge(verdict)
    ok = await company.otter.ask("say", body="it is all too much")
    assert (ok["type"], ok["stream"], ok["held"]) == ("ok", "seat:1", True)
    held = await company.counsellor.entry("held", pos=ok["pos"])
    assert (held["why"], held["sort"]) == (verdict.rule, verdict.kind)
    judge(guard.PASS)
    assert (await company.otter.ask("say", body="hello"))["stream"] == "room"


async def test_no_course_makes_less_of_what_is_refused(house: House, judge: Judge) -> None:
    reads_first = Course.objects.filter(pk=house.evening.cohort.course_id).update
    await database_sync_to_async(reads_first)(read_first=["low", "tool"])
    company = await Company.gather(house)
    judge(judged("block", "encourage: x", kind="encourage", level="now"))
    assert (await company.otter.ask("say", body="who does it"))["code"] == "blocked"
