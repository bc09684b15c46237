"""What nobody has changed is not read again on SQLite, and what anybody has is: no sign-in that ended speaks."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.models import Lease, PresenceRow
from chat.store import HeadRow, SavedEntry, Store, sqlite
from chat.store.known import Known
from cohorts.models import Seat, Session, Shift, SignIn
from tests.cast import Evening
from tests.chat.house import House, at_once

pytestmark = [pytest.mark.embedded, pytest.mark.django_db(transaction=True)]

Scene = tuple[Any, ...]


def whole(store: Store, evening: Evening) -> Scene:
    """Everything that is known between transactions, as this one reads it."""
    session = evening.session
    pairs = [(session.pk, row.public_id) for row in SignIn.objects.order_by("pk")]
    here = {session.pk: session.public_id}
    return (
        store.lock([session.public_id]).get(),
        store.heads([session.pk]).get(),
        store.presence(here).get(),
        store.presence(here, staff_of=[session.pk]).get(),
        store.sign_ins(pairs).get(),
        store.rosters([session.pk]).get(),
    )


def read(store: Store, evening: Evening) -> Scene:
    """The same in a transaction of its own."""
    with store.transaction():
        return whole(store, evening)


def by_another(work: Callable[[], object]) -> None:
    """Somebody else writes, by a connection of their own."""

    def write() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that reach the database."""
    seen: list[str] = []
    ask = sqlite.Errand.ask

    def heard(errand: sqlite.Errand, statement: str, parameters: Any = ()) -> sqlite.Answer:
        seen.append(statement)
        return ask(errand, statement, parameters)

    monkeypatch.setattr(sqlite.Errand, "ask", heard)
    return seen


def test_what_nobody_changed_is_not_read_again(evening: Evening, asked: list[str]) -> None:
    store = Store()
    first = read(store, evening)
    assert {sqlite.LOCK, sqlite.HEADS, sqlite.PRESENCE, sqlite.SIGN_INS, sqlite.ROSTER} <= set(asked)
    asked.clear()
    assert read(store, evening) == first
    assert asked == []


def test_outside_a_transaction_everything_is_read(evening: Evening, asked: list[str]) -> None:
    store = Store()
    read(store, evening)
    asked.clear()
    whole(store, evening)
    assert {sqlite.LOCK, sqlite.SIGN_INS} <= set(asked)


def _end_sign_ins(evening: Evening) -> None:
    SignIn.objects.update(ended_at=datetime.now(UTC))


def _withdraw_seats(evening: Evening) -> None:
    Seat.objects.update(withdrawn_at=datetime.now(UTC))


def _move(evening: Evening) -> None:
    session = Session.objects.get(pk=evening.session.pk)
    session.ends_at += timedelta(minutes=1)
    session.closes_at += timedelta(minutes=1)
    session.save()


def _cancel(evening: Evening) -> None:
    Session.objects.filter(pk=evening.session.pk).update(cancelled_at=datetime.now(UTC))


def _hand_over(evening: Evening) -> None:
    for shift in Shift.objects.all():
        Shift.objects.filter(pk=shift.pk).update(leading=not shift.leading)


def _come(evening: Evening) -> None:
    at = datetime.now(UTC)
    lease, _ = Lease.objects.get_or_create(worker="elsewhere", defaults={"renewed_at": at})
    number = PresenceRow.objects.count()
    PresenceRow.objects.create(
        session=evening.session, person="seat:1", worker=lease.worker, socket=f"socket-{number}", entered_at=at
    )


def _go(evening: Evening) -> None:
    PresenceRow.objects.update(left_at=datetime.now(UTC))


def _show_life(evening: Evening) -> None:
    Lease.objects.update(renewed_at=datetime.now(UTC))


