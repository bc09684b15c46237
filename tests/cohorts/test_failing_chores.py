"""A chore that no loop can do is told of to whoever watches over the house, though the loops are well."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cohorts.clock import database_now
from cohorts.duties import Chore, Loop, known, registry
from cohorts.duties.claim import CLAIM_SECONDS, FAILS, FAILS_SECONDS, failing, note_failure
from cohorts.models import ChoreRow, Heartbeat
from server.look import look

pytestmark = pytest.mark.django_db(transaction=True)

BEGAN = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)


def test_a_chore_that_fails_again_and_again_is_named_until_any_loop_has_done_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now, breaks = BEGAN, True

    def call(_now: datetime) -> int:
        if breaks:
            raise ValueError("private words")
        return 1

    monkeypatch.setattr(registry, "_CHORES", {})
    registry.register(Chore("tell of duties", 1, call))
    registry.register(Chore("offer places", 1, lambda now: 0))
    one, other = Loop(lambda: now), Loop(lambda: now)
    for seconds in (0, 60, FAILS_SECONDS - 1):
        now = BEGAN + timedelta(seconds=seconds)
        one.round()
        assert failing(now) == (), "it may have been a moment's trouble"
    now += timedelta(seconds=1)
    other.round()
    assert failing(now) == ("tell of duties",)
    assert failing(now - timedelta(hours=2)) == ("tell of duties",), "also where the clock is put back meanwhile"
    assert caplog.text.count("chore tell of duties failed") == 4
    assert Heartbeat.objects.count() == 2, "the loops themselves live"
    breaks, now = False, now + timedelta(seconds=1)
    other.round()
    assert failing(now) == ()
    assert not ChoreRow.objects.filter(name__startswith=FAILS).exists()


def test_whoever_looks_at_the_database_sees_which_chores_of_this_release_fail() -> None:
    long_ago = database_now() - timedelta(seconds=FAILS_SECONDS)
    for name in (*known(), "of tomorrow"):
        ChoreRow.objects.create(name=FAILS + name, next_at=long_ago)
    ChoreRow.objects.filter(name=FAILS + "tell of duties").update(next_at=database_now())
    assert set(look().failing) == set(known()) - {"tell of duties"}


def test_every_chore_has_a_name_that_leaves_room_for_what_stands_before_it() -> None:
    room = ChoreRow._meta.get_field("name").max_length
    assert room is not None
    assert max(len(FAILS + name) for name in known()) <= room


def test_only_where_a_chore_may_stand_as_failing_is_anything_written_of_that_it_does_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = BEGAN
    monkeypatch.setattr(registry, "_CHORES", {})
    for name in ("tell of duties", "offer places"):
        registry.register(Chore(name, 1, lambda now: 0))
    loop = Loop(lambda: now)
    loop.round()
    taken_away = []
    for marked in ((), ("offer places",), ()):
        for name in marked:
            note_failure(known()[name], now)
        now += timedelta(seconds=1)
        with CaptureQueriesContext(connection) as queries:
            loop.round()
        taken_away.append(sum(query["sql"].startswith("DELETE") for query in queries))
    assert taken_away == [0, 1, 0]
    assert not ChoreRow.objects.filter(name__startswith=FAILS).exists()


def test_what_another_loop_could_not_do_while_we_were_at_something_long_fails_no_more_once_we_did_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = BEGAN

    def long(_now: datetime) -> int:
        nonlocal now
        note_failure(known()["once a day"], now)
        now += timedelta(seconds=CLAIM_SECONDS)
        return 0

    monkeypatch.setattr(registry, "_CHORES", {})
    registry.register(Chore("long", 86_400, long))
    registry.register(Chore("once a day", 86_400, lambda now: 0))
    ChoreRow.objects.create(name="long", next_at=BEGAN - timedelta(seconds=1))
    Loop(lambda: now).round()
    assert ChoreRow.objects.get(name="once a day").next_at > now + timedelta(hours=23), "it was done in that round"
    assert not ChoreRow.objects.filter(name__startswith=FAILS).exists()
