"""Words that are refused, kindly, or offered to be said another way; staff keep the original."""

from __future__ import annotations

import pytest

from chat import guard
from chat.guard.verdict import Kind, Outcome
from chat.words import BLOCKED, REFUSALS, SAY_IT_SO, SAY_SOMETHING_ELSE
from tests.chat.verdicts import judged

from .company import Company, entry
from .judge import SWAP, Judge, about, flag_of

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


@pytest.mark.parametrize("kind", ["encourage", "tips", None])
async def test_what_is_blocked_is_refused_kindly_and_kept_for_staff(
    company: Company, judge: Judge, kind: Kind | None
) -> None:
    verdict = judged("block", "a rule: x", kind=kind, level="now")
    judge(verdict)
    no = await company.otter.ask("say", body="do it")
    assert no == {
        "type": "no",
        "ref": no["ref"],
        "code": "blocked",
        "text": str(BLOCKED.get(kind or "", REFUSALS["blocked"])),
    }
    told = await company.told()
    assert told.otter == told.heron == told.hare == []
    stop = entry({"stream": "staff", "pos": 1}, "stopped", {"seat": 1}, seat=1, body="do it", **about(verdict))
    assert told.counsellor == told.volunteer == [stop, flag_of(2, verdict, "staff", 1)]


@pytest.mark.parametrize(("outcome", "kind"), [("swap", "tool"), ("swap", "method"), ("mask", "contact")])
async def test_another_way_to_say_it_is_offered_and_the_original_is_kept_for_staff(
    company: Company, judge: Judge, outcome: Outcome, kind: Kind
) -> None:
    verdict = judged(outcome, "a rule: x", kind=kind, level="note", suggestion="said so")
    judge(verdict)
    no = await company.otter.ask("say", ref="same", body="as I wrote it")
    text = str(SAY_IT_SO[kind])
    assert no == {"type": "no", "ref": "same", "code": "swap", "text": text, "suggestion": "said so"}
    told = await company.told()
    assert told.otter == told.heron == told.hare == []
    words = {"seat": 1, "body": "as I wrote it", "suggestion": "said so", **about(verdict)}
    stop = entry({"stream": "staff", "pos": 1}, "stopped", {"seat": 1}, **words)
    assert told.counsellor == told.volunteer == [stop, flag_of(2, verdict, "staff", 1)]
    judge(guard.PASS)
    ok = await company.otter.ask("say", ref="same", body="said so")
    assert (await company.heron.entry("message", pos=ok["pos"]))["body"] == "said so"


async def test_whoever_wrote_nothing_but_what_is_masked_is_asked_for_something_else(
    company: Company, judge: Judge
) -> None:
    judge(judged("mask", kind="contact", level="note", suggestion="•••, •••"))
    no = await company.otter.ask("say", body="my email, and my street")
    assert no == {"type": "no", "ref": no["ref"], "code": "swap", "text": str(SAY_SOMETHING_ELSE)}
    await company.told()
    (stop, _) = company.counsellor.entries("staff")
    assert "suggestion" not in stop, "nothing was offered that staff should read"


async def test_whoever_keeps_their_words_is_read_by_a_facilitator_first(company: Company, judge: Judge) -> None:
    judge(SWAP)
    assert (await company.otter.ask("say", ref="same", body="my words"))["code"] == "swap"
    ok = await company.otter.ask("say", ref="same", body="my words", as_is=True)
    assert ok["held"]
    assert (await company.counsellor.entry("held"))["why"] == "tool: x"
    await company.told()
    assert [frame["kind"] for frame in company.counsellor.entries("staff")] == ["stopped", "flag"], "marked once"


@pytest.mark.parametrize("as_is", [True, False], ids=["keeps the words", "writes them again"])
async def test_words_that_are_worse_beside_what_was_said_since_are_told_of_anew(
    company: Company, judge: Judge, *, as_is: bool
) -> None:
    judge(judged("mask", "contact: x", kind="contact", level="note", suggestion="on •••"))
    assert (await company.otter.ask("say", body="on my name"))["code"] == "swap"
    meet = judged("hold", "meet: x, over several lines", kind="meet", level="now")
    judge(meet)
    ok = await company.otter.ask("say", body="on my name", as_is=as_is)
    assert ok["held"]
    told = await company.told()
    assert told.counsellor[-1] == told.volunteer[-1] == flag_of(3, meet, "seat:1", ok["pos"])


async def test_words_that_are_refused_for_something_worse_are_told_of_anew(company: Company, judge: Judge) -> None:
    seen = judged("mask", "contact: x", kind="contact", level="note", suggestion="on •••")
    dared = judged("block", "encourage: x", kind="encourage", level="now")
    for verdict in (seen, seen, dared, dared):
        judge(verdict)
        await company.otter.ask("say", body="on my name")
    told = (await company.told()).counsellor
    assert [(each["kind"], each["sort"]) for each in told] == [
        ("stopped", "contact"), ("flag", "contact"), ("stopped", "encourage"), ("flag", "encourage"),
    ]  # fmt: skip


async def test_words_to_be_looked_at_sooner_than_they_were_are_told_of_anew(company: Company, judge: Judge) -> None:
    for level in ("soon", "now", "soon"):
        judge(judged("block", "tips: x", kind="tips", level=level))
        await company.otter.ask("say", body="so it goes")
    flags = [each for each in (await company.told()).counsellor if each["kind"] == "flag"]
    assert [flag["level"] for flag in flags] == ["soon", "now"]


async def test_words_that_could_not_be_read_this_time_are_told_of_anew(company: Company, judge: Judge) -> None:
    judge(SWAP)
    assert (await company.otter.ask("say", body="my words"))["code"] == "swap"
    judge(guard.HOLD)
    ok = await company.otter.ask("say", body="my words")
    assert (await company.told()).counsellor[-1] == flag_of(3, guard.HOLD, "seat:1", ok["pos"])


@pytest.mark.parametrize("suggestion", [None, "", "  ", "x" * 2001])
async def test_without_another_way_to_say_it_words_are_held(
    company: Company, judge: Judge, suggestion: str | None
) -> None:
    judge(judged("swap", kind="tool", level="note", suggestion=suggestion))
    assert (await company.otter.ask("say", body="my words"))["held"]