CHANGES = [_end_sign_ins, _withdraw_seats, _move, _cancel, _hand_over, _come, _go, _show_life]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
@pytest.mark.parametrize("whose", ["another connection", "this connection"])
def test_what_anybody_changed_is_read_again(evening: Evening, change: Callable[[Evening], None], whose: str) -> None:
    _come(evening)
    store = Store()
    before = read(store, evening)
    if whose == "this connection":
        change(evening)
    else:
        by_another(partial(change, evening))
    after = read(store, evening)
    assert after == read(Store(), evening)
    assert after != before


def test_what_a_transaction_changes_itself_it_reads_as_changed(evening: Evening) -> None:
    store = Store()
    read(store, evening)
    with store.transaction():
        before = whole(store, evening)
        store.arrive([(evening.session.pk, "seat:2", "w", "s", datetime.now(UTC))])
        Lease.objects.create(worker="w", renewed_at=datetime.now(UTC))
        assert whole(store, evening) != before


def test_what_was_read_in_a_transaction_that_failed_is_not_believed(evening: Evening) -> None:
    store = Store()
    before = read(store, evening)

    def fail() -> None:
        with store.transaction():
            _cancel(evening)
            assert whole(store, evening) != before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read(store, evening) == before


def test_a_head_that_django_took_back_without_a_word_is_not_believed(evening: Evening) -> None:
    store, pk, at = Store(), evening.session.pk, datetime.now(UTC)
    entry = SavedEntry(pk, 1, "room", 1, "note", "seat:1", "seat:1", "ref", None, at, b"sealed", b"hash", b"digest")

    def caught() -> None:
        with store.transaction():
            store.heads([pk]).get()
            store.add_entries([entry], [HeadRow(pk, 1, at, b"digest", b"seal", b"key")])
            transaction.set_rollback(True)

    with pytest.raises(OperationalError):
        caught()
    assert read(store, evening)[1] == {}


def test_what_one_connection_counts_says_nothing_about_another(evening: Evening) -> None:
    store = Store()
    read(store, evening)
    connections["default"].close()
    by_another(partial(_end_sign_ins, evening))
    assert read(store, evening) == read(Store(), evening)


STEPS = st.lists(st.tuples(st.sampled_from(CHANGES), st.sampled_from(["other", "own", "inside"])), max_size=12)


@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_writes_in_whatever_order_what_is_known_is_what_is_there(
    evening: Evening, steps: list[tuple[Callable[[Evening], None], str]]
) -> None:
    store = Store()
    for change, whose in steps:
        if whose == "other":
            by_another(partial(change, evening))
        elif whose == "own":
            with transaction.atomic():
                change(evening)
        with store.transaction():
            whole(store, evening)
            if whose == "inside":
                change(evening)
            known = whole(store, evening)
        assert known == read(Store(), evening)


async def test_a_busy_evening_changes_nothing_in_place_that_is_known(
    two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed: list[str] = []
    seen: dict[int, tuple[Any, Any]] = {}
    of = Known.of

    def watched(known: Known, what: str) -> Any:
        for kind, value in ((kind, value) for kind, kept in known._kept.items() for value in kept.values()):
            if seen.setdefault(id(value), (value, deepcopy(value)))[1] != value:
                changed.append(kind)
        return of(known, what)

    monkeypatch.setattr(Known, "of", watched)
    evening = two.evening
    sam, otter = await two.enter(evening.counsellor), await two.enter(evening.otter)
    heron, ali = await two.enter(evening.heron, worker=1), await two.enter(evening.volunteer, worker=1)
    for _ in range(4):
        await at_once(otter.ask("say", body="hello"), heron.ask("say", body="hi"), sam.ask("whisper", body="x", seat=1))
        await at_once(otter.ask("whisper", body="quietly"), heron.ask("away"), heron.ask("back"))
    await ali.leave()
    await at_once(sam.ask("pause", body="breathe"), two.enter(evening.otter, worker=1))
    await sam.ask("close")
    assert seen
    assert changed == []


def test_a_disk_that_cannot_be_read_when_a_transaction_begins_is_the_databases_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreadable(known: Known) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Known, "begin", unreadable)
    with pytest.raises(OperationalError, match="disk"), Store().transaction():
        pass
