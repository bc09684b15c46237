"""concern: an adult says that somebody should act; the team sees that there is one, its record alone has the words."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, QuerySet

from chat.models import EntryRow
from cohorts.models import Act, Cause, Staff, Stop
from cohorts.models.written_once import AppendOnly
from facilitator.actions.recording import add_to_record
from facilitator.safeguarding import capture, record
from facilitator.safeguarding.models import Concern, Part, RecordEntry
from tests.chat.house import Frame
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import Company, entry

pytestmark = pytest.mark.django_db(transaction=True)
SEEN = "she wrote goodbye twice"


async def _raise(company: Company, level: str = "urgent", **fields: Any) -> Frame:
    return await company.counsellor.ask("concern", seat=3, level=level, body=SEEN, **fields)


async def test_the_team_sees_level_and_record_and_no_young_person_hears_of_it(company: Company) -> None:
    ok = await _raise(company)
    told = await company.told()
    (seen,) = told.volunteer
    assert seen == entry(ok, "concern", company.sam, seat=3, level="urgent", state="open", record=seen["record"])
    assert told.otter == told.heron == told.hare == []
    again = await company.counsellor.ask("concern", ok["ref"], seat=3, level="now", body="another")
    assert again == ok
    kept = await in_database(Concern.objects.values("public_id", "level", "seat__number", "raised_by__public_id").get)
    assert [*kept.values()] == [seen["record"], "urgent", 3, company.sam["staff"]]


async def test_the_words_it_rests_on_are_copied_with_what_stood_around_them_and_outlive_the_room(
    company: Company,
) -> None:
    for body in ("hello", "one", "two"):
        await company.otter.ask("say", body=body)
    meant = (await company.hare.ask("say", body="it ends tonight"))["pos"]
    await company.otter.ask("say", body="three")
    await company.counsellor.ask("remove", pos=meant, reason="a plan")
    await _raise(company, stream="room", entries=[meant])
    assert (await _raise(company, stream="room", entries=[99]))["code"] == "not_found"
    assert (await _raise(company, stream="lead", entries=[1]))["code"] == "not_found"

    def read() -> list[record.Opened]:
        EntryRow.objects.filter(session=company.house.evening.session).update(sealed=b"")
        return record.read(Concern.objects.get())

    words, seen = await in_database(read)
    copied = capture.unpack(words.text)
    assert [(one.content["body"], one.name, one.meant) for one in copied.said if one.kind == "message"] == [
        ("hello", "Teal Otter", False), ("one", "Teal Otter", False), ("two", "Teal Otter", False),
        ("it ends tonight", "Indigo Hare", True), ("three", "Teal Otter", False),
    ]  # fmt: skip
    assert copied.there == ["Ali", "Amber Heron", "Indigo Hare", "Sam", "Teal Otter"]
    assert (words.part, seen.part, seen.text) == (Part.WORDS, Part.SEEN, SEEN)


async def test_told_first_and_written_after_it_needs_no_words_and_takes_along_what_a_flag_points_at(
    company: Company,
) -> None:
    meant = (await company.hare.ask("say", body="nobody would miss me"))["pos"]
    await company.otter.ask("worry", about="message", pos=meant, body="I am scared for them")
    flag = await company.counsellor.entry("flag", source="worry")
    raised: dict[str, Any] = {"seat": 3, "level": "now", "stream": "staff", "entries": [flag["pos"]]}
    assert (await company.counsellor.ask("concern", **raised))["type"] == "ok"

    def read() -> tuple[list[record.Opened], list[Part]]:
        concern = Concern.objects.prefetch_related("record").get()
        return record.read(concern), record.missing(concern)

    opened, lacks = await in_database(read)
    worry, pointed = (capture.unpack(one.text) for one in opened)
    assert "scared" not in repr([opened, worry, pointed])
    assert [one.content["body"] for one in worry.said] == ["I am scared for them"], "no flag about anybody else"
    assert [one.content["body"] for one in pointed.said if one.meant] == ["nobody would miss me"]
    assert lacks == [Part.DONE, Part.TOLD]


@pytest.mark.parametrize(("level", "causes"), [("now", [Cause.CONCERN]), ("urgent", [Cause.CONCERN]), ("concern", [])])
async def test_while_it_presses_nothing_is_written_to_them_by_itself(
    company: Company, level: str, causes: list[Cause]
) -> None:
    await _raise(company, level)
    await _raise(company, level)

    def standing() -> list[Stop]:
        return list(Stop.objects.standing().filter(seat=company.house.evening.hare))

    assert [stop.cause for stop in await in_database(standing)] == causes
    assert await in_database(Concern.objects.count) == 2


async def test_a_refused_one_keeps_nothing_and_one_that_cannot_be_kept_says_nothing(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await company.hare.ask("concern", seat=1, level="now", body="x"))["code"] == "not_allowed"
    assert (await company.counsellor.ask("concern", seat=3, level="soon", body="x"))["code"] == "bad_frame"

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(record, "add", fails)
    assert (await _raise(company))["code"] == "busy"
    assert (await company.otter.ask("say", body="the room goes on"))["type"] == "ok"
    told = await company.told()
    assert [each["kind"] for each in told.volunteer] == ["message"]
    assert await in_database(Concern.objects.count) == 0


def _other_level() -> None:
    Concern.objects.update(level="concern")


def _other_words() -> None:
    _change(sealed=b"\x01" + bytes(40))


def _other_part() -> None:
    _change(part="told")


def _cut() -> None:
    _rows().filter(number=3).delete()


def _cut_with_the_head() -> None:
    _cut()
    Concern.objects.update(entries=2, digest=RecordEntry.objects.get(number=2).digest)


def _closed_in_the_list_alone() -> None:
    Concern.objects.update(state="closed")


def _had_in_the_list_alone() -> None:
    Concern.objects.update(acknowledged_at=F("raised_at"), acknowledged_by=F("raised_by"))


def _hidden() -> None:
    Concern.objects.update(adult=True)


def _correcting_another() -> None:
    _change(about={"corrects": 1})


def _moved() -> None:
    _rows().filter(number=1).update(number=F("number") + 10)


def _rows() -> QuerySet[RecordEntry]:
    """The rows as whoever has the database finds them, past our own refusal to change any."""
    return QuerySet(RecordEntry)


def _change(**fields: object) -> None:
    assert _rows().filter(number=2).update(**fields) == 1


@pytest.mark.parametrize(
    "tamper",
    [
        *(_other_level, _other_words, _other_part, _cut, _cut_with_the_head, _moved),
        *(_closed_in_the_list_alone, _had_in_the_list_alone, _hidden, _correcting_another),
    ],
)
async def test_whatever_is_done_to_a_record_afterwards_is_named(company: Company, tamper: Callable[[], None]) -> None:
    await _raise(company, stream="room", entries=[1])

    def add() -> None:
        concern, by = Concern.objects.get(), company.house.evening.volunteer
        add_to_record(by, concern, Part.DONE, "rang the lead", concern.raised_at)
        with pytest.raises(AppendOnly):
            RecordEntry.objects.all().delete()

    await in_database(add)
    said = StringIO()
    await in_database(lambda: call_command("verify", stdout=said))
    assert "records of concerns: 1, 3 entries" in said.getvalue()
    await in_database(tamper)
    with pytest.raises(CommandError):
        await in_database(lambda: call_command("verify", stdout=StringIO(), stderr=said))
    assert (await in_database(Concern.every.get)).public_id in said.getvalue()
    assert SEEN not in said.getvalue()


async def test_what_is_added_is_an_act_that_holds_none_of_its_words(company: Company) -> None:
    await _raise(company)

    def add() -> tuple[Act, list[Part], list[Part]]:
        concern = Concern.objects.get()
        before = record.missing(concern)
        volunteer: Staff = company.house.evening.volunteer
        add_to_record(volunteer, concern, Part.DONE, SEEN, concern.raised_at)
        return Act.objects.latest("pk"), before, record.missing(concern)

    act, before, after = await in_database(add)
    assert (act.verb, act.about["part"]) == ("record_added", "done")
    assert SEEN not in str(act.about)
    assert (before, after) == ([Part.DONE, Part.TOLD], [Part.TOLD])
