"""The hourly round beside a room that talks: what is said is kept, and one class that fails stops no other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from chat.models import EntryRow
from chat.verify import verify
from cohorts import actions
from cohorts.keeping import chore, known
from cohorts.keeping.registry import _CLASSES
from cohorts.models import Contact, ContactPurpose, Session
from tests.cast import Evening
from tests.chat.evenings_past import cohort_of_words
from tests.chat.house import Frame, Visitor, at_once, running
from tests.chat.live.rows import in_database

CANARY = "marmalade"


def long_ago() -> list[Session]:
    """Two evenings of a course that was over a hundred days ago."""
    sessions = cohort_of_words(timezone.now() - timedelta(days=100), evenings=2, lines=1200, says=CANARY)
    for seat in sessions[0].cohort.seats.all():
        actions.keep_contact(seat, ContactPurpose.LIFE, f"{CANARY}{seat.number}@example.org", timezone.now(), "1")
    return sessions


async def whisper(one: Visitor, seat: int | None = None) -> Frame:
    return await one.ask("whisper", body="hello", seat=seat)


async def test_a_room_talks_on_while_a_hundred_days_go(evening: Evening, caplog: pytest.LogCaptureFixture) -> None:
    sessions = await in_database(long_ago)
    caplog.set_level(logging.INFO)
    async with running(evening) as house:
        sam, *people = await house.everyone()
        round_ = asyncio.create_task(in_database(chore.carry_out))
        answers = [answer for _ in range(4) for answer in await at_once(whisper(sam, seat=1), *map(whisper, people))]
        await round_
    assert [answer["type"] for answer in answers] == ["ok"] * 36
    assert await in_database(EntryRow.objects.filter(session=evening.session, kind="whisper").count) == 36
    assert (await in_database(lambda: verify(evening.session)))[1] is None
    assert not await in_database(EntryRow.objects.filter(session__in=sessions).exists)
    assert "let go of words" in caplog.text
    assert CANARY not in caplog.text


async def test_a_class_that_fails_stops_no_other(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sessions = await in_database(long_ago)

    def fail(_: Sequence[Any], __: object) -> list[Any]:
        raise OperationalError(CANARY)

    words = known()["words"]
    fields = {name: getattr(words, name) for name in words.__slots__}
    monkeypatch.setitem(_CLASSES, "words", type(words)(**fields | {"forget": fail}))
    await in_database(chore.carry_out)
    assert await in_database(EntryRow.objects.filter(session__in=sessions).count) == 2400, "nothing by halves"
    assert not await in_database(Contact.objects.exists)
    assert "letting go of words failed: OperationalError" in caplog.text
    assert CANARY not in caplog.text
    monkeypatch.undo()
    await in_database(chore.carry_out)
    assert not await in_database(EntryRow.objects.filter(session__in=sessions).exists)
