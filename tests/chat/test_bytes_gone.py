"""Bytes: what was let go of is in no file of an embedded house any more, neither as it was written nor sealed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from chat.models import EntryRow, Lease, PresenceRow
from cohorts import actions
from cohorts.actions.leave_course import let_go as left_in_time
from cohorts.keeping import known, wiping
from cohorts.models import Act, Contact, ContactPurpose, Seat, Session
from tests import cast
from tests.chat.evenings_past import cohort_of_words
from tests.retention import let_go

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded]
LATER = timedelta(days=200)


def files() -> Iterator[bytes]:
    """Every file that SQLite keeps of this database."""
    name = Path(str(connection.settings_dict["NAME"]))
    yield from (file.read_bytes() for file in name.parent.glob(f"{name.name}*"))


def found(*canaries: bytes) -> list[bytes]:
    held = list(files())
    return [canary for canary in canaries if any(canary in file for file in held)]


def left_behind() -> tuple[bytes, ...]:
    """Names in clear, sealed words and a sealed contact, in so many rows that pages are split and joined."""
    sessions = cohort_of_words(timezone.now(), evenings=3, lines=400, says="words")
    seats = list(Seat.objects.filter(cohort=sessions[0].cohort).order_by("number"))
    for seat in seats:
        Seat.objects.filter(pk=seat.pk).update(name=f"Canary of seat {seat.number}")
        actions.keep_contact(seat, ContactPurpose.LIFE, f"canary{seat.number}@example.org", timezone.now(), "1")
    names = [f"Canary of seat {seat.number}".encode() for seat in seats]
    sealed = [bytes(one)[:40] for one in EntryRow.objects.values_list("sealed", flat=True)]
    contacts = [bytes(one)[:40] for one in Contact.objects.values_list("sealed", flat=True)]
    return (*names, *sealed, *contacts)


def test_what_went_is_in_no_file_neither_plain_nor_sealed() -> None:
    canaries = left_behind()
    assert found(*canaries) == list(canaries), "all of it lies in the files"
    for name in known():
        let_go(name, timezone.now() + LATER)
    assert not EntryRow.objects.exists()
    assert wiping.owed(timezone.now())
    assert wiping.wipe()
    assert found(*canaries) == []
    assert not wiping.owed(timezone.now())
    assert connection.cursor().execute("PRAGMA secure_delete").fetchone()[0] == 1
    assert connection.cursor().execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_the_file_is_not_written_anew_while_a_room_is_open_and_is_in_the_next_quiet_hour() -> None:
    left_behind()
    now = timezone.now()
    assert not wiping.wipe_what_is_owed(now), "nothing is owed"
    let_go("words", now + LATER)
    evening = cast.evening("open")
    assert not wiping.wipe_what_is_owed(now)
    assert not wiping.wipe_what_is_owed(evening.session.opens_at - timedelta(minutes=59))
    Session.objects.update(cancelled_at=now)
    assert wiping.wipe_what_is_owed(now)
    assert Act.objects.filter(verb="file_wiped").count() == 1
    assert not wiping.wipe_what_is_owed(now), "once is enough"


def test_nor_while_somebody_is_still_talked_to_after_the_end() -> None:
    left_behind()
    now = timezone.now()
    let_go("words", now + LATER)
    evening = cast.evening("over", now=now - timedelta(hours=3))
    lease = Lease.objects.create(worker="w", renewed_at=now)
    otter = PresenceRow.objects.create(
        session=evening.session, person="seat:1", worker=lease.worker, socket="s", entered_at=evening.session.opens_at
    )
    assert not wiping.wipe_what_is_owed(now), "their line was kept open"
    assert wiping.owed(now)
    PresenceRow.objects.filter(pk=otter.pk).update(left_at=now)
    assert wiping.wipe_what_is_owed(now)


def test_what_goes_as_somebody_leaves_lies_in_the_file_no_longer_than_a_day() -> None:
    left_behind()
    assert wiping.wipe()
    otter, heron = Seat.objects.order_by("number")[:2]
    canaries = [bytes(one.sealed)[:40] for one in Contact.objects.filter(seat__in=[otter, heron])]
    now = timezone.now()
    actions.leave_course(otter, now)
    assert left_in_time(now + timedelta(days=2)) == 1
    actions.withdraw(heron, now)
    assert not Contact.objects.filter(seat__in=[otter, heron]).exists()
    assert found(*canaries), "no act tells of it, and it lies in the files"
    assert not wiping.wipe_what_is_owed(now + timedelta(hours=23))
    assert wiping.wipe_what_is_owed(now + timedelta(hours=25))
    assert found(*canaries) == []


def test_whoever_lets_go_by_hand_has_the_file_written_anew_at_once() -> None:
    left_behind()
    assert wiping.wipe()
    seat, out = Seat.objects.order_by("number")[0], StringIO()
    Seat.objects.filter(pk=seat.pk).update(name="canary of a seat")
    Seat.objects.filter(pk=seat.pk).update(name="")
    assert found(b"canary of a seat")
    call_command("retention", "--apply", "--only", "heartbeats", stdout=out)
    assert "The file was written anew" in out.getvalue()
    assert not found(b"canary of a seat")


def test_somebody_who_reads_keeps_the_log_whole_and_it_is_owed_still() -> None:
    left_behind()
    let_go("words", timezone.now() + LATER)
    reader = sqlite3.connect(str(connection.settings_dict["NAME"]))
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM cohorts_seat").fetchone()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        assert not wiping.wipe_when_quiet(timezone.now())
    finally:
        reader.close()
    assert wiping.owed(timezone.now())
    assert wiping.wipe_when_quiet(timezone.now())
