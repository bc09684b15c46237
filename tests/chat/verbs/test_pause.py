"""pause, resume: calm for all, in words everybody reads."""

from __future__ import annotations

from .company import SYSTEM, Company, entry


async def test_everybody_reads_the_words_and_only_staff_whose_they_are(company: Company) -> None:
    ok = await company.counsellor.ask("pause", text="Let's breathe for a minute")
    told = await company.told()
    calm = entry(ok, "paused", SYSTEM, text="Let's breathe for a minute")
    assert told.otter == told.heron == told.hare == [calm]
    assert told.counsellor == [{**calm, "from": company.sam, "ref": ok["ref"]}]
    assert told.volunteer == [{**calm, "from": company.sam}]


async def test_a_pause_without_words_has_calm_ones_of_its_own(company: Company) -> None:
    await company.counsellor.ask("pause")
    assert (await company.otter.entry("paused"))["text"]


async def test_no_seat_speaks_or_gives_signs_in_a_pause_and_staff_do(company: Company) -> None:
    message = await company.otter.ask("say", body="before")
    await company.counsellor.ask("pause", text="A quiet minute")
    no = await company.otter.ask("say", body="during")
    assert (no["code"], no["text"]) == ("paused", "A quiet minute")
    assert (await company.heron.ask("react", pos=message["pos"], emoji="💜", on=True))["code"] == "paused"
    assert (await company.otter.ask("say", body="during", as_is=True))["code"] == "paused"
    assert (await company.volunteer.ask("say", body="in, and out"))["type"] == "ok"
    assert [each["body"] for each in (await company.told()).heron if each["kind"] == "message"] == [
        "before",
        "in, and out",
    ]


async def test_a_pause_is_resumed_once_and_everybody_hears(company: Company) -> None:
    await company.counsellor.ask("pause", text="A quiet minute")
    await company.told()
    ok = await company.volunteer.ask("resume")
    told = await company.told()
    assert told.otter == told.heron == told.hare == [entry(ok, "resumed", SYSTEM)]
    assert told.counsellor == [entry(ok, "resumed", company.ali)]
    assert (await company.otter.ask("say", body="after"))["type"] == "ok"
    assert (await company.counsellor.ask("resume"))["code"] == "already"


async def test_a_second_pause_changes_the_words(company: Company) -> None:
    await company.counsellor.ask("pause", text="A quiet minute")
    await company.volunteer.ask("pause", text="A little longer")
    assert (await company.otter.ask("say", body="now?"))["text"] == "A little longer"
    late = await company.house.enter(company.house.evening.wren)
    assert late.welcome["room"]["paused"] == "A little longer"


async def test_a_pause_ends_nobodys_breather(company: Company) -> None:
    await company.counsellor.ask("mute", seat=3, seconds=600, reason="x")
    await company.counsellor.ask("pause", text="A quiet minute")
    assert (await company.hare.ask("say", body="now?"))["code"] == "paused"
    await company.counsellor.ask("resume")
    assert (await company.hare.ask("say", body="now?"))["code"] == "muted"
